import { createDirectoryBlobs } from '#adapters/directory-blobs'
import { createNodeSecrets } from '#adapters/node-secrets'
import { pinyinOf } from '#adapters/pinyin'
import { insertPublicRecords } from '#db/bare-search'
import { closeDatabase, type Database, openDatabaseFile } from '#db/client'
import { migrate } from '#db/migrate'
import { createSearchWriter } from '#db/search-writer'
import { keysOfRecord } from '#domain/exact-key'
import type { PublicRecord } from '#domain/public-record'
import { SEARCH_FORMAT } from '#domain/search-entry'
import { type AgenciesDocument, type Manifest, type ShardDocument, SNAPSHOT_FORMAT } from '#domain/snapshot'
import {
  generationPath,
  JOURNAL_PATH,
  MANIFEST_PATH,
  type SnapshotShape,
  shapeFor,
  shardEntryKey,
  shardPath,
} from '#domain/snapshot-address'
import { indexChanges } from '#usecase/index-changes'
import { startedJournal, writeDocument } from '#usecase/journal'
import type { BlobStore } from '#usecase/ports'
import { type Change, createSnapshotWriter } from '#usecase/snapshot-writer'
import { CORPUS_DAY } from '../corpus/records.ts'
import { ORGANS } from '../corpus/words.ts'

export const SECRETS = createNodeSecrets('search-bench'.repeat(4))
export const GENERATION = 'gbench-1'
/** As many as a publish holds in memory when it writes everything. */
const CHUNK = 20_000

type Records = Iterable<PublicRecord> | AsyncIterable<PublicRecord>

export async function* chunksOf(records: Records, size = CHUNK): AsyncGenerator<PublicRecord[]> {
  let chunk: PublicRecord[] = []
  for await (const record of records) {
    chunk.push(record)
    if (chunk.length < size) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}

/** A migrated database file and what fills its index. `apart()`: seconds of what an import would have done before. */
export async function openIndex(file: string) {
  const database: Database = await openDatabaseFile(file)
  await migrate(database)
  const index = createSearchWriter(database)
  let apart = 0
  return {
    database,
    apart: () => apart,
    async add(chunk: readonly PublicRecord[]): Promise<void> {
      const startedAt = performance.now()
      await insertPublicRecords(database, chunk)
      apart += (performance.now() - startedAt) / 1000
      await indexChanges({ index, pinyinOf, secrets: SECRETS }, changesOf(chunk), async () => {})
    },
    close: () => closeDatabase(database),
  }
}

/** By the writer of changes: packs, lists, subjects, end days and shards, chunk by chunk. */
export async function addToSnapshot(
  blobs: BlobStore,
  shape: SnapshotShape,
  chunk: readonly PublicRecord[],
): Promise<void> {
  const writer = createSnapshotWriter(blobs, GENERATION, shape, SECRETS.hash)
  await writer.writeDocuments(await writer.plan(changesOf(chunk)))
}

/** Organs, journal and manifest: from here on the snapshot can be read. */
export async function closeSnapshot(blobs: BlobStore, shape: SnapshotShape, counts: Manifest['counts']): Promise<void> {
  await createSnapshotWriter(blobs, GENERATION, shape, SECRETS.hash).writeAgencies(agencies())
  const manifest: Manifest = {
    ...{
      format: SNAPSHOT_FORMAT,
      searchFormat: SEARCH_FORMAT,
      ...shape,
      lineage: 'bench',
      generation: GENERATION,
      version: 1,
      day: CORPUS_DAY,
    },
    counts,
  }
  await writeDocument(blobs, JOURNAL_PATH, startedJournal(1))
  await writeDocument(blobs, MANIFEST_PATH, manifest)
}

export function agencies(): AgenciesDocument['items'] {
  return ORGANS.map(({ slug, name }) => {
    return { slug, name, uscc: null, names: [name], spellings: Object.values(pinyinOf(name)) }
  })
}

/** Shards of the records in memory: the same keys, hashes and documents that the snapshot writer makes. */
export function createShards(shape: SnapshotShape, isWanted: (path: string) => boolean = () => true) {
  const shards = new Map<string, ShardDocument>()
  return {
    shards,
    add(record: PublicRecord): void {
      for (const { key, target } of keysOfRecord(record)) {
        const hash = SECRETS.hash(key)
        const path = shardPath(hash, shape)
        if (!isWanted(path)) continue
        const shard = shards.get(path) ?? { keys: {} }
        const targets = shard.keys[shardEntryKey(hash)] ?? []
        shards.set(path, shard)
        shard.keys[shardEntryKey(hash)] = targets
        if (!targets.includes(target)) targets.push(target)
      }
    },
  }
}

export async function writeShards(folder: string, count: number, records: AsyncIterable<PublicRecord>): Promise<void> {
  const blobs = createDirectoryBlobs(folder)
  const made = createShards(shapeFor(count))
  for await (const record of records) made.add(record)
  for (const [path, shard] of made.shards) {
    await blobs.write(generationPath(GENERATION, path), new TextEncoder().encode(JSON.stringify(shard)))
  }
}

function changesOf(chunk: readonly PublicRecord[]): Map<string, Change> {
  return new Map(chunk.map((record) => [record.id, { state: 'public', record }]))
}
