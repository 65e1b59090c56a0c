import { firstQuarterOf } from './case-clocks.ts'
import { isOpen } from './case-life.ts'
import type { TimedCase } from './case-times.ts'
import { type Quarter, quarterOf, quartersBetween } from './quarter.ts'
import {
  joinQuarters,
  NONE,
  type Span,
  type Stretch,
  sumOf,
  TOO_FEW,
  tellApart,
  tellCount,
  tellParts,
} from './small-cells.ts'
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

export const FINAL_GROUPS = ['upheld', 'dismissed', 'elsewhere'] as const
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
    const parts = toldEnds(own, first, last).map(({ ends }) => ends)
    const ended = own.flatMap(endOf)
    const withdrawn = quartersBetween(first, last).map((quarter) =>
      tellCount(ended.filter((it) => it.group === 'withdrawn' && it.quarter === quarter).length),
    )
    const open = own.filter(({ steps }) => isOpen(steps.at(-1)?.to ?? 'withdrawn')).length
    return {
      kind,
      groups: { open: tellCount(open), ...upheldDismissedElsewhere(parts), withdrawn: sumOf(withdrawn) },
    }
  })
}

/** What is told of the ends of cases of one kind in one stretch, in the order of FINAL_GROUPS. */
export type ToldEnds = Stretch & { ends: Span[]; isSettled: boolean }

/**
 * Stretches are joined until their ends can be told apart; what was told never changes, what waits is told as a sum. Of a
 * stretch that is not settled, later quarters will become part.
 */
export function toldEnds(own: readonly TimedCase[], first: Quarter, last: Quarter): ToldEnds[] {
  const ended = own.flatMap(endOf)
  const countsOf = (quarter: Quarter) =>
    FINAL_GROUPS.map((group) => ended.filter((it) => it.group === group && it.quarter === quarter).length)
  const { told, rest } = joinQuarters(first, last, (quarter) => countsOf(quarter).reduce((a, b) => a + b, 0))
  const parts: ToldEnds[] = []
  let waiting: (Stretch & { counts: number[] }) | null = null
  for (const { from, to } of told) {
    const before: number[] = waiting?.counts ?? FINAL_GROUPS.map(() => 0)
    const counts = quartersBetween(from, to)
      .map(countsOf)
      .reduce((a, b) => a.map((count, n) => count + (b[n] ?? 0)), before)
    const joined: Stretch = { from: waiting?.from ?? from, to }
    const apart = tellApart(counts)
    if (apart !== null) parts.push({ ...joined, ends: apart, isSettled: true })
    waiting = apart === null ? { ...joined, counts } : null
  }
  if (waiting !== null)
    parts.push({ from: waiting.from, to: waiting.to, ends: tellParts(waiting.counts), isSettled: false })
  if (rest !== null) parts.push({ ...rest, ends: FINAL_GROUPS.map(() => TOO_FEW), isSettled: false })
  return parts
}

function upheldDismissedElsewhere(parts: readonly Span[][]): Record<(typeof FINAL_GROUPS)[number], Span> {
  const [upheld = NONE, dismissed = NONE, elsewhere = NONE] = FINAL_GROUPS.map((_, n) =>
    sumOf(parts.map((part) => part[n] ?? NONE)),
  )
  return { upheld, dismissed, elsewhere }
}

/** From an end nothing leads on, so the last step is the one that ended it. */
export function endOf({ steps }: TimedCase): { group: CaseGroup; quarter: Quarter }[] {
  const last = steps.at(-1)
  if (last === undefined || isOpen(last.to)) return []
  return [{ group: GROUP_OF[last.to] ?? 'withdrawn', quarter: quarterOf(last.on) }]
}
