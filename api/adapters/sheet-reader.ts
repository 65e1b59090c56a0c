import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse'
import { type CellValue, streamXlsxRows } from 'hucre/xlsx'
import { dayOfInstant } from '#domain/day'
import type { ImportFailure } from '#domain/failure'
import { fail, ok, type Result } from '#domain/result'

export type Sheet = { headers: string[]; rows: AsyncIterable<{ n: number; cells: string[] }> }

/** Opens a .csv or .xlsx file. `n` is the row's number as the program that shows the file counts, header included. */
export async function openSheet(path: string): Promise<Result<Sheet, ImportFailure>> {
  const bytes = await readFile(path)
  const source = path.toLowerCase().endsWith('.xlsx') ? xlsxRows(bytes) : csvRows(bytes, path)
  const rows = source[Symbol.asyncIterator]()
  try {
    const first = await rows.next()
    if (first.done) return fail({ code: 'file-empty', file: path })
    return ok({ headers: first.value.map((header) => header.trim()), rows: numbered(rows) })
  } catch (error) {
    return fail({ code: 'file-unreadable', file: path, detail: error instanceof Error ? error.message : String(error) })
  }
}

async function* numbered(rows: AsyncIterator<string[]>): AsyncGenerator<{ n: number; cells: string[] }> {
  for (let n = 2; ; n++) {
    const next = await rows.next()
    if (next.done) return
    if (next.value.every((cell) => cell.trim() === '')) continue
    yield { n, cells: next.value }
  }
}

async function* xlsxRows(bytes: Uint8Array): AsyncGenerator<string[]> {
  let expected = 0
  for await (const row of streamXlsxRows(bytes, { sheet: 0 })) {
    for (; expected < row.index; expected++) yield []
    expected = row.index + 1
    yield row.values.map(cellText)
  }
}

async function* csvRows(bytes: Uint8Array, path: string): AsyncGenerator<string[]> {
  const text = decodeUtf8(bytes, path)
  for await (const record of parse(text, { bom: true, relax_column_count: true, skip_empty_lines: false })) {
    yield stringsOf(record)
  }
}

/** Safe: csv-parse without `columns` and `cast` yields lists of text. */
function stringsOf(record: unknown): string[] {
  return record as string[]
}

function decodeUtf8(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new Error(`${path} 不是 UTF-8 编码，请另存为 UTF-8 后再导入。`, { cause })
  }
}

/** A true Excel date comes as midnight UTC and is that calendar day; numbers are written without exponent. */
function cellText(value: CellValue): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return dayOfInstant(value.getTime() - 8 * 3_600_000)
  if (typeof value === 'number') return numberText(value)
  return String(value)
}

function numberText(value: number): string {
  const text = String(value)
  return text.includes('e') ? value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 }) : text
}
