import { firstQuarterOf } from './case-clocks.ts'
import { isOpen } from './case-life.ts'
import type { TimedCase } from './case-times.ts'
import { type Quarter, quarterOf, quartersBetween } from './quarter.ts'
import { joinQuarters, NONE, type Span, sumOf, TOO_FEW, tellApart, tellCount, tellParts } from './small-cells.ts'
import { CASE_KINDS, type CaseKind, type CaseState, type ComplaintDomain } from './vocabulary.ts'

/** What became of cases, in groups big enough to say something of. */
export const CASE_GROUPS = ['open', 'upheld', 'dismissed', 'elsewhere', 'withdrawn'] as const
export type CaseGroup = (typeof CASE_GROUPS)[number]

/** There is no sum of them: beside the clocks it would tell what a span leaves open. */
export type CaseStatistics = { kind: CaseKind; groups: Record<CaseGroup, Span> }

/** A closed complaint as the public may read it. */
export type ComplaintSummary = {
  domain: ComplaintDomain
  agency: { slug: string; name: string }
  outcome: CaseState
  summary: string
  reply: string
  closedOn: string
}

const FINAL_GROUPS = ['upheld', 'dismissed', 'elsewhere'] as const
const GROUP_OF: Partial<Record<CaseState, CaseGroup>> = {
  upheld: 'upheld',
  settled: 'upheld',
  dismissed: 'dismissed',
  returned: 'elsewhere',
  redirected: 'elsewhere',
}

/**
 * Counts by kind and group, over the same stretches as the clocks: numbers that come from different days could be
 * subtracted from one another. `cases` hold no step after `last`.
 */
export function caseStatistics(cases: readonly TimedCase[], last: Quarter): CaseStatistics[] {
  const first = firstQuarterOf(cases, last)
  return CASE_KINDS.map((kind) => {
    if (first === null) return { kind, groups: { open: NONE, ...upheldDismissedElsewhere([]), withdrawn: NONE } }
    const own = cases.filter((it) => it.kind === kind)
    const ended = own.flatMap(endOf)
    const inQuarter = (group: CaseGroup, quarter: Quarter) =>
      ended.filter((it) => it.group === group && it.quarter === quarter).length
    const { told, rest } = joinQuarters(first, last, (quarter) =>
      FINAL_GROUPS.reduce((sum, group) => sum + inQuarter(group, quarter), 0),
    )
    const parts = tellEnds(
      told.map(({ from, to }) =>
        FINAL_GROUPS.map((group) =>
          quartersBetween(from, to).reduce((sum, quarter) => sum + inQuarter(group, quarter), 0),
        ),
      ),
    )
    if (rest !== null) parts.push(FINAL_GROUPS.map(() => TOO_FEW))
    const withdrawn = quartersBetween(first, last).map((quarter) => tellCount(inQuarter('withdrawn', quarter)))
    const open = own.filter(({ steps }) => isOpen(steps.at(-1)?.to ?? 'withdrawn')).length
    return {
      kind,
      groups: { open: tellCount(open), ...upheldDismissedElsewhere(parts), withdrawn: sumOf(withdrawn) },
    }
  })
}

/** Stretches are joined until their ends can be told apart; what was told never changes, what waits is told as a sum. */
function tellEnds(stretches: readonly (readonly number[])[]): Span[][] {
  const parts: Span[][] = []
  let waiting = FINAL_GROUPS.map(() => 0)
  for (const ends of stretches) {
    waiting = waiting.map((count, n) => count + (ends[n] ?? 0))
    const apart = tellApart(waiting)
    if (apart === null) continue
    parts.push(apart)
    waiting = FINAL_GROUPS.map(() => 0)
  }
  return [...parts, tellParts(waiting)]
}

function upheldDismissedElsewhere(parts: readonly Span[][]): Record<(typeof FINAL_GROUPS)[number], Span> {
  const [upheld = NONE, dismissed = NONE, elsewhere = NONE] = FINAL_GROUPS.map((_, n) =>
    sumOf(parts.map((part) => part[n] ?? NONE)),
  )
  return { upheld, dismissed, elsewhere }
}

/** From an end nothing leads on, so the last step is the one that ended it. */
function endOf({ steps }: TimedCase): { group: CaseGroup; quarter: Quarter }[] {
  const last = steps.at(-1)
  if (last === undefined || isOpen(last.to)) return []
  return [{ group: GROUP_OF[last.to] ?? 'withdrawn', quarter: quarterOf(last.on) }]
}
