import { caseClock } from '#domain/case-clock'
import { caseClocks } from '#domain/case-clocks'
import { caseParts } from '#domain/case-parts'
import { caseStatistics } from '#domain/case-statistics'
import type { PlacedCase } from '#domain/case-times'
import { dayOfInstant } from '#domain/day'
import { lastFullQuarter, type Quarter } from '#domain/quarter'
import { removalStatistics } from '#domain/removal-statistics'
import type { StatisticsDocument } from '#domain/snapshot'
import { STATISTICS_PATH } from '#domain/snapshot-address'
import { CASE_KINDS } from '#domain/vocabulary'
import type { CaseStore } from './case-ports.ts'
import type { IntakeDeps } from './intake.ts'
import { readDocument, writeDocument } from './journal.ts'
import type { Clock, RecordStore, Secrets } from './ports.ts'
import { withPublisherLease } from './publisher-lease.ts'
import { type WriteShownDeps, writeShown } from './write-shown.ts'

export type PublishStatisticsDeps = WriteShownDeps & {
  cases: CaseStore
  store: Pick<RecordStore, 'removals' | 'takeLease' | 'dropLease'>
  secrets: Secrets
  clock: Clock
  intake: Pick<IntakeDeps, 'agencies' | 'calendar' | 'place' | 'rules'>
}

/** Raised when the figures are computed otherwise: the next publish computes them anew. */
const METHOD = 2

/**
 * Carries figures and summaries into the snapshot store; nothing in it names a filer or a receipt. Figures are those of
 * the last full quarter and computed once: all trails are read, and what changes within minutes would tell who acted.
 */
export async function publishStatistics(deps: PublishStatisticsDeps): Promise<{ changed: boolean }> {
  const { cases, blobs, clock, intake } = deps
  const summaries = (await cases.summaries()).map(({ organSlug, ...rest }) => ({
    ...rest,
    agency: { slug: organSlug, name: intake.agencies.get(organSlug) ?? organSlug },
  }))
  const at = lastFullQuarter(dayOfInstant(clock()))
  const terms = CASE_KINDS.map((kind) => caseClock(kind, intake.place.areaCode, at.asOf, intake.rules))
  const made = JSON.stringify([METHOD, at.quarter, terms.map((it) => it && [it.rule, it.own, it.total])])
  const before = await readDocument<StatisticsDocument>(blobs, STATISTICS_PATH)
  const figures = before?.made === made ? before : await count(deps, at)
  const { asOf, cases: items, clocks, parts, removals } = figures
  const document: StatisticsDocument = { made, asOf, cases: items, clocks, parts, removals, summaries }
  if (JSON.stringify(before) === JSON.stringify(document)) return { changed: false }
  const write = () => writeDocument(blobs, STATISTICS_PATH, document)
  if (JSON.stringify(before?.parts) === JSON.stringify(document.parts)) {
    await write()
    return { changed: true }
  }
  const agencies = [...intake.agencies.keys()].map((slug) => `agency:${slug}`)
  const changed = await withPublisherLease(deps, (renew) => writeShown(deps, renew, agencies, write))
  return { changed }
}

async function count(
  { cases, store, intake }: PublishStatisticsDeps,
  at: { quarter: Quarter; asOf: string; before: number },
): Promise<Pick<StatisticsDocument, 'asOf' | 'cases' | 'clocks' | 'parts' | 'removals'>> {
  const { calendar, place, rules } = intake
  const timed: PlacedCase[] = (await cases.caseSteps(at.before)).map(({ kind, steps, ...about }) => {
    const days = steps.map((step) => ({ ...step, on: dayOfInstant(step.at) }))
    return { kind, ...about, steps: days, clock: days[0] ? caseClock(kind, place.areaCode, days[0].on, rules) : null }
  })
  return {
    asOf: at.asOf,
    cases: caseStatistics(timed, at.quarter),
    clocks: caseClocks(timed, at.quarter, calendar),
    parts: caseParts(timed, [...intake.agencies.keys()], at.quarter, calendar),
    removals: removalStatistics(await store.removals(at.before), at, calendar),
  }
}
