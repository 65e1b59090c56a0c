import { z } from 'zod'
import { type Day, isDay } from '#domain/day'
import { checkUscc } from '#domain/uscc'

const isPassingCode = (code: string) => {
  const { verdict } = checkUscc(code)
  return verdict === 'valid' || verdict === 'inner-check-failed'
}

const day = z.custom<Day>((value) => typeof value === 'string' && isDay(value), 'YYYY-MM-DD 形式的日期')

/** An organ of a place. The credit code is optional: 未提供 is shown, never an invented one. */
export const Agency = z.strictObject({
  slug: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, '只能用小写字母、数字和连字符')
    .refine((slug) => slug !== 'all', '“all”以外的代号'),
  name: z.string().min(2),
  uscc: z.string().refine(isPassingCode, '校验位正确的统一社会信用代码').nullable(),
  /** Former and short names under which files may mean this organ. */
  aliases: z.array(z.string()).default([]),
  /** Under which the place's policy documents give it tasks: 县财政局 for 滑县财政局. */
  unitNames: z.array(z.string().min(2)).default([]),
  /** Slug of the organ above it, which looks into complaints about it; left out: the operator of the site does. */
  supervisor: z.string().min(1).nullable().default(null),
  /** Names it had before, with the last day of each where it is known; records keep the name of their time. */
  formerNames: z.array(z.strictObject({ name: z.string().min(2), until: day.nullable().default(null) })).default([]),
  /** Where its list of powers and responsibilities (权力清单和责任清单) is published. As the next: null is shown as 待公布. */
  powersList: z.url().nullable().default(null),
  phone: z.string().min(1).nullable().default(null),
  address: z.string().min(1).nullable().default(null),
  website: z.url().nullable().default(null),
  /** Where it is told of what waits for it; never shown. Null, or left out: it is told nothing. */
  mail: z.email().nullable().default(null),
})
export const Agencies = z.array(Agency).superRefine((agencies, context) => {
  const seen = new Set<string>()
  agencies.forEach((agency, index) => {
    if (seen.has(agency.slug)) {
      context.addIssue({ code: 'custom', message: '不重复的 slug', path: [index, 'slug'], input: agency.slug })
    }
    seen.add(agency.slug)
  })
})
/** What a page tells of an organ besides its records. */
export type AgencyFacts = Pick<
  Agency,
  'name' | 'phone' | 'address' | 'website' | 'supervisor' | 'formerNames' | 'powersList'
>
export type Agency = z.output<typeof Agency>
