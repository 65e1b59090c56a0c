import type { FileHandle } from 'node:fs/promises'
import { ImportFailed } from '#domain/failure'
import { JsonItemsError, jsonItems, recordOfJson } from '#domain/json-items'
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

type Item = { n: number; record: Map<string, string> }

/** Records have keys and no header: a first pass collects them all, for the last record may have one more. */
export async function jsonTable(input: JsonFile, recognise: Recognise): Promise<Shaped> {
  const keys = new Set<string>()
  let keyChars = 0
  for await (const items of readItems(input, () => {})) {
    for (const { n, record } of items) {
      for (const key of record.keys()) {
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
  for await (const items of readItems(input, report)) {
    for (let at = 0; at < items.length; at += CHUNK_ROWS) {
      yield items
        .slice(at, at + CHUNK_ROWS)
        .map(({ n, record }) => ({ n, cells: headers.map((key) => record.get(key) ?? '') }))
    }
  }
}

async function* readItems(input: JsonFile, report: (share: number) => void): AsyncGenerator<Item[]> {
  if (input.format === 'ndjson') yield* readLines(input, report)
  else yield* readList(input, report)
}

async function* readList(input: JsonFile, report: (share: number) => void): AsyncGenerator<Item[]> {
  const items = jsonItems(MAX_RECORD)
  let n = 0
  try {
    for await (const text of readText(input.handle, input.encoding, input.bytes, report)) {
      yield items.push(text).map((item) => ({ n: ++n, record: recordOf(input, item, n) }))
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

async function* readLines(input: JsonFile, report: (share: number) => void): AsyncGenerator<Item[]> {
  let rest = ''
  let n = 0
  const itemsOf = (lines: readonly string[]): Item[] =>
    lines.flatMap((line) => {
      n += 1
      return line.trim() === '' ? [] : [{ n, record: recordOf(input, line, n) }]
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

function recordOf({ file, format }: JsonFile, text: string, n: number): Map<string, string> {
  const unit = format === 'json' ? 'item' : 'line'
  try {
    const record = recordOfJson(text)
    if (record) return record
  } catch (cause) {
    throw new ImportFailed({ code: 'json-malformed', file, item: n, unit }, cause)
  }
  throw new ImportFailed({ code: 'json-malformed', file, item: n, unit })
}
