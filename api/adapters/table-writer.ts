import type { TableFailure } from '#domain/failure'
import { ok, type Result } from '#domain/result'
import { ROW_TEXT_FORMATS, type RowTextFormat, rowText } from './row-text.ts'
import { writeWhole } from './whole-file.ts'
import { xlsxStream } from './xlsx-stream.ts'

export const TABLE_FORMATS = [...ROW_TEXT_FORMATS, 'xlsx'] as const
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
  const written = await writeWhole(file, contentOf(format, { ...table, rows: counted() }))
  return written.ok ? ok(count) : written
}

function contentOf(format: TableFormat, table: Table): AsyncIterable<Uint8Array | string> {
  return format === 'xlsx' ? xlsx(table) : text(format, table)
}

function xlsx({ rows, ...sheet }: Table): AsyncIterable<Uint8Array> {
  async function* styled() {
    for await (const cells of rows) yield { cells }
  }
  return xlsxStream({ ...sheet, rows: styled() })
}

async function* text(format: RowTextFormat, { headers, rows }: Table): AsyncGenerator<string> {
  const writer = rowText(format, headers)
  yield writer.head
  for await (const cells of rows) yield writer.row(cells)
  yield writer.foot()
}
