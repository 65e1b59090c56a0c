import { type Day, parseDay, yearOf } from './day.ts'
import type { StateCounts } from './list-counts.ts'
import { inForce } from './rules.ts'
import type { ListState, RecordKind } from './vocabulary.ts'

type Common = { id: string; label: string; kinds: RecordKind[]; weight: number; basis: string }

/** `share`: good ÷ among, in percent, from `least` rows on. `deduct`: 100 less so much for each row in a state, never below 0. */
export type Indicator =
  | (Common & { formula: 'share'; good: string[]; among: string[]; least: number })
  | (Common & { formula: 'deduct'; each: Record<string, number> })

/** An open, dated scheme; written in `content/evaluation`. Weights add up to 100. */
export type EvaluationScheme = {
  id: string
  title: string
  from: Day
  to: Day | null
  basis: string
  indicators: Indicator[]
}

/** What is public of one organ and kind, by month of decision: all that a score is made of. */
export type EvaluationCounts = { kind: RecordKind; months: readonly { month: string; states: StateCounts }[] }

/** `value` 0 to 100, to the tenth; null: too few rows. `rows`: how many stand behind it. */
export type IndicatorScore = { id: string; value: number | null; rows: number }

/** `score` null: nothing could be scored. `weight`: of the indicators that were, out of 100. */
export type Evaluation = { indicators: IndicatorScore[]; score: number | null; weight: number }

/**
 * The scheme of a year: the last in force on its last day, or today while the year goes on. So a new scheme never changes
 * the scores of a year that is over.
 */
export function schemeOf<S extends Pick<EvaluationScheme, 'from' | 'to'>>(
  schemes: readonly S[],
  year: number,
  today: Day,
): S | undefined {
  const on = year < yearOf(today) ? parseDay(`${year}-12-31`) : today
  return (
    on &&
    inForce(schemes, on)
      .toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
      .at(-1)
  )
}

/** One organ in one calendar year. Indicators with too few rows are left out of the sum, and their weight with them. */
export function evaluate(scheme: EvaluationScheme, counts: readonly EvaluationCounts[], year: number): Evaluation {
  const indicators = scheme.indicators.map((indicator) => scoreOf(indicator, statesIn(counts, indicator.kinds, year)))
  const scored = scheme.indicators.flatMap(({ weight }, at) => {
    const value = indicators[at]?.value ?? null
    return value === null ? [] : [{ weight, value }]
  })
  const weight = scored.reduce((sum, it) => sum + it.weight, 0)
  const total = scored.reduce((sum, it) => sum + it.weight * it.value, 0)
  return { indicators, score: weight === 0 ? null : toTenth(total / weight), weight }
}

function scoreOf(indicator: Indicator, states: ReadonlyMap<string, number>): IndicatorScore {
  const count = (names: readonly string[]) => names.reduce((sum, name) => sum + (states.get(name) ?? 0), 0)
  if (indicator.formula === 'share') {
    const rows = count(indicator.among)
    const value = rows < indicator.least ? null : toTenth((count(indicator.good) * 100) / rows)
    return { id: indicator.id, value, rows }
  }
  const deducted = Object.entries(indicator.each).reduce((sum, [state, points]) => sum + points * count([state]), 0)
  return { id: indicator.id, value: Math.max(0, toTenth(100 - deducted)), rows: count(Object.keys(indicator.each)) }
}

function statesIn(
  counts: readonly EvaluationCounts[],
  kinds: readonly RecordKind[],
  year: number,
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>()
  for (const { kind, months } of counts) {
    if (!kinds.includes(kind)) continue
    for (const { month, states } of months) {
      if (Number(month.slice(0, 4)) !== year) continue
      for (const [state, count] of entriesOf(states)) sums.set(state, (sums.get(state) ?? 0) + count)
    }
  }
  return sums
}

function entriesOf(states: StateCounts): [ListState, number][] {
  // Safe: the counts have no other keys.
  return Object.entries(states) as [ListState, number][]
}

function toTenth(value: number): number {
  return Math.round(value * 10) / 10
}
