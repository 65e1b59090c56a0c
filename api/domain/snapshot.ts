import type { KindClocks } from './case-clocks.ts'
import type { CaseParts } from './case-parts.ts'
import type { CaseStatistics, ComplaintSummary } from './case-statistics.ts'
import type { AgencyQuality } from './data-quality.ts'
import type { LatestRows } from './latest-rows.ts'
import type { MonthCounts } from './list-counts.ts'
import type { EndedRecord, PublicRecord, RecordRow, WithdrawalNotice } from './public-record.ts'
import type { KIND_LETTER } from './record-kinds.ts'
import type { RemovalStatistics } from './removal-statistics.ts'
import type { RecordKind, RecordState } from './vocabulary.ts'

/** Raised when documents change their shape: the next publish writes all of them anew. */
export const SNAPSHOT_FORMAT = 8

/** The documents of the snapshot store. All are JSON; only the manifest and the journal lie outside a generation. */
export type Manifest = {
  format: number
  /** How the full-text index was made that was published along with it. */
  searchFormat: number
  /** Which database this snapshot was made from; pages built from another are not served. */
  lineage: string
  /** Folder of the current generation. */
  generation: string
  /** Grows by one with every publish. */
  version: number
  /** Shanghai day of the last publish; records that ended since are found through the expiry documents. */
  day: string
  packBits: number
  shardBits: number
  counts: Record<RecordKind, number>
}

/** What the guard reads on every request: what left or changed since the pages were built. */
export type Journal = {
  format: 1
  version: number
  /** Every change after this version is in here; pages built before it are not served. */
  since: number
  /** Ids that left, with how. Kept until pages are built anew. */
  removed: Record<string, Extract<RecordState, 'withdrawn' | 'ended' | 'withheld'>>
  /** Page keys whose built file must not be served. */
  changed: string[]
  /** The version at which something public last left or was corrected; files made before it are not served. */
  lastLeft?: number
}

export type PackDocument = { records: Record<string, PublicRecord> }
export type RemovedDocument = { records: Record<string, WithdrawalNotice | EndedRecord> }
export type ListMonthDocument = { rows: RecordRow[] }
/** Months with counts, newest first. */
export type ListIndexDocument = { months: MonthCounts[] }
/** The first rows of a scope, by day of publication or by day of the last change. */
export type RecentDocument = LatestRows
/** `names`: short names included, as people may type them; `spellings`: pinyin and first letters of each. */
export type AgenciesDocument = {
  items: { slug: string; name: string; uscc: string | null; names: string[]; spellings: string[] }[]
}
export type SubjectDocument = { uscc: string; name: string; rows: RecordRow[] }
/** Beside the generations, like the manifest: rewritten after an import, not at every publish. */
export type QualityDocument = { items: AgencyQuality[] }

/**
 * What people sent in and what left, as figures of the last full quarter, and closed complaints whose filers agreed.
 * `made`: from which method, quarter and rules.
 */
export type StatisticsDocument = {
  made: string
  asOf: string
  cases: CaseStatistics[]
  clocks: KindClocks[]
  parts: CaseParts
  removals: RemovalStatistics[]
  summaries: ComplaintSummary[]
}
export type ExpiryDocument = { rows: RecordRow[] }
export type RemovalsDocument = { items: { id: string; on: string; state: 'withdrawn' | 'ended' }[] }

/** Targets of an exact key: a record by the letter of its kind, id and organ; 's' subject by code, 'a' organ by slug. */
export type ShardTarget = `${(typeof KIND_LETTER)[RecordKind] | 's' | 'a'}:${string}`
export type ShardDocument = { keys: Record<string, ShardTarget[]> }

/** Keys of pages that are built ahead and show something of a record. The site turns them into files. */
export type PageKey = `agency:${string}` | `record:${RecordKind}:${string}`

/** A key never holds a word of the record: the journal outlives what it speaks of. */
export function pageKeysOf(row: Pick<RecordRow, 'id' | 'kind' | 'agency'>): PageKey[] {
  return [`record:${row.kind}:${row.id}`, `agency:${row.agency.slug}`]
}
