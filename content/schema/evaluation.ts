import { z } from 'zod'
import { type Day, isDay } from '#domain/day'
import { listStatesOf } from '#domain/list-counts'
import { RECORD_KINDS } from '#domain/vocabulary'

const day = z.custom<Day>((value) => typeof value === 'string' && isDay(value), 'YYYY-MM-DD 形式的日期')
const states = z.array(z.string().min(1)).min(1)
const common = {
  id: z.string().regex(/^[a-z]+(-[a-z]+)*$/, '小写字母和连字符'),
  label: z.string().min(2),
  kinds: z.array(z.enum(RECORD_KINDS)).min(1),
  weight: z.int().min(1).max(100),
  basis: z.string().min(4),
}

const Indicator = z.discriminatedUnion('formula', [
  z.strictObject({
    ...common,
    formula: z.literal('share'),
    good: states,
    among: states,
    least: z.int().min(1).max(1000),
  }),
  z.strictObject({
    ...common,
    formula: z.literal('deduct'),
    each: z.record(z.string().min(1), z.number().min(0).max(100)),
  }),
])

/** An open scheme of evaluation: `content/evaluation/{id}.yaml`. */
export const EvaluationScheme = z
  .strictObject({
    id: z.string().regex(/^\d{4}-\d+$/, '年份和序号，如 2026-1'),
    title: z.string().min(4),
    from: day,
    to: day.nullable(),
    source: z.string().min(1),
    basis: z.string().min(4),
    indicators: z.array(Indicator).min(1),
  })
  .superRefine(({ indicators }, context) => {
    const complain = (path: PropertyKey[], input: unknown, message: string) =>
      context.addIssue({ code: 'custom', path: ['indicators', ...path], input, message })
    indicators.forEach((indicator, index) => {
      const twin = indicators.findIndex(({ id }) => id === indicator.id)
      if (twin !== index) complain([index, 'id'], indicator.id, '不重复的指标编号')
      const named =
        indicator.formula === 'share' ? [...indicator.good, ...indicator.among] : Object.keys(indicator.each)
      for (const kind of indicator.kinds) {
        const known = listStatesOf(kind).map(String)
        for (const state of named) {
          if (!known.includes(state)) complain([index], state, `${kind} 的状态：${known.join('、')}`)
        }
      }
      if (indicator.formula === 'share' && indicator.good.some((state) => !indicator.among.includes(state))) {
        complain([index, 'good'], indicator.good, 'among 中已有的状态')
      }
    })
    const sum = indicators.reduce((total, { weight }) => total + weight, 0)
    if (sum !== 100) complain([], sum, '各指标的权重相加为 100')
  })
