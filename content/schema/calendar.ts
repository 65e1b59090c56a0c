/** One file of content/calendar: one yearly notice of the State Council on days off and make-up working days. */

import { z } from 'zod'
import type { Calendar, CalendarYear } from '#domain/calendar'
import { type Day, parseDay, weekdayOf, yearOf } from '#domain/day'

const day = z.string().transform((text, context): Day => {
  const parsed = parseDay(text)
  if (parsed !== undefined) return parsed
  context.issues.push({ code: 'custom', input: text, message: `“${text}”不是日期。应写成 2026-10-01 这样的真实日期。` })
  return z.NEVER
})

const dayList = z.array(day).superRefine((days, context) => {
  for (const [place, current] of days.entries()) {
    const previous = days[place - 1]
    if (previous === undefined || previous < current) continue
    context.addIssue({ code: 'custom', path: [place], message: `${current} 应排在 ${previous} 之前，且不能重复。` })
  }
})

export const CalendarFile = z
  .strictObject({
    year: z.int().min(1949).max(2199).describe('The year the notice is about.'),
    announced: z
      .boolean()
      .describe('False until the notice is out; deadlines that reach the year are then provisional.'),
    papers: z.array(z.url()).describe('Addresses of the notice and of notices that amend it.'),
    daysOff: dayList.describe('Days off as announced, weekends inside the holiday included.'),
    workingWeekends: dayList.describe('Saturdays and Sundays worked in exchange.'),
  })
  .superRefine((file, context) => {
    const issue = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message })
    for (const list of ['daysOff', 'workingWeekends'] as const) {
      for (const [place, current] of file[list].entries()) {
        if (yearOf(current) !== file.year && !(yearOf(current) === file.year - 1 && current.slice(5, 7) === '12')) {
          issue([list, place], `${current} 不在 ${file.year} 年或上一年12月。`)
        }
      }
    }
    const off = new Set<Day>(file.daysOff)
    for (const [place, current] of file.workingWeekends.entries()) {
      if (![0, 6].includes(weekdayOf(current))) issue(['workingWeekends', place], `${current} 不是周六或周日。`)
      if (off.has(current)) issue(['workingWeekends', place], `${current} 同时列为休息日和上班日，只能是一种。`)
    }
    const listed = file.daysOff.length + file.workingWeekends.length
    if (file.announced && (file.papers.length === 0 || listed === 0)) {
      issue(['announced'], '已公布的年份要写明通知网址和放假日期。')
    }
    if (!file.announced && listed > 0) issue(['announced'], '尚未公布的年份不能写日期。')
  })

/** As read; as written is `CalendarFileText`. */
export type CalendarFile = z.output<typeof CalendarFile>
export type CalendarFileText = z.input<typeof CalendarFile>

/** Two files for one year are a fault: nobody could say which one holds. */
export function toCalendar(files: readonly CalendarFile[]): Calendar {
  const years = new Map<number, CalendarYear>()
  for (const { year, announced, papers, daysOff, workingWeekends } of files) {
    if (years.has(year)) throw new Error(`Two calendar files for ${year}`)
    years.set(year, {
      year,
      announced,
      daysOff: new Set(daysOff),
      workingWeekends: new Set(workingWeekends),
      source: papers,
    })
  }
  return { years }
}
