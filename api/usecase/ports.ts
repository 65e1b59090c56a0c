import type { Day } from '#domain/day'
import type { RowNote } from '#domain/import-row'
import type { EndedRecord, PublishedVersion, WithdrawalNotice } from '#domain/public-record'
import type { PublicationFinding } from '#domain/publication'
import type { FieldValues, RecordContent } from '#domain/record-content'
import type { ActorKind, BatchState, RecordKind, RecordState, RowOutcome } from '#domain/vocabulary'

/** Bytes by path. A path is lower-case ASCII with `/`; nothing outside the store can be reached through it. */
export type BlobStore = {
  /** Undefined where nothing lies. Throws where the store cannot be read: absence and failure are not the same. */
  read(path: string): Promise<Uint8Array | undefined>
  /** When it returns, the object is fully there and readers see the old bytes or the new, never a part. */
  write(path: string, bytes: Uint8Array): Promise<void>
  /** When it returns, no byte of the object is left. Absent objects are no error. */
  remove(path: string): Promise<void>
  /** Removes everything under a folder. */
  removeFolder(folder: string): Promise<void>
  /** Names of the folders at the top. */
  folders(): Promise<string[]>
}

/** Built pages on this machine; on the edge there are none with record text. */
export type PageFiles = {
  /**
   * `gone`: their files are removed at once. `changed`: rendered anew in process and replaced, or removed where the page
   * is gone. When it returns, no built file shows anything that left.
   */
  refresh(changed: readonly string[], gone: readonly string[]): Promise<{ rewritten: number; removed: number }>
}

export type Clock = () => number

/** Keyed hash with the place's secret, hex; and plain SHA-256, hex. Random: hex of n bytes. */
export type Secrets = {
  mac(text: string): string
  hash(text: string): string
  random(bytes: number): string
}

export type OrganRow = { slug: string; name: string; uscc: string | null; foldedNames: string[] }

export type StagedRow = {
  n: number
  familyKey: string | null
  content: string
  notes: RowNote[]
  outcome: RowOutcome | null
}

export type FamilyMember = {
  id: string
  ordinal: number
  state: RecordState
  version: number
  seq: number
  publishedOn: Day | null
  contentMac: string
  rule: string
}

/** One record's share of a chunk: what to write for a row that brings something new. */
export type VersionWrite = {
  id: string
  kind: RecordKind
  familyKey: string
  ordinal: number
  isNew: boolean
  version: number
  seq: number
  organSlug: string | null
  subject: { uscc: string; name: string } | null
  content: RecordContent
  contentMac: string
  salt: string
  commitment: string
  rowNumber: number
  decidedOn: Day
  publishedOn: Day
  fromState: RecordState | null
  toState: RecordState
  finding: PublicationFinding
  command: 'publish' | 'withhold'
}

export type RowWrite = {
  n: number
  outcome: RowOutcome
  recordId: string | null
  rule: string | null
  lateBy: number | null
  notes: RowNote[]
}

export type BatchSummary = {
  batch: string
  read: number
  accepted: number
  warned: number
  rejected: number
  unchanged: number
  published: number
  withheld: { rule: string; rows: number }[]
}

export type RowReport = {
  n: number
  outcome: RowOutcome
  record: string | null
  rule: string | null
  lateBy: number | null
  notes: RowNote[]
}

export type StepWrite = {
  id: string
  kind: RecordKind
  fromState: RecordState
  toState: RecordState
  seq: number
  version: number
  command: 'withdraw' | 'end'
  ground: string
  reason: string
  noticeUntil: Day | null
  commitment: string
  actor: ActorKind
  at: number
}

export type RecordHead = {
  id: string
  kind: RecordKind
  state: RecordState
  seq: number
  version: number
  subjectName: string
  subjectCode: string
  documentNumber: string
}

/** A record as the publisher needs it: in public with its version, gone with what may be said, or never public. */
export type PublishState =
  | { state: 'public'; version: Omit<PublishedVersion, 'timeliness'> }
  | { state: 'gone'; tombstone: WithdrawalNotice | EndedRecord; on: Day; agencySlug: string | null }
  | { state: 'hidden'; id: string; kind: RecordKind; agencySlug: string | null }

/** The database as verbs see it. Every write method is one libSQL batch: all of it or nothing. */
export type RecordStore = {
  /** Answers only when the database answered a query just now. */
  ping(): Promise<void>
  /** True before anything was ever imported. */
  isEmpty(): Promise<boolean>
  saveOrgans(organs: readonly OrganRow[]): Promise<void>
  organs(): Promise<OrganRow[]>

  openBatch(batch: {
    id: string
    actor: ActorKind
    kind: RecordKind
    fileName: string
    fileHash: string
    mapping: { header: string; field: string | null }[]
    at: number
  }): Promise<void>
  /** An unfinished batch of the same file, to be resumed. */
  unfinishedBatch(
    fileHash: string,
    kind: RecordKind,
  ): Promise<{ id: string; state: BatchState; staged: number } | undefined>
  /** Rejected rows keep their content, covered, until `purgeRejectedAt`. */
  stageRows(batchId: string, rows: readonly StagedRow[], purgeRejectedAt: number): Promise<void>
  setBatchState(batchId: string, state: BatchState, at: number): Promise<void>
  /** Next staged rows without outcome, ordered by family and row; whole families only unless one alone exceeds the limit. */
  nextFamilies(batchId: string, limit: number): Promise<StagedRow[]>
  families(familyKeys: readonly string[]): Promise<Map<string, FamilyMember[]>>
  /** Versions, publications, trail, outbox, commitments and row outcomes of one chunk, in one batch. */
  applyChunk(chunk: {
    batchId: string
    versions: readonly VersionWrite[]
    rows: readonly RowWrite[]
    actor: ActorKind
    at: number
  }): Promise<void>
  summary(batchId: string): Promise<BatchSummary>
  rowReports(batchId: string, after: number, limit: number): Promise<RowReport[]>

  head(id: string): Promise<RecordHead | undefined>
  /** False when another step took this seq first; then nothing was written. */
  step(write: StepWrite): Promise<boolean>
  /** Ids of public records whose last day is before `today`. */
  over(today: Day, limit: number): Promise<string[]>

  /** True when the holder now has the lease, or has it still; it runs out at `until` by itself. */
  takeLease(name: string, holder: string, at: number, until: number): Promise<boolean>
  dropLease(name: string, holder: string): Promise<void>
  /** Random name of this database's line of snapshots, made once. */
  lineage(fresh: string): Promise<string>
  pendingOutbox(limit: number): Promise<{ upTo: number; ids: string[] }>
  settleOutbox(upTo: number, at: number): Promise<void>
  /** What could be shown of the current versions, public or not; for reports to staff. */
  openContents(ids: readonly string[]): Promise<FieldValues[]>
  publishStates(ids: readonly string[]): Promise<Map<string, PublishState>>
  publicIds(after: string, limit: number): Promise<string[]>
  goneIds(after: string, limit: number): Promise<string[]>
  countPublic(): Promise<number>
  countPublicByKind(): Promise<{ licence: number; penalty: number }>
}
