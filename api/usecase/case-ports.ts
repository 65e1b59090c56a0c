import type { CaseCommand } from '#domain/case-life'
import type { Day } from '#domain/day'
import type { TokenForm } from '#domain/form-token'
import type { Counter } from '#domain/intake-limits'
import type {
  ActorKind,
  CaseKind,
  CasePaper,
  CaseRole,
  CaseSource,
  CaseState,
  ComplaintDomain,
  SealedBy,
  UploadType,
} from '#domain/vocabulary'

import type { WorkDue, WorkListStore } from './work-ports.ts'

/** Never personal data. */
export type AuditDetail = Readonly<Record<string, string | number>>

export { StoreUnavailableError } from '#domain/failure'

/** Keyed hash under the intake secret, plain SHA-256, and random bytes; hex. */
export type IntakeSecrets = {
  mac(text: string): Promise<string>
  hash(content: string | Uint8Array): Promise<string>
  random(bytes: number): string
}

/** Encrypts to all recipients; each of them alone can open it. Throws where a recipient is malformed. */
export type Seal = (plain: Uint8Array, recipients: readonly string[]) => Promise<Uint8Array>

/** What a program works at before it may send something, and what comes back. */
export type WorkProofs = {
  /** For one form; JSON as the client library reads it. */
  issue(form: TokenForm, now: number): Promise<Record<string, unknown>>
  /** `id`: the same for every copy of the proof, so that it can be used once. */
  check(
    form: TokenForm,
    payload: string,
    now: number,
  ): Promise<
    | { ok: true; id: string; expiresAt: number }
    | { ok: false; why: 'malformed' | 'forged' | 'wrong-form' | 'expired' | 'unsolved' }
  >
}

export type DeskKeyRow = { id: string; recipients: string[] }

/** What is not sealed: it routes the case and makes counts, and says nothing of who files. */
export type ClearPart = Readonly<Record<string, string | boolean | null>>

export type CaseRow = {
  receipt: string
  kind: CaseKind
  state: CaseState
  seq: number
  recordId: string | null
  /** The organ complained about, or that asks for repair. */
  organSlug: string | null
  handlerSlug: string | null
  clear: ClearPart
  codeHash: string
  isMarked: boolean
  sealedBy: SealedBy
  submittedAt: number
  updatedAt: number
  /** Who at the desk has it. */
  assignee: string | null
  source: CaseSource
  externalNumber: string | null
  /** When what it held was destroyed. */
  purgedAt: number | null
}

export type TrailStep = {
  seq: number
  command: CaseCommand | 'submit'
  to: CaseState
  role: CaseRole
  at: number
  /** What the filer may read of the step. */
  note: string | null
  /** Last day on which papers that were asked for may come. */
  until: Day | null
  /** Who at the desk took it. */
  staffId: string | null
}

/** What staff wrote beside a step, for other staff. */
export type PaperText = { kind: CasePaper; text: string }

/** What the work list shows of a case. */
export type CaseWork = CaseRow & { trail: TrailStep[] }

export type CaseFound = CaseRow & { trail: TrailStep[]; uploads: number }

/** What decides about a submission before anything is written; one trip. */
export type BeforeSubmission = {
  deskKey: DeskKeyRow | undefined
  /** The submission that came with the same key. */
  known: { receipt: string; digest: string; submittedAt: number } | undefined
  /** By counter, in the order asked: how often it was counted this hour. */
  counts: number[]
  isProofUsed: boolean
  /** Of the uploads that are named, those that wait unclaimed. */
  uploads: { id: string; bytes: number }[]
}

export type SubmissionWrite = {
  receipt: string
  kind: CaseKind
  recordId: string | null
  organSlug: string | null
  handlerSlug: string | null
  clear: ClearPart
  codeHash: string
  idempotencyHash: string
  digest: string
  deskKey: string
  sealed: Uint8Array
  sealedBy: SealedBy
  uploads: readonly string[]
  source: CaseSource
  externalNumber: string | null
  /** Who at the desk registered it. */
  staffId: string | null
  /** Whether the record is to carry a mark while this is open. */
  marks: boolean
  workDue: WorkDue | null
  proof: { id: string; expiresAt: number }
  counters: readonly Counter[]
  hour: number
  /** Salt of the commitment; dies with the case. */
  salt: string
  commitment: string
  at: number
}

export type SupplementWrite = {
  receipt: string
  seq: number
  from: CaseState
  to: CaseState
  workDue: WorkDue | null
  sealed: Uint8Array
  deskKey: string
  sealedBy: SealedBy
  uploads: readonly string[]
  proof: { id: string; expiresAt: number }
  idempotencyHash: string
  digest: string
  counters: readonly Counter[]
  hour: number
  /** Salt of the commitment; dies with the case. */
  salt: string
  commitment: string
  at: number
}

export type CaseStepWrite = {
  receipt: string
  seq: number
  command: CaseCommand
  from: CaseState
  to: CaseState
  role: CaseRole
  actor: ActorKind
  note: string | null
  until: Day | null
  staffId: string | null
  /** The organ that is to look into it from now on; null leaves it as it is. */
  handlerSlug: string | null
  papers: readonly PaperText[]
  /** When it is due after this step; null once it is closed. */
  workDue: WorkDue | null
  /** Salt of the commitment; dies with the case. */
  salt: string
  commitment: string
  at: number
}

export type UploadWrite = {
  id: string
  sealed: Uint8Array
  deskKey: string
  sealedBy: SealedBy
  /** Known only where the server sniffed it. */
  type: UploadType | null
  /** What it counts for, by counter. */
  counts: readonly (Counter & { n: number })[]
  hour: number
  at: number
}

/** The database as verbs on cases see it; every write is one libSQL batch. All throw `StoreUnavailableError`. */
export type CaseStore = WorkListStore & {
  /** `counters`: keys of this hour; `idempotencyHash` null where nothing is created. */
  before(asked: {
    idempotencyHash: string | null
    proofId: string
    counters: readonly Counter[]
    hour: number
    uploads: readonly string[]
  }): Promise<BeforeSubmission>
  /**
   * `taken`: the key or the proof came in meanwhile with another submission; `claimed`: a file did; `over`: a counter is
   * at its end. Then nothing was written.
   */
  submit(write: SubmissionWrite): Promise<'written' | 'taken' | 'claimed' | 'over'>
  /** The newest desk key that is in use. */
  deskKey(): Promise<DeskKeyRow | undefined>
  /** A copy with the same id is the same upload. */
  saveUpload(write: UploadWrite): Promise<'written' | 'over'>
  find(receipt: string): Promise<CaseFound | undefined>
  count(counters: readonly Counter[], hour: number): Promise<void>
  /** `stale`: another step took this number; `taken`: this very supplement is there already. */
  supplement(write: SupplementWrite): Promise<'written' | 'stale' | 'taken' | 'claimed' | 'over'>
  /** The supplement that came with this key. */
  knownSupplement(idempotencyHash: string): Promise<{ receipt: string; digest: string } | undefined>
  /** False when another step took this number first. */
  step(write: CaseStepWrite): Promise<boolean>
  papers(receipt: string): Promise<(PaperText & { seq: number })[]>
  assign(write: { receipt: string; assignee: string | null; by: string; at: number }): Promise<void>
  /** A row of the audit on what is no step. */
  note(entry: { at: number; staffId: string; verb: string; receipt: string; detail?: AuditDetail }): Promise<void>
  /** Cases that wait for papers whose last day is before `today`. */
  overdueAsks(today: Day, limit: number): Promise<CaseFound[]>
  /** Removes uploads nobody claimed, used proofs and counters of past hours; answers how many uploads. */
  purgeIntake(before: { uploads: number; proofs: number; hour: number }): Promise<number>
  /** Closed cases of the kind, closed before the instant, that still have what they held; the oldest first. */
  dueForPurge(end: { kind: CaseKind; closedBefore: number }, limit: number): Promise<string[]>
  /**
   * Destroys what a closed case holds: sealed parts, files, papers, notes, salts, and what ties it to its record and to
   * its filer's posts. Its steps and the hash of its code stay. False where it was done before.
   */
  purgeCase(receipt: string, at: number): Promise<boolean>
  /**
   * Empties the log beside the database, in which what was deleted lingers. `blocked`: somebody reads from it, or
   * writes; `not-ours`: a remote database, whose log its provider keeps.
   */
  emptyLog(): Promise<'empty' | 'blocked' | 'not-ours'>
  /** Open and closed cases by kind and state, for staff. */
  list(limit: number): Promise<CaseRow[]>
  /** One a complaint; a later one takes its place. */
  saveSummary(summary: { receipt: string; summary: string; reply: string; at: number }): Promise<void>
  /** The newest first. */
  summaries(): Promise<
    {
      organSlug: string
      domain: ComplaintDomain
      outcome: CaseState
      summary: string
      reply: string
      closedOn: Day
    }[]
  >
  countCases(): Promise<{ kind: CaseKind; state: CaseState; cases: number }[]>
  /**
   * Every case with its steps before an instant, oldest first; of who filed it or what it says, nothing. `organ`: whom it
   * is about, of an objection whose record it is about.
   */
  caseSteps(before: number): Promise<
    {
      kind: CaseKind
      organ: string | null
      domain: ComplaintDomain | null
      steps: Pick<TrailStep, 'command' | 'to' | 'at'>[]
    }[]
  >
  /** Sealed parts of a case, for the desk: bytes as they came, never opened by the server. */
  sealedParts(receipt: string): Promise<{ n: number; bytes: Uint8Array; deskKey: string }[]>
  sealedUpload(id: string): Promise<Uint8Array | undefined>
  uploadIds(receipt: string): Promise<string[]>
  saveDeskKey(key: {
    id: string
    recipient: string
    recoveryRecipient: string
    wraps: { clerk: string; wrapped: string }[]
    at: number
  }): Promise<void>
  wraps(keyId: string): Promise<{ clerk: string; wrapped: string }[]>
  /** By key, the newest first: its secret under this clerk's passphrase; null where the clerk has none. */
  wrapsOf(clerk: string): Promise<{ keyId: string; wrapped: string | null }[]>
  /** Lets another clerk open what these keys open; an earlier wrap of theirs is replaced. */
  saveWraps(write: {
    clerk: string
    wraps: readonly { keyId: string; wrapped: string }[]
    by: string
    at: number
  }): Promise<void>
}
