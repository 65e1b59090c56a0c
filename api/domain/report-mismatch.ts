import { compareDays, type Day, parseDay } from './day.ts'

/** A public 政务失信: whose it is, and when it was confirmed. */
export type ConfirmedEntry = { id: string; organ: string; on: Day }

/** A report that says less than is public. `since`: from when it does; `entries`: the public ones behind it, oldest first. */
export type ReportMismatch = { reported: number; since: Day; entries: string[] }

/**
 * 瞒报漏报: a zero report, or a count, below what this site publishes of the organ by 认定日期 in the same period. Only a
 * comparison of two public numbers: why they differ, it does not know. More than is public is no mismatch, for not
 * everything that was confirmed is public here.
 */
export function mismatchOf(
  submission: { on: Day; period: string | null; isZero: boolean; count: number | null },
  entries: readonly ConfirmedEntry[],
): ReportMismatch | null {
  const span = submission.period === null ? undefined : spanOf(submission.period)
  const reported = submission.isZero ? 0 : submission.count
  if (span === undefined || reported === null) return null
  const within = entries
    .filter(({ on }) => span.first <= on && on <= span.last)
    .toSorted((a, b) => (a.on === b.on ? (a.id < b.id ? -1 : 1) : a.on < b.on ? -1 : 1))
  // The entry by which there are more than reported.
  const tooMany = within[reported]
  if (tooMany === undefined) return null
  const since = compareDays(tooMany.on, submission.on) > 0 ? tooMany.on : submission.on
  return { reported, since, entries: within.map(({ id }) => id) }
}

/** The days of 2026年上半年 or 2026年; undefined for what comes once and has no period. */
export function spanOf(period: string): { first: Day; last: Day } | undefined {
  const [, year, half] = /^(\d{4})年(上半年)?$/.exec(period) ?? []
  const first = parseDay(`${year}-01-01`)
  const last = parseDay(`${year}-${half === undefined ? '12-31' : '06-30'}`)
  return first && last && { first, last }
}
