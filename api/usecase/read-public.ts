import type { AgencyQuality } from '#domain/data-quality'
import { addMonthsCapped } from '#domain/day'
import { exactKeys, suggestionsFor } from '#domain/exact-key'
import type { FailureOf } from '#domain/failure'
import {
  countMatching,
  type ListFilter,
  type MonthCounts,
  matchesFilter,
  type StateCounts,
  withoutRows,
} from '#domain/list-counts'
import {
  type EndedRecord,
  latestPublished,
  newestFirst,
  type PublicRecord,
  type RecordRow,
  toRow,
  type WithdrawalNotice,
} from '#domain/public-record'
import { categoriesOfKind } from '#domain/record-categories'
import { fail, ok, type Result } from '#domain/result'
import type {
  AgenciesDocument,
  ListIndexDocument,
  ListMonthDocument,
  RecentDocument,
  RemovalsDocument,
  ShardDocument,
  SubjectDocument,
} from '#domain/snapshot'
import {
  AGENCIES_PATH,
  listIndexPath,
  listMonthPath,
  recentPath,
  removalsPath,
  shardEntryKey,
  shardPath,
  subjectPath,
} from '#domain/snapshot-address'
import { LIST_STATES, type ListState, RECORD_KINDS, type RecordCategory, type RecordKind } from '#domain/vocabulary'
import type { Secrets } from './ports.ts'
import type { SnapshotReader, SnapshotView } from './snapshot-reader.ts'

/** The reading verbs. All of them answer from the snapshot store alone; none needs the database. */
export type ReadDeps = { reader: SnapshotReader; hash: (text: string) => Promise<string> | ReturnType<Secrets['hash']> }

export const PAGE_SIZE = 20
const LATEST = 5
/** Late records that an agency's page names; the list has them all. */
const LATE_SHOWN = 5
const EVERYTHING: ListFilter = { category: null, state: null }
const LATE: ListFilter = { category: null, state: 'late' }
/** Copies older than this are nobody's guess any more, and one request reads one document a month. */
const REMOVAL_MONTHS = 120

export async function readRecord(
  { reader }: ReadDeps,
  id: string,
): Promise<Result<PublicRecord | WithdrawalNotice | EndedRecord, FailureOf<'record-not-found'>>> {
  const found = await reader.record(await reader.view(), id)
  return found ? ok(found) : fail({ code: 'record-not-found', id })
}

export type ListQuery = ListFilter & {
  kind: RecordKind
  agency: string | null
  year: string | null
  page: number
  limit: number
}
export type ListAnswer = {
  items: RecordRow[]
  total: number
  page: number
  pages: number
  /** What each filter would leave, the others staying as they are; without the empty ones. */
  years: { year: string; count: number }[]
  categories: { category: RecordCategory; count: number }[]
  states: { state: ListState; count: number }[]
}

export async function listRecords(
  { reader }: ReadDeps,
  query: ListQuery,
): Promise<Result<ListAnswer, FailureOf<'agency-not-found' | 'page-not-found'>>> {
  const at = await reader.view()
  if (query.agency !== null && !(await agencyNames(reader, at)).some((agency) => agency.slug === query.agency)) {
    return fail({ code: 'agency-not-found', slug: query.agency })
  }
  const scope = query.agency ?? 'all'
  const months = await monthsOf(reader, at, query.kind, query.agency)
  const inYear = months.filter(({ month }) => query.year === null || month.startsWith(query.year))
  const chosen = inYear.map((counts) => ({ month: counts.month, count: countMatching(counts, query) }))
  const total = chosen.reduce((sum, entry) => sum + entry.count, 0)
  const pages = Math.max(1, Math.ceil(total / query.limit))
  if (query.page > pages) return fail({ code: 'page-not-found', page: query.page, pages })
  const items = await rowsAt(reader, at, query, scope, chosen)
  const { page } = query
  return ok({ items, total, page, pages, years: yearsOf(months, query), ...facetsOf(inYear, query) })
}

/** Reads only the months the page lies in; within a month the rows are newest first. */
async function rowsAt(
  reader: SnapshotReader,
  at: SnapshotView,
  query: Pick<ListQuery, 'kind' | 'page' | 'limit'> & ListFilter,
  scope: string,
  months: readonly { month: string; count: number }[],
): Promise<RecordRow[]> {
  const items: RecordRow[] = []
  let skip = (query.page - 1) * query.limit
  for (const { month, count } of months) {
    if (count === 0) continue
    if (skip >= count) {
      skip -= count
      continue
    }
    const document = await reader.document<ListMonthDocument>(at, listMonthPath(query.kind, scope, month))
    const rows = (document?.rows ?? []).filter((row) => !reader.isGone(at, row) && matchesFilter(row, query))
    items.push(...rows.slice(skip, skip + query.limit - items.length))
    skip = 0
    if (items.length >= query.limit) break
  }
  return items
}

/** The index counts what was public at the last publish; what ended since is taken off here. */
async function monthsOf(
  reader: SnapshotReader,
  at: SnapshotView,
  kind: RecordKind,
  agency: string | null,
): Promise<MonthCounts[]> {
  const index = await reader.document<ListIndexDocument>(at, listIndexPath(kind, agency ?? 'all'))
  const ended = [...at.expired.values()].filter(
    (row) => row.kind === kind && (agency === null || row.agency.slug === agency) && !at.journal.removed[row.id],
  )
  return (index?.months ?? [])
    .map((counts) =>
      withoutRows(
        counts,
        ended.filter((row) => row.decidedOn.startsWith(counts.month)),
      ),
    )
    .filter((counts) => countMatching(counts, EVERYTHING) > 0)
}

function yearsOf(months: readonly MonthCounts[], filter: ListFilter): ListAnswer['years'] {
  const years = new Map<string, number>()
  for (const counts of months) {
    const year = counts.month.slice(0, 4)
    years.set(year, (years.get(year) ?? 0) + countMatching(counts, filter))
  }
  return [...years].map(([year, count]) => ({ year, count })).filter(({ count }) => count > 0)
}

function facetsOf(months: readonly MonthCounts[], query: ListQuery): Pick<ListAnswer, 'categories' | 'states'> {
  const count = (filter: ListFilter) => months.reduce((sum, counts) => sum + countMatching(counts, filter), 0)
  const { category, state } = query
  return {
    categories: categoriesOfKind(query.kind)
      .map((id) => ({ category: id, count: count({ category: id, state }) }))
      .filter((facet) => facet.count > 0),
    states: LIST_STATES.map((id) => ({ state: id, count: count({ category, state: id }) })).filter(
      (facet) => facet.count > 0,
    ),
  }
}

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
  months: { kind: RecordKind; months: ({ month: string } & StateCounts)[] }[]
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
      const latest = (await recentOf(reader, at, kind, slug)).slice(0, LATEST)
      return { kind, months, latest, late: await newest(LATE, LATE_SHOWN) }
    }),
  )
  const latest = lists.flatMap((list) => list.latest)
  const lateRecords = lists.flatMap(({ late }) => late).sort(newestFirst)
  const months = lists.map((list) => ({
    kind: list.kind,
    months: list.months.map(({ categories: _, ...counts }) => counts),
  }))
  const quality = ((await reader.quality())?.items ?? []).filter((item) => item.agency === slug)
  return ok({ ...(await summarise(reader, at, agency)), latest, lateRecords, months, quality })
}

async function agencyNames(reader: SnapshotReader, at: SnapshotView): Promise<AgenciesDocument['items']> {
  return (await reader.document<AgenciesDocument>(at, AGENCIES_PATH))?.items ?? []
}

async function summarise(
  reader: SnapshotReader,
  at: SnapshotView,
  agency: AgenciesDocument['items'][number],
): Promise<AgencySummary> {
  const [licence, penalty] = await Promise.all(RECORD_KINDS.map((kind) => monthsOf(reader, at, kind, agency.slug)))
  const sum = (months: readonly MonthCounts[] | undefined, filter: ListFilter) =>
    (months ?? []).reduce((total, counts) => total + countMatching(counts, filter), 0)
  return {
    ...agency,
    counts: { licence: sum(licence, EVERYTHING), penalty: sum(penalty, EVERYTHING) },
    late: { licence: sum(licence, LATE), penalty: sum(penalty, LATE) },
  }
}

export type RecentQuery = { kind: RecordKind | null; agency: string | null; limit: number }

/** What was published last, whenever it was decided: the latest first, at most `RECENT_KEPT` of a kind. */
export async function readRecent(
  { reader }: ReadDeps,
  query: RecentQuery,
): Promise<Result<RecordRow[], FailureOf<'agency-not-found'>>> {
  const at = await reader.view()
  const { agency, limit } = query
  if (agency !== null && !(await agencyNames(reader, at)).some(({ slug }) => slug === agency)) {
    return fail({ code: 'agency-not-found', slug: agency })
  }
  const kinds = query.kind === null ? RECORD_KINDS : [query.kind]
  const lists = await Promise.all(kinds.map((kind) => recentOf(reader, at, kind, agency ?? 'all')))
  return ok(lists.flat().sort(latestPublished).slice(0, limit))
}

/** The latest published of a kind, of all or of one organ, that are still public. */
export async function recentOf(
  reader: SnapshotReader,
  at: SnapshotView,
  kind: RecordKind,
  scope: string,
): Promise<RecordRow[]> {
  const document = await reader.document<RecentDocument>(at, recentPath(kind, scope))
  return (document?.rows ?? []).filter((row) => !reader.isGone(at, row))
}

export type SubjectAnswer = { uscc: string; name: string; records: RecordRow[] }

/** A subject is a page only while something of it is public. */
export async function readSubject(
  { reader }: ReadDeps,
  uscc: string,
): Promise<Result<SubjectAnswer, FailureOf<'subject-not-found'>>> {
  const at = await reader.view()
  const document = await reader.document<SubjectDocument>(at, subjectPath(uscc))
  const records = (document?.rows ?? []).filter((row) => !reader.isGone(at, row))
  const [newest] = records
  if (!newest) return fail({ code: 'subject-not-found', uscc })
  return ok({ uscc, name: newest.subject.name, records })
}

export type ExactResult = {
  query: string
  records: RecordRow[]
  subjects: { uscc: string; name: string }[]
  agencies: { slug: string; name: string }[]
  suggestion: string | null
}

/** Whole document number, whole code or whole name, in any notation; a near miss is only suggested. */
export async function lookUpExact(deps: ReadDeps, query: string): Promise<ExactResult> {
  const at = await deps.reader.view()
  const found = await exactAt(deps, at, query)
  if (!isEmpty(found)) return { ...found, query, suggestion: null }
  for (const suggestion of suggestionsFor(query)) {
    if (!isEmpty(await exactAt(deps, at, suggestion))) return { ...found, query, suggestion }
  }
  return { ...found, query, suggestion: null }
}

type Found = Pick<ExactResult, 'records' | 'subjects' | 'agencies'>

const isEmpty = (found: Found) => found.records.length + found.subjects.length + found.agencies.length === 0

async function exactAt({ reader, hash }: ReadDeps, at: SnapshotView, query: string): Promise<Found> {
  const found: Found = { records: [], subjects: [], agencies: [] }
  for (const key of exactKeys(query)) {
    const keyHash = await hash(key)
    const shard = await reader.document<ShardDocument>(at, shardPath(keyHash, at.manifest))
    for (const target of shard?.keys[shardEntryKey(keyHash)] ?? []) await addTarget(reader, at, target, found)
  }
  found.records.sort(newestFirst)
  return found
}

async function addTarget(reader: SnapshotReader, at: SnapshotView, target: string, found: Found): Promise<void> {
  const value = target.slice(2)
  if (target.startsWith('r:')) {
    const record = await reader.record(at, value)
    if (record?.state === 'public' && !found.records.some((row) => row.id === record.id))
      found.records.push(toRow(record))
    return
  }
  if (target.startsWith('a:')) {
    const agency = (await agencyNames(reader, at)).find((it) => it.slug === value)
    if (agency && !found.agencies.some((it) => it.slug === value))
      found.agencies.push({ slug: value, name: agency.name })
    return
  }
  const subject = await reader.document<SubjectDocument>(at, subjectPath(value))
  const live = subject?.rows.find((row) => !reader.isGone(at, row))
  if (live && !found.subjects.some((it) => it.uscc === value)) {
    found.subjects.push({ uscc: value, name: live.subject.name })
  }
}

/** Opaque ids only: who holds a record can match it, and nobody learns a name. */
export async function listRemovals({ reader }: ReadDeps, since: string): Promise<RemovalsDocument['items']> {
  const at = await reader.view()
  const items: RemovalsDocument['items'] = []
  const earliest = addMonthsCapped(at.today, -REMOVAL_MONTHS)
  const start = since < earliest ? earliest : since
  let [year, month] = [Number(start.slice(0, 4)), Number(start.slice(5, 7))]
  for (;;) {
    const name = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`
    if (name > at.today.slice(0, 7)) break
    const document = await reader.document<RemovalsDocument>(at, removalsPath(name))
    items.push(...(document?.items ?? []).filter((item) => item.on >= since))
    month += 1
    if (month > 12) [year, month] = [year + 1, 1]
  }
  for (const row of at.expired.values()) {
    if (row.until !== null && row.until >= since) items.push({ id: row.id, on: at.today, state: 'ended' })
  }
  return items
}
