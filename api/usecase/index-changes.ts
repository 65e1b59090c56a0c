import { facetWordsOf, type PinyinOf, SEARCH_FORMAT, searchEntryOf } from '#domain/search-entry'
import type { Secrets } from './ports.ts'
import type { Renew } from './publisher-lease.ts'
import type { DigestedEntry, SearchWriter } from './search-ports.ts'
import type { Change } from './snapshot-writer.ts'

/** Indexed before the publisher says again that it is at work: a few seconds. */
const ENTRIES_AT_ONCE = 2000

export type IndexDeps = { index: SearchWriter; pinyinOf: PinyinOf; secrets: Secrets }

/** Carries a publish into the index. What left is out of it already, by the batch that took it; here it is made sure. */
export async function indexChanges(
  { index, pinyinOf, secrets }: IndexDeps,
  changes: ReadonlyMap<string, Change>,
  renew: Renew,
): Promise<void> {
  const gone: string[] = []
  let entries: DigestedEntry[] = []
  const flush = async () => {
    await renew()
    await index.indexEntries(entries)
    entries = []
  }
  for (const [id, change] of changes) {
    if (change.state !== 'public') {
      gone.push(id)
      continue
    }
    const entry = searchEntryOf(change.record, pinyinOf)
    const digest = secrets.hash(JSON.stringify([SEARCH_FORMAT, entry]))
    // 48 bits of a hash: two of some thousand combinations never meet.
    const alike = Number.parseInt(secrets.hash(facetWordsOf(entry).join(' ')).slice(0, 12), 16)
    entries.push({ ...entry, digest, alike })
    if (entries.length === ENTRIES_AT_ONCE) await flush()
  }
  await flush()
  await index.dropEntries(gone)
}
