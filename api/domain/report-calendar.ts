import { addDays, type Day, parseDay, yearOf } from './day.ts'
import { type ConfirmedEntry, mismatchOf, type ReportMismatch } from './report-mismatch.ts'
import type { ReportState } from './vocabulary.ts'

/** What a yearly report is about: the first half of the year, that year, or the one before. */
export const REPORT_COVERS = ['first-half', 'this-year', 'last-year'] as const
export type ReportCovers = (typeof REPORT_COVERS)[number]

export type ReportDue = { on: Day } | { yearly: string; covers: ReportCovers }

/**
 * What a document has organs report, to whom and by when; not before `from`. `matter`: the member of 报送事项 that answers
 * it. `by`: slugs of who has to.
 */
export type ReportDuty = {
  id: string
  title: string
  matter: string
  to: string
  by: readonly string[]
  due: ReportDue
  from: Day
}

/** `isZero`: 零报告, the organ says that there was nothing. `count`: of 政务失信 in the period, null where it does not say. */
export type ReportSubmission = {
  id: string
  duty: string
  /** Null: what it names cannot be read. */
  period: string | null
  organ: string
  on: Day
  isZero: boolean
  count: number | null
  /** Where the report can be read; null: not published. */
  file: string | null
}

/** One duty in one period. `period`: 2026年上半年, 2025年, or the day itself where it comes once. */
export type ReportPeriod = { duty: string; period: string; dueOn: Day }
export type ReportLine = ReportPeriod & {
  organ: string
  state: ReportState
  submission: ReportSubmission | null
  /** Where the submission says less than is public. */
  mismatch: ReportMismatch | null
}

/** Every period of a duty that was due by `until`, oldest first. */
export function periodsOf({ id, due, from }: Pick<ReportDuty, 'id' | 'due' | 'from'>, until: Day): ReportPeriod[] {
  if ('on' in due) return from <= due.on && due.on <= until ? [{ duty: id, period: due.on, dueOn: due.on }] : []
  const years = Array.from({ length: Math.max(0, yearOf(until) - yearOf(from) + 1) }, (_, n) => yearOf(from) + n)
  return years.flatMap((year) => {
    const dueOn = parseDay(`${year}-${due.yearly}`)
    if (dueOn === undefined || dueOn < from || dueOn > until) return []
    return [{ duty: id, period: periodName(due.covers, year), dueOn }]
  })
}

function periodName(covers: ReportCovers, year: number): string {
  if (covers === 'first-half') return `${year}年上半年`
  return covers === 'last-year' ? `${year - 1}年` : `${year}年`
}

/**
 * Every organ in every period up to some days ahead: what came, what came late, what did not come, and what says less than
 * is public. A zero report is a report; silence is not. Of several submissions the first counts for the day, the last for
 * what it says. Of an organ whose period cannot be read it is never said that nothing came.
 */
export function reportLines(
  duties: readonly ReportDuty[],
  submissions: readonly ReportSubmission[],
  confirmed: readonly ConfirmedEntry[],
  { today, ahead }: { today: Day; ahead: number },
): ReportLine[] {
  const known = Map.groupBy(
    submissions.filter(({ on }) => on <= today).toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)),
    ({ duty, period, organ }) => keyOf(duty, period ?? UNREAD, organ),
  )
  const entries = Map.groupBy(
    confirmed.filter(({ on }) => on <= today),
    ({ organ }) => organ,
  )
  return duties
    .flatMap((duty) => periodsOf(duty, addDays(today, ahead)).map((period) => ({ duty, period })))
    .flatMap(({ duty, period }) =>
      duty.by.map((organ): ReportLine => {
        const own = known.get(keyOf(period.duty, period.period, organ)) ?? []
        const state = stateOf(period.dueOn, own[0]?.on ?? null, today)
        const unread = state === 'missing' ? known.get(keyOf(period.duty, UNREAD, organ))?.at(-1) : undefined
        const submission = own.at(-1) ?? unread ?? null
        return {
          ...{ ...period, organ, submission },
          state: unread ? 'unread' : state,
          mismatch: submission && mismatchOf(submission, entries.get(organ) ?? []),
        }
      }),
    )
}

/** In place of a period; none is written so. */
const UNREAD = '?'

function keyOf(...parts: readonly string[]): string {
  return parts.join('\n')
}

function stateOf(dueOn: Day, on: Day | null, today: Day): ReportState {
  if (on !== null) return on <= dueOn ? 'submitted' : 'late'
  return dueOn < today ? 'missing' : 'open'
}
