import { keysOfRecord } from '#domain/exact-key'
import { collectLatest, latestPublished, latestUpdated } from '#domain/latest-rows'
import { countMonth, type MonthCounts } from '#domain/list-counts'
import { newestFirst, type PublicRecord, type RecordRow } from '#domain/public-record'
import type { PackDocument, ShardDocument, ShardTarget } from '#domain/snapshot'
import {
  expiryPath,
  generationPath,
  latestPath,
  listIndexPath,
  listMonthPath,
  packPath,
  type SnapshotShape,
  shardEntryKey,
  shardPath,
  subjectPath,
} from '#domain/snapshot-address'
import { RECORD_KINDS, type RecordKind } from '#domain/vocabulary'
import type { BlobStore, Secrets, Spill } from './ports.ts'
import { createRowEdits } from './row-edits.ts'
import { MOST_KEPT } from './snapshot-writer.ts'

/** A store behind a network answers one write in some ten milliseconds and many at once as fast. */
const WRITES_AT_ONCE = 16
const RENEW_EVERY = 2000

export type BulkDeps = {
  blobs: BlobStore
  spill: Spill
  hash: Secrets['hash']
  generation: string
  shape: SnapshotShape
  /** Called now and then while documents are written. */
  onWritten: () => Promise<void>
}

/**
 * Writes all documents of a new generation, each once, in time that grows with the records: what stands together is
 * brought together in the spill first. The documents are the same, byte for byte, as those of `createSnapshotWriter`, but
 * for a number that more than `MOST_KEPT` records share: of those the first by id are kept here, there the first that came.
 */
export function createSnapshotBulk({ blobs, spill, hash, generation, shape, onWritten }: BulkDeps) {
  const writes = createWrites(blobs, generation, onWritten)
  const latest = new Map<string, Record<'recent' | 'updated', ReturnType<typeof collectLatest>>>()
  let pack: { path: string; document: PackDocument } | undefined

  /** In the order of their ids, over all calls; packs are cut from that order. */
  async function add(records: Iterable<PublicRecord>): Promise<void> {
    const rows = createRowEdits()
    for (const record of records) {
      await addToPack(record)
      rows.add(record)
      for (const { key, target } of keysOfRecord(record)) {
        const keyHash = hash(key)
        await spill.add('shards', shardPath(keyHash, shape), JSON.stringify([shardEntryKey(keyHash), target]))
      }
    }
    for (const family of ['lists', 'subjects', 'expiries'] as const) {
      for (const [key, { come }] of rows[family]) {
        for (const row of come) await spill.add(family, key, JSON.stringify(row))
      }
    }
    for (const [key, { come }] of rows.recents) {
      const collected = latest.get(key) ?? {
        recent: collectLatest(latestPublished),
        updated: collectLatest(latestUpdated),
      }
      collected.recent.add(come)
      collected.updated.add(come)
      latest.set(key, collected)
    }
  }

  async function addToPack(record: PublicRecord): Promise<void> {
    const path = packPath(record.id, shape)
    if (pack?.path !== path) {
      if (pack) await writes.put(pack.path, pack.document)
      pack = { path, document: { records: {} } }
    }
    pack.document.records[record.id] = record
  }

  /** When it returns, every document is written. */
  async function finish(): Promise<void> {
    if (pack) await writes.put(pack.path, pack.document)
    await writeLists()
    for (const [key, collected] of latest) {
      const [kind, scope] = scopeOf(key)
      await writes.put(latestPath(kind, scope, 'recent'), collected.recent.latest())
      await writes.put(latestPath(kind, scope, 'updated'), collected.updated.latest())
    }
    for await (const { key: uscc, values } of spill.groups('subjects')) {
      const rows = rowsOf(values)
      await writes.put(subjectPath(uscc), { uscc, name: rows[0]?.subject.name ?? '', rows })
    }
    for await (const { key: day, values } of spill.groups('expiries')) {
      await writes.put(expiryPath(day), { rows: rowsOf(values) })
    }
    for await (const { key: path, values } of spill.groups('shards')) await writes.put(path, shardOf(values))
    await writes.settled()
    await spill.discard()
  }

  async function writeLists(): Promise<void> {
    const months = new Map<string, MonthCounts[]>()
    for await (const { key, values } of spill.groups('lists')) {
      const [kind, scope, month] = scopeOf(key)
      const rows = rowsOf(values)
      await writes.put(listMonthPath(kind, scope, month), { rows })
      const counted = months.get(`${kind}/${scope}`) ?? []
      counted.push(countMonth(month, rows))
      months.set(`${kind}/${scope}`, counted)
    }
    for (const [key, counted] of months) {
      const [kind, scope] = scopeOf(key)
      await writes.put(listIndexPath(kind, scope), { months: counted.sort((a, b) => (a.month < b.month ? 1 : -1)) })
    }
  }

  return { add, finish }
}

/** Documents being written; the first failure is thrown by the next call. */
function createWrites(blobs: BlobStore, generation: string, onWritten: () => Promise<void>) {
  const running = new Set<Promise<void>>()
  const failures: unknown[] = []
  let count = 0
  return {
    async put(path: string, document: object): Promise<void> {
      while (running.size >= WRITES_AT_ONCE) await Promise.race(running)
      if (failures.length > 0) throw failures[0]
      const bytes = new TextEncoder().encode(JSON.stringify(document))
      const write = blobs
        .write(generationPath(generation, path), bytes)
        .catch((error: unknown) => {
          failures.push(error)
        })
        .finally(() => running.delete(write))
      running.add(write)
      count += 1
      if (count % RENEW_EVERY === 0) await onWritten()
    },
    async settled(): Promise<void> {
      await Promise.all(running)
      if (failures.length > 0) throw failures[0]
    },
  }
}

/** Safe: `add` put them there. */
function rowsOf(values: readonly string[]): RecordRow[] {
  return values.map((value) => JSON.parse(value) as RecordRow).sort(newestFirst)
}

/** As many targets as an edit would keep, the first that came. */
function shardOf(values: readonly string[]): ShardDocument {
  const targets = new Map<string, Set<ShardTarget>>()
  for (const value of values) {
    // Safe: `add` put it there.
    const [entry, target] = JSON.parse(value) as [string, ShardTarget]
    const known = targets.get(entry) ?? new Set()
    if (known.size < MOST_KEPT) known.add(target)
    targets.set(entry, known)
  }
  const entries = [...targets].sort(([a], [b]) => (a < b ? -1 : 1))
  return { keys: Object.fromEntries(entries.map(([entry, found]) => [entry, [...found].sort()])) }
}

function scopeOf(key: string): [kind: RecordKind, scope: string, month: string] {
  const [name, scope = '', month = ''] = key.split('/')
  const kind = RECORD_KINDS.find((it) => it === name)
  if (kind === undefined) throw new Error(`"${key}" names no kind of record.`)
  return [kind, scope, month]
}
