/** Working days as the State Council announces them, year by year. An unknown year is visible as `provisional`. */
import { addDays, compareDays, type Day, weekdayOf, yearOf } from './day.ts'

/** One yearly notice of 国务院办公厅 关于部分节假日安排的通知. It may also move the last days of the year before. */
export type CalendarYear = {
  year: number
  announced: boolean
  daysOff: ReadonlySet<Day>
  workingWeekends: ReadonlySet<Day>
  source: readonly string[]
}

export type Calendar = { years: ReadonlyMap<number, CalendarYear> }

export type WorkdayAnswer = { workday: boolean; provisional: boolean }
export type WorkdayTarget = { day: Day; provisional: boolean }
export type WorkdayCount = { days: number; provisional: boolean }

/**
 * 工作日：放假和调休休息的日子不算，调休上班的周末算。行政处罚法第八十五条：“是指工作日，不含法定节假日”。
 * A day listed by two notices goes by the later one; a day listed by none is Monday to Friday.
 */
export function isWorkday(day: Day, calendar: Calendar): WorkdayAnswer {
  const year = yearOf(day)
  const own = calendar.years.get(year)
  const next = calendar.years.get(year + 1)
  for (const notice of [next, own]) {
    if (notice?.workingWeekends.has(day)) return { workday: true, provisional: !notice.announced }
    if (notice?.daysOff.has(day)) return { workday: false, provisional: !notice.announced }
  }
  const weekday = weekdayOf(day)
  const settled = own?.announced === true && (next?.announced === true || !mayBeMovedByNextYear(day))
  return { workday: weekday !== 0 && weekday !== 6, provisional: !settled }
}

/** Five of the notices for 2007–2026 moved days of the December before, from the 29th on; seven days hold a whole weekend. */
function mayBeMovedByNextYear(day: Day): boolean {
  return day.slice(5) >= '12-25'
}

/** The n-th working day, counting from the day after; n = 0 is the day itself. */
export function addWorkdays(day: Day, n: number, calendar: Calendar): WorkdayTarget {
  if (!Number.isInteger(n) || n < 0) throw new RangeError(`Working days to add must be a whole number ≥ 0, not ${n}`)
  let current = day
  let provisional = false
  for (let left = n; left > 0; ) {
    current = addDays(current, 1)
    const answer = isWorkday(current, calendar)
    provisional ||= answer.provisional
    if (answer.workday) left -= 1
  }
  return { day: current, provisional }
}

/** Working days in (from, to]; none when `to` is not after `from`. */
export function workdaysBetween(from: Day, to: Day, calendar: Calendar): WorkdayCount {
  let days = 0
  let provisional = false
  for (let current = from; compareDays(current, to) < 0; ) {
    current = addDays(current, 1)
    const answer = isWorkday(current, calendar)
    provisional ||= answer.provisional
    if (answer.workday) days += 1
  }
  return { days, provisional }
}
