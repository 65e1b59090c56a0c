import type { FeedScope } from '#domain/addresses'
import type { FailureOf } from '#domain/failure'
import { LATEST_SERVED, latestUpdated } from '#domain/latest-rows'
import type { RecordRow } from '#domain/public-record'
import { fail, ok, type Result } from '#domain/result'
import { RECORD_KINDS } from '#domain/vocabulary'
import { agencyNames, recentOf } from './list-rows.ts'
import type { SnapshotReader } from './snapshot-reader.ts'

export type FeedAnswer = { rows: RecordRow[]; agencyName: string | null; day: string }

/** What was published or corrected last, of what is public now. `day`: of the last publish. */
export async function readFeed(
  { reader }: { reader: SnapshotReader },
  scope: FeedScope,
): Promise<Result<FeedAnswer, FailureOf<'agency-not-found'>>> {
  const at = await reader.view()
  const agencies = await agencyNames(reader, at)
  const agency = scope.of === 'agency' ? agencies.find(({ slug }) => slug === scope.slug) : undefined
  if (scope.of === 'agency' && !agency) return fail({ code: 'agency-not-found', slug: scope.slug })
  const kinds = scope.of === 'kind' ? [scope.kind] : RECORD_KINDS
  const lists = await Promise.all(
    kinds.map((kind) => recentOf(reader, at, { kind, scope: agency?.slug ?? 'all', by: 'updated' })),
  )
  const rows = lists.flat().sort(latestUpdated).slice(0, LATEST_SERVED)
  return ok({ rows, agencyName: agency?.name ?? null, day: at.manifest.day })
}
