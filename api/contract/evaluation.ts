import { z } from '@hono/zod-openapi'
import { RECORD_KINDS } from '#domain/vocabulary'
import { AgencyRef, DayText } from './record.ts'

const common = {
  id: z.string(),
  label: z.string(),
  kinds: z.array(z.enum(RECORD_KINDS)),
  weight: z.number().int(),
  basis: z.string(),
}

const Indicator = z.discriminatedUnion('formula', [
  z.object({
    ...common,
    formula: z.literal('share'),
    good: z.array(z.string()).openapi({ description: '算作达到的状态' }),
    among: z.array(z.string()).openapi({ description: '计入的状态' }),
    least: z.number().int().openapi({ description: '不足这么多条的不评分' }),
  }),
  z.object({
    ...common,
    formula: z.literal('deduct'),
    each: z.record(z.string(), z.number()).openapi({ description: '从 100 分起，每有一条这种状态的扣多少分' }),
  }),
])

/** Scores of organs by an open scheme, in the order of the organs. */
export const EvaluationList = z
  .object({
    scheme: z.object({
      id: z.string(),
      title: z.string(),
      from: DayText,
      to: DayText.nullable(),
      basis: z.string(),
      indicators: z.array(Indicator),
    }),
    year: z.number().int(),
    years: z.array(z.number().int()).openapi({ description: '有公示信息和评价办法的年份，从新到旧' }),
    items: z.array(
      z.object({
        agency: AgencyRef,
        score: z.number().nullable().openapi({ description: '0—100；null：没有可以评分的指标' }),
        weight: z.number().int().openapi({ description: '评了分的指标的权重之和' }),
        indicators: z.array(
          z.object({
            id: z.string(),
            value: z.number().nullable().openapi({ description: 'null：条数太少，不评分' }),
            rows: z.number().int(),
          }),
        ),
      }),
    ),
  })
  .openapi('EvaluationList')

export type EvaluationList = z.infer<typeof EvaluationList>
