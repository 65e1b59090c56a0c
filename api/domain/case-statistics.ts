import { isOpen } from './case-life.ts'
import { addDays, type Day, instantOfDay, parseDay } from './day.ts'
import { CASE_KINDS, type CaseKind, type CaseState, type ComplaintDomain } from './vocabulary.ts'

/** What became of cases, in groups big enough to say something of. */
export const CASE_GROUPS = ['open', 'upheld', 'dismissed', 'elsewhere', 'withdrawn'] as const
export type CaseGroup = (typeof CASE_GROUPS)[number]

/** A cell with fewer than this, but not none, could tell of one filer; it is null, and so is a sum it is part of. */
export const SMALLEST_CELL = 5

export type CaseCount = { kind: CaseKind; state: CaseState; cases: number }
export type CaseStatistics = { kind: CaseKind; groups: Record<CaseGroup, number | null>; total: number | null }

/** A closed complaint as the public may read it. */
export type ComplaintSummary = {
  domain: ComplaintDomain
  agency: { slug: string; name: string }
  outcome: CaseState
  summary: string
  reply: string
  closedOn: string
}

const GROUP_OF: Partial<Record<CaseState, CaseGroup>> = {
  upheld: 'upheld',
  settled: 'upheld',
  dismissed: 'dismissed',
  returned: 'elsewhere',
  redirected: 'elsewhere',
  lapsed: 'withdrawn',
  withdrawn: 'withdrawn',
}

/**
 * Counts by kind and group, small cells left out. A sum is told only where all its cells are: else what was left out could
 * be computed from the rest.
 */
export function caseStatistics(counts: readonly CaseCount[]): CaseStatistics[] {
  return CASE_KINDS.map((kind) => {
    const sums: Record<CaseGroup, number> = { open: 0, upheld: 0, dismissed: 0, elsewhere: 0, withdrawn: 0 }
    for (const { state, cases } of counts.filter((row) => row.kind === kind)) sums[groupOf(state)] += cases
    const cells = CASE_GROUPS.map((group) => [group, cellOf(sums[group])] as const)
    const isWhole = cells.every(([, cell]) => cell !== null)
    const total = CASE_GROUPS.reduce((sum, group) => sum + sums[group], 0)
    return { kind, groups: groupsFrom(cells), total: isWhole ? total : null }
  })
}

/**
 * Counted as things stood at the end of the last month: a number that is renewed within minutes of an act tells by its
 * change who acted. `before`: the first instant that does not count.
 */
export function lastMonthEnd(today: Day): { asOf: Day; before: number } {
  const first = `${today.slice(0, 7)}-01`
  const start = parseDay(first) ?? today
  return { asOf: addDays(start, -1), before: instantOfDay(start) }
}

function groupOf(state: CaseState): CaseGroup {
  return isOpen(state) ? 'open' : (GROUP_OF[state] ?? 'withdrawn')
}

function cellOf(count: number): number | null {
  return count > 0 && count < SMALLEST_CELL ? null : count
}

/** Safe: there is a cell for each group. */
function groupsFrom(cells: readonly (readonly [CaseGroup, number | null])[]): CaseStatistics['groups'] {
  return Object.fromEntries(cells) as CaseStatistics['groups']
}
