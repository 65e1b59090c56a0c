import { addDays, type Day, parseDay, yearOf } from './day.ts'

/** What a yearly report is about: the first half of the year, that year, or the one before. */
export const REPORT_COVERS = ['first-half', 'this-year', 'last-year'] as const
export type ReportCovers = (typeof REPORT_COVERS)[number]

export type ReportDue = { on: Day } | { yearly: string; covers: ReportCovers }

/** What a document has every organ report, to whom and by when; not before `from`. */
export type ReportDuty = { id: string; title: string; to: string; due: ReportDue; from: Day }

/** `isZero`: 零报告, the organ says that there was nothing. `file`: where the report can be read; null: not published. */
export type ReportSubmission = {
  duty: string
  period: string
  organ: string
  on: Day
  isZero: boolean
  file: string | null
}

/** `missing`: its last day is over and nothing came; `open`: the day has not passed yet. */
export type ReportState = 'submitted' | 'late' | 'missing' | 'open'

/** One duty in one period. `period`: 2026年上半年, 2025年, or the day itself where it comes once. */
export type ReportPeriod = { duty: string; period: string; dueOn: Day }
export type ReportLine = ReportPeriod & { organ: string; state: ReportState; submission: ReportSubmission | null }

/** Every period of a duty that was due by `until`, oldest first. */
export function periodsOf({ id, due, from }: ReportDuty, until: Day): ReportPeriod[] {
  if ('on' in due) return due.on <= until ? [{ duty: id, period: due.on, dueOn: due.on }] : []
  const years = Array.from({ length: yearOf(until) - yearOf(from) + 1 }, (_, n) => yearOf(from) + n)
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
 * Every organ in every period up to some days ahead: what came, what came late, and what did not come. A zero report is a
 * report; silence is not. Of several submissions the first counts for the day, the last for the file.
 */
export function reportLines(
  duties: readonly ReportDuty[],
  submissions: readonly ReportSubmission[],
  organs: readonly string[],
  { today, ahead }: { today: Day; ahead: number },
): ReportLine[] {
  const known = submissions.filter(({ on }) => on <= today).toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
  return duties
    .flatMap((duty) => periodsOf(duty, addDays(today, ahead)))
    .flatMap((period) =>
      organs.map((organ): ReportLine => {
        const own = known.filter((it) => it.duty === period.duty && it.period === period.period && it.organ === organ)
        const [first] = own
        return {
          ...period,
          organ,
          state: stateOf(period.dueOn, first?.on ?? null, today),
          submission: own.at(-1) ?? null,
        }
      }),
    )
}

function stateOf(dueOn: Day, on: Day | null, today: Day): ReportState {
  if (on !== null) return on <= dueOn ? 'submitted' : 'late'
  return dueOn < today ? 'missing' : 'open'
}
