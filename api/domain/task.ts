import { compareDays, type Day, isDay, parseDay, yearOf } from './day.ts'
import type { TaskReportState, TaskState, TaskTerm } from './vocabulary.ts'

/**
 * By when, as the document has it: on a day, by the end of a year or month (2017年底, 2019年6月底), every year by a day,
 * for as long as the document is in force, or null where it says nothing.
 */
export type TaskDue = { on: Day } | { by: string } | { yearly: string } | { ongoing: true } | null

/** One thing that a policy gives somebody to do, in the document's words. */
export type Task = {
  /** Unique in its policy; part of the address. */
  id: string
  ref: string
  /** Heading of the item; null where the document has none. */
  title: string | null
  text: string
  /** Units that the document calls 牵头, and all others that it names; never inferred. */
  lead: readonly string[]
  members: readonly string[]
  /** The document's word for `members`: 责任单位, 负责单位, 负责; null where it only lists them. */
  membersAs: string | null
  due: TaskDue
  dueText: string | null
  mechanisms: readonly number[]
}

/** Where to see it: a link, or a page of this site. */
export type TaskProof = { name: string; href: string | null; page: string | null }

/** What the unit in charge has said of a task; `year` is what it is about, `reportedOn` when it was said. */
export type TaskReport = {
  year: number
  state: TaskReportState
  text: string
  proof: readonly TaskProof[]
  reportedOn: Day
}

/** The last day that counts is `dueOn`; null: none that a calendar could tell. */
export type TaskStanding = { state: TaskState; dueOn: Day | null; report: TaskReport | null }

const PERIOD = /^(\d{4})年(?:(1[0-2]|[1-9])月)?底$/
const MONTH_DAY = /^\d{2}-\d{2}$/

/** 2017年底 → 2017-12-31; undefined: nothing that has a last day. */
export function lastDayOfPeriod(period: string): Day | undefined {
  const [, year, month = '12'] = PERIOD.exec(period) ?? []
  if (year === undefined) return undefined
  // The first that the month has, counted from its end.
  return ['31', '30', '29', '28'].map((day) => `${year}-${month.padStart(2, '0')}-${day}`).find(isDay)
}

/** 02-29 is not in every year. */
export function isMonthDay(text: string): boolean {
  return MONTH_DAY.test(text) && isDay(`2025-${text}`)
}

export function termOf({ due }: Pick<Task, 'due'>): TaskTerm {
  if (due === null) return 'unstated'
  if ('ongoing' in due) return 'ongoing'
  return 'yearly' in due ? 'yearly' : 'dated'
}

/**
 * How a task stands on a day. Overdue is derived, never reported: some report is there, none of the year in question
 * says done or stopped, and the last day is over. Who never reported is `unreported`, however late: whether the thing
 * was done, the site does not know. `since` is the day of the document; no yearly day before it counts.
 */
export function standingOf(task: Task, reports: readonly TaskReport[], day: Day, since: Day): TaskStanding {
  const known = reports.filter(({ reportedOn }) => reportedOn <= day).toSorted(byDay)
  if (task.due !== null && 'yearly' in task.due) return yearlyStanding(task.due.yearly, known, day, since)
  const dueOn = fixedDay(task.due)
  const report = known.at(-1) ?? null
  return { state: stateOf(report, dueOn !== null && dueOn < day), dueOn, report }
}

function fixedDay(due: TaskDue): Day | null {
  if (due === null) return null
  if ('on' in due) return due.on
  return 'by' in due ? (lastDayOfPeriod(due.by) ?? null) : null
}

/** The year asked about is the latest whose day is over, or a later one of which something was said already. */
function yearlyStanding(monthDay: string, known: readonly TaskReport[], day: Day, since: Day): TaskStanding {
  const thisYear = yearOf(day)
  const dueIn = (year: number) => dayIn(year, monthDay)
  const passed = dueIn(thisYear) < day ? thisYear : thisYear - 1
  const first = dueIn(yearOf(since)) >= since ? yearOf(since) : yearOf(since) + 1
  const said = known.filter(({ year }) => year <= thisYear).map(({ year }) => year)
  const year = Math.max(passed, first, ...said)
  const report = known.filter((it) => it.year === year).at(-1) ?? null
  const isOver = dueIn(year) < day
  // Whoever reported before and is silent now has not done it; whoever never reported is only silent.
  const state = report === null && isOver && known.length > 0 ? 'overdue' : stateOf(report, isOver)
  return { state, dueOn: dueIn(year), report }
}

function dayIn(year: number, monthDay: string): Day {
  const day = parseDay(`${year}-${monthDay}`)
  if (day === undefined) throw new RangeError(`"${monthDay}" is no day of ${year}.`)
  return day
}

function stateOf(report: TaskReport | null, isOver: boolean): TaskState {
  if (report === null) return 'unreported'
  const isSettled = report.state === 'done' || report.state === 'stopped'
  return isOver && !isSettled ? 'overdue' : report.state
}

const byDay = (a: TaskReport, b: TaskReport) => compareDays(a.reportedOn, b.reportedOn)
