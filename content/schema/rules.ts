import { z } from 'zod'
import { type Day, isDay } from '#domain/day'
import { INTEGRITY_KINDS, ORGAN_KINDS } from '#domain/kind-groups'
import { type FieldId, fieldSpec } from '#domain/record-fields'
import { type AlarmRule, CLOCK_DUTIES } from '#domain/rules'
import {
  ALARM_KINDS,
  type AlarmKind,
  CASE_KINDS,
  CONFIDENCES,
  PENALTY_KINDS,
  PUBLICATION_DECISIONS,
  RECORD_KINDS,
  SEVERITIES,
} from '#domain/vocabulary'

const day = z.custom<Day>((value) => typeof value === 'string' && isDay(value), 'YYYY-MM-DD 形式的日期')

/** "3mo", "1y", "0d": what lawyers write for a duration. */
const duration = z
  .string()
  .regex(/^(\d{1,3}y|\d{1,3}mo|0d)$/, '数字加单位，如 3y、6mo；没有最短期写 0d')
  .transform((text) => ({
    years: text.endsWith('y') ? Number.parseInt(text, 10) : 0,
    months: text.endsWith('mo') ? Number.parseInt(text, 10) : 0,
  }))

const row = {
  id: z.string().regex(/^[a-z0-9]+([.-][a-z0-9]+)*$/, '小写字母、数字、点和连字符'),
  from: day,
  to: day.nullable().default(null),
  confidence: z.enum(CONFIDENCES),
  basis: z.string().min(4),
  /** Section of the domain notes that the row was taken from. */
  source: z.string().min(1),
}

const isField = (value: unknown): value is FieldId =>
  typeof value === 'string' && RECORD_KINDS.some((kind) => fieldSpec(kind, value as FieldId) !== undefined)
const field = z.custom<FieldId>(isField, '记录字段名，见 content/kinds')
const fields = z.array(field).min(1)

const condition = z.discriminatedUnion('ask', [
  z.strictObject({ ask: z.literal('text-matches'), fields, words: z.array(z.string().min(2)).min(1) }),
  z.strictObject({ ask: z.literal('already-removed') }),
  z.strictObject({ ask: z.literal('natural-person') }),
  z.strictObject({ ask: z.literal('subject-unknown') }),
  z.strictObject({ ask: z.literal('decided-in-future') }),
  z.strictObject({ ask: z.literal('organ-unknown') }),
  z.strictObject({ ask: z.literal('field-missing'), fields, given: field.optional() }),
  z.strictObject({ ask: z.literal('person-named') }),
  z.strictObject({ ask: z.literal('field-unread'), fields }),
  z.strictObject({ ask: z.literal('age-exceeds'), years: z.int().min(1).max(50) }),
  z.strictObject({ ask: z.literal('severity-is'), severity: z.enum(SEVERITIES) }),
  z.strictObject({ ask: z.literal('severity-undetermined') }),
  z.strictObject({ ask: z.literal('period-undetermined') }),
  z.strictObject({ ask: z.literal('period-over') }),
  z.strictObject({ ask: z.literal('no-end') }),
  z.strictObject({ ask: z.literal('otherwise') }),
])

const unique = <T extends { id: string }>(rows: T[], context: z.RefinementCtx<T[]>) => {
  const seen = new Set<string>()
  rows.forEach((entry, index) => {
    if (seen.has(entry.id)) {
      context.addIssue({ code: 'custom', message: '不重复的编号', path: [index, 'id'], input: entry.id })
    }
    seen.add(entry.id)
  })
}

export const PublicationRules = z
  .array(
    z.strictObject({
      ...row,
      kinds: z.union([
        z.literal('all').transform(() => [...RECORD_KINDS]),
        z.literal('organ').transform(() => [...ORGAN_KINDS]),
        z.array(z.enum(RECORD_KINDS)).min(1),
      ]),
      when: condition,
      decision: z.enum(PUBLICATION_DECISIONS),
    }),
  )
  .superRefine(unique)

export const PeriodRules = z
  .array(
    z.strictObject({
      ...row,
      regime: z.string(),
      kind: z.enum(RECORD_KINDS),
      severities: z.array(z.enum(SEVERITIES)),
      min: duration,
      max: z.union([z.literal('none').transform(() => null), duration], '数字加单位，如 3y、6mo；不设上限写 none'),
      start: z.enum(['decision', 'publication']),
    }),
  )
  .superRefine(unique)
  .superRefine((rows, context) => {
    rows.forEach((entry, index) => {
      const rival = rows.slice(0, index).find((other) => overlaps(entry, other))
      if (!rival) return
      const message = `与 ${rival.id}（${rival.from} 至 ${rival.to ?? '今'}）不重叠；同一类别同一天只能有一条规则`
      context.addIssue({ code: 'custom', message, path: [index, 'from'], input: entry.from })
    })
  })

export const SeverityRules = z
  .array(
    z.strictObject({
      ...row,
      when: z.union([
        z.strictObject({ kindsAmong: z.array(z.enum(PENALTY_KINDS)).min(1) }),
        z.strictObject({ kindsInclude: z.array(z.enum(PENALTY_KINDS)).min(1) }),
        z.strictObject({ procedure: z.literal('simple') }),
      ]),
      severity: z.enum(SEVERITIES),
    }),
  )
  .superRefine(unique)

export const ClockRules = z
  .array(z.strictObject({ ...row, duty: z.enum(CLOCK_DUTIES), workdays: z.int().min(1).max(366) }))
  .superRefine(unique)

export const NoticeRules = z.array(z.strictObject({ ...row, days: z.int().min(1).max(3660) })).superRefine(unique)

const markOn = z.literal('receipt').nullable()

/** How long a region's regulation gives for an objection, in working days. */
export const ObjectionRules = z
  .array(
    z.strictObject({
      ...row,
      area: z.string().regex(/^\d{2}(\d{2}){0,2}$/, '行政区划代码的前 2、4 或 6 位，加引号'),
      /** What has to be done on receipt, as the regulation words it; null where it says nothing. */
      mark: z.string().min(4).nullable(),
      markOn,
      ownDays: z.int().min(1),
      totalDays: z.int().min(1),
    }),
  )
  .superRefine(unique)
  .superRefine((rows, context) => {
    rows.forEach((entry, index) => {
      if (entry.ownDays <= entry.totalDays) return
      context.addIssue({
        code: 'custom',
        message: '不少于 ownDays 的天数',
        path: [index, 'totalDays'],
        input: entry.totalDays,
      })
    })
  })

/** How long what a closed case holds is kept. */
export const RetentionRules = z
  .array(z.strictObject({ ...row, kind: z.enum(CASE_KINDS), days: z.int().min(1).max(36_600) }))
  .superRefine(unique)

/** What the site promises where no statute sets a term. */
export const PromiseRules = z
  .array(z.strictObject({ ...row, kind: z.enum(CASE_KINDS), workdays: z.int().min(1).max(366), markOn }))
  .superRefine(unique)

const DISHONESTY_TYPES = Object.keys(fieldSpec('dishonesty', 'dishonestyType')?.members ?? {})
const waited = z.int().min(0).max(366).optional()
const ABOUT_ENTRIES: readonly string[] = ['entry-overdue', 'entry-filed', 'arrears-grown'] satisfies AlarmKind[]

/** When the desk is told of what is late, due or unanswered. */
export const AlarmRules = z
  .array(
    z
      .strictObject({
        ...row,
        alarm: z.enum(ALARM_KINDS),
        kind: z.enum(INTEGRITY_KINDS).optional(),
        dishonestyType: z.enum(DISHONESTY_TYPES).optional(),
        ...{ after: waited, before: waited, workdays: waited },
      })
      .superRefine(({ alarm, kind, after, before, workdays }, context) => {
        if ([after, before, workdays].filter((it) => it !== undefined).length !== 1) {
          context.addIssue({ code: 'custom', message: 'after、before、workdays 写一个', path: ['after'], input: after })
        }
        if ((kind !== undefined) !== ABOUT_ENTRIES.includes(alarm)) {
          const message = `${ABOUT_ENTRIES.join('、')} 写 kind，其余不写`
          context.addIssue({ code: 'custom', message, path: ['kind'], input: kind })
        }
      })
      .transform(({ after, before, workdays, kind, dishonestyType, ...rest }): AlarmRule => {
        const wait = workdays !== undefined ? { workdays } : before !== undefined ? { before } : { after: after ?? 0 }
        return { ...rest, kind: kind ?? null, dishonestyType: dishonestyType ?? null, wait }
      }),
  )
  .superRefine(unique)

type Span = { kind: string; severities: readonly string[]; from: string; to: string | null }

function overlaps(a: Span, b: Span): boolean {
  const sameClass =
    a.severities.length === 0 || b.severities.length === 0 || a.severities.some((it) => b.severities.includes(it))
  return a.kind === b.kind && sameClass && a.from <= (b.to ?? '9999') && b.from <= (a.to ?? '9999')
}
