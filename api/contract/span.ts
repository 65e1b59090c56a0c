import { z } from '@hono/zod-openapi'
import { isQuarter } from '#domain/quarter'

/** A count as far as it is told. */
export const Span = z
  .object({ least: z.number().int(), most: z.number().int() })
  .openapi('Span', { description: '两个数相同的是确数；不同的，只公布在两数之间（含），因为其中有 1 至 4 件的项目' })

const QuarterText = z.string().refine(isQuarter).openapi({ type: 'string', pattern: '^\\d{4}Q[1-4]$' })

/** Quarters that are counted as one, both included. */
export const stretch = { from: QuarterText, to: QuarterText }
