import { LATEST_SERVED } from '#domain/latest-rows'
import { countMatching, type ListFilter, type MonthCounts, matchesFilter, withoutRows } from '#domain/list-counts'
import type { RecordRow } from '#domain/public-record'
import type { AgenciesDocument, ListIndexDocument, ListMonthDocument, RecentDocument } from '#domain/snapshot'
import { AGENCIES_PATH, latestPath, listIndexPath, listMonthPath } from '#domain/snapshot-address'
import type { RecordKind } from '#domain/vocabulary'
import type { ListQuery } from './list-records.ts'
import type { Secrets } from './ports.ts'
import type { SnapshotReader, SnapshotView } from './snapshot-reader.ts'

/** The reading verbs. All of them answer from the snapshot store alone; none needs the database. */
export type ReadDeps = { reader: SnapshotReader; hash: (text: string) => Promise<string> | ReturnType<Secrets['hash']> }

export const EVERYTHING: ListFilter = { category: null, state: null }

/** Reads only the months the page lies in; within a month the rows are newest first. */
export async function rowsAt(
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
export async function monthsOf(
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

/** The latest of a kind, of all or of one organ, that are still public: by day of publication, or of the last change. */
export async function recentOf(
  reader: SnapshotReader,
  at: SnapshotView,
  list: { kind: RecordKind; scope: string; by: 'recent' | 'updated' },
): Promise<RecordRow[]> {
  const document = await reader.document<RecentDocument>(at, latestPath(list.kind, list.scope, list.by))
  return (document?.rows ?? []).filter((row) => !reader.isGone(at, row)).slice(0, LATEST_SERVED)
}

export async function agencyNames(reader: SnapshotReader, at: SnapshotView): Promise<AgenciesDocument['items']> {
  return (await reader.document<AgenciesDocument>(at, AGENCIES_PATH))?.items ?? []
}
