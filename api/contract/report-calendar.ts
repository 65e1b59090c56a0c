import { z } from '@hono/zod-openapi'
import { REPORT_STATES } from '#domain/vocabulary'
import { AgencyRef, DayText, RecordId } from './record.ts'

/** What a calendar is narrowed by. */
export const ReportParams = z.object({
  agency: z.string().max(64).optional(),
  year: z.coerce
    .number()
    .int()
    .min(1990)
    .max(2100)
    .optional()
    .openapi({ description: '在这一年到期的；不写为今年和以后' }),
  state: z.enum([...REPORT_STATES, 'mismatch']).optional(),
})

/** What organs have to report, and what came of it. */
export const ReportCalendar = z
  .object({
    duties: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        policy: z.string().openapi({ description: '要求报送的文件' }),
        ref: z.string(),
        quote: z.string(),
        to: z.string(),
        organs: z.number().int().openapi({ description: '在本站报送的机关数；0 为本地还没有通过本站报送' }),
        nextDue: DayText.nullable().openapi({ description: '下一次报送的最后一天；null 为不再报送' }),
      }),
    ),
    years: z.array(z.number().int()).openapi({ description: '有到期报送的年份，从新到旧' }),
    states: z.record(z.string(), z.number().int()).openapi({ description: '按机关和年份筛选以后，各种情形的项数' }),
    items: z.array(
      z.object({
        duty: z.string(),
        period: z.string(),
        dueOn: DayText,
        agency: AgencyRef,
        state: z.enum(REPORT_STATES).openapi({
          description:
            'submitted 已按期报送，late 逾期报送，missing 到期未报送，unread 该机关有这一事项的报送、但写的期间无法识别，open 未到期；零报告也是报送',
        }),
        submission: z
          .object({
            id: RecordId,
            on: DayText,
            isZero: z.boolean(),
            count: z.number().int().nullable(),
            file: z.string().nullable(),
          })
          .nullable()
          .openapi({ description: '最后一次报送；state 为 unread 的是期间无法识别的那一份' }),
        mismatch: z
          .object({
            reported: z.number().int(),
            records: z.array(z.object({ id: RecordId, documentNumber: z.string().nullable() })),
          })
          .nullable()
          .openapi({ description: '报送的政务失信条数少于本站按认定日期公示的同期条数；records 为公示的各条' }),
      }),
    ),
  })
  .openapi('ReportCalendar')

export type ReportCalendar = z.infer<typeof ReportCalendar>
