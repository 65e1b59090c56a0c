import type { AgencyQuality } from '#domain/data-quality'
import type { FailureOf } from '#domain/failure'
import { byKind } from '#domain/kind-groups'
import { countMatching, type ListFilter, type StateCounts } from '#domain/list-counts'
import { newestFirst, type RecordRow } from '#domain/public-record'
import { fail, ok, type Result } from '#domain/result'
import type { AgenciesDocument } from '#domain/snapshot'
import { RECORD_KINDS, type RecordKind } from '#domain/vocabulary'
import { agencyNames, EVERYTHING, monthsOf, type ReadDeps, recentOf, rowsAt } from './list-rows.ts'
import { type OrganCases, readOrganCases } from './read-statistics.ts'
import type { SnapshotReader, SnapshotView } from './snapshot-reader.ts'

const LATEST = 5

/** Late records that an agency's page names; the list has them all. */
const LATE_SHOWN = 5

const LATE: ListFilter = { category: null, state: 'late' }

export type AgencySummary = {
  slug: string
  name: string
  uscc: string | null
  counts: Record<RecordKind, number>
  late: Record<RecordKind, number>
}

export async function listAgencies({ reader }: ReadDeps): Promise<AgencySummary[]> {
  const at = await reader.view()
  return Promise.all((await agencyNames(reader, at)).map((agency) => summarise(reader, at, agency)))
}

export type AgencyDossier = AgencySummary & {
  latest: RecordRow[]
  /** The newest of those published late. */
  lateRecords: RecordRow[]
  /** By month of decision, newest first: what was published in time and what late. */
  months: { kind: RecordKind; months: { month: string; states: StateCounts }[] }[]
  cases: OrganCases
  quality: AgencyQuality[]
}

export async function readAgency(
  { reader }: ReadDeps,
  slug: string,
): Promise<Result<AgencyDossier, FailureOf<'agency-not-found'>>> {
  const at = await reader.view()
  const agency = (await agencyNames(reader, at)).find((it) => it.slug === slug)
  if (!agency) return fail({ code: 'agency-not-found', slug })
  const lists = await Promise.all(
    RECORD_KINDS.map(async (kind) => {
      const months = await monthsOf(reader, at, kind, slug)
      const newest = (filter: ListFilter, limit: number) => {
        const counted = months.map((counts) => ({ month: counts.month, count: countMatching(counts, filter) }))
        return rowsAt(reader, at, { kind, page: 1, limit, ...filter }, slug, counted)
      }
      const latest = (await recentOf(reader, at, { kind, scope: slug, by: 'recent' })).slice(0, LATEST)
      return { kind, months, latest, late: await newest(LATE, LATE_SHOWN) }
    }),
  )
  const latest = lists.flatMap((list) => list.latest)
  const lateRecords = lists.flatMap(({ late }) => late).sort(newestFirst)
  const months = lists.map((list) => ({
    kind: list.kind,
    months: list.months.map(({ month, states }) => ({ month, states })),
  }))
  const quality = ((await reader.quality())?.items ?? []).filter((item) => item.agency === slug)
  const cases = await readOrganCases(reader, slug)
  return ok({ ...(await summarise(reader, at, agency)), latest, lateRecords, months, cases, quality })
}

/** How an organ's data stand, by kind: counts alone. */
export async function readAgencyQuality(
  { reader }: ReadDeps,
  slug: string,
): Promise<Result<{ agency: { slug: string; name: string }; items: AgencyQuality[] }, FailureOf<'agency-not-found'>>> {
  const agency = (await agencyNames(reader, await reader.view())).find((it) => it.slug === slug)
  if (agency === undefined) return fail({ code: 'agency-not-found', slug })
  const items = ((await reader.quality())?.items ?? []).filter((item) => item.agency === slug)
  return ok({ agency: { slug, name: agency.name }, items })
}

async function summarise(
  reader: SnapshotReader,
  at: SnapshotView,
  { slug, name, uscc }: AgenciesDocument['items'][number],
): Promise<AgencySummary> {
  const lists = await Promise.all(RECORD_KINDS.map((kind) => monthsOf(reader, at, kind, slug)))
  const months = new Map(RECORD_KINDS.map((kind, index) => [kind, lists[index] ?? []]))
  const sum = (kind: RecordKind, filter: ListFilter) =>
    (months.get(kind) ?? []).reduce((total, counts) => total + countMatching(counts, filter), 0)
  return {
    slug,
    name,
    uscc,
    counts: byKind((kind) => sum(kind, EVERYTHING)),
    late: byKind((kind) => sum(kind, LATE)),
  }
}
