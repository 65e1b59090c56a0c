import type { Calendar } from './calendar.ts'
import { firstQuarterOf, RECENT_QUARTERS } from './case-clocks.ts'
import { endOf, FINAL_GROUPS, type ToldEnds, toldEnds } from './case-statistics.ts'
import { type PlacedCase, timeTaken } from './case-times.ts'
import { type Quarter, quarterOf, quartersBetween } from './quarter.ts'
import { type Quantile, quantileOf } from './rates.ts'
import {
  exactly,
  FEWEST_FOR_RATE,
  joinQuarters,
  NONE,
  type Span,
  type Stretch,
  shareOut,
  sumOf,
} from './small-cells.ts'
import { COMPLAINT_DOMAINS, type ComplaintDomain } from './vocabulary.ts'

/** `median`: working days until the complaint was closed; null for too few. */
export type DomainFigures = { domain: ComplaintDomain; closed: Span; median: Quantile | null }
export type OrganFigures = { organ: string; count: Span }

/**
 * Closed complaints by organ and domain, and upheld objections by organ, over the stretches that end in the last four
 * quarters: the very ones of the clocks and results, of which each tells the total. Null before the first full quarter.
 */
export type CaseParts = {
  complaints: (Stretch & { organs: OrganFigures[]; domains: DomainFigures[] }) | null
  objections: (Stretch & { organs: OrganFigures[] }) | null
}

/** `organs`: all slugs of the place; those without a case make the small ones harder to tell. */
export function caseParts(
  cases: readonly PlacedCase[],
  organs: readonly string[],
  last: Quarter,
  calendar: Calendar,
): CaseParts {
  const first = firstQuarterOf(cases, last)
  if (first === null) return { complaints: null, objections: null }
  const since = quartersBetween(first, last).at(-RECENT_QUARTERS) ?? first
  const recent = <T extends Stretch>(stretches: readonly T[]) => stretches.filter(({ to }) => to >= since)
  return {
    complaints: complaintParts(
      cases.filter(({ kind }) => kind === 'complaint'),
      organs,
      (countIn) => recent(joinQuarters(first, last, countIn).told),
      calendar,
    ),
    objections: objectionParts(
      cases.filter(({ kind }) => kind === 'objection'),
      organs,
      (own) => recent(toldEnds(own, first, last).filter(({ isSettled }) => isSettled)),
    ),
  }
}

function complaintParts(
  own: readonly PlacedCase[],
  organs: readonly string[],
  stretchesOf: (countIn: (quarter: Quarter) => number) => (Stretch & { count: number })[],
  calendar: Calendar,
): CaseParts['complaints'] {
  const closed = own.flatMap((it) => {
    const taken = timeTaken(it, 'final', calendar)
    return taken === null ? [] : [{ ...it, days: taken.days, quarter: quarterOf(taken.on) }]
  })
  const stretches = stretchesOf((quarter) => closed.filter((it) => it.quarter === quarter).length)
  const span = spanOf(stretches)
  if (span === null) return null
  const within = closed.filter(({ quarter }) => stretches.some((it) => it.from <= quarter && quarter <= it.to))
  const share = <T>(parts: readonly T[], partOf: (it: PlacedCase) => T | null) =>
    shareStretches(
      stretches,
      parts,
      (part, { from, to }) =>
        within.filter((it) => from <= it.quarter && it.quarter <= to && partOf(it) === part).length,
      ({ count }) => exactly(count),
    )
  return {
    ...span,
    organs: share(organs, ({ organ }) => organ).map(({ part, count }) => ({ organ: part, count })),
    domains: share(COMPLAINT_DOMAINS, ({ domain }) => domain).map(({ part, count }) => ({
      domain: part,
      closed: count,
      median:
        count.least < FEWEST_FOR_RATE
          ? null
          : quantileOf(
              within.filter(({ domain }) => domain === part).map(({ days }) => days),
              { late: null, overdue: 0 },
              5,
            ),
    })),
  }
}

function objectionParts(
  own: readonly PlacedCase[],
  organs: readonly string[],
  stretchesOf: (own: readonly PlacedCase[]) => ToldEnds[],
): CaseParts['objections'] {
  const stretches = stretchesOf(own)
  const span = spanOf(stretches)
  if (span === null) return null
  const upheld = own.flatMap((it) =>
    endOf(it).flatMap(({ group, quarter }) => (group === 'upheld' ? [{ ...it, quarter }] : [])),
  )
  return {
    ...span,
    organs: shareStretches(
      stretches,
      organs,
      (part, { from, to }) =>
        upheld.filter(({ organ, quarter }) => organ === part && from <= quarter && quarter <= to).length,
      ({ ends }) => ends[FINAL_GROUPS.indexOf('upheld')] ?? NONE,
    ).map(({ part, count }) => ({ organ: part, count })),
  }
}

/** Each stretch by itself, then summed, so that a longer one gives none of them away. */
function shareStretches<T, S extends Stretch>(
  stretches: readonly S[],
  parts: readonly T[],
  countOf: (part: T, stretch: S) => number,
  totalOf: (stretch: S) => Span,
): { part: T; count: Span }[] {
  const shared = stretches.map((stretch) => {
    const counts = parts.map((part) => countOf(part, stretch))
    return shareOut(totalOf(stretch), counts)
  })
  return parts.map((part, at) => ({ part, count: sumOf(shared.map((spans) => spans[at] ?? NONE)) }))
}

function spanOf(stretches: readonly Stretch[]): Stretch | null {
  const [first, last] = [stretches[0], stretches.at(-1)]
  return first && last ? { from: first.from, to: last.to } : null
}
