import { type Day, parseDay, yearOf } from '#domain/day'
import type { FailureOf } from '#domain/failure'
import { countMatching } from '#domain/list-counts'
import { periodsOf, type ReportDuty, type ReportLine, reportLines } from '#domain/report-calendar'
import { CONFIRMED_KIND, REPORT_KIND, submissionOf } from '#domain/report-submission'
import { fail, ok, type Result } from '#domain/result'
import type { RecordKind, ReportState } from '#domain/vocabulary'
import { agencyNames, EVERYTHING, monthsOf, rowsAt } from './list-rows.ts'
import type { SnapshotReader, SnapshotView } from './snapshot-reader.ts'

export type ReportCalendarDeps<D extends ReportDuty = ReportDuty> = { reader: SnapshotReader; duties: readonly D[] }

export type ReportQuery = { agency: string | null; year: number | null; state: ReportState | 'mismatch' | null }

type Agency = { slug: string; name: string }
/** With the public records behind it, oldest first. */
type ShownMismatch = { reported: number; records: { id: string; documentNumber: string | null }[] }
export type ReportCalendarPage<D extends ReportDuty> = {
  duties: (D & { nextDue: Day | null })[]
  years: number[]
  /** Of the organ and year that were asked for. */
  states: Record<ReportState | 'mismatch', number>
  items: (Omit<ReportLine, 'organ' | 'mismatch'> & { agency: Agency; mismatch: ShownMismatch | null })[]
}

/** Days in which every yearly duty comes once more. */
const AHEAD = 366

/**
 * What was due and what came, from what is public now; newest period first, in it the organs in their order. `year` null:
 * this year and what comes after it.
 */
export async function readReportCalendar<D extends ReportDuty>(
  { reader, duties }: ReportCalendarDeps<D>,
  { agency, year, state }: ReportQuery,
): Promise<Result<ReportCalendarPage<D>, FailureOf<'agency-not-found'>>> {
  const at = await reader.view()
  const agencies = new Map((await agencyNames(reader, at)).map(({ slug, name }) => [slug, { slug, name }]))
  if (agency !== null && !agencies.has(agency)) return fail({ code: 'agency-not-found', slug: agency })
  const [reports, confirmed] = await Promise.all([
    datedRows(reader, at, REPORT_KIND, agency),
    datedRows(reader, at, CONFIRMED_KIND, agency),
  ])
  const submissions = reports.flatMap((it) => submissionOf(duties, it) ?? [])
  const lines = reportLines(duties, submissions, confirmed, { today: at.today, ahead: AHEAD })
  const dueIn = (dueOn: Day) => (year === null ? yearOf(dueOn) >= yearOf(at.today) : yearOf(dueOn) === year)
  const numbers = new Map(confirmed.map(({ id, documentNumber }) => [id, documentNumber]))
  const asked = lines.flatMap(({ organ, mismatch, ...line }) => {
    const of = agencies.get(organ)
    if (of === undefined || (agency !== null && organ !== agency) || !dueIn(line.dueOn)) return []
    const records = mismatch?.entries.map((id) => ({ id, documentNumber: numbers.get(id) ?? null })) ?? []
    return [{ ...line, agency: of, mismatch: mismatch && { reported: mismatch.reported, records } }]
  })
  return ok({
    duties: duties.map((duty) => ({ ...duty, nextDue: nextDue(duty, at.today) })),
    years: [...new Set(lines.map(({ dueOn }) => yearOf(dueOn)))].sort((a, b) => b - a),
    states: countsOf(asked),
    items: asked
      .filter((line) => state === null || isIn(line, state))
      .toSorted((a, b) => (a.dueOn === b.dueOn ? 0 : a.dueOn < b.dueOn ? 1 : -1)),
  })
}

type Judged = { state: ReportState; mismatch: ShownMismatch | null }

function isIn({ state, mismatch }: Judged, asked: ReportState | 'mismatch'): boolean {
  return asked === 'mismatch' ? mismatch !== null : state === asked
}

function countsOf(lines: readonly Judged[]): ReportCalendarPage<ReportDuty>['states'] {
  const counts = { missing: 0, unread: 0, late: 0, submitted: 0, open: 0, mismatch: 0 }
  for (const { state, mismatch } of lines) {
    counts[state] += 1
    if (mismatch !== null) counts.mismatch += 1
  }
  return counts
}

/** The first day from today on; null where nothing is to come. */
function nextDue(duty: ReportDuty, today: Day): Day | null {
  const last = parseDay(`${yearOf(today) + 1}-12-31`)
  return (last && periodsOf(duty, last).find(({ dueOn }) => dueOn >= today)?.dueOn) ?? null
}

async function datedRows(reader: SnapshotReader, at: SnapshotView, kind: RecordKind, agency: string | null) {
  const months = await monthsOf(reader, at, kind, agency)
  const counts = months.map((it) => ({ month: it.month, count: countMatching(it, EVERYTHING) }))
  const query = { kind, page: 1, limit: Number.MAX_SAFE_INTEGER, ...EVERYTHING }
  const rows = await rowsAt(reader, at, query, agency ?? 'all', counts)
  return rows.flatMap((row) => {
    const on = parseDay(row.decidedOn)
    if (on === undefined) return []
    const { id, documentNumber, agency: of, entry } = row
    return [{ id, documentNumber, organ: of.slug, on, values: entry?.listed ?? {} }]
  })
}
