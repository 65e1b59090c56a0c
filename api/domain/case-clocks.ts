import type { Calendar } from './calendar.ts'
import { isOpen } from './case-life.ts'
import { CASE_TIMES, type CaseTime, isOverdueAt, type TakenTime, type TimedCase, timeTaken } from './case-times.ts'
import type { Day } from './day.ts'
import { endOfQuarter, firstQuarterOfYear, type Quarter, quarterOf, quartersBetween } from './quarter.ts'
import { type Quantile, quantileOf, shareOf } from './rates.ts'
import { exactly, joinQuarters, type Span, type Stretch, sumOf, TOO_FEW, tellCount, tellParts } from './small-cells.ts'
import { CASE_KINDS, type CaseKind } from './vocabulary.ts'

/** How many quarters the first table looks back over. */
export const RECENT_QUARTERS = 4

/**
 * One clock in one stretch. `overdue`: not done at its end although the last day had passed. `share`: on time ÷ (closed +
 * overdue), in whole percent. Null where no deadline was told, or there are too few.
 */
export type TimeFigures = {
  onTime: Span | null
  late: Span | null
  overdue: Span | null
  share: Span | null
  median: Quantile | null
  p90: Quantile | null
}

export type ClockStretch = Stretch & { closed: Span; times: Record<CaseTime, TimeFigures> }

export type KindClocks = {
  kind: CaseKind
  /** The stretches that end in the last four quarters, as one; null before the first full quarter. */
  recent: ClockStretch | null
  /** Oldest first. The last one may be of quarters that had too few to be told. */
  stretches: ClockStretch[]
}

/** Cases of one kind that were closed in the same stretch, by clock. */
type Closed = Record<CaseTime, TakenTime>

/**
 * The three clocks of each kind, over the cases that were closed in a stretch: so one number of cases stands behind all
 * three, and no difference of sums tells of fewer. `cases` hold no step after `last`.
 */
export function caseClocks(cases: readonly TimedCase[], last: Quarter, calendar: Calendar): KindClocks[] {
  const first = firstQuarterOf(cases, last)
  return CASE_KINDS.map((kind) => {
    if (first === null) return { kind, recent: null, stretches: [] }
    const own = cases.filter((it) => it.kind === kind)
    const closedIn = Map.groupBy(
      own.flatMap((it) => closedOf(it, calendar)),
      ({ final }) => quarterOf(final.on),
    )
    const { told, rest } = joinQuarters(first, last, (quarter) => closedIn.get(quarter)?.length ?? 0)
    const parts = [...told, ...(rest === null ? [] : [rest])].map(({ from, to }) => {
      const isRest = from === rest?.from
      const closed = isRest ? [] : quartersBetween(from, to).flatMap((quarter) => closedIn.get(quarter) ?? [])
      const there = own.filter((it) => isThere(it, from, endOfQuarter(to)))
      const isJudged = there.every(({ clock }) => clock !== null)
      return { from, to, isRest, isJudged, closed, overdue: overdueOf(there, endOfQuarter(to), calendar) }
    })
    const since = quartersBetween(first, last).at(-RECENT_QUARTERS) ?? first
    return {
      kind,
      recent: together(parts.filter(({ to }) => to >= since)),
      stretches: parts.flatMap((part) => together([part]) ?? []),
    }
  })
}

/** From the first quarter of the year in which the first case of any kind came, so that no quarter stands out. */
export function firstQuarterOf(cases: readonly TimedCase[], last: Quarter): Quarter | null {
  const days = cases.flatMap(({ steps }) => steps[0]?.on ?? [])
  const earliest = days.reduce<Day | null>((a, b) => (a === null || b < a ? b : a), null)
  const first = earliest && firstQuarterOfYear(earliest)
  return first !== null && first <= last ? first : null
}

function closedOf(timed: TimedCase, calendar: Calendar): Closed[] {
  const [acceptance, first, final] = CASE_TIMES.map((time) => timeTaken(timed, time, calendar))
  return acceptance && first && final ? [{ acceptance, 'first-answer': first, final }] : []
}

/** Came before the end of the stretch, and did not end before it. */
function isThere({ steps }: TimedCase, from: Quarter, end: Day): boolean {
  const [first, last] = [steps[0], steps.at(-1)]
  if (first === undefined || last === undefined || first.on > end) return false
  return isOpen(last.to) || quarterOf(last.on) >= from
}

function overdueOf(cases: readonly TimedCase[], on: Day, calendar: Calendar): Record<CaseTime, number> {
  const count = (time: CaseTime) => cases.filter((it) => isOverdueAt(it, time, on, calendar)).length
  return { acceptance: count('acceptance'), 'first-answer': count('first-answer'), final: count('final') }
}

type Part = Stretch & {
  isRest: boolean
  isJudged: boolean
  closed: readonly Closed[]
  overdue: Record<CaseTime, number>
}

/** Counts are sums of what each stretch tells, so that a longer one gives none of them away. */
function together(parts: readonly Part[]): ClockStretch | null {
  const [first, last] = [parts[0], parts.at(-1)]
  if (first === undefined || last === undefined) return null
  const figures = (time: CaseTime): TimeFigures => {
    const days = parts.flatMap(({ closed }) => closed.map((it) => it[time].days))
    if (!parts.every(({ isJudged }) => isJudged)) {
      const median = quantileOf(days, { late: null, overdue: 0 }, 5)
      const p90 = quantileOf(days, { late: null, overdue: 0 }, 9)
      return { onTime: null, late: null, overdue: null, share: null, median, p90 }
    }
    const tell = parts.map(({ isRest, closed }) => {
      if (isRest) return [TOO_FEW, TOO_FEW] as const
      const late = closed.filter((it) => it[time].isLate).length
      const [onTime, tooLate] = tellParts([closed.length - late, late])
      return [onTime ?? TOO_FEW, tooLate ?? TOO_FEW] as const
    })
    const [onTime, late] = [sumOf(tell.map(([it]) => it)), sumOf(tell.map(([, it]) => it))]
    const overdue = tellCount(last.overdue[time])
    const toldLate = sumOf(tell.filter((_, at) => !parts[at]?.isRest).map(([, it]) => it))
    const beside = { late: toldLate, overdue: last.overdue[time] }
    return {
      ...{ onTime, late, overdue, share: shareOf({ onTime, late, overdue }) },
      ...{ median: quantileOf(days, beside, 5), p90: quantileOf(days, beside, 9) },
    }
  }
  return {
    from: first.from,
    to: last.to,
    closed: sumOf(parts.map(({ isRest, closed }) => (isRest ? TOO_FEW : exactly(closed.length)))),
    times: { acceptance: figures('acceptance'), 'first-answer': figures('first-answer'), final: figures('final') },
  }
}
