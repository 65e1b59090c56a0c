import { z } from '@hono/zod-openapi'
import { parseDay } from '#domain/day'
import { allCategories } from '#domain/record-categories'
import {
  LIST_STATES,
  RECORD_KINDS,
  RECORD_MARKS,
  STANDING_IDS,
  SUBJECT_CATEGORIES,
  TIMELINESS,
  WITHDRAWAL_GROUNDS,
} from '#domain/vocabulary'
import { Span, stretch } from './span.ts'

/** 12 Crockford base32 characters, assigned at first import, never computed from public facts. */
export const RecordId = z.string().regex(/^[0-9a-hjkmnp-tv-z]{12}$/)
export const DayText = z.string().refine((text) => parseDay(text) !== undefined, '应为 2026-03-05 这样的日期')

export const SubjectView = z.object({
  name: z.string(),
  category: z.enum(SUBJECT_CATEGORIES).optional(),
  uscc: z.string().optional(),
})

export const AgencyRef = z.object({ slug: z.string(), name: z.string() })

export const RecordCategory = z.enum(allCategories())

/** What a list shows of a record. */
export const RecordRow = z
  .object({
    id: RecordId,
    kind: z.enum(RECORD_KINDS),
    documentNumber: z.string().nullable(),
    title: z.string(),
    subject: SubjectView,
    agency: AgencyRef,
    decidedOn: DayText,
    publishedOn: DayText,
    until: DayText.nullable().openapi({ description: '公示截止日（含当日）；null 为未设截止日' }),
    late: z.number().int().nullable().openapi({ description: '超期公示的工作日数；0 为按时，null 为无法判断' }),
    standing: z.enum(STANDING_IDS).nullable().openapi({
      description: '机关自身的记录处在什么状态（如 kept、overdue），按最近一次发布当天推算；许可和处罚为 null',
    }),
    entry: z
      .object({
        ...{ amount: z.string().nullable(), dueOn: DayText.nullable(), statement: z.string().nullable() },
        listed: z.record(z.string(), z.string()).optional(),
      })
      .nullable()
      .openapi({
        description: '机关自身的记录：涉及金额（分）、期限、机关说明；listed 为这一类列表另列的字段；许可和处罚为 null',
      }),
    validUntil: DayText.nullable().openapi({ description: '许可有效期的最后一天；行政处罚和没有终止日期的为 null' }),
    categories: z.array(RecordCategory).openapi({ description: '处罚类别或者许可类别；没有写明或者无法识别的为空' }),
    updatedOn: DayText.openapi({ description: '当前版本的日期：首次公示或者最近一次更正' }),
    marks: z
      .array(z.enum(RECORD_MARKS))
      .openapi({ description: 'objection-pending：有一件异议正在处理，不表示信息有误' }),
  })
  .openapi('RecordRow')

export const FieldView = z.object({ id: z.string(), label: z.string(), value: z.string() })

/** Everything the public may know of one record, and nothing else. */
export const PublicRecord = RecordRow.extend({
  state: z.literal('public'),
  masked: z.boolean().openapi({ description: '是否对部分内容作了去标识化处理' }),
  timeliness: z.object({
    status: z.enum(TIMELINESS),
    dueOn: DayText.nullable(),
    lateBy: z.number().int(),
    provisional: z.boolean(),
  }),
  decision: z.object({ rule: z.string(), basis: z.string() }).openapi({ description: '公示决定所依据的规则' }),
  version: z.number().int(),
  fields: z.array(FieldView),
  coded: z.record(z.string(), z.string()).openapi({
    description: '机器可读的值，只列出与 fields 写法不同的：日期为 2026-03-05，金额以分计',
  }),
  sameLicence: z
    .array(z.object({ id: RecordId, documentNumber: z.string().nullable(), decidedOn: DayText }))
    .openapi({ description: '同一许可（许可编号相同）的其他决定：申领、变更、重新申请' }),
  history: z
    .array(
      z.object({
        version: z.number().int(),
        updatedOn: DayText,
        changes: z.array(z.object({ label: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
      }),
    )
    .openapi({ description: '以后各版改动了什么，从新到旧；before、after 为 null 的，只说明有改动，不重复原文' }),
}).openapi('PublicRecord')

/** The notice that stands where a withdrawn record stood: no subject, no content (行政处罚法 §48). */
export const WithdrawalNotice = z
  .object({
    id: RecordId,
    kind: z.enum(RECORD_KINDS),
    state: z.literal('withdrawn'),
    agency: AgencyRef,
    documentNumber: z.string().nullable(),
    ground: z.enum(WITHDRAWAL_GROUNDS),
    reason: z.string(),
    withdrawnOn: DayText,
    noticeUntil: DayText,
  })
  .openapi('WithdrawalNotice')

/** A record whose period is over or which was repaired: that it is gone, and nothing of it. */
export const EndedRecord = z
  .object({ id: RecordId, kind: z.enum(RECORD_KINDS), state: z.literal('ended') })
  .openapi('EndedRecord')

export const RecordAnswer = z.discriminatedUnion('state', [PublicRecord, WithdrawalNotice, EndedRecord])

export const RecordPage = z
  .object({
    items: z.array(RecordRow),
    total: z.number().int(),
    page: z.number().int(),
    pages: z.number().int(),
    next: z.string().nullable(),
    years: z.array(z.object({ year: z.string(), count: z.number().int() })),
    categories: z.array(z.object({ category: RecordCategory, count: z.number().int() })),
    states: z.array(z.object({ state: z.enum(LIST_STATES), count: z.number().int() })),
  })
  .openapi('RecordPage')

export const RecentList = z.object({ items: z.array(RecordRow) }).openapi('RecentList')

/** Counts only; what left is in none of them. */
export const AgencyQuality = z
  .object({
    agency: z.string(),
    kind: z.enum(RECORD_KINDS),
    records: z.number().int().openapi({ description: '在库记录数，含暂不公示的' }),
    fields: z.array(z.object({ field: z.string(), filled: z.number().int(), percent: z.number().int() })).openapi({
      description: '数据标准要求的字段，按完整程度从低到高；percent 向下取整，全部填写才是 100',
    }),
    badCheckDigits: z.number().int(),
    malformedCodes: z.number().int(),
    missingCodes: z.number().int(),
    unreadValues: z.number().int(),
    late: z.number().int(),
    latenessUnknown: z.number().int(),
    sharedNumbers: z.number().int(),
    rejectedRows: z.number().int(),
    repeatedRows: z.number().int(),
  })
  .openapi('AgencyQuality')

export const AgencyView = z
  .object({
    slug: z.string(),
    name: z.string(),
    uscc: z.string().nullable(),
    counts: z.record(z.enum(RECORD_KINDS), z.number().int()),
    late: z.record(z.enum(RECORD_KINDS), z.number().int()),
    latest: z.array(RecordRow),
    lateRecords: z.array(RecordRow).openapi({ description: '最近作出的、超期公示的决定' }),
    months: z
      .array(
        z.object({
          kind: z.enum(RECORD_KINDS),
          months: z.array(
            z.object({ month: z.string(), states: z.partialRecord(z.enum(LIST_STATES), z.number().int()) }),
          ),
        }),
      )
      .openapi({
        description:
          '按月份，从新到旧：许可和处罚为按时公示、超期公示、无法判断各多少条，机关自身的记录为各种状态多少条',
      }),
    cases: z
      .object({
        complaints: z.object({ ...stretch, closed: Span }).nullable(),
        objections: z.object({ ...stretch, upheld: Span }).nullable(),
      })
      .openapi({ description: '最近四个完整季度办结的对该机关的投诉，和成立的对其信息的异议；还没有统计的为 null' }),
    quality: z.array(AgencyQuality).openapi({ description: '数据质量，按信息类别；没有导入过数据的为空' }),
  })
  .openapi('AgencyView')

export const AgencyQualityView = z
  .object({
    agency: AgencyRef,
    items: z.array(AgencyQuality).openapi({ description: '按信息类别；没有导入过数据的为空。只有条数，没有记录' }),
  })
  .openapi('AgencyQualityView')

export const AgencyList = z
  .object({
    items: z.array(AgencyView.omit({ latest: true, lateRecords: true, months: true, cases: true, quality: true })),
  })
  .openapi('AgencyList')

export const SubjectDossier = z
  .object({ uscc: z.string(), name: z.string(), records: z.array(RecordRow) })
  .openapi('SubjectDossier')

export const ExactAnswer = z
  .object({
    query: z.string(),
    records: z.array(RecordRow),
    subjects: z.array(z.object({ uscc: z.string(), name: z.string() })),
    agencies: z.array(AgencyRef),
    suggestion: z.string().nullable().openapi({ description: '未找到时的建议写法，如把字母 O 改为数字 0' }),
  })
  .openapi('ExactAnswer')

export const RemovalList = z
  .object({
    items: z.array(z.object({ id: RecordId, on: DayText, state: z.enum(['withdrawn', 'ended']) })),
  })
  .openapi('RemovalList')

export type RecordRow = z.infer<typeof RecordRow>
export type PublicRecord = z.infer<typeof PublicRecord>
export type WithdrawalNotice = z.infer<typeof WithdrawalNotice>
export type EndedRecord = z.infer<typeof EndedRecord>
export type RecordAnswer = z.infer<typeof RecordAnswer>
export type RecordPage = z.infer<typeof RecordPage>
export type AgencyView = z.infer<typeof AgencyView>
export type AgencyQualityView = z.infer<typeof AgencyQualityView>
export type AgencyQuality = z.infer<typeof AgencyQuality>
export type AgencyList = z.infer<typeof AgencyList>
export type SubjectDossier = z.infer<typeof SubjectDossier>
export type ExactAnswer = z.infer<typeof ExactAnswer>
export type RecentList = z.infer<typeof RecentList>
export type RemovalList = z.infer<typeof RemovalList>
