import { canonicalJson } from '#domain/canonical-json'
import { type CellFix, type CellFixes, fixesByRow, mendedRow } from '#domain/cell-fixes'
import { dayOfInstant } from '#domain/day'
import type { ImportDeskFailure, ImportFailure } from '#domain/failure'
import { type HeaderDictionary, type HeaderMap, type HeaderMapping, mapHeaders } from '#domain/header-mapping'
import { headerCounter } from '#domain/header-recognition'
import type { WordLists } from '#domain/import-row'
import type { PenaltyWords } from '#domain/record-facts'
import { type FieldId, fieldSpec } from '#domain/record-fields'
import { fail, ok, type Result } from '#domain/result'
import type { Staff } from '#domain/staff'
import type { Table, TableRow } from '#domain/table'
import type { RecordKind } from '#domain/vocabulary'
import { type ImportDeps, importBatch } from './import-batch.ts'
import type { DeskImport, DeskImportStore, ImportCheck, ImportFiles, WriteSheet } from './import-desk-ports.ts'
import type { BatchSummary, ImportApproval } from './ports.ts'

export type ImportDeskDeps = ImportDeps & {
  imports: DeskImportStore
  files: ImportFiles
  writeSheet: WriteSheet
  /** One after another: two that plan the same batch at once would undo each other's plan. */
  inTurn: InTurn
  dictionaries: Record<RecordKind, HeaderDictionary>
  words: WordLists
  penaltyWords: PenaltyWords
  showRepresentative: boolean
}

export type InTurn = <T>(work: () => Promise<T>) => Promise<T>

export function createInTurn(): InTurn {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = last.then(work, work)
    last = mine.catch(() => undefined)
    return mine
  }
}

/** What somebody may see of imports: an organ its own; for all others there is no difference. */
export async function findImport(
  { imports }: Pick<ImportDeskDeps, 'imports'>,
  staff: Staff,
  id: string,
): Promise<Result<DeskImport, Extract<ImportDeskFailure, { code: 'import-not-found' }>>> {
  const found = await imports.find(id)
  const isSeen = found !== undefined && (staff.role !== 'organ' || found.organSlug === staff.organSlug)
  return isSeen ? ok(found) : fail({ code: 'import-not-found' })
}

/** As `findImport`, and still to be decided, as somebody saw it. */
export async function findWaiting(
  deps: Pick<ImportDeskDeps, 'imports'>,
  staff: Staff,
  id: string,
  revision: number | null,
): Promise<Result<DeskImport, ImportDeskFailure>> {
  const found = await findImport(deps, staff, id)
  if (!found.ok) return found
  const { state } = found.value
  if (state !== 'waiting') return fail({ code: 'import-closed', state })
  return revision === null || revision === found.value.revision ? found : fail({ code: 'import-changed' })
}

export type OpenTable = { table: Table; mapping: HeaderMapping; fixes: CellFixes; close(): Promise<void> }

/** The table of an import with what people said about its headers and cells; `close` it. */
export async function openTable(deps: ImportDeskDeps, it: DeskImport): Promise<Result<OpenTable, ImportFailure>> {
  const opened = await deps.files.open(it.id, it.fileName, headerCounter(deps.dictionaries))
  if (!opened.ok) return opened
  const table = opened.value.tables.find(({ sheet }) => sheet === it.sheet)
  if (table === undefined) {
    await opened.value.close()
    return fail({ code: 'file-empty', file: it.fileName })
  }
  const mapping = mapHeaders(table.headers, deps.dictionaries[it.kind], it.kind, choiceMap(it.kind, it.choices))
  const fixes = fixesByRow(await deps.imports.fixes(it.id))
  return ok({ table, mapping, fixes, close: () => opened.value.close() })
}

/** A field that the code no longer knows is forgotten rather than applied. */
export function choiceMap(kind: RecordKind, choices: readonly (readonly [string, string | null])[]): HeaderMap {
  return new Map(
    choices.flatMap(([header, field]) => (field === null || isFieldOf(kind, field) ? [[header, field] as const] : [])),
  )
}

export function isFieldOf(kind: RecordKind, field: string): field is FieldId {
  return fieldSpec(kind, field as FieldId) !== undefined
}

export async function* mendedRows(rows: AsyncIterable<TableRow[]>, fixes: CellFixes): AsyncGenerator<TableRow[]> {
  for await (const chunk of rows) yield fixes.size === 0 ? chunk : chunk.map((row) => mendedRow(row, fixes))
}

/**
 * Stages, judges and plans what the import says now, and with `approval` makes it real. Another fix or field makes it
 * another file to the import, so that nothing of what was judged before counts.
 */
export function runImport(
  deps: ImportDeskDeps,
  it: DeskImport,
  run: { staff: string; approval?: ImportApproval },
): Promise<Result<BatchSummary, ImportFailure>> {
  return deps.inTurn(() => runNow(deps, it, run))
}

async function runNow(
  deps: ImportDeskDeps,
  it: DeskImport,
  run: { staff: string; approval?: ImportApproval },
): Promise<Result<BatchSummary, ImportFailure>> {
  const opened = await openTable(deps, it)
  if (!opened.ok) return opened
  const { table, mapping, fixes, close } = opened.value
  const { words, penaltyWords, showRepresentative } = deps
  const done = await importBatch(deps, {
    ...{ kind: it.kind, fileName: it.fileName, sheet: it.sheet, mapping, words, penaltyWords, showRepresentative },
    fileHash: deps.secrets.hash(canonicalJson([it.id, it.fileHash, listOf(fixes)])),
    rows: mendedRows(table.rows, fixes),
    organ: it.organSlug,
    isOrgansOwn: it.organSlug !== null,
    today: dayOfInstant(deps.clock()),
    actor: 'staff',
    dryRun: run.approval === undefined,
    ...run,
  }).finally(close)
  const isGone = done.ok ? done.value.batch !== it.batchId : done.failure.code === 'headers-unknown'
  if (isGone && it.batchId !== null) await deps.store.discardBatch(it.batchId, deps.clock())
  // Trouble further down is said of the file on this machine: its place is nobody's matter.
  return done.ok || !('file' in done.failure) ? done : fail({ ...done.failure, file: it.fileName })
}

function listOf(fixes: CellFixes): [number, number, string][] {
  return [...fixes].flatMap(([n, row]) =>
    [...row].map(([place, text]) => [n, place, text] satisfies [CellFix['n'], CellFix['place'], string]),
  )
}

export function checkOf(done: Result<BatchSummary, ImportFailure>): ImportCheck {
  return done.ok
    ? { batchId: done.value.batch, summary: done.value, trouble: null }
    : { batchId: null, summary: null, trouble: done.failure }
}

/** Judges the rows anew, as files, rules and records are now, and keeps what it says. */
export async function checkImport(
  deps: ImportDeskDeps,
  staff: Staff,
  id: string,
): Promise<Result<ImportCheck, ImportDeskFailure>> {
  const found = await findWaiting(deps, staff, id, null)
  if (!found.ok) return found
  const check = checkOf(await runImport(deps, found.value, { staff: staff.id }))
  const { revision } = found.value
  const isSaved = await deps.imports.saveCheck({ id, revision }, check)
  await deps.imports.note(id, { verb: 'import-check', by: staff.id, at: deps.clock(), detail: {} })
  return isSaved ? ok(check) : fail({ code: 'import-changed' })
}
