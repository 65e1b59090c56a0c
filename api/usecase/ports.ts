import type { QualityCounts } from '#domain/data-quality'
import type { Day } from '#domain/day'
import type { RowNote } from '#domain/import-row'
import type { EndedRecord, PublicRecord, PublishedVersion, WithdrawalNotice } from '#domain/public-record'
import type { PublicationFinding } from '#domain/publication'
import type { FieldValues, RecordContent } from '#domain/record-content'
import type { FieldId } from '#domain/record-fields'
import type { RejectedRow } from '#domain/rejected-line'
import type { Removal } from '#domain/removal-statistics'
import type { VersionContent } from '#domain/version-history'
import type { ActorKind, BatchState, RecordKind, RecordState, RowOutcome } from '#domain/vocabulary'

/** Bytes by path. A path is lower-case ASCII with `/`; nothing outside the store can be reached through it. */
export type BlobStore = {
  /** Undefined where nothing lies. Throws where the store cannot be read: absence and failure are not the same. */
  read(path: string): Promise<Uint8Array | undefined>
  /**
   * Another text whenever the object is another one; undefined where nothing lies. Left out by a store that could tell
   * only by reading the object.
   */
  stamp?(path: string): string | undefined
  /** When it returns, the object is fully there and readers see the old bytes or the new, never a part. */
  write(path: string, bytes: Uint8Array): Promise<void>
  /** When it returns, no byte of the object is left. Absent objects are no error. */
  remove(path: string): Promise<void>
  /** Removes everything under a folder. */
  removeFolder(folder: string): Promise<void>
  /** Names of the folders at the top, or in another folder. */
  folders(within?: string): Promise<string[]>
  /** As `read`, piece by piece: for files that may be bigger than memory. */
  stream(path: string): Promise<ReadableStream<Uint8Array> | undefined>
  /** A file written piece by piece. It is whole only when `close` returns, so readers are told of it after that. */
  create(path: string): Promise<BlobSink>
}

export type BlobSink = {
  write(piece: Uint8Array): Promise<void>
  /** When it returns, the file is fully there. `sha256`: of all its bytes, hex. */
  close(): Promise<{ bytes: number; sha256: string }>
}

/** What a new generation's documents are gathered in, beside memory: a million records do not fit into it. */
export type Spill = {
  /** `key`: of the document the value will stand in. Neither holds a tab or a line break. */
  add(family: 'lists' | 'subjects' | 'expiries' | 'shards', key: string, value: string): Promise<void>
  /** Every key once, with all its values in the order in which they came. */
  groups(family: 'lists' | 'subjects' | 'expiries' | 'shards'): AsyncIterable<{ key: string; values: string[] }>
  /** When it returns, nothing is left of this run or of one that broke off. */
  discard(): Promise<void>
}

/** A record for the file that holds all of them. `cells`: of the official table, by field. */
export type DataFileRecord = { record: PublicRecord; cells: ReadonlyMap<FieldId, string> }

/** One database file with every record, made apart and then read once. */
export type DataFile = {
  add(records: readonly DataFileRecord[]): Promise<void>
  /** The bytes of the finished file. */
  finish(): Promise<AsyncIterable<Uint8Array>>
  /** Removes it, finished or not. */
  discard(): Promise<void>
}

/** A table as text: what comes before the rows, each row, what comes after the last. */
export type RowText = { head: string; row(cells: readonly string[]): string; foot(): string }

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

/** What a row becomes where nothing like it is known: a new record, with its decision. */
export type Proposal = {
  recordId: string
  numberKey: string
  familyKey: string
  numbered: boolean
  contentMac: string
  licenceKey: string | null
  organSlug: string | null
  subject: { uscc: string; name: string } | null
  content: RecordContent
  decidedOn: Day
  publishedOn: Day
  finding: PublicationFinding
  salt: string
  commitment: string
}

/** A row read and judged, waiting for its batch. A sealed row keeps its keys and rule, and nothing of what it said. */
export type StagedRow = { n: number; organSlug: string | null; lateBy: number | null; notes: RowNote[] } & (
  | { outcome: 'accepted' | 'warned'; proposal: Proposal }
  | { outcome: 'rejected'; received: string[] }
  | { outcome: 'rejected'; sealedBy: string; numberKey: string; familyKey: string }
)

/** A staged row as the plan sees it, without its content. */
export type StagedHead = {
  n: number
  numberKey: string
  familyKey: string
  numbered: boolean
  contentMac: string
  sealedBy: string | null
  notes: RowNote[]
  rule: string
}

export type StagedContent = Pick<Proposal, 'content' | 'organSlug'>

export type FamilyMember = {
  id: string
  numberKey: string
  familyKey: string
  ordinal: number
  state: RecordState
  version: number
  seq: number
  publishedOn: Day | null
  contentMac: string
  rule: string
}

/** What is to become of a row that is more than a plain new record. */
export type PlannedRow = {
  n: number
  recordId: string
  outcome: RowOutcome
  notes: RowNote[]
  rule: string
  fromState: RecordState | null
  toState: RecordState
  version: number
  seq: number
  ordinal: number
} & (
  | { action: 'keep' | 'duplicate' }
  | { action: 'hide'; finding: PublicationFinding }
  | {
      action: 'create' | 'revise'
      finding: PublicationFinding
      publishedOn: Day
      salt: string
      commitment: string
      changed: string[]
    }
)

export type BatchSummary = {
  batch: string
  read: number
  accepted: number
  warned: number
  rejected: number
  unchanged: number
  published: number
  withheld: { rule: string; rows: number }[]
  /** Of the rejected: rows of a sealed category, of which only number and rule are kept. */
  sealed: { rule: string; rows: number }[]
  /** Rows of records that left, rows that repeat another, and public records that a sealed row takes out of public. */
  left: number
  repeated: number
  hidden: number
}

export type RowReport = {
  n: number
  outcome: RowOutcome
  record: string | null
  rule: string | null
  lateBy: number | null
  notes: RowNote[]
  /** Fields in which a new version differs from the one before. */
  changed: string[]
}

/** A finished batch. `headers` as its file had them; `kept`: rejected rows whose cells are still there. */
export type RejectedBatch = {
  id: string
  kind: RecordKind
  fileName: string
  headers: string[]
  at: number
  rejected: number
  kept: number
}

/** Somebody at the desk approves an import as it stood at this revision. */
export type ImportApproval = { id: string; revision: number; by: string }

export type UnfinishedBatch = { id: string; state: BatchState; lastRow: number; optionsHash: string }

export type StepWrite = {
  id: string
  kind: RecordKind
  fromState: RecordState
  toState: RecordState
  seq: number
  version: number
  command: 'withdraw' | 'end' | 'withhold'
  /** What keeps it away from now on. */
  rule: string
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
  /** A decision let it out at some time. */
  wasPublic: boolean
}

/** A record as the publisher needs it: in public with its version, gone with what may be said, or never public. */
export type PublishState =
  | {
      state: 'public'
      version: Omit<PublishedVersion, 'timeliness' | 'categories' | 'standing' | 'history'>
      /** Of a record with several versions, those that a decision let out, oldest first. */
      versions: readonly VersionContent[]
    }
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
    staff: string | null
    kind: RecordKind
    fileName: string
    fileHash: string
    sheet: string | null
    optionsHash: string
    mapping: { header: string; field: string | null }[]
    at: number
  }): Promise<void>
  /** The unfinished batch of the same file and sheet, to be resumed or discarded. */
  unfinishedBatch(fileHash: string, sheet: string | null): Promise<UnfinishedBatch | undefined>
  stageRows(batchId: string, rows: readonly StagedRow[]): Promise<void>
  /** All rows are staged. False where someone else discarded or applied the batch meanwhile. */
  startApplying(batchId: string): Promise<boolean>
  /** Number keys, in order, that stand in the batch more than once or that a known record has. */
  doubtfulNumbers(batchId: string, after: string, limit: number): Promise<string[]>
  stagedHeads(batchId: string, numberKeys: readonly string[]): Promise<StagedHead[]>
  stagedContents(batchId: string, rows: readonly number[]): Promise<Map<number, StagedContent>>
  /** Known records with these number keys. */
  knownMembers(numberKeys: readonly string[]): Promise<FamilyMember[]>
  /** Current contents, sealed part included: only to say which fields a new version changes. */
  currentContents(ids: readonly string[]): Promise<Map<string, { open: FieldValues; sealed: FieldValues }>>
  /** Forgets an earlier plan and puts the numbers of the waiting rows in order. */
  startPlan(batchId: string): Promise<void>
  savePlan(batchId: string, rows: readonly PlannedRow[]): Promise<void>
  /** Counted from what is staged and planned, before the batch is applied. */
  summary(batchId: string): Promise<BatchSummary>
  /**
   * Makes the whole batch real in one transaction: records, versions, decisions, trail, commitments, outbox, outcomes.
   * False where a record changed since the plan was made, or the import that is approved did; then nothing was written.
   */
  applyBatch(batch: {
    batchId: string
    kind: RecordKind
    summary: BatchSummary
    actor: ActorKind
    staff: string | null
    approval: ImportApproval | null
    at: number
    purgeRejectedAt: number
  }): Promise<boolean>
  /** Takes an unfinished batch away, with everything that waits in it. */
  discardBatch(batchId: string, at: number): Promise<void>
  /** Removes what still waits of batches that are done or discarded: a stop in between leaves some. */
  clearStaging(): Promise<void>
  /** Unfinished batches that were begun before this instant. */
  abandonedBatches(before: number): Promise<string[]>
  /** Removes rejected rows whose purge day has come; answers how many. */
  purgeRejected(at: number): Promise<number>
  rowReports(batchId: string, after: number, limit: number): Promise<RowReport[]>
  /** Batches with rejected rows, the newest first. */
  rejectedBatches(limit: number): Promise<RejectedBatch[]>
  /** A finished batch, whether it has rejected rows or not. */
  rejectedBatch(id: string): Promise<RejectedBatch | undefined>
  /** Of a finished batch, in the order of its file. */
  rejectedRows(batchId: string, after: number, limit: number): Promise<RejectedRow[]>
  /** By organ and kind, of what is on file now. */
  qualityCounts(): Promise<QualityCounts[]>
  /** Records that left before an instant, with how long that took; which ones, nobody is told. */
  removals(before: number): Promise<Removal[]>
  headerMap(organSlug: string | null, kind: RecordKind): Promise<Map<string, string | null>>
  saveHeaderMap(
    organSlug: string | null,
    kind: RecordKind,
    columns: readonly { header: string; field: string | null }[],
    at: number,
  ): Promise<void>

  head(id: string): Promise<RecordHead | undefined>
  /** What could be shown of each version, oldest first; for reports to staff. */
  openVersions(id: string): Promise<{ n: number; at: number; open: FieldValues }[]>
  /** False when another step took this seq first; then nothing was written. */
  step(write: StepWrite): Promise<boolean>
  /** Ids of public records whose last day is before `today`. */
  over(today: Day, limit: number): Promise<string[]>

  /** True when the holder now has the lease, or has it still; it runs out at `until` by itself. */
  takeLease(name: string, holder: string, at: number, until: number): Promise<boolean>
  dropLease(name: string, holder: string): Promise<void>
  /** Random name of this database's line of snapshots, made once. */
  lineage(fresh: string): Promise<string>
  /** The next publish begins a new line: snapshots and pages of the old one are served no more. */
  forgetLineage(): Promise<void>
  /** `rows` are those read, `ids` the records that they are about. `after`: the `upTo` of a page before. */
  pendingOutbox(limit: number, after?: number): Promise<{ upTo: number; ids: string[]; rows: number }>
  settleOutbox(upTo: number, at: number): Promise<void>
  /** What could be shown of the current versions, public or not; for reports to staff. */
  openContents(ids: readonly string[]): Promise<FieldValues[]>
  publishStates(ids: readonly string[]): Promise<Map<string, PublishState>>
  /** Public records of the same licence as one of these, which show it and change with it. */
  siblingIds(ids: readonly string[]): Promise<string[]>
  /** Public records of some kinds by id, with what a decision may let out of their current version. */
  publicOfKinds(
    kinds: readonly RecordKind[],
    after: string,
    limit: number,
  ): Promise<{ id: string; kind: RecordKind; organ: string | null; open: FieldValues }[]>
  /** Has the publisher look at them anew. */
  queue(ids: readonly string[], at: number): Promise<void>
  publicIds(after: string, limit: number): Promise<string[]>
  goneIds(after: string, limit: number): Promise<string[]>
  countPublic(): Promise<number>
  countPublicByKind(): Promise<Record<RecordKind, number>>
}
