import { leadingBits } from './record-id.ts'
import type { RecordKind } from './vocabulary.ts'

/**
 * Where things lie in the snapshot store. Sizes are powers of two chosen from the number of records, so that a change
 * touches few small documents; when the choice changes, a new generation is written and the old one removed.
 */
export type SnapshotShape = { packBits: number; shardBits: number }

const RECORDS_PER_PACK = 16
const KEYS_PER_SHARD = 24
const KEYS_PER_RECORD = 3

/**
 * Keeps the current shape while it is at most 4 times off, so that a growing place is not rewritten at every step. Shards
 * may grow to twice their size only: a browser fetches one, and it has to stay below 2.5 KB on the wire.
 */
export function shapeFor(records: number, current?: SnapshotShape): SnapshotShape {
  const wanted = {
    packBits: bitsFor(records / RECORDS_PER_PACK),
    shardBits: bitsFor((records * KEYS_PER_RECORD) / KEYS_PER_SHARD),
  }
  if (!current) return wanted
  const { packBits, shardBits } = current
  const grown = wanted.shardBits - shardBits
  return Math.abs(packBits - wanted.packBits) <= 2 && grown <= 1 && grown >= -2 ? { packBits, shardBits } : wanted
}

export function packPath(id: string, shape: SnapshotShape): string {
  return `packs/${hexName(leadingBits(id, shape.packBits), shape.packBits)}.json`
}

/** All packs, in the order of the ids that they hold. */
export function packPaths({ packBits }: SnapshotShape): string[] {
  return Array.from({ length: 2 ** packBits }, (_, index) => `packs/${hexName(index, packBits)}.json`)
}

/** Outlives its record, so that its address can say "gone" rather than "never was". */
export function removedPath(id: string, shape: SnapshotShape): string {
  return `removed/${hexName(leadingBits(id, shape.packBits), shape.packBits)}.json`
}

/** `keyHash`: SHA-256 of the folded key as hex. */
export function shardPath(keyHash: string, shape: SnapshotShape): string {
  return `exact/${shardName(keyHash, shape.shardBits)}.json`
}

export function shardName(keyHash: string, shardBits: number): string {
  const leading = BigInt(`0x${keyHash.slice(0, 8)}`) >> BigInt(32 - shardBits)
  return hexName(Number(leading), shardBits)
}

/** Hex digits by which a shard is asked for: as many as the most shards need, so that nobody has to know how many there are. */
export const SHARD_PREFIX_DIGITS = 5

/** The shard in which a hash with these first digits lies. */
export function shardPathOfPrefix(prefix: string, shape: SnapshotShape): string {
  return shardPath(prefix.padEnd(8, '0'), shape)
}

/** What stands in a shard for a key: enough of the hash to tell keys apart, and no readable name. */
export function shardEntryKey(keyHash: string): string {
  return keyHash.slice(8, 24)
}

/** Lists are cut by month of decision; `scope` is 'all' or an organ's slug. */
export function listMonthPath(kind: RecordKind, scope: string, month: string): string {
  return `lists/${kind}/${scope}/${month}.json`
}

export function listIndexPath(kind: RecordKind, scope: string): string {
  return `lists/${kind}/${scope}/index.json`
}

/** The latest of a kind, of all or of one organ: `recent` by day of publication, `updated` by day of the last change. */
export function latestPath(kind: RecordKind, scope: string, by: 'recent' | 'updated'): string {
  return `lists/${kind}/${scope}/${by}.json`
}

export const AGENCIES_PATH = 'agencies.json'
export const MANIFEST_PATH = 'manifest.json'
export const JOURNAL_PATH = 'journal.json'
export const QUALITY_PATH = 'quality.json'
export const STATISTICS_PATH = 'statistics.json'
export const DOWNLOADS_PATH = 'downloads.json'
/** One folder in it for each time that the files were made. */
export const DOWNLOADS_FOLDER = 'downloads'
export const subjectPath = (uscc: string) => `subjects/${uscc}.json`
/** Records whose last public day this is. */
export const expiryPath = (day: string) => `expiry/${day}.json`
export const removalsPath = (month: string) => `removals/${month}.json`
export const generationPath = (generation: string, path: string) => `${generation}/${path}`

function bitsFor(documents: number): number {
  return Math.min(20, Math.max(2, Math.ceil(Math.log2(Math.max(1, documents)))))
}

function hexName(value: number, bits: number): string {
  return value.toString(16).padStart(Math.ceil(bits / 4), '0')
}
