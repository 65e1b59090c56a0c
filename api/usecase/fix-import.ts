import { type CellFix, fixTrouble, isUnchanged } from '#domain/cell-fixes'
import type { ImportDeskFailure } from '#domain/failure'
import { foldHeader } from '#domain/header-mapping'
import { fail, ok, type Result } from '#domain/result'
import type { Staff } from '#domain/staff'
import { checkImport, findWaiting, type ImportDeskDeps, isFieldOf, mendedRows, openTable } from './check-import.ts'
import type { DeskImport, ImportCheck, SeenImport } from './import-desk-ports.ts'

export type ColumnChoice = { header: string; field: string | null }

/** A person says which field a header is, or that it is none; then the rows are judged anew. */
export async function mapImport(
  deps: ImportDeskDeps,
  staff: Staff,
  seen: SeenImport,
  columns: readonly ColumnChoice[],
): Promise<Result<ImportCheck, ImportDeskFailure>> {
  const found = await findWaiting(deps, staff, seen.id, seen.revision)
  if (!found.ok) return found
  const { kind, headers, choices } = found.value
  const known = new Set(headers.map(foldHeader))
  const wanted = new Map(choices)
  for (const { header, field } of columns) {
    const folded = foldHeader(header)
    if (folded === '' || !known.has(folded)) return fail({ code: 'import-header-unknown', header })
    if (field !== null && !isFieldOf(kind, field)) return fail({ code: 'import-field-unknown', kind, header, field })
    wanted.set(folded, field)
  }
  const note = { verb: 'import-fix', by: staff.id, at: deps.clock(), detail: { columns: columns.length } }
  const isWritten = await deps.imports.change(seen, { choices: [...wanted] }, note)
  return isWritten ? checkImport(deps, staff, seen.id) : fail({ code: 'import-changed' })
}

/** Mends cells, in what we read and not in the file; a cell that says what it said before is left alone. */
export async function fixImport(
  deps: ImportDeskDeps,
  staff: Staff,
  seen: SeenImport,
  fixes: readonly CellFix[],
): Promise<Result<ImportCheck, ImportDeskFailure>> {
  const found = await findWaiting(deps, staff, seen.id, seen.revision)
  if (!found.ok) return found
  const wanted = await changedFixes(deps, found.value, fixes)
  if (!wanted.ok) return wanted
  if (wanted.value.length === 0) return checkImport(deps, staff, seen.id)
  const detail = { cells: wanted.value.length, rows: new Set(wanted.value.map(({ n }) => n)).size }
  const note = { verb: 'import-fix', by: staff.id, at: deps.clock(), detail }
  const isWritten = await deps.imports.change(seen, { fixes: wanted.value }, note)
  return isWritten ? checkImport(deps, staff, seen.id) : fail({ code: 'import-changed' })
}

async function changedFixes(
  deps: ImportDeskDeps,
  it: DeskImport,
  fixes: readonly CellFix[],
): Promise<Result<CellFix[], ImportDeskFailure>> {
  const refuse = ({ n, place }: CellFix, why: Extract<ImportDeskFailure, { code: 'fix-refused' }>['why']) =>
    fail({ code: 'fix-refused' as const, n, place, why })
  if (it.batchId === null) return fail({ code: 'import-unchecked' })
  for (const fix of fixes) {
    const [row] = await deps.store.rowReports(it.batchId, fix.n - 1, 1)
    if (row?.n !== fix.n) return refuse(fix, 'no-such-row')
    // What the rules seal is nobody's to word otherwise here.
    if (row.outcome === 'rejected' && row.rule !== null) return refuse(fix, 'sealed')
  }
  const rows = await rowsOf(deps, it, new Set(fixes.map(({ n }) => n)))
  if (!rows.ok) return rows
  const changed: CellFix[] = []
  for (const fix of fixes) {
    const cells = rows.value.get(fix.n)
    if (cells === undefined) return refuse(fix, 'no-such-row')
    if (fix.place >= Math.max(it.headers.length, cells.length)) return refuse(fix, 'no-such-column')
    const present = cells[fix.place] ?? ''
    const trouble = fixTrouble(fix.text, present)
    if (trouble !== null) return refuse(fix, trouble)
    if (!isUnchanged(fix.text, present)) changed.push(fix)
  }
  return ok(changed)
}

/** Cells of some rows, as they are mended; reading ends with the last of them. */
export async function rowsOf(
  deps: ImportDeskDeps,
  it: DeskImport,
  wanted: ReadonlySet<number>,
): Promise<Result<Map<number, string[]>, ImportDeskFailure>> {
  const found = new Map<number, string[]>()
  if (wanted.size === 0) return ok(found)
  const opened = await openTable(deps, it)
  if (!opened.ok) return opened
  const { table, fixes, close } = opened.value
  try {
    for await (const rows of mendedRows(table.rows, fixes)) {
      for (const { n, cells } of rows) if (wanted.has(n)) found.set(n, cells)
      if (found.size === wanted.size) break
    }
  } finally {
    await close()
  }
  return ok(found)
}
