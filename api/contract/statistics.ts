import { z } from '@hono/zod-openapi'
import { CASE_GROUPS } from '#domain/case-statistics'
import { CASE_KINDS, CASE_STATES, COMPLAINT_DOMAINS } from '#domain/vocabulary'
import { AgencyRef, DayText } from './record.ts'

const Cell = z.number().int().nullable().openapi({ description: 'null：1 至 4 件，不公布确数' })

/** Cases by kind and what became of them; small cells left out. */
export const CaseStatistics = z
  .object({
    asOf: DayText.nullable().openapi({ description: '统计截止日；还没有统计的为 null' }),
    items: z.array(
      z.object({
        kind: z.enum(CASE_KINDS),
        groups: z.record(z.enum(CASE_GROUPS), Cell),
        total: Cell.openapi({ description: 'null：其中有一项不公布确数' }),
      }),
    ),
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
