import type { FileHandle } from 'node:fs/promises'
import { ImportFailed } from '#domain/failure'
import { JsonItemsError, jsonItems } from '#domain/json-items'
import { keysOfJson, recordOfJson } from '#domain/json-record'
import type { Recognise, Table, TableRow, TextEncoding } from '#domain/table'
import { CHUNK_ROWS, MAX_COLUMNS, MAX_RECORD } from './limits.ts'
import type { Shaped } from './shaped-table.ts'
import { readText } from './text-encoding.ts'

export type JsonFile = {
  file: string
  handle: FileHandle
  bytes: number
  encoding: TextEncoding
  format: 'json' | 'ndjson'
}

type Item<T> = { n: number; value: T }
type Parse<T> = (text: string) => T | undefined

/** Records have keys and no header: a first pass collects them all, for the last record may have one more. */
export async function jsonTable(input: JsonFile, recognise: Recognise): Promise<Shaped> {
  const keys = new Set<string>()
  let keyChars = 0
  for await (const items of readItems(input, () => {}, keysOfJson)) {
    for (const { n, value } of items) {
      for (const key of value) {
        if (keys.has(key)) continue
        keys.add(key)
        keyChars += key.length
      }
      if (keys.size > MAX_COLUMNS || keyChars > MAX_RECORD) {
        throw new ImportFailed({ code: 'table-too-wide', file: input.file, sheet: null, row: n, limit: MAX_COLUMNS })
      }
    }
  }
  const headers = [...keys]
  if (recognise(headers) < 2) return { seen: headers.length > 0 ? headers : null }
  let share = 0
  const table: Table = {
    sheet: null,
    format: input.format,
    encoding: input.encoding,
    delimiter: null,
    headerRow: 0,
    headers: headers.map((key) => key.trim()),
    asides: [],
    rows: rowsOf(input, headers, (read) => (share = read)),
    fraction: () => share,
  }
  return { table }
}

async function* rowsOf(
  input: JsonFile,
  headers: readonly string[],
  report: (share: number) => void,
): AsyncGenerator<TableRow[]> {
  for await (const items of readItems(input, report, recordOfJson)) {
    for (let at = 0; at < items.length; at += CHUNK_ROWS) {
      yield items
        .slice(at, at + CHUNK_ROWS)
        .map(({ n, value }) => ({ n, cells: headers.map((key) => value.get(key) ?? '') }))
    }
  }
}

function readItems<T>(input: JsonFile, report: (share: number) => void, parse: Parse<T>): AsyncGenerator<Item<T>[]> {
  return input.format === 'ndjson' ? readLines(input, report, parse) : readList(input, report, parse)
}

async function* readList<T>(
  input: JsonFile,
  report: (share: number) => void,
  parse: Parse<T>,
): AsyncGenerator<Item<T>[]> {
  const items = jsonItems(MAX_RECORD)
  let n = 0
  try {
    for await (const text of readText(input.handle, input.encoding, input.bytes, report)) {
      yield items.push(text).map((item) => ({ n: ++n, value: parseItem(input, item, n, parse) }))
    }
    items.end()
  } catch (error) {
    if (!(error instanceof JsonItemsError)) throw error
    const { trouble, item } = error.at
    const { file } = input
    if (trouble === 'item-too-long') {
      throw new ImportFailed({ code: 'record-too-long', file, sheet: null, line: item, limit: MAX_RECORD }, error)
    }
    if (trouble === 'item-malformed') {
      throw new ImportFailed({ code: 'json-malformed', file, item, unit: 'item' }, error)
    }
    throw new ImportFailed({ code: 'json-shape', file }, error)
  }
}

async function* readLines<T>(
  input: JsonFile,
  report: (share: number) => void,
  parse: Parse<T>,
): AsyncGenerator<Item<T>[]> {
  let rest = ''
  let n = 0
  const itemsOf = (lines: readonly string[]): Item<T>[] =>
    lines.flatMap((line) => {
      n += 1
      return line.trim() === '' ? [] : [{ n, value: parseItem(input, line, n, parse) }]
    })
  for await (const text of readText(input.handle, input.encoding, input.bytes, report)) {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > MAX_RECORD) {
      throw new ImportFailed({
        code: 'record-too-long',
        file: input.file,
        sheet: null,
        line: n + lines.length + 1,
        limit: MAX_RECORD,
      })
    }
    yield itemsOf(lines)
  }
  yield itemsOf([rest])
}

function parseItem<T>({ file, format }: JsonFile, text: string, n: number, parse: Parse<T>): T {
  const unit = format === 'json' ? 'item' : 'line'
  try {
    const value = parse(text)
    if (value !== undefined) return value
  } catch (cause) {
    throw new ImportFailed({ code: 'json-malformed', file, item: n, unit }, cause)
  }
  throw new ImportFailed({ code: 'json-malformed', file, item: n, unit })
}
