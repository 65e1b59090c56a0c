import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { writeCsvStream } from 'hucre/csv'
import { type CellStyle, type ColumnDef, writeXlsxStream, XLSX_MAX_ROWS_PER_SHEET } from 'hucre/xlsx'
import { guardFormula } from '#domain/cell-text'
import type { TableFailure } from '#domain/failure'
import { fail, ok, type Result } from '#domain/result'

export const TABLE_FORMATS = ['csv', 'xlsx', 'json', 'ndjson'] as const
export type TableFormat = (typeof TABLE_FORMATS)[number]

/** `name` is that of the worksheet. A row has a cell for each header. */
export type Table = { name: string; headers: readonly string[]; rows: AsyncIterable<readonly string[]> }

/** More letters than this a spreadsheet program does not keep in a cell. */
export const MOST_LETTERS = 32_767
const MOST_ROWS = XLSX_MAX_ROWS_PER_SHEET - 1

/** Writes a whole table and answers how many rows it has; where it cannot, the file is as it was before. */
export async function writeTable(
  file: string,
  format: TableFormat,
  table: Table,
): Promise<Result<number, TableFailure>> {
  const part = `${file}.part`
  const counted = { rows: 0 }
  const rows = count(table.rows, counted)
  try {
    await pipeline(Readable.from(contentOf(format, { ...table, rows })), createWriteStream(part))
    await rename(part, file)
    return ok(counted.rows)
  } catch (error) {
    await rm(part, { force: true })
    if (error instanceof Unwritable) return fail(error.failure)
    throw error
  }
}

/** A foreseen trouble, on its way out through the streams. */
class Unwritable extends Error {
  readonly failure: TableFailure
  constructor(failure: TableFailure) {
    super(failure.code)
    this.failure = failure
  }
}

async function* count(
  rows: Table['rows'],
  counted: { rows: number },
): Table['rows'] & AsyncGenerator<readonly string[]> {
  for await (const row of rows) {
    counted.rows += 1
    yield row
  }
}

function contentOf(format: TableFormat, table: Table): AsyncIterable<Uint8Array | string> {
  switch (format) {
    case 'csv':
      return csv(table)
    case 'xlsx':
      return xlsx(table)
    case 'json':
      return json(table)
    case 'ndjson':
      return ndjson(table)
    default:
      return format satisfies never
  }
}

function csv({ headers, rows }: Table): AsyncIterable<Uint8Array> {
  const guarded = (cells: readonly string[]) => cells.map(guardFormula)
  return writeCsvStream(mapRows(rows, guarded, guarded(headers)), { bom: true, quoteStyle: 'all', headers: false })
}

async function* mapRows<T>(rows: Table['rows'], map: (row: readonly string[]) => T, first: T): AsyncGenerator<T> {
  yield first
  for await (const row of rows) yield map(row)
}

const HEADER: CellStyle = { font: { bold: true }, alignment: { wrapText: true, vertical: 'top' }, numFmt: '@' }
/** Text, so that no program makes a number of a code of 18 digits, or a day of a number. */
const TEXT: CellStyle = { numFmt: '@' }

/** Rows are styled by their columns, which are asked again for each row: the first row is the headers. */
async function* xlsx({ name, headers, rows }: Table): AsyncGenerator<Uint8Array> {
  let style = HEADER
  const columns = headers.map(
    (header): ColumnDef => ({
      width: Math.min(40, Math.max(10, header.length * 2 + 2)),
      get style() {
        return style
      },
    }),
  )
  async function* lines() {
    yield headers.map(literal)
    style = TEXT
    let n = 1
    for await (const cells of rows) {
      n += 1
      if (n > MOST_ROWS + 1) throw new Unwritable({ code: 'too-many-rows', most: MOST_ROWS })
      yield cells.map((cell, index) => literal(fitting(cell, n, headers[index] ?? '')))
    }
  }
  yield* writeXlsxStream(lines(), { name, columns, freezePane: { rows: 1 } })
}

function fitting(cell: string, row: number, header: string): string {
  if (cell.length <= MOST_LETTERS) return cell
  throw new Unwritable({ code: 'cell-too-long', row, header, length: cell.length, most: MOST_LETTERS })
}

/** Spreadsheets take _x0041_ for the letter A; written so it stays what it is. */
export function literal(text: string): string {
  return text.replace(/_(?=x[\dA-F]{4}_)/gi, '_x005F_')
}

async function* json(table: Table): AsyncGenerator<string> {
  let before = '[\n'
  for await (const line of objects(table)) {
    yield before + line
    before = ',\n'
  }
  yield before === ',\n' ? '\n]\n' : '[]\n'
}

async function* ndjson(table: Table): AsyncGenerator<string> {
  for await (const line of objects(table)) yield `${line}\n`
}

async function* objects({ headers, rows }: Table): AsyncGenerator<string> {
  for await (const cells of rows) {
    yield JSON.stringify(Object.fromEntries(headers.map((header, index) => [header, cells[index] ?? ''])))
  }
}
