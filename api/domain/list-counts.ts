import type { RecordRow } from './public-record.ts'
import { standingsOf } from './standing.ts'
import { LATENESS_STATES, type ListState, type RecordCategory, type RecordKind } from './vocabulary.ts'

/** How many records were published in time, late, or nobody can tell; of an organ's own record, how many stand where. */
export type StateCounts = Partial<Record<ListState, number>>

/** One month of decisions, counted so that a filtered list can skip it unread. A record has any number of categories. */
export type MonthCounts = {
  month: string
  states: StateCounts
  categories: Partial<Record<RecordCategory, StateCounts>>
}

export type ListFilter = { category: RecordCategory | null; state: ListState | null }

/** What a list of a kind can be narrowed to. */
export function listStatesOf(kind: RecordKind): readonly ListState[] {
  const standings = standingsOf(kind)
  return standings.length === 0 ? LATENESS_STATES : standings.map(({ id }) => id)
}

type Counted = Pick<RecordRow, 'late' | 'standing' | 'categories'>

export function stateOf(row: Pick<RecordRow, 'late' | 'standing'>): ListState {
  if (row.standing !== null) return row.standing
  if (row.late === null) return 'unknown'
  return row.late > 0 ? 'late' : 'on-time'
}

export function matchesFilter(row: Counted, { category, state }: ListFilter): boolean {
  return (category === null || row.categories.includes(category)) && (state === null || stateOf(row) === state)
}

export function countMonth(month: string, rows: readonly Counted[]): MonthCounts {
  const counts: MonthCounts = { month, states: {}, categories: {} }
  for (const row of rows) addRow(counts, row, 1)
  return counts
}

/** The month without rows that have left it since it was counted. */
export function withoutRows(counts: MonthCounts, rows: readonly Counted[]): MonthCounts {
  const left = structuredClone(counts)
  for (const row of rows) addRow(left, row, -1)
  return left
}

/** How many rows of the month the filter lets through. */
export function countMatching(counts: MonthCounts, { category, state }: ListFilter): number {
  const of = category === null ? counts.states : counts.categories[category]
  if (of === undefined) return 0
  return state === null ? Object.values(of).reduce((sum, it) => sum + it, 0) : (of[state] ?? 0)
}

function addRow(counts: MonthCounts, row: Counted, by: 1 | -1): void {
  const state = stateOf(row)
  counts.states[state] = (counts.states[state] ?? 0) + by
  for (const category of new Set(row.categories)) {
    const of = counts.categories[category] ?? {}
    of[state] = (of[state] ?? 0) + by
    counts.categories[category] = of
  }
}
