import type { FileHandle } from 'node:fs/promises'
import { CsvError, type Options, Parser } from 'csv-parse'
import { lineEndsOf } from '#domain/delimiter'
import { ImportFailed } from '#domain/failure'
import type { TableRow, TextEncoding } from '#domain/table'
import { readBytes } from './file-scan.ts'
import { MAX_RECORD } from './limits.ts'
import type { RowSource } from './row-source.ts'
import { headText, readText } from './text-encoding.ts'

export type DelimitedFile = {
  file: string
  handle: FileHandle
  bytes: number
  head: Buffer
  encoding: TextEncoding
  delimiter: string
}

export function delimitedSource(input: DelimitedFile): RowSource {
  return {
    sheet: null,
    format: 'csv',
    encoding: input.encoding,
    delimiter: input.delimiter,
    open: (report) => readRecords(input, report),
  }
}

/**
 * Drives the parser chunk by chunk and takes the records as they are made: `on_record` keeps them out of the parser's
 * own object stream, and the next chunk is read only when these rows are done with.
 */
async function* readRecords(input: DelimitedFile, report: (share: number) => void): AsyncGenerator<TableRow[]> {
  let rows: TableRow[] = []
  let n = 0
  let line = 0
  let unended = 0
  const parser: Parser = new Parser({
    bom: true,
    delimiter: input.delimiter,
    record_delimiter: lineEndsOf(headText(input.head, input.encoding)),
    relax_column_count: true,
    skip_empty_lines: false,
    max_record_size: MAX_RECORD,
    on_record: (record: unknown, { lines }) => {
      line = lines
      // Every record is the first, which sets the width: for one of another width csv-parse makes an error, also where
      // that is allowed, and that takes longer than the record.
      Object.assign(parser.info, { records: 0 })
      rows.push({ n: ++n, cells: cellsOf(record) })
      return null
    },
  } satisfies Options)
  // Errors come through the callbacks; without a listener the event would end the process.
  parser.on('error', () => {}).resume()
  try {
    for await (const chunk of utf8Bytes(input, report)) {
      await write(parser, chunk)
      // The parser counts the text of a record and not its delimiters: without a record end they add up here.
      unended = rows.length > 0 ? 0 : unended + chunk.length
      if (unended > MAX_RECORD) throw tooLong(input.file, line + 1)
      yield rows
      rows = []
    }
    await finish(parser)
    yield rows
  } catch (error) {
    throw failureOf(error, input.file, line + 1)
  } finally {
    parser.destroy()
  }
}

/** Safe: csv-parse without `columns` and `cast` yields lists of text. */
function cellsOf(record: unknown): string[] {
  return record as string[]
}

/** csv-parse works on UTF-8 bytes: what is UTF-8 already is not decoded twice. */
async function* utf8Bytes(
  { handle, encoding, bytes }: DelimitedFile,
  report: (share: number) => void,
): AsyncGenerator<Buffer> {
  if (encoding !== 'utf-8') {
    for await (const text of readText(handle, encoding, bytes, report)) yield Buffer.from(text)
    return
  }
  let read = 0
  for await (const chunk of readBytes(handle)) {
    read += chunk.length
    report(read / bytes)
    yield chunk
  }
}

function write(parser: Parser, chunk: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    parser.write(chunk, (error) => (error ? reject(error) : resolve()))
  })
}

function finish(parser: Parser): Promise<void> {
  return new Promise((resolve, reject) => {
    parser.once('error', reject)
    parser.once('end', resolve)
    parser.end()
  })
}

/** The record that went wrong begins on the line after the last good one. */
function failureOf(error: unknown, file: string, line: number): unknown {
  if (!(error instanceof CsvError)) return error
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    return tooLong(file, line, error)
  }
  return new ImportFailed({ code: 'quote-stray', file, line }, error)
}

function tooLong(file: string, line: number, cause?: unknown): ImportFailed {
  return new ImportFailed({ code: 'record-too-long', file, sheet: null, line, limit: MAX_RECORD }, cause)
}
