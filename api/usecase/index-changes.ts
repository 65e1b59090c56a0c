import { type PinyinOf, SEARCH_FORMAT, searchEntryOf } from '#domain/search-entry'
import type { Secrets } from './ports.ts'
import type { DigestedEntry, SearchWriter } from './search-ports.ts'
import type { Change } from './snapshot-writer.ts'

export type IndexDeps = { index: SearchWriter; pinyinOf: PinyinOf; secrets: Secrets }

/** Carries a publish into the index. What left is out of it already, by the batch that took it; here it is made sure. */
export async function indexChanges(
  { index, pinyinOf, secrets }: IndexDeps,
  changes: ReadonlyMap<string, Change>,
): Promise<void> {
  const gone: string[] = []
  const entries: DigestedEntry[] = []
  for (const [id, change] of changes) {
    if (change.state !== 'public') {
      gone.push(id)
      continue
    }
    const entry = searchEntryOf(change.record, pinyinOf)
    entries.push({ ...entry, digest: secrets.hash(JSON.stringify([SEARCH_FORMAT, entry])) })
  }
  await index.dropEntries(gone)
  await index.indexEntries(entries)
}
