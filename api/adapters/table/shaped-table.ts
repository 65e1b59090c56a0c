import { ImportFailed } from '#domain/failure'
import { findHeader, type HeaderFinding } from '#domain/header-search'
import { maskPersonalData } from '#domain/masking'
import type { Aside, Recognise, Table, TableRow } from '#domain/table'
import { foldRow, isBlankRow, kindAboveHeader, rowKind, type TableShape } from '#domain/table-shape'
import { CHUNK_ROWS, HEAD_ROWS, HEAD_ROWS_WITH_BLANKS, MAX_COLUMNS } from './limits.ts'
import type { RowSource } from './row-source.ts'

/** A sheet with its header found; else its fullest first row, which may be a person's: masked. Null without any row. */
export type Shaped = { table: Table } | { seen: string[] | null }

export async function shapeTable(file: string, source: RowSource, recognise: Recognise): Promise<Shaped> {
  const head = await readHead(source)
  const header = findHeader(head, recognise)
  if (!header) return { seen: fullest(head) }
  const shape = shapeOf(head, header, recognise)
  const asides: Aside[] = []
  let share = 0
  return {
    table: {
      sheet: source.sheet,
      format: source.format,
      encoding: source.encoding,
      delimiter: source.delimiter,
      headerRow: header.last,
      headers: header.headers,
      asides,
      rows: dataRows(file, source, { header, shape, asides, report: (read) => (share = read) }),
      fraction: () => share,
    },
  }
}

async function readHead(source: RowSource): Promise<TableRow[]> {
  const head: TableRow[] = []
  let seen = 0
  for await (const chunk of source.open(() => {})) {
    for (const row of chunk) if (!isBlankRow(row.cells)) head.push(row)
    seen += chunk.length
    if (head.length >= HEAD_ROWS || seen >= HEAD_ROWS_WITH_BLANKS) break
  }
  return head.slice(0, HEAD_ROWS)
}

function fullest(head: readonly TableRow[]): string[] | null {
  const filled = head.map(({ cells }) => cells.filter((cell) => cell.trim() !== ''))
  const best = filled.reduce<string[]>((most, cells) => (most.length >= cells.length ? most : cells), [])
  return best.length > 0 ? best.map(maskPersonalData) : null
}

function shapeOf(head: readonly TableRow[], header: HeaderFinding, recognise: Recognise): TableShape {
  const within = head.filter(({ n }) => n >= header.first && n <= header.last)
  const above = head.filter(({ n }) => n < header.first)
  return {
    headers: header.headers,
    headerRows: within.map(({ cells }) => cells),
    headerRow: header.last,
    titles: new Set(above.map(({ cells }) => foldRow(cells))),
    recognise,
  }
}

type Reading = { header: HeaderFinding; shape: TableShape; asides: Aside[]; report: (share: number) => void }

async function* dataRows(file: string, source: RowSource, reading: Reading): AsyncGenerator<TableRow[]> {
  const { header, shape, asides, report } = reading
  for await (const chunk of source.open(report)) {
    const rows: TableRow[] = []
    for (const row of chunk) {
      if (isBlankRow(row.cells) || (row.n >= header.first && row.n <= header.last)) continue
      if (row.cells.length > MAX_COLUMNS) narrow(file, source, row)
      const kind = row.n < header.first ? kindAboveHeader(row) : rowKind(row, shape)
      if (kind === 'other-header') {
        throw new ImportFailed({ code: 'header-changes', file, sheet: source.sheet, row: row.n })
      }
      if (kind === 'data') rows.push(row)
      else asides.push({ n: row.n, kind })
    }
    for (let at = 0; at < rows.length; at += CHUNK_ROWS) yield rows.slice(at, at + CHUNK_ROWS)
  }
  report(1)
}

/** Blank cells beyond the limit are nothing; a value there would be lost. */
function narrow(file: string, { sheet }: RowSource, row: TableRow): void {
  if (!isBlankRow(row.cells.slice(MAX_COLUMNS))) {
    throw new ImportFailed({ code: 'table-too-wide', file, sheet, row: row.n, limit: MAX_COLUMNS })
  }
  row.cells = row.cells.slice(0, MAX_COLUMNS)
}
