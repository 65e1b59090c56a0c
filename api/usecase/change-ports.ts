import type { Day } from '#domain/day'
import type { RecordContent } from '#domain/record-content'
import type { FieldId } from '#domain/record-fields'
import type { RecordCommand } from '#domain/record-life'
import type {
  ActorKind,
  ChangeState,
  HidingOutcome,
  PublicationDecision,
  RecordChange,
  RecordKind,
  RecordState,
} from '#domain/vocabulary'
import type { CaseStepWrite } from './case-ports.ts'

/** A decision as it was written down with its step. */
export type DecisionRow = {
  decision: PublicationDecision
  rule: string
  basis: string
  needsReview: boolean
  until: Day | null
  version: number
}

/** A record with everything that a change of it is decided on. Sealed parts included: never for a public output. */
export type RecordNow = {
  id: string
  kind: RecordKind
  state: RecordState
  seq: number
  version: number
  organSlug: string | null
  publishedOn: Day | null
  content: Omit<RecordContent, 'unreadFields'> & {
    /** Null where the version was taken in before they were noted. */
    unreadFields: FieldId[] | null
  }
  /** Of the last step, and of the last one that let the record out. */
  decision: DecisionRow
  shown: DecisionRow | null
  /** Another record of the same organ, number and subject left, or is hidden. */
  familyLeft: boolean
}

/** `fields`: names only. */
export type ChangePayload = { fields: string[]; until: Day | null }

export type ChangeRow = {
  id: string
  recordId: string
  change: RecordChange
  payload: ChangePayload
  reason: string
  ground: string | null
  /** For the public, where people let out what the rules leave open. */
  basis: string | null
  caseReceipt: string | null
  proposedBy: string
  proposedAt: number
  /** Step of the record that it was made on. */
  seq: number
  state: ChangeState
  outcome: HidingOutcome | null
  decidedBy: string | null
  decidedAt: number | null
  decisionNote: string | null
}

/** `fields`: what a correction proposes, as typed; empty once it is decided. */
export type ChangeFound = ChangeRow & { fields: Readonly<Record<string, string>> }

export type AuditWrite = { verb: string; target: string; detail: Record<string, string | number> }

export type ProposalWrite = Pick<
  ChangeRow,
  'id' | 'recordId' | 'change' | 'payload' | 'reason' | 'ground' | 'basis' | 'caseReceipt' | 'proposedBy' | 'seq'
> & { fields: Readonly<Record<string, string>>; at: number; audit: AuditWrite }

/** What closes a change: with the step that it asked for, or without any. */
export type Closing = {
  id: string
  state: Exclude<ChangeState, 'open'>
  outcome: HidingOutcome | null
  by: string | null
  note: string | null
}

/** One step of a record with all that goes with it. */
export type ChangeWrite = {
  id: string
  kind: RecordKind
  command: RecordCommand
  fromState: RecordState
  toState: RecordState
  seq: number
  version: number
  publication: Omit<DecisionRow, 'version'> & { ground: string | null; reason: string | null; noticeUntil: Day | null }
  /** First public day; null where the record is not public. */
  publishedOn: Day | null
  /** The new version, where the content changes. */
  content: NewVersion | null
  commitments: { event: string; hash: string }[]
  audit: AuditWrite
  actor: ActorKind
  /** The change that this carries out, or the hiding that it opens a review of. */
  closing: Closing | null
  opening: ProposalWrite | null
  at: number
}

export type NewVersion = {
  content: RecordContent
  salt: string
  organSlug: string | null
  subject: { uscc: string; name: string } | null
  licenceKey: string | null
  decidedOn: Day
}

/** `isStale`: something else changed the record since. */
export type OpenChange = ChangeRow & {
  kind: RecordKind
  recordState: RecordState
  documentNumber: string | null
  subjectName: string
  isStale: boolean
}

/** A withheld record of which the door said that a person has to look. */
export type ToReview = {
  id: string
  kind: RecordKind
  seq: number
  version: number
  organSlug: string | null
  documentNumber: string | null
  subjectName: string
  rule: string
  basis: string
  updatedAt: number
  /** The change that is open for it. */
  change: string | null
}

/** The database as verbs on records see it that staff call; every write is one libSQL batch. */
export type ChangeStore = {
  record(id: string): Promise<RecordNow | undefined>
  change(id: string): Promise<ChangeFound | undefined>
  openChangeOf(recordId: string): Promise<ChangeFound | undefined>
  /** `taken`: the record has an open change already. An open one that is named in `stale` is closed first. */
  propose(write: ProposalWrite, stale: string | null): Promise<'written' | 'taken'>
  /** A change that ends without a step. False where it was closed already. */
  close(closing: Closing, audit: AuditWrite, at: number): Promise<boolean>
  /**
   * A record's step, and a step of a case with it: both or neither. `stale`: the record took another step first;
   * `case-stale`: the case did; `closed`: the change was decided meanwhile. Then nothing was written.
   */
  applyChange(write: ChangeWrite, also?: CaseStepWrite): Promise<'written' | 'stale' | 'case-stale' | 'closed'>
  /** The oldest first; `after` is the last one of the page before. */
  openChanges(after: string | null, limit: number): Promise<OpenChange[]>
  countOpenChanges(): Promise<Record<RecordChange, number>>
  /** In the order of their ids. */
  toReview(asked: { after: string; limit: number; rule: string | null }): Promise<ToReview[]>
  countToReview(): Promise<{ rule: string; kind: RecordKind; records: number }[]>
  /** What was proposed and decided about a record, the newest first. */
  changesOf(recordId: string): Promise<ChangeRow[]>
}
