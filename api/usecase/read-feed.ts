import type { FeedScope } from '#domain/addresses'
import type { FailureOf } from '#domain/failure'
import { latestFirst } from '#domain/feed'
import type { RecordRow } from '#domain/public-record'
import { fail, ok, type Result } from '#domain/result'
import type { AgenciesDocument, ListIndexDocument, ListMonthDocument } from '#domain/snapshot'
import { AGENCIES_PATH, listIndexPath, listMonthPath } from '#domain/snapshot-address'
import { RECORD_KINDS, type RecordKind } from '#domain/vocabulary'
import { recentOf } from './list-rows.ts'
import type { SnapshotReader, SnapshotView } from './snapshot-reader.ts'

const ENTRIES = 50
/** How far back is looked for what was published or corrected lately: months of decision, and rows among them. */
const MONTHS = 24
const ROWS = 2000

export type FeedAnswer = { rows: RecordRow[]; agencyName: string | null; day: string }

/** What was published or corrected last, of what is public now. `day`: of the last publish. */
export async function readFeed(
  { reader }: { reader: SnapshotReader },
  scope: FeedScope,
): Promise<Result<FeedAnswer, FailureOf<'agency-not-found'>>> {
  const at = await reader.view()
  const agencies = await reader.document<AgenciesDocument>(at, AGENCIES_PATH)
  const agency = scope.of === 'agency' ? agencies?.items.find(({ slug }) => slug === scope.slug) : undefined
  if (scope.of === 'agency' && !agency) return fail({ code: 'agency-not-found', slug: scope.slug })
  const kinds = scope.of === 'kind' ? [scope.kind] : RECORD_KINDS
  const lists = await Promise.all(kinds.map((kind) => lately(reader, at, kind, agency?.slug ?? 'all')))
  const byId = new Map(lists.flat().map((row) => [row.id, row]))
  const rows = [...byId.values()].sort(latestFirst).slice(0, ENTRIES)
  return ok({ rows, agencyName: agency?.name ?? null, day: at.manifest.day })
}

async function lately(reader: SnapshotReader, at: SnapshotView, kind: RecordKind, list: string): Promise<RecordRow[]> {
  const index = await reader.document<ListIndexDocument>(at, listIndexPath(kind, list))
  // A decision of long ago may have been published only now.
  const rows = await recentOf(reader, at, kind, list)
  for (const { month } of (index?.months ?? []).slice(0, MONTHS)) {
    if (rows.length >= ROWS) break
    const document = await reader.document<ListMonthDocument>(at, listMonthPath(kind, list, month))
    for (const row of document?.rows ?? []) if (!reader.isGone(at, row)) rows.push(row)
  }
  return rows
}
