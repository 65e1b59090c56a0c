import { addDays, compareDays, type Day, dayOfInstant, parseDay } from '#domain/day'
import type { Downloads } from '#domain/downloads'
import type { EndedRecord, PublicRecord, RecordRow, WithdrawalNotice } from '#domain/public-record'
import {
  type ExpiryDocument,
  type Journal,
  type Manifest,
  type PackDocument,
  pageKeysOf,
  type QualityDocument,
  type RemovedDocument,
  SNAPSHOT_FORMAT,
  type StatisticsDocument,
} from '#domain/snapshot'
import {
  DOWNLOADS_PATH,
  expiryPath,
  generationPath,
  JOURNAL_PATH,
  MANIFEST_PATH,
  packPath,
  QUALITY_PATH,
  removedPath,
  STATISTICS_PATH,
} from '#domain/snapshot-address'
import type { BlobStore, Clock } from './ports.ts'

/** `joinsReads`: requests that wait at the same time share one look; not where a request may not use another one's. */
export type ReaderDeps = { blobs: BlobStore; clock: Clock; joinsReads?: boolean }

/** The store cannot be read, so nothing may be said of any record. Mapped to 503, never to an old page. */
export class SnapshotUnreadableError extends Error {
  override name = 'SnapshotUnreadableError'
}

/** Everything known at one request: which records left, and what the pages are that must not come from a built file. */
export type SnapshotView = {
  manifest: Manifest
  journal: Journal
  today: Day
  /** Rows of records whose last day passed since the last publish, by id. */
  expired: ReadonlyMap<string, RecordRow>
  changedPages: ReadonlySet<string>
}

const CACHED_DOCUMENTS = 400
const MAX_EXPIRY_DAYS = 3700

/** Reads the snapshot store. `view` is taken once a request; all other reads are answered against it. */
export function createSnapshotReader({ blobs, clock, joinsReads = false }: ReaderDeps) {
  const json = createJsonCache(blobs)
  let expiredFor = ''
  let expiredRows: ReadonlyMap<string, RecordRow> = new Map()

  async function expiredSince(manifest: Manifest, today: Day): Promise<ReadonlyMap<string, RecordRow>> {
    const key = `${manifest.lineage}/${manifest.version}/${today}`
    if (key === expiredFor) return expiredRows
    const rows = new Map<string, RecordRow>()
    let day = parseDay(manifest.day)
    for (let n = 0; day && compareDays(day, today) < 0 && n < MAX_EXPIRY_DAYS; n++) {
      const document = await json.read<ExpiryDocument>(generationPath(manifest.generation, expiryPath(day)), manifest)
      for (const row of document?.rows ?? []) rows.set(row.id, row)
      day = addDays(day, 1)
    }
    expiredFor = key
    expiredRows = rows
    return rows
  }

  let looking: Promise<SnapshotView> | undefined
  let nextLook: Promise<SnapshotView> | undefined

  /** A look that began before it was asked for could miss a removal, so who comes meanwhile shares the next one. */
  function view(): Promise<SnapshotView> {
    if (!joinsReads) return look()
    if (looking === undefined) {
      looking = look().finally(() => {
        looking = undefined
      })
      return looking
    }
    nextLook ??= looking
      .catch(() => undefined)
      .then(() => {
        nextLook = undefined
        return view()
      })
    return nextLook
  }

  async function look(): Promise<SnapshotView> {
    const journal = await json.fresh<Journal>(JOURNAL_PATH, isJournal)
    const manifest = await json.fresh<Manifest>(MANIFEST_PATH, isManifest)
    const today = dayOfInstant(clock())
    const expired = await expiredSince(manifest, today)
    const changedPages = new Set<string>(journal.changed)
    for (const row of expired.values()) for (const key of pageKeysOf(row)) changedPages.add(key)
    return { manifest, journal, today, expired, changedPages }
  }

  function document<T>(at: SnapshotView, path: string): Promise<T | undefined> {
    return json.read<T>(generationPath(at.manifest.generation, path), at.manifest)
  }

  /** Never cached: it changes without a new version of the snapshot. */
  function quality(): Promise<QualityDocument | undefined> {
    return json.uncached<QualityDocument>(QUALITY_PATH)
  }

  /** Never cached, for the same reason. */
  function statistics(): Promise<StatisticsDocument | undefined> {
    return json.uncached<StatisticsDocument>(STATISTICS_PATH)
  }

  /** Never cached, for the same reason. */
  function downloads(): Promise<Downloads | undefined> {
    return json.uncached<Downloads>(DOWNLOADS_PATH)
  }

  /** A file outside the generations, piece by piece. */
  async function file(path: string): Promise<ReadableStream<Uint8Array> | undefined> {
    try {
      return await blobs.stream(path)
    } catch (cause) {
      throw new SnapshotUnreadableError(`Cannot read ${path} from the snapshot store.`, { cause })
    }
  }

  async function record(
    at: SnapshotView,
    id: string,
  ): Promise<PublicRecord | WithdrawalNotice | EndedRecord | undefined> {
    const pack = await document<PackDocument>(at, packPath(id, at.manifest))
    const found = pack?.records[id]
    const left = at.journal.removed[id] !== undefined || (found && isOver(found, at.today))
    if (found && !left) {
      // Between the journal and the documents a sibling's pack may still name what left.
      return { ...found, sameLicence: found.sameLicence.filter((it) => at.journal.removed[it.id] === undefined) }
    }
    // Never cached: it is written before the journal, and the manifest that ends the cache comes last.
    const path = generationPath(at.manifest.generation, removedPath(id, at.manifest))
    const tombstone = (await json.uncached<RemovedDocument>(path))?.records[id]
    if (tombstone?.state === 'withdrawn' && tombstone.noticeUntil >= at.today) return tombstone
    const kind = tombstone?.kind ?? found?.kind
    return kind ? { id, kind, state: 'ended' } : undefined
  }

  const isGone = (at: SnapshotView, row: RecordRow) => at.journal.removed[row.id] !== undefined || isOver(row, at.today)

  return { view, document, record, quality, statistics, downloads, file, isGone }
}

export type SnapshotReader = ReturnType<typeof createSnapshotReader>

/** The last public day itself is public; the record is over on the day after. */
export function isOver(row: { until: string | null }, today: Day): boolean {
  return row.until !== null && row.until < today
}

function isManifest(value: unknown): value is Manifest {
  return (
    isObject(value) &&
    value.format === SNAPSHOT_FORMAT &&
    typeof value.generation === 'string' &&
    typeof value.lineage === 'string'
  )
}

function isJournal(value: unknown): value is Journal {
  return isObject(value) && value.format === 1 && isObject(value.removed) && Array.isArray(value.changed)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/**
 * Documents are cached while the snapshot's version stands; manifest and journal are looked at anew every time, and read
 * where the store cannot say that they are still the same.
 */
function createJsonCache(blobs: BlobStore) {
  let stamp = ''
  let documents = new Map<string, unknown>()
  const looked = new Map<string, { stamp: string; value: unknown }>()

  async function bytes(path: string): Promise<Uint8Array | undefined> {
    try {
      return await blobs.read(path)
    } catch (cause) {
      throw new SnapshotUnreadableError(`Cannot read ${path} from the snapshot store.`, { cause })
    }
  }

  function stampOf(path: string): string | undefined {
    try {
      return blobs.stamp?.(path)
    } catch (cause) {
      throw new SnapshotUnreadableError(`Cannot look at ${path} in the snapshot store.`, { cause })
    }
  }

  function parse(path: string, data: Uint8Array): unknown {
    try {
      return JSON.parse(new TextDecoder().decode(data))
    } catch (cause) {
      throw new SnapshotUnreadableError(`${path} in the snapshot store is not JSON.`, { cause })
    }
  }

  return {
    async fresh<T>(path: string, is: (value: unknown) => value is T): Promise<T> {
      // Taken before reading: a newer object is at worst read once more.
      const current = stampOf(path)
      const known = looked.get(path)
      if (current !== undefined && known?.stamp === current && is(known.value)) return known.value
      const data = await bytes(path)
      const value = data === undefined ? undefined : parse(path, data)
      if (current !== undefined) looked.set(path, { stamp: current, value })
      if (!is(value)) throw new SnapshotUnreadableError(`${path} is missing from the snapshot store or not understood.`)
      return value
    },
    async uncached<T>(path: string): Promise<T | undefined> {
      const data = await bytes(path)
      return data === undefined ? undefined : trusted<T>(parse(path, data))
    },
    async read<T>(path: string, manifest: Manifest): Promise<T | undefined> {
      const current = `${manifest.lineage}/${manifest.version}`
      if (current !== stamp) {
        documents = new Map()
        stamp = current
      }
      // Taken before waiting: what was read under one version must not be kept under the next.
      const own = documents
      if (own.has(path)) return trusted<T>(own.get(path))
      const data = await bytes(path)
      const value = data === undefined ? undefined : parse(path, data)
      if (own.size >= CACHED_DOCUMENTS) own.clear()
      own.set(path, value)
      return trusted<T>(value)
    },
  }
}

/** Safe: documents below a generation are written by `snapshot-writer.ts` only, from these same types. */
function trusted<T>(value: unknown): T | undefined {
  return value as T | undefined
}
