import { z } from 'zod'
import { type Day, isDay } from '#domain/day'
import { KIND_PATH } from '#domain/record-kinds'
import { CONFIDENCES, RECORD_KINDS } from '#domain/vocabulary'

/** Pages of the site that a clause may point to; `site/src/lib/site-pages.ts` knows their addresses. */
export const PAGE_IDS = [
  ...(['home', 'integrity', 'lists', 'openness', 'agencies', 'search', 'policies', 'guides'] as const),
  ...RECORD_KINDS.map((kind) => KIND_PATH[kind]),
  ...(['guide-object', 'guide-complain', 'guide-repair', 'guide-read', 'data', 'developers'] as const),
  ...(['tasks', 'mechanisms', 'evaluations', 'report-calendar'] as const),
  ...(['complain', 'correct', 'look-up', 'statistics', 'statistics-method'] as const),
  ...(['about', 'privacy', 'accessibility', 'sitemap'] as const),
] as const
export type PageId = (typeof PAGE_IDS)[number]

const day = z.custom<Day>((value) => typeof value === 'string' && isDay(value), 'YYYY-MM-DD 形式的日期')
const sentence = z.string().regex(/。$/, '以句号结尾的一句话')
const id = z.string().regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, '小写字母、数字、点和连字符')

/** What later law changed in what the documents ask for: dated, with its ground and how sure we are of it. */
export const LawChanges = z.array(
  z.strictObject({
    id,
    from: day,
    confidence: z.enum(CONFIDENCES),
    basis: z.string().min(4),
    effect: sentence,
    /** Section of the domain notes that the row was taken from. */
    source: z.string().min(1),
  }),
)
export type LawChange = z.output<typeof LawChanges>[number]

/** Number of a mechanism → its name. */
export const Mechanisms = z.record(z.string().regex(/^[1-9]\d?$/, '机制编号，1 到 99'), z.string().min(2))
export type Mechanisms = z.output<typeof Mechanisms>

/** Names that a policy may refer to. */
export type PolicyNames = {
  places: ReadonlySet<string>
  mechanisms: ReadonlySet<string>
  changes: ReadonlySet<string>
}

/** Of the longest quote, in characters: a clause is pointed at, not copied. */
export const MAX_QUOTE = 60

/** A government document and what it orders; the file's name is its slug. */
export function policySchema({ places, mechanisms, changes }: PolicyNames) {
  const change = z.string().refine((it) => changes.has(it), 'content/rules/law-changes.yaml 中已有的编号')
  const clause = z
    .strictObject({
      /** 二（二）: where in the document. */
      ref: z.string().regex(/^[一二三四五六七八九十附]/, '文件中的位置，如 二（二）'),
      quote: z.string().min(4).max(MAX_QUOTE),
      mechanism: z
        .int()
        .refine((number) => mechanisms.has(String(number)), 'content/codes/mechanisms.yaml 中已有的编号'),
      pages: z.array(z.enum(PAGE_IDS)).default([]),
      /** What is still missing, and what will never be here: one sentence each. */
      later: sentence.nullable().default(null),
      never: sentence.nullable().default(null),
      changes: z.array(change).default([]),
    })
    .refine(({ pages, later, never }) => pages.length > 0 || later !== null || never !== null, {
      path: ['pages'],
      message: '至少一个页面；没有页面的，用 later 或 never 写明原因',
    })
    .refine(({ pages, later, never }) => never === null || (pages.length === 0 && later === null), {
      path: ['never'],
      message: '单独写；不在本站提供的条款没有页面，也没有 later',
    })
  return z
    .strictObject({
      place: z.string().refine((slug) => places.has(slug), 'content/places/ 下的一个文件夹名'),
      title: z.string().min(4),
      /** 文号; null where the text as received has none. */
      number: z.string().min(4).nullable(),
      issuer: z.string().min(4),
      issuedOn: day,
      /** Made up to show how it looks: only ever on the site of its own place. */
      invented: z.boolean().default(false),
      /** What later law changed for the document as a whole. */
      changes: z.array(change).default([]),
      clauses: z.array(clause).min(1),
    })
    .refine(({ invented, title }) => invented === title.includes('（演示）'), {
      path: ['title'],
      message: '虚构的文件（invented: true）标题里写明“（演示）”，真实的文件不写',
    })
}
export type PolicyFile = z.output<ReturnType<typeof policySchema>>
export type Policy = PolicyFile & { slug: string }
export type Clause = Policy['clauses'][number]
