import { z } from 'zod'
import { type Day, isDay } from '#domain/day'
import { fieldSpec } from '#domain/record-fields'
import { REPORT_COVERS } from '#domain/report-calendar'
import { isMonthDay } from '#domain/task'
import { MAX_QUOTE, type Policy } from './policy.ts'

const day = z.custom<Day>((value) => typeof value === 'string' && isDay(value), 'YYYY-MM-DD 形式的日期')
const MATTERS = Object.keys(fieldSpec('report', 'reportMatter')?.members ?? {})

const due = z.union(
  [
    z.strictObject({ on: day }),
    z.strictObject({ yearly: z.string().refine(isMonthDay, '存在的月-日，如 07-10'), covers: z.enum(REPORT_COVERS) }),
  ],
  `{ on: 日期 } 或者 { yearly: 月-日, covers: ${REPORT_COVERS.join('、')} 之一 }`,
)

/** What documents have organs report: `content/reports/duties.yaml`. `policies`: every document by the name of its file. */
export function reportDutiesSchema(policies: ReadonlyMap<string, Pick<Policy, 'place' | 'issuedOn'>>) {
  const duty = z.strictObject({
    id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, '小写字母、数字和连字符'),
    place: z.string().min(1),
    policy: z.string().refine((slug) => policies.has(slug), 'content/policies/ 中已有的文件名，不带 .yaml'),
    ref: z.string().regex(/^[一二三四五六七八九十附]/, '文件中的位置，如 六（三）'),
    quote: z.string().min(4).max(MAX_QUOTE),
    title: z.string().min(4),
    matter: z.enum(MATTERS),
    to: z.string().min(2),
    due,
    from: day,
  })
  return z.array(duty).superRefine((duties, context) => {
    const complain = (path: PropertyKey[], input: unknown, message: string) =>
      context.addIssue({ code: 'custom', path, input, message })
    duties.forEach(({ id, place, policy, matter, from }, index) => {
      const before = duties.slice(0, index)
      const document = policies.get(policy)
      if (before.some((it) => it.id === id)) complain([index, 'id'], id, '不重复的编号')
      if (document && document.place !== place) complain([index, 'place'], place, `文件所属的地区：${document.place}`)
      // A submission says its matter, and that has to lead to one duty.
      if (before.some((it) => it.place === place && it.matter === matter))
        complain([index, 'matter'], matter, '同一地区里不重复的报送事项')
      if (document && from < document.issuedOn)
        complain([index, 'from'], from, `不早于文件印发之日（${document.issuedOn}）的日期`)
    })
  })
}
export type ReportDutyRow = z.output<ReturnType<typeof reportDutiesSchema>>[number]
