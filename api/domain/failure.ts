import type { FixTrouble } from './cell-fixes.ts'
import type { StepTrouble } from './desk-case.ts'
import type { RowNoteCode } from './import-row.ts'
import type { FieldId } from './record-fields.ts'
import type { PasswordTrouble, SignInGap } from './staff.ts'
import type {
  CaseRole,
  CaseState,
  ChangeState,
  ImportState,
  OutsideChannel,
  RecordKind,
  RecordState,
} from './vocabulary.ts'

/** Failures of the reading side: what a visitor can meet. */
export type ReadFailure =
  | { code: 'record-not-found'; id: string }
  | { code: 'agency-not-found'; slug: string }
  | { code: 'subject-not-found'; uscc: string }
  | { code: 'page-not-found'; page: number; pages: number }
  | { code: 'snapshot-unreadable' }
  | { code: 'download-not-found'; path: string }
  | { code: 'downloads-rebuilding' }
  | { code: 'database-unavailable' }
  | { code: 'search-unavailable' }
  | { code: 'policy-not-found'; slug: string }
  | { code: 'task-not-found'; policy: string; id: string }
  | { code: 'scheme-not-found'; id: string }
  | { code: 'year-without-scheme'; year: number }
  | { code: 'cursor-unknown' }

/** Failures of steps on a record. */
export type RecordFailure =
  | { code: 'record-not-found'; id: string }
  | { code: 'step-not-allowed'; id: string; from: RecordState; command: string }
  | { code: 'changed-meanwhile'; id: string }
  | { code: 'reason-length'; length: number }
  | { code: 'reason-personal-data' }
  | { code: 'reason-names-subject' }
  | { code: 'ground-unknown'; ground: string; allowed: readonly string[] }
  | { code: 'no-rule'; what: string }
  | { code: 'same-person'; change: string }

/** Failures of what staff propose and decide about a record. `basis` is that of the rule, as the public would read it. */
export type ChangeFailure =
  | RecordFailure
  | { code: 'change-not-found'; change: string }
  | { code: 'change-closed'; change: string; state: ChangeState }
  | { code: 'change-open'; id: string; change: string }
  | { code: 'change-of-other'; change: string }
  | { code: 'hiding-needs-review'; change: string }
  | { code: 'rule-forbids'; rule: string; basis: string }
  | { code: 'correct-first'; rule: string; basis: string }
  | { code: 'basis-missing' }
  | { code: 'until-missing' }
  | { code: 'until-out-of-range'; until: string; from: string; to: string | null }
  | { code: 'nothing-changed' }
  | { code: 'field-unknown'; kind: RecordKind; field: string }
  | { code: 'field-not-coverable'; kind: RecordKind; field: string; allowed: readonly FieldId[] }
  | ValueRefused
  | { code: 'case-other'; receipt: string; expected: string | null }
  | { code: 'case-changed-meanwhile'; receipt: string }

/** `value` is null where what was typed may be somebody's personal data. */
export type ValueRefused = {
  code: 'value-refused'
  kind: RecordKind
  field: FieldId
  value: string | null
  why: RowNoteCode
  /** The words of a closed list, where the field has one. */
  words: readonly string[]
}

/** Failures of what people send in, and of looking it up. `case-not-found`: wrong number or wrong code, never which. */
export type CaseFailure =
  | { code: 'intake-closed' }
  | { code: 'record-not-public'; id: string }
  | { code: 'complaint-elsewhere'; channels: readonly OutsideChannel[]; why: string }
  | { code: 'repair-elsewhere'; channel: string }
  | { code: 'proof-refused'; why: 'malformed' | 'forged' | 'wrong-form' | 'too-fast' | 'expired' | 'used' | 'unsolved' }
  | { code: 'key-reused' }
  | { code: 'too-many'; retryAfter: number }
  | { code: 'sealed-malformed' }
  | { code: 'papers-missing' }
  | { code: 'upload-refused'; why: 'empty' | 'too-large' | 'type-unknown' | 'inflates' | 'sealed-malformed' }
  | { code: 'upload-unknown'; id: string }
  | { code: 'case-not-found' }
  | { code: 'case-step-not-allowed'; from: CaseState; command: string }
  | { code: 'case-role-not-allowed'; role: CaseRole; command: string }
  | { code: 'case-changed-meanwhile'; receipt: string }
  | { code: 'note-personal-data' }
  | { code: 'summary-not-allowed' }

/** What a submission can fail with. */
export type SubmitFailure = FailureOf<
  | 'papers-missing'
  | 'intake-closed'
  | 'record-not-found'
  | 'record-not-public'
  | 'agency-not-found'
  | 'complaint-elsewhere'
  | 'repair-elsewhere'
  | 'proof-refused'
  | 'key-reused'
  | 'too-many'
  | 'sealed-malformed'
  | 'upload-refused'
  | 'upload-unknown'
>

/** What looking up, adding papers and withdrawing can fail with. */
export type FilerFailure = FailureOf<
  | 'key-reused'
  | 'intake-closed'
  | 'proof-refused'
  | 'too-many'
  | 'sealed-malformed'
  | 'upload-refused'
  | 'upload-unknown'
  | 'case-not-found'
  | 'case-step-not-allowed'
  | 'case-role-not-allowed'
  | 'case-changed-meanwhile'
>

/** Failures at the desk. `sign-in-wrong`: account or password, never which. */
export type StaffFailure =
  | { code: 'sign-in-wrong' }
  | { code: 'sign-in-locked'; retryAfter: number }
  | { code: 'sign-in-stale' }
  | { code: 'second-factor-wrong' }
  | { code: 'password-wrong' }
  | { code: 'password-weak'; trouble: PasswordTrouble }
  | { code: 'not-signed-in' }
  | { code: 'sign-in-unfinished'; gap: SignInGap }
  | { code: 'role-not-allowed' }
  | { code: 'account-taken' }
  | { code: 'account-malformed' }
  | { code: 'organ-missing' }
  | { code: 'staff-not-found' }
  | { code: 'alarm-not-found' }
  | { code: 'alarm-closed' }
  | { code: 'batch-not-found' }
  | { code: 'upward-nowhere' }
  | { code: 'upward-undelivered' }
  | { code: 'inbound-busy' }
  | { code: 'sender-unknown' }
  | { code: 'alarm-no-entry' }
  | { code: 'too-many-views'; most: number }
  | { code: 'staff-self' }
  | { code: 'upholder-involved' }
  | { code: 'step-incomplete'; troubles: readonly StepTrouble[] }
  | { code: 'handler-refused'; slug: string }

/** Files that people take for a table and that are something else. */
export type ForeignFormat =
  | 'pdf'
  | 'image'
  | 'word'
  | 'web-page'
  | 'xml'
  | 'archive'
  | 'xlsb'
  | 'xls-before-97'
  | 'office-other'
  | 'binary'

/** Failures of an import as a whole; a row's own troubles are notes, not failures. */
export type ImportFailure =
  | { code: 'file-unreadable'; file: string; detail: string }
  | { code: 'file-empty'; file: string }
  | { code: 'file-encrypted'; file: string }
  | { code: 'file-damaged'; file: string; part: string | null }
  | { code: 'file-foreign'; file: string; found: ForeignFormat }
  | { code: 'file-encoding'; file: string }
  | { code: 'file-too-large'; file: string; part: string | null; bytes: number; limit: number }
  | { code: 'file-inflates'; file: string; part: string }
  | { code: 'table-too-wide'; file: string; sheet: string | null; row: number; limit: number }
  | { code: 'record-too-long'; file: string; sheet: string | null; line: number; limit: number }
  | { code: 'quote-stray'; file: string; line: number }
  | { code: 'json-malformed'; file: string; item: number; unit: 'item' | 'line' }
  | { code: 'json-shape'; file: string }
  | { code: 'header-missing'; file: string; seen: { sheet: string | null; cells: string[] }[] }
  | { code: 'header-changes'; file: string; sheet: string | null; row: number }
  | { code: 'file-without-rows'; file: string }
  | { code: 'headers-unknown'; file: string; headers: string[]; missing: string[] }
  | { code: 'organ-not-found'; slug: string; known: string[] }
  | { code: 'records-busy'; file: string }

/** Failures of what the desk does about an uploaded file. */
export type ImportDeskFailure =
  | { code: 'import-not-found' }
  | { code: 'import-closed'; state: ImportState }
  | { code: 'import-changed' }
  | { code: 'import-same-person' }
  | { code: 'import-unchecked' }
  | { code: 'import-known'; id: string }
  | { code: 'import-kind-unclear'; sheet: string | null }
  | { code: 'import-organ-other'; organ: string }
  | { code: 'import-field-unknown'; kind: RecordKind; header: string; field: string }
  | { code: 'import-header-unknown'; header: string }
  | { code: 'import-sheets-many'; sheets: number; limit: number }
  | { code: 'fix-refused'; n: number; place: number; why: FixTrouble }
  | { code: 'note-personal-data' }
  | { code: 'note-missing' }
  | ImportFailure

/** Failures of writing a table; `row` as the program that shows the file counts, header included. */
export type TableFailure =
  | { code: 'cell-too-long'; row: number; header: string; length: number; most: number }
  | { code: 'too-many-rows'; most: number }

export type Failure =
  | ReadFailure
  | RecordFailure
  | ChangeFailure
  | CaseFailure
  | StaffFailure
  | ImportFailure
  | ImportDeskFailure
  | TableFailure

/** The failures with these codes, for a verb to say exactly what it can fail with. */
export type FailureOf<C extends Failure['code']> = Extract<Failure, { code: C }>

/** Thrown where the database cannot take or give anything now: busy, full, unreachable. Never with what was written. */
export class StoreUnavailableError extends Error {
  override name = 'StoreUnavailableError'
}

/** Whether an error is that, or comes from one: libraries put errors of their own around it. */
export function isStoreUnavailable(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at instanceof StoreUnavailableError) return true
  }
  return false
}

/** Carries a failure out of a loop over rows: the file was opened, and its trouble lies further down. */
export class ImportFailed extends Error {
  override name = 'ImportFailed'
  readonly failure: ImportFailure

  constructor(failure: ImportFailure, cause?: unknown) {
    super(failure.code, { cause })
    this.failure = failure
  }
}
