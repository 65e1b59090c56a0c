import type { CellFix } from '#domain/cell-fixes'
import type { ImportFailure } from '#domain/failure'
import type { RejectedLine, RejectedRow } from '#domain/rejected-line'
import type { Result } from '#domain/result'
import type { Recognise, SkippedSheet, Table } from '#domain/table'
import type { ImportState, RecordKind } from '#domain/vocabulary'
import type { AuditDetail } from './case-ports.ts'
import type { BatchSummary } from './ports.ts'

/** One table of a file that was uploaded at the desk. */
export type DeskImport = {
  /** In the order of upload. */
  n: number
  id: string
  /** The file is this organ's alone; null where its rows name their organs. */
  organSlug: string | null
  kind: RecordKind
  fileName: string
  fileHash: string
  sheet: string | null
  headers: string[]
  /** Folded header → field, where a person said so. */
  choices: [string, string | null][]
  uploadedBy: string
  uploadedAt: number
  /** Grows with every change of what the rows say. */
  revision: number
  /** Of the last check: its batch and counts, or why the table could not be read. */
  batchId: string | null
  summary: BatchSummary | null
  trouble: ImportFailure | null
  state: ImportState
  decidedBy: string | null
  decidedAt: number | null
  note: string | null
}

export type NewDeskImport = Omit<DeskImport, 'n' | 'revision' | 'state' | 'decidedBy' | 'decidedAt' | 'note'>

/** Who did what to an import, for the audit: counts and names of fields, never a value. */
export type ImportNote = { verb: string; by: string | null; at: number; detail: AuditDetail }

export type ImportCheck = { batchId: string | null; summary: BatchSummary | null; trouble: ImportFailure | null }

/** Which import, as it stood when somebody looked at it. */
export type SeenImport = { id: string; revision: number }

/** Imports of the desk. Every write is one libSQL batch, with its row of the audit. All throw `StoreUnavailableError`. */
export type DeskImportStore = {
  /** False where the same table of the same organ waits already. */
  open(made: NewDeskImport, note: ImportNote): Promise<boolean>
  find(id: string): Promise<DeskImport | undefined>
  /** Newest first; of one organ, or of all. */
  list(organ: string | null, before: number | null, limit: number): Promise<DeskImport[]>
  waitingTwin(fileHash: string, sheet: string | null, organ: string | null): Promise<string | undefined>
  fixes(id: string): Promise<CellFix[]>
  hands(id: string): Promise<string[]>
  /** Fields of headers or texts of cells; false where somebody was there first. */
  change(
    seen: SeenImport,
    what: { choices?: [string, string | null][]; fixes?: readonly CellFix[] },
    note: ImportNote,
  ): Promise<boolean>
  /** What a check of this revision said. */
  saveCheck(seen: SeenImport, check: ImportCheck): Promise<boolean>
  /** Any end but approval, which is written with the batch itself. Cells that were mended go; of staged rows only those stay that an organ gets back. */
  close(
    seen: SeenImport,
    ending: { state: Exclude<ImportState, 'waiting' | 'approved'>; note: string | null },
    note: ImportNote,
  ): Promise<boolean>
  /** Rows of a batch that waits or was sent back, in the order of its file. */
  stagedRejected(batchId: string, after: number, limit: number): Promise<RejectedRow[]>
  /** Waiting since before this instant. */
  overdue(before: number): Promise<DeskImport[]>
  /** Ids of all that wait. */
  waiting(): Promise<string[]>
  note(id: string, note: ImportNote): Promise<void>
}

export type OpenedImport = {
  /** SHA-256 of the bytes, hex. */
  hash: string
  tables: Table[]
  skipped: SkippedSheet[]
  close(): Promise<void>
}

/** Uploaded files on this machine, out of reach of everything that is served. `name` only says of what type a text is. */
export type ImportFiles = {
  save(id: string, name: string, bytes: Uint8Array): Promise<void>
  open(id: string, name: string, recognise: Recognise): Promise<Result<OpenedImport, ImportFailure>>
  remove(id: string): Promise<void>
  /** Ids of files that have lain here since before an instant. */
  lying(before: number): Promise<string[]>
}

/** Lines as the bytes of an .xlsx file. */
export type WriteSheet = (headers: readonly string[], lines: AsyncIterable<RejectedLine>) => AsyncIterable<Uint8Array>
