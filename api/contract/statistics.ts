import { z } from '@hono/zod-openapi'
import { CASE_GROUPS } from '#domain/case-statistics'
import { CASE_TIMES } from '#domain/case-times'
import { REMOVAL_SPEEDS, REMOVAL_WAYS } from '#domain/removal-statistics'
import {
  CASE_KINDS,
  CASE_STATES,
  COMPLAINT_DOMAINS,
  ENDING_GROUNDS,
  RECORD_KINDS,
  WITHDRAWAL_GROUNDS,
} from '#domain/vocabulary'
import { AgencyRef, DayText } from './record.ts'
import { Span, stretch } from './span.ts'

const AsOf = DayText.nullable().openapi({ description: '统计截止日，季度的最后一天；还没有统计的为 null' })

/** Cases by kind and what became of them; small cells as spans. */
export const CaseStatistics = z
  .object({
    asOf: AsOf,
    items: z.array(z.object({ kind: z.enum(CASE_KINDS), groups: z.record(z.enum(CASE_GROUPS), Span) })),
    summaries: z
      .array(
        z.object({
          domain: z.enum(COMPLAINT_DOMAINS),
          agency: AgencyRef,
          outcome: z.enum(CASE_STATES),
          summary: z.string(),
          reply: z.string(),
          closedOn: DayText,
        }),
      )
      .openapi({ description: '办结后经投诉人同意公开的摘要和答复' }),
  })
  .openapi('CaseStatistics')

export type CaseStatistics = z.infer<typeof CaseStatistics>

const Quantile = z
  .object({ days: z.number().int().nullable().openapi({ description: '工作日；null：这一位次的件超期还没有办结' }) })
  .nullable()
  .openapi({ description: 'null：不足 10 件，或者会透露不公布确数的件数' })

const TimeFigures = z
  .object({
    onTime: Span.nullable(),
    late: Span.nullable(),
    overdue: Span.nullable().openapi({ description: '期末已过期限、还没有到这一步的件' }),
    share: Span.nullable().openapi({ description: '按时 ÷（办结 + 超期未办结），百分数，舍去小数' }),
    median: Quantile,
    p90: Quantile,
  })
  .openapi('TimeFigures', { description: 'onTime、late、overdue、share 为 null：没有公布期限，无从判断' })

const ClockStretch = z
  .object({ ...stretch, closed: Span, times: z.record(z.enum(CASE_TIMES), TimeFigures) })
  .openapi('ClockStretch')

/** How long acceptance, first answer and final answer took. */
export const CaseClocks = z
  .object({
    asOf: AsOf,
    items: z.array(
      z.object({
        kind: z.enum(CASE_KINDS),
        recent: ClockStretch.nullable().openapi({ description: '最近四个完整季度' }),
        stretches: z.array(ClockStretch).openapi({ description: '从早到晚；不足 5 件的季度与以后的季度合并' }),
      }),
    ),
  })
  .openapi('CaseClocks')

export type CaseClocks = z.infer<typeof CaseClocks>

/** Closed complaints by organ and domain, and upheld objections by organ; parts in bands, since each total is told. */
export const CaseBreakdown = z
  .object({
    asOf: AsOf,
    complaints: z
      .object({
        ...stretch,
        organs: z
          .array(z.object({ agency: AgencyRef, closed: Span }))
          .openapi({ description: '按被投诉的机关，全部列出；没有的和不足 5 件的不作区分' }),
        domains: z
          .array(z.object({ domain: z.enum(COMPLAINT_DOMAINS), closed: Span, median: Quantile }))
          .openapi({ description: '按涉及的领域；median 为办结所用工作日的中位数' }),
      })
      .nullable(),
    objections: z
      .object({
        ...stretch,
        organs: z
          .array(z.object({ agency: AgencyRef, upheld: Span }))
          .openapi({ description: '按被异议的信息所属的机关，全部列出；没有的和不足 5 件的不作区分' }),
      })
      .nullable(),
  })
  .openapi('CaseBreakdown')

export type CaseBreakdown = z.infer<typeof CaseBreakdown>

/** Records that left, by ground and by how fast. */
export const RemovalStatistics = z
  .object({
    asOf: AsOf,
    items: z.array(
      z.object({
        way: z.enum(REMOVAL_WAYS),
        stretches: z.array(
          z.object({
            ...stretch,
            removed: Span,
            grounds: z.array(z.object({ ground: z.enum([...WITHDRAWAL_GROUNDS, ...ENDING_GROUNDS]), removed: Span })),
            speeds: z.array(z.object({ speed: z.enum(REMOVAL_SPEEDS), removed: Span })),
          }),
        ),
      }),
    ),
  })
  .openapi('RemovalStatistics')

export type RemovalStatistics = z.infer<typeof RemovalStatistics>

/** 双公示 by organ: timeliness of what is public, and quality of what is on file. */
export const AgencyStatistics = z
  .object({
    items: z.array(
      z.object({
        agency: AgencyRef,
        kind: z.enum(RECORD_KINDS),
        onTime: z.number().int(),
        late: z.number().int(),
        unknown: z.number().int(),
        share: z.number().int().nullable().openapi({ description: '及时率，百分数，舍去小数；不足 10 条的为 null' }),
        quality: z
          .object({
            records: z.number().int().openapi({ description: '在库记录数，含暂不公示的' }),
            fields: z.number().int().openapi({ description: '数据标准要求的字段数' }),
            complete: z.number().int().openapi({ description: '全部填写的字段数' }),
            codeTroubles: z.number().int(),
            unreadValues: z.number().int(),
            sharedNumbers: z.number().int(),
          })
          .nullable(),
      }),
    ),
  })
  .openapi('AgencyStatistics')

export type AgencyStatistics = z.infer<typeof AgencyStatistics>
