import type { Agency } from '#content/schema/agency'
import { addDays, type Day, parseDay, yearOf } from '#domain/day'
import { periodsOf, type ReportDuty, type ReportPeriod } from '#domain/report-calendar'
import { spanOf } from '#domain/report-mismatch'
import { type DemoRow, organCells } from './entry-rows.ts'

type Input = { agencies: readonly Agency[]; today: Day; duties: readonly ReportDuty[]; confirmed: readonly DemoRow[] }

/** How each organ reports, by its place in the list: early, in time, on the last day, late, or not at all. */
const DAYS_FROM_DUE = [-12, -5, 0, 9, null, -3, -8]
const MATTER_WORD: Record<string, string> = {
  'half-year-report': '上半年政务诚信建设情况',
  'yearly-report': '全年政务诚信建设情况',
}

/**
 * What organs reported for every period that is over: in time, late, nothing, zero reports, and in each period one zero
 * report of an organ that has a public 政务失信 in it.
 */
export function demoReports({ agencies, today, duties, confirmed }: Input): DemoRow[] {
  return duties.flatMap((duty) =>
    periodsOf(duty, today).flatMap((period, at) => {
      const counts = new Map(duty.by.map((organ) => [organ, countIn(period, agencies, organ, confirmed)] as const))
      const understated = duty.by.find((organ) => (counts.get(organ) ?? 0) > 0)
      return duty.by.flatMap((organ, index): DemoRow[] => {
        const days = organ === understated ? -2 : (DAYS_FROM_DUE[(index + at * 3) % DAYS_FROM_DUE.length] ?? null)
        const on = days === null ? null : addDays(period.dueOn, days)
        if (on === null || on > today) return []
        const count = organ === understated ? 0 : (counts.get(organ) ?? 0)
        return [rowOf({ agencies, organ, matter: duty.matter, period, on, count, index })]
      })
    }),
  )
}

type Report = {
  agencies: readonly Agency[]
  organ: string
  matter: string
  period: ReportPeriod
  on: Day
  count: number
  index: number
}

function rowOf({ agencies, organ, matter, period, on, count, index }: Report): DemoRow {
  const number = `${yearOf(on)}-${matter === 'yearly-report' ? '全年' : '上半年'}-${String(index + 1).padStart(2, '0')}`
  return {
    ...organCells(agencies, organ),
    documentNumber: `澜诚报（演示）${number}`,
    reportMatter: MATTER_WORD[matter] ?? '其他报送',
    reportPeriod: period.period,
    decidedOn: on,
    isZeroReport: count === 0 ? '是' : '否',
    dishonestyCount: String(count),
    summary:
      count === 0
        ? '本期没有经认定的政务失信；双公示按时完成，收到的投诉全部办结。'
        : '本期经认定的政务失信已列入整改，按期报告进展。',
    ...(index % 3 === 0
      ? { reportAddress: `https://example.org/lanxi/reports/${period.dueOn}-${index + 1}.html` }
      : {}),
  }
}

function countIn(
  { period }: ReportPeriod,
  agencies: readonly Agency[],
  organ: string,
  confirmed: readonly DemoRow[],
): number {
  const span = spanOf(period)
  const name = agencies.find(({ slug }) => slug === organ)?.name
  if (span === undefined) return 0
  return confirmed.filter(({ agencyName, decidedOn }) => {
    const on = parseDay(decidedOn ?? '')
    return agencyName === name && on !== undefined && span.first <= on && on <= span.last
  }).length
}
