/** 双公示 timeliness: derived from dates on every reading, never stored. */
import { addWorkdays, type Calendar, type WorkdayTarget, workdaysBetween } from './calendar.ts'
import { compareDays, type Day } from './day.ts'
import type { Timeliness } from './vocabulary.ts'

/**
 * 发改办财金〔2018〕424号：“自作出行政决定之日起7个工作日内上网公开”。
 * The number comes from a dated rule row; the day after the decision is day one.
 */
export function publicationDue(decidedOn: Day, calendar: Calendar, workdays: number): WorkdayTarget {
  return addWorkdays(decidedOn, workdays, calendar)
}

export type TimelinessQuestion = {
  decidedOn: Day
  publishedOn?: Day | undefined
  today: Day
  calendar: Calendar
  workdays: number
}

/** `lateBy` is in working days after the due day and 0 unless late. */
export type TimelinessAnswer = { status: Timeliness; dueOn: Day; lateBy: number; provisional: boolean }

export function timeliness(question: TimelinessQuestion): TimelinessAnswer {
  const { decidedOn, publishedOn, today, calendar, workdays } = question
  const due = publicationDue(decidedOn, calendar, workdays)
  const settled = { dueOn: due.day, lateBy: 0, provisional: due.provisional }
  // Published before it was decided: one of the two dates is wrong, and we cannot say which.
  if (publishedOn !== undefined && compareDays(publishedOn, decidedOn) < 0) return { status: 'unknown', ...settled }

  const end = publishedOn ?? today
  if (compareDays(end, due.day) <= 0) {
    return { status: publishedOn === undefined ? 'not-yet-due' : 'on-time', ...settled }
  }
  // A weekend after a Friday deadline is late although no working day has passed: it counts as the first one.
  const late = workdaysBetween(due.day, end, calendar)
  const provisional = due.provisional || late.provisional
  return { status: 'late', dueOn: due.day, lateBy: Math.max(1, late.days), provisional }
}
