import { writeCsvStream } from 'hucre/csv'
import { guardFormula } from '#domain/cell-text'
import type { TableFailure } from '#domain/failure'
import { ok, type Result } from '#domain/result'
import { writeWhole } from './whole-file.ts'
import { xlsxStream } from './xlsx-stream.ts'

export const TABLE_FORMATS = ['csv', 'xlsx', 'json', 'ndjson'] as const
export type TableFormat = (typeof TABLE_FORMATS)[number]

type Rows = AsyncIterable<readonly string[]>

/** `name` is that of the worksheet. A row has a cell for each header. */
export type Table = { name: string; headers: readonly string[]; rows: Rows }

/** Writes a whole table and answers how many rows it has; where it cannot, the file is as it was before. */
export async function writeTable(
  file: string,
  format: TableFormat,
  table: Table,
): Promise<Result<number, TableFailure>> {
  let count = 0
  async function* counted() {
    for await (const row of table.rows) {
      count += 1
      yield row
    }
  }
  const written = await writeWhole(file, CONTENT[format]({ ...table, rows: counted() }))
  return written.ok ? ok(count) : written
}

const CONTENT: Record<TableFormat, (table: Table) => AsyncIterable<Uint8Array | string>> = { csv, xlsx, json, ndjson }

function csv({ headers, rows }: Table): AsyncIterable<Uint8Array> {
  async function* lines() {
    yield headers.map(guardFormula)
    for await (const cells of rows) yield cells.map(guardFormula)
  }
  return writeCsvStream(lines(), { bom: true, quoteStyle: 'all', headers: false })
}

function xlsx({ rows, ...sheet }: Table): AsyncIterable<Uint8Array> {
  async function* styled() {
    for await (const cells of rows) yield { cells }
  }
  return xlsxStream({ ...sheet, rows: styled() })
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
