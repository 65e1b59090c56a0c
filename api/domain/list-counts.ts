import type { RecordRow } from './public-record.ts'
import { LIST_STATES, type ListState, type RecordCategory } from './vocabulary.ts'

/** How many records were published in time, late, or nobody can tell. */
export type StateCounts = Record<ListState, number>

/** One month of decisions, counted so that a filtered list can skip it unread. A record has any number of categories. */
export type MonthCounts = StateCounts & { month: string; categories: Partial<Record<RecordCategory, StateCounts>> }

export type ListFilter = { category: RecordCategory | null; state: ListState | null }

export function stateOf(row: Pick<RecordRow, 'late'>): ListState {
  if (row.late === null) return 'unknown'
  return row.late > 0 ? 'late' : 'on-time'
}

export function matchesFilter(row: Pick<RecordRow, 'late' | 'categories'>, { category, state }: ListFilter): boolean {
  return (category === null || row.categories.includes(category)) && (state === null || stateOf(row) === state)
}

export function countMonth(month: string, rows: readonly Pick<RecordRow, 'late' | 'categories'>[]): MonthCounts {
  const counts: MonthCounts = { month, ...noneOf(), categories: {} }
  for (const row of rows) addRow(counts, row, 1)
  return counts
}

/** The month without rows that have left it since it was counted. */
export function withoutRows(counts: MonthCounts, rows: readonly Pick<RecordRow, 'late' | 'categories'>[]): MonthCounts {
  const left = structuredClone(counts)
  for (const row of rows) addRow(left, row, -1)
  return left
}

/** How many rows of the month the filter lets through. */
export function countMatching(counts: MonthCounts, { category, state }: ListFilter): number {
  const of = category === null ? counts : counts.categories[category]
  if (of === undefined) return 0
  return state === null ? LIST_STATES.reduce((sum, it) => sum + of[it], 0) : of[state]
}

function addRow(counts: MonthCounts, row: Pick<RecordRow, 'late' | 'categories'>, by: 1 | -1): void {
  const state = stateOf(row)
  counts[state] += by
  for (const category of new Set(row.categories)) {
    const of = counts.categories[category] ?? noneOf()
    of[state] += by
    counts.categories[category] = of
  }
}

function noneOf(): StateCounts {
  return { 'on-time': 0, late: 0, unknown: 0 }
}
