import { exactKey, keysOfAgency, keysOfRecord } from '#domain/exact-key'
import { collectLatest, editLatest, latestPublished, latestUpdated } from '#domain/latest-rows'
import { countMonth } from '#domain/list-counts'
import type { EndedRecord, PublicRecord, WithdrawalNotice } from '#domain/public-record'
import {
  type AgenciesDocument,
  type ExpiryDocument,
  type ListIndexDocument,
  type ListMonthDocument,
  type PackDocument,
  pageKeysOf,
  type RecentDocument,
  type RemovalsDocument,
  type RemovedDocument,
  type ShardDocument,
  type ShardTarget,
  type SubjectDocument,
} from '#domain/snapshot'
import {
  AGENCIES_PATH,
  expiryPath,
  generationPath,
  latestPath,
  listIndexPath,
  listMonthPath,
  packPath,
  removalsPath,
  removedPath,
  type SnapshotShape,
  shardEntryKey,
  shardPath,
  subjectPath,
} from '#domain/snapshot-address'
import { RECORD_KINDS, type RecordKind } from '#domain/vocabulary'
import type { BlobStore, Secrets } from './ports.ts'
import { createRowEdits, edited, type RowEdits } from './row-edits.ts'

const ORDERS = [
  ['recent', latestPublished],
  ['updated', latestUpdated],
] as const

/** A word that stands for a number in more records than this (“无”) is none, and would grow without end. */
export const MOST_KEPT = 100

export type Change =
  | { state: 'public'; record: PublicRecord }
  | { state: 'gone'; tombstone: WithdrawalNotice | EndedRecord; on: string; agencySlug: string | null }
  | { state: 'hidden'; id: string; kind: RecordKind; agencySlug: string | null }

export type ChangePlan = {
  /** What was public of each id before, read from its pack. */
  before: Map<string, PublicRecord>
  changes: Map<string, Change>
  /** Keys of pages that show something of a changed record; a new record's own page was never built. */
  pages: Set<string>
  /** Ids that were public and are no more. */
  leaving: Map<string, 'withdrawn' | 'ended' | 'withheld'>
}

/**
 * Carries changes into the documents of one generation: only packs, shards, lists touched are rewritten, and each write
 * is the whole document, so that a repeated run ends in the same bytes.
 */
export function createSnapshotWriter(
  blobs: BlobStore,
  generation: string,
  shape: SnapshotShape,
  hash: Secrets['hash'],
) {
  const documents = createDocuments(blobs, generation)

  async function plan(changes: ReadonlyMap<string, Change>): Promise<ChangePlan> {
    const before = new Map<string, PublicRecord>()
    const pages = new Set<string>()
    const leaving: ChangePlan['leaving'] = new Map()
    for (const [id, change] of changes) {
      const pack = await documents.read<PackDocument>(packPath(id, shape))
      const old = pack?.records[id]
      if (old) {
        before.set(id, old)
        for (const key of pageKeysOf(old)) pages.add(key)
      }
      if (change.state === 'public') {
        const own = `record:${change.record.kind}:${id}`
        for (const key of pageKeysOf(change.record)) if (old || key !== own) pages.add(key)
        continue
      }
      // Whether or not the pack still has it: a run that broke off, or a new generation, may have taken it out already.
      const kind = change.state === 'gone' ? change.tombstone.kind : change.kind
      leaving.set(id, change.state === 'gone' ? change.tombstone.state : 'withheld')
      pages.add(`record:${kind}:${id}`)
      if (change.agencySlug) pages.add(`agency:${change.agencySlug}`)
    }
    return { before, changes: new Map(changes), pages, leaving }
  }

  /** Written before the journal says that a record left, so that its address can say why at once. */
  async function writeTombstones({ changes, leaving }: ChangePlan): Promise<void> {
    for (const [id, change] of changes) {
      const path = removedPath(id, shape)
      const document = (await documents.read<RemovedDocument>(path)) ?? { records: {} }
      if (change.state === 'gone') document.records[id] = change.tombstone
      else if (change.state === 'hidden' && leaving.has(id)) continue
      else if (document.records[id]) delete document.records[id]
      else continue
      documents.put(
        path,
        Object.keys(document.records).length === 0 ? undefined : { records: sorted(document.records) },
      )
    }
    await documents.flush()
  }

  async function writeDocuments({ before, changes }: ChangePlan): Promise<void> {
    const rows = createRowEdits()
    const shown: { old: PublicRecord | undefined; next: PublicRecord | undefined }[] = []
    for (const [id, change] of changes) {
      const old = before.get(id)
      const next = change.state === 'public' ? change.record : undefined
      if (!old && !next && change.state !== 'gone') continue
      shown.push({ old, next })
      await patchPack(id, next)
      if (old) rows.drop(old)
      if (next) rows.add(next)
      if (change.state === 'gone') await noteRemoval(id, change)
    }
    await patchLists(rows.lists)
    await patchRecents(rows.recents)
    await patchSubjects(rows.subjects)
    await patchExpiries(rows.expiries)
    // After the subjects, which say whether a name still leads to one.
    for (const { old, next } of shown) await patchShards(old, next)
    await documents.flush()
  }

  async function patchPack(id: string, next: PublicRecord | undefined): Promise<void> {
    const path = packPath(id, shape)
    const pack = (await documents.read<PackDocument>(path)) ?? { records: {} }
    if (next) pack.records[id] = next
    else delete pack.records[id]
    documents.put(path, Object.keys(pack.records).length === 0 ? undefined : { records: sorted(pack.records) })
  }

  async function patchLists(lists: RowEdits['lists']): Promise<void> {
    const indexes = new Map<string, Set<string>>()
    for (const [key, edit] of lists) {
      const [name, scope, month] = key.split('/')
      const kind = kindNamed(name)
      if (kind === undefined || scope === undefined || month === undefined) continue
      const path = listMonthPath(kind, scope, month)
      const document = await documents.read<ListMonthDocument>(path)
      const rows = edited(document?.rows ?? [], edit)
      documents.put(path, rows.length === 0 ? undefined : { rows })
      indexes.set(`${kind}/${scope}`, (indexes.get(`${kind}/${scope}`) ?? new Set()).add(month))
    }
    for (const [scopeKey, months] of indexes) await recount(scopeKey, months)
  }

  async function patchRecents(recents: RowEdits['recents']): Promise<void> {
    for (const [key, edit] of recents) {
      const [name, scope] = key.split('/')
      const kind = kindNamed(name)
      if (kind === undefined || scope === undefined) continue
      for (const [by, order] of ORDERS) {
        const path = latestPath(kind, scope, by)
        const { isShort, ...kept } = editLatest(await documents.read<RecentDocument>(path), edit, order)
        const next = isShort ? await collectRows(kind, scope, order) : kept
        documents.put(path, next.rows.length === 0 ? undefined : next)
      }
    }
  }

  async function collectRows(kind: RecordKind, scope: string, order: (typeof ORDERS)[number][1]) {
    const index = await documents.read<ListIndexDocument>(listIndexPath(kind, scope))
    const collected = collectLatest(order)
    for (const { month } of index?.months ?? []) {
      collected.add((await documents.peek<ListMonthDocument>(listMonthPath(kind, scope, month)))?.rows ?? [])
    }
    return collected.latest()
  }

  async function recount(scopeKey: string, months: ReadonlySet<string>): Promise<void> {
    const [name, scope] = scopeKey.split('/')
    const kind = kindNamed(name)
    if (kind === undefined || scope === undefined) return
    const path = listIndexPath(kind, scope)
    const index = (await documents.read<ListIndexDocument>(path)) ?? { months: [] }
    const entries = new Map(index.months.map((entry) => [entry.month, entry]))
    for (const month of months) {
      const rows = (await documents.read<ListMonthDocument>(listMonthPath(kind, scope, month)))?.rows ?? []
      if (rows.length === 0) entries.delete(month)
      else entries.set(month, countMonth(month, rows))
    }
    const left = [...entries.values()].sort((a, b) => (a.month < b.month ? 1 : -1))
    documents.put(path, left.length === 0 ? undefined : { months: left })
  }

  async function patchSubjects(subjects: RowEdits['subjects']): Promise<void> {
    for (const [uscc, edit] of subjects) {
      const path = subjectPath(uscc)
      const document = await documents.read<SubjectDocument>(path)
      const rows = edited(document?.rows ?? [], edit)
      const name = rows[0]?.subject.name
      documents.put(path, name === undefined ? undefined : { uscc, name, rows })
    }
  }

  async function patchShards(old: PublicRecord | undefined, next: PublicRecord | undefined): Promise<void> {
    for (const { key, target } of old ? keysOfRecord(old) : []) {
      if (target.startsWith('s:') && (await isStillLed(key, target.slice(2)))) continue
      await patchShard(key, target, false)
    }
    for (const { key, target } of next ? keysOfRecord(next) : []) await patchShard(key, target, true)
  }

  /** A subject's code leads to it while it has a record, a name of it only while a record bears that name. */
  async function isStillLed(key: string, uscc: string): Promise<boolean> {
    const rows = (await documents.read<SubjectDocument>(subjectPath(uscc)))?.rows ?? []
    return key === exactKey(uscc) ? rows.length > 0 : rows.some((row) => key === exactKey(row.subject.name))
  }

  async function patchShard(key: string, target: ShardTarget, present: boolean): Promise<void> {
    const keyHash = hash(key)
    const path = shardPath(keyHash, shape)
    const shard = (await documents.read<ShardDocument>(path)) ?? { keys: {} }
    const entry = shardEntryKey(keyHash)
    const targets = (shard.keys[entry] ?? []).filter((it) => it !== target)
    if (present && targets.length < MOST_KEPT) targets.push(target)
    if (targets.length > 0) shard.keys[entry] = targets.sort()
    else delete shard.keys[entry]
    documents.put(path, Object.keys(shard.keys).length === 0 ? undefined : { keys: sorted(shard.keys) })
  }

  async function patchExpiries(expiries: RowEdits['expiries']): Promise<void> {
    for (const [day, edit] of expiries) {
      const path = expiryPath(day)
      const document = await documents.read<ExpiryDocument>(path)
      const rows = edited(document?.rows ?? [], edit)
      documents.put(path, rows.length === 0 ? undefined : { rows })
    }
  }

  async function noteRemoval(id: string, change: Extract<Change, { state: 'gone' }>): Promise<void> {
    const path = removalsPath(change.on.slice(0, 7))
    const document = (await documents.read<RemovalsDocument>(path)) ?? { items: [] }
    const items = document.items.filter((item) => item.id !== id)
    items.push({ id, on: change.on, state: change.tombstone.state })
    items.sort((a, b) => (a.on === b.on ? (a.id < b.id ? -1 : 1) : a.on < b.on ? -1 : 1))
    documents.put(path, { items })
  }

  /** Before all else: the documents of the organs, with their exact keys; a name that is no longer theirs loses its key. */
  async function writeAgencies(items: AgenciesDocument['items']): Promise<void> {
    const known = (await documents.read<AgenciesDocument>(AGENCIES_PATH))?.items ?? []
    const next = items.flatMap(keysOfAgency)
    for (const { key, target } of known.flatMap(keysOfAgency)) {
      if (!next.some((it) => it.key === key && it.target === target)) await patchShard(key, target, false)
    }
    for (const { key, target } of next) await patchShard(key, target, true)
    const document: AgenciesDocument = { items }
    documents.put(AGENCIES_PATH, document)
    await documents.flush()
  }

  return { plan, writeTombstones, writeDocuments, writeAgencies }
}

export type SnapshotWriter = ReturnType<typeof createSnapshotWriter>

/** Documents being changed: read once, written once at `flush`; an empty one is removed. */
function createDocuments(blobs: BlobStore, generation: string) {
  const loaded = new Map<string, unknown>()
  const dirty = new Set<string>()
  async function fetched(path: string): Promise<unknown> {
    const bytes = await blobs.read(generationPath(generation, path))
    return bytes === undefined ? undefined : JSON.parse(new TextDecoder().decode(bytes))
  }
  return {
    async read<T>(path: string): Promise<T | undefined> {
      if (!loaded.has(path)) loaded.set(path, await fetched(path))
      return written<T>(loaded.get(path))
    },
    /** Without keeping it: for documents of which many are looked at once. */
    async peek<T>(path: string): Promise<T | undefined> {
      return written<T>(loaded.has(path) ? loaded.get(path) : await fetched(path))
    },
    put(path: string, document: object | undefined): void {
      loaded.set(path, document)
      dirty.add(path)
    },
    async flush(): Promise<void> {
      // Packs last: what was public before is read from them, also by the run after one that broke off.
      const order = [...dirty].sort((a, b) => Number(a.startsWith('packs/')) - Number(b.startsWith('packs/')))
      for (const path of order) {
        const document = loaded.get(path)
        const at = generationPath(generation, path)
        if (document === undefined) await blobs.remove(at)
        else await blobs.write(at, new TextEncoder().encode(JSON.stringify(document)))
      }
      dirty.clear()
    },
  }
}

function kindNamed(name: string | undefined): RecordKind | undefined {
  return RECORD_KINDS.find((kind) => kind === name)
}

/** Safe: everything below a generation was put there by this file from these same types. */
function written<T>(value: unknown): T | undefined {
  return value as T | undefined
}

function sorted<T>(entries: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)))
}
