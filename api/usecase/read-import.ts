import { shownCell } from '#domain/cell-fixes'
import type { ImportDeskFailure } from '#domain/failure'
import type { ColumnMatch } from '#domain/header-mapping'
import { markedPlaces, type RejectedLine } from '#domain/rejected-line'
import { fail, ok, type Result } from '#domain/result'
import type { Staff } from '#domain/staff'
import { findImport, type ImportDeskDeps, openTable } from './check-import.ts'
import { rowsOf } from './fix-import.ts'
import type { DeskImport } from './import-desk-ports.ts'
import type { RowReport } from './ports.ts'
import { rejectedLines } from './rejected-lines.ts'

/** Newest first. */
export async function listImports(
  { imports }: Pick<ImportDeskDeps, 'imports'>,
  staff: Staff,
  before: number | null,
): Promise<{ items: DeskImport[]; next: number | null }> {
  const organ = staff.role === 'organ' ? staff.organSlug : null
  const items = await imports.list(organ, before, LISTED)
  return { items, next: items.length === LISTED ? (items.at(-1)?.n ?? null) : null }
}

const LISTED = 50
const SHOWN_ROWS = 100
const ROWS_PER_READ = 1000

/** `cells`: without personal data; none of a sealed row. `marked`: places of those that are to be mended. */
export type ImportRow = RowReport & { cells: string[]; marked: number[] }

export type ShownImport = {
  it: DeskImport
  columns: ColumnMatch[]
  rows: ImportRow[]
  mended: number
  mayApprove: boolean
}

/** An import with its headers and the rows that need somebody most. Reading it is a row of the audit. */
export async function readImport(
  deps: ImportDeskDeps,
  staff: Staff,
  id: string,
): Promise<Result<ShownImport, ImportDeskFailure>> {
  const found = await findImport(deps, staff, id)
  if (!found.ok) return found
  const it = found.value
  const hands = await deps.imports.hands(id)
  const mayApprove = it.state === 'waiting' && it.summary !== null && !hands.includes(staff.id)
  if (it.state !== 'waiting') return ok({ it, columns: [], rows: [], mended: 0, mayApprove })
  const opened = await openTable(deps, it)
  if (!opened.ok) return opened
  const { mapping, fixes, close } = opened.value
  await close()
  const reports = it.batchId === null ? [] : await firstRows(deps, it.batchId)
  const isSealed = ({ outcome, rule }: RowReport) => outcome === 'rejected' && rule !== null
  const open = new Set(reports.filter((row) => !isSealed(row)).map(({ n }) => n))
  const cells = await rowsOf(deps, it, open)
  if (!cells.ok) return cells
  const rows = reports.map((report): ImportRow => {
    const received = cells.value.get(report.n) ?? []
    return {
      ...report,
      cells: received.map(shownCell),
      marked: isSealed(report) ? [] : placesOf(mapping.columns, received, report),
    }
  })
  const detail = { rows: rows.length }
  await deps.imports.note(id, { verb: 'import-read', by: staff.id, at: deps.clock(), detail })
  const mended = [...fixes.values()].reduce((sum, row) => sum + row.size, 0)
  return ok({ it, columns: mapping.columns, rows, mended, mayApprove })
}

/** Rejected rows first, then those with a note, then the rest; in the order of the file. */
async function firstRows({ store }: ImportDeskDeps, batch: string): Promise<RowReport[]> {
  const byRank: RowReport[][] = [[], [], []]
  for (let after = 0; ; ) {
    const rows = await store.rowReports(batch, after, ROWS_PER_READ)
    const last = rows.at(-1)
    if (!last) break
    after = last.n
    for (const row of rows) {
      const rank = byRank[rankOf(row)]
      if (rank && rank.length < SHOWN_ROWS) rank.push(row)
    }
    if ((byRank[0]?.length ?? 0) >= SHOWN_ROWS) break
  }
  return byRank.flat().slice(0, SHOWN_ROWS)
}

function rankOf({ outcome, notes }: RowReport): number {
  if (outcome === 'rejected') return 0
  return notes.length > 0 ? 1 : 2
}

/** A note names a header, or a field that has no text; where the field has a column its empty cell is the place. */
function placesOf(columns: readonly ColumnMatch[], cells: readonly string[], { notes }: RowReport): number[] {
  const headers = columns.map(({ header }) => header)
  const fields = new Set(notes.flatMap(({ column }) => column ?? []))
  const ofFields = columns.flatMap(({ field }, place) => (field !== null && fields.has(field) ? [place] : []))
  return [...new Set([...markedPlaces(headers, cells, notes), ...ofFields])].sort((a, b) => a - b)
}

/** The rows that were not taken in, as the organ gets them back. */
export async function readRejected(
  deps: ImportDeskDeps,
  staff: Staff,
  id: string,
): Promise<Result<{ it: DeskImport; bytes: AsyncIterable<Uint8Array> }, ImportDeskFailure>> {
  const found = await findImport(deps, staff, id)
  if (!found.ok) return found
  const it = found.value
  const { batchId, summary, state } = it
  const isKept = state === 'waiting' || state === 'approved' || state === 'returned'
  if (batchId === null || !isKept || (summary?.rejected ?? 0) === 0) return fail({ code: 'import-unchecked' })
  const rejectedRows = state === 'approved' ? deps.store.rejectedRows : deps.imports.stagedRejected
  const batch = { id: batchId, kind: it.kind, fileName: it.fileName, headers: it.headers }
  const counts = { at: it.uploadedAt, rejected: summary?.rejected ?? 0, kept: 0 }
  const lines: AsyncIterable<RejectedLine> = rejectedLines(
    { store: { rejectedRows }, rules: deps.rules },
    { ...batch, ...counts },
  )
  const detail = { rows: counts.rejected }
  await deps.imports.note(id, { verb: 'import-read', by: staff.id, at: deps.clock(), detail })
  return ok({ it, bytes: deps.writeSheet(it.headers, lines) })
}
