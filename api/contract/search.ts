import { z } from '@hono/zod-openapi'
import { parseAmountRange } from '#domain/amount-range'
import { LIST_STATES, RECORD_KINDS } from '#domain/vocabulary'
import { AgencyRef, ExactAnswer, RecordCategory, RecordRow } from './record.ts'

/** Longer than any name or number, and than any sentence that people type. */
export const MAX_QUERY = 200

const AmountText = z
  .string()
  .refine((text) => parseAmountRange(text) !== undefined, '应为“1000-10000”“-1000”或者“1000000-”这样的整元范围')
  .openapi({ description: '罚没金额范围（元），含起点、不含终点，如 1000-10000、-1000、1000000-' })

const CURSOR = /^([bn])([0-2])-([0-9a-z]{1,9})$/

export type Cursor = { order: 'best' | 'newest'; tier: number; seq: number }

/** Where a page ended, in one word; it means nothing to others. */
export function writeCursor({ order, tier, seq }: Cursor): string {
  return `${order.charAt(0)}${tier}-${seq.toString(36)}`
}

export function readCursor(text: string): Cursor | null {
  const [, order, tier, seq] = CURSOR.exec(text) ?? []
  if (tier === undefined || seq === undefined) return null
  return { order: order === 'b' ? 'best' : 'newest', tier: Number(tier), seq: Number.parseInt(seq, 36) }
}

export const SearchParams = z
  .object({
    q: z
      .string()
      .trim()
      .max(MAX_QUERY, `最多 ${MAX_QUERY} 个字`)
      .default('')
      .openapi({ description: '文书号、代码、名称或者任意文字；几个词用空格隔开，表示都要有' }),
    kind: z.enum(RECORD_KINDS).optional(),
    agency: z
      .string()
      .regex(/^[a-z0-9-]{1,64}$/, '应为机关列表中的编号')
      .optional(),
    year: z
      .string()
      .regex(/^\d{4}$/, '应为四位年份')
      .optional(),
    category: RecordCategory.optional(),
    state: z.enum(LIST_STATES).optional(),
    amount: AmountText.optional(),
    order: z.enum(['best', 'newest']).default('best'),
    cursor: z.string().regex(CURSOR, '应为上一页给出的 next').optional(),
    limit: z.coerce.number().int().min(1).max(50).default(20),
  })
  .refine(({ cursor, order }) => cursor === undefined || (readCursor(cursor)?.order ?? order) === order, {
    path: ['cursor'],
    message: '与 order 不一致，应为同样条件下上一页给出的 next',
  })

/** Text in pieces; those that were looked for are hits. */
export const MarkedText = z.array(z.object({ text: z.string(), isHit: z.boolean() })).openapi('MarkedText')

export const SearchItem = z
  .object({
    record: RecordRow,
    name: MarkedText,
    number: MarkedText,
    agency: MarkedText,
    snippets: z.array(z.object({ label: z.string(), text: MarkedText })),
  })
  .openapi('SearchItem')

const counted = <S extends z.ZodType>(value: S) => z.array(z.object({ value, count: z.number().int() }))

export const SearchAnswer = z
  .object({
    query: z.string(),
    exact: ExactAnswer.nullable().openapi({
      description: '号码、代码或名称完全一致的；只在第一页、没有加条件时给出，items 中不再重复',
    }),
    agencies: z.array(AgencyRef).openapi({ description: '名称（含简称、拼音）部分一致的机关；只在第一页给出' }),
    pages: z
      .array(z.object({ section: z.string(), title: z.string(), path: z.string(), snippet: MarkedText }))
      .openapi({ description: '政策文件和办事指南中的相关内容；只在第一页给出' }),
    items: z.array(SearchItem),
    total: z
      .number()
      .int()
      .openapi({ description: '符合条件的记录数；isCapped 为真时，只数了最新的 10,000 条含有这些词的' }),
    isCapped: z.boolean(),
    facets: z
      .object({
        kind: counted(z.enum(RECORD_KINDS)),
        agency: z.array(z.object({ value: z.string(), name: z.string(), count: z.number().int() })),
        year: counted(z.string()),
        category: counted(RecordCategory),
        state: counted(z.enum(LIST_STATES)),
        amount: counted(z.string()),
      })
      .openapi({ description: '各条件下有多少条，其他条件不变；isCapped 为真时按最新的 10,000 条统计' }),
    next: z.string().nullable(),
    terms: z.array(z.string()).openapi({ description: '实际查找的词' }),
    ignored: z.array(z.string()).openapi({ description: '因为只有一个字等原因没有查找的词' }),
    isLoosened: z.boolean().openapi({ description: '没有原样包含的，已拆成词查找' }),
    isWhole: z.boolean().openapi({
      description: 'q 是已知的号码或代码，只查找了与它完全一致的；加上引号再查，可以找到含有它的全部信息',
    }),
  })
  .openapi('SearchAnswer')

/** What a 503 of the search still says. */
export const LimitedSearch = SearchAnswer.pick({ exact: true, agencies: true, pages: true })

export const SuggestionList = z
  .object({
    items: z.array(
      z.object({
        of: z.enum([...RECORD_KINDS, 'subject', 'agency', 'page']),
        text: z.string(),
        detail: z.string().nullable(),
        path: z.string(),
      }),
    ),
    isLimited: z.boolean().openapi({ description: '检索暂时不可用，只有完全一致的和机关名称' }),
  })
  .openapi('SuggestionList')

export type SearchParams = z.infer<typeof SearchParams>
export type SearchAnswer = z.infer<typeof SearchAnswer>
export type LimitedSearch = z.infer<typeof LimitedSearch>
export type SuggestionList = z.infer<typeof SuggestionList>
