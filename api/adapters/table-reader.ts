import { type FileHandle, open } from 'node:fs/promises'
import { chooseDelimiter } from '#domain/delimiter'
import { ImportFailed, type ImportFailure } from '#domain/failure'
import { fail, ok, type Result } from '#domain/result'
import type { Recognise, SkippedSheet, Table, TextEncoding } from '#domain/table'
import { delimitedSource } from './table/delimited.ts'
import { kindOfBytes, kindOfText, kindOfZip } from './table/file-kind.ts'
import { type FileScan, scanFile } from './table/file-scan.ts'
import { jsonTable } from './table/json.ts'
import { MAX_XLS_BYTES } from './table/limits.ts'
import { readOdsSheets } from './table/ods.ts'
import type { RowSource } from './table/row-source.ts'
import { type Shaped, shapeTable } from './table/shaped-table.ts'
import { detectEncoding, headText } from './table/text-encoding.ts'
import { readXlsSheets } from './table/xls.ts'
import { xlsxSource } from './table/xlsx-sheet.ts'
import { readWorkbook } from './table/xlsx-workbook.ts'
import { openZip } from './table/zip.ts'

export type OpenedFile = {
  /** SHA-256 of the bytes, hex. */
  hash: string
  bytes: number
  tables: Table[]
  skipped: SkippedSheet[]
  close(): Promise<void>
}

type Found = Pick<OpenedFile, 'tables' | 'skipped'> & { seen: { sheet: string | null; cells: string[] }[] }

/**
 * Opens a file of any format that organs send, known by its content. Every visible sheet with a header is a table; rows
 * are read only when they are asked for. `recognise` counts known headers. Call `close` when done.
 */
export async function openTables(path: string, recognise: Recognise): Promise<Result<OpenedFile, ImportFailure>> {
  let handle: FileHandle | undefined
  try {
    handle = await open(path)
    const scan = await scanFile(handle)
    if (scan.bytes === 0) throw new ImportFailed({ code: 'file-empty', file: path })
    const { tables, skipped, seen } = withoutLegends(await findTables({ path, handle, scan, recognise }), recognise)
    if (tables.length === 0) {
      throw new ImportFailed(
        seen.length > 0 ? { code: 'header-missing', file: path, seen } : { code: 'file-empty', file: path },
      )
    }
    const opened = handle
    return ok({ hash: scan.hash, bytes: scan.bytes, tables, skipped, close: () => opened.close() })
  } catch (error) {
    await handle?.close()
    if (error instanceof ImportFailed) return fail(error.failure)
    if (error instanceof Error && 'syscall' in error) {
      return fail({ code: 'file-unreadable', file: path, detail: error.message })
    }
    throw error
  }
}

/** Beside a sheet of many known headers, one of a few is a dictionary or an instruction that names some. */
function withoutLegends(found: Found, recognise: Recognise): Found {
  const known = found.tables.map((table) => recognise(table.headers))
  const most = Math.max(0, ...known)
  const isLegend = (at: number) => (known[at] ?? 0) * LEGEND_SHARE < most
  return {
    ...found,
    tables: found.tables.filter((_, at) => !isLegend(at)),
    skipped: [
      ...found.skipped,
      ...found.tables.flatMap(({ sheet }, at) =>
        isLegend(at) ? [{ sheet: sheet ?? '', why: 'no-header' as const }] : [],
      ),
    ],
  }
}

const LEGEND_SHARE = 4

type Input = { path: string; handle: FileHandle; scan: FileScan; recognise: Recognise }

async function findTables(input: Input): Promise<Found> {
  const kind = kindOfBytes(input.scan.head)
  if (kind === 'zip') return findInZip(input)
  if (kind === 'compound') return findInXls(input)
  if (kind === 'text') return findInText(input)
  throw new ImportFailed({ code: 'file-foreign', file: input.path, found: kind })
}

async function findInZip({ path, handle, recognise }: Input): Promise<Found> {
  const zip = await openZip(path, handle)
  const found: Found = { tables: [], skipped: [], seen: [] }
  if ((await kindOfZip(zip)) === 'ods') {
    for (const { name, isHidden, source } of await readOdsSheets(zip)) {
      if (isHidden) found.skipped.push({ sheet: name, why: 'hidden' })
      else await add(found, path, source, recognise)
    }
    return found
  }
  const workbook = await readWorkbook(zip)
  for (const { name, part, state } of workbook.sheets) {
    if (state !== 'visible') found.skipped.push({ sheet: name, why: state })
    else await add(found, path, await xlsxSource({ zip, workbook, name, part }), recognise)
  }
  return found
}

async function findInXls({ path, handle, scan, recognise }: Input): Promise<Found> {
  if (scan.bytes > MAX_XLS_BYTES) {
    throw new ImportFailed({ code: 'file-too-large', file: path, part: null, bytes: scan.bytes, limit: MAX_XLS_BYTES })
  }
  const found: Found = { tables: [], skipped: [], seen: [] }
  const bytes = Buffer.alloc(scan.bytes)
  await handle.read(bytes, 0, scan.bytes, 0)
  for (const { name, state, source } of await readXlsSheets(path, bytes)) {
    if (state !== 'visible') found.skipped.push({ sheet: name, why: state })
    else await add(found, path, source, recognise)
  }
  return found
}

async function findInText(input: Input): Promise<Found> {
  const { path, handle, scan, recognise } = input
  const encoding = await detectEncoding(handle, scan, recognise)
  if (encoding === null) {
    const hasNuls = scan.nuls.even + scan.nuls.odd > 0
    throw new ImportFailed(
      hasNuls ? { code: 'file-foreign', file: path, found: 'binary' } : { code: 'file-encoding', file: path },
    )
  }
  const shaped = await shapeText(input, encoding)
  if ('table' in shaped) return { tables: [shaped.table], skipped: [], seen: [] }
  return { tables: [], skipped: [], seen: shaped.seen ? [{ sheet: null, cells: shaped.seen }] : [] }
}

async function shapeText({ path, handle, scan, recognise }: Input, encoding: TextEncoding): Promise<Shaped> {
  const { head, bytes } = scan
  const text = headText(head, encoding)
  const kind = kindOfText(text, path)
  if (kind === 'web-page' || kind === 'xml') throw new ImportFailed({ code: 'file-foreign', file: path, found: kind })
  if (kind !== 'delimited') return jsonTable({ file: path, handle, bytes, encoding, format: kind }, recognise)
  const delimiter = chooseDelimiter(text, recognise, /\.(?:tsv|tab)$/i.test(path) ? '\t' : ',')
  return shapeTable(path, delimitedSource({ file: path, handle, bytes, head, encoding, delimiter }), recognise)
}

async function add(found: Found, file: string, source: RowSource, recognise: Recognise): Promise<void> {
  const shaped = await shapeTable(file, source, recognise)
  if ('table' in shaped) {
    found.tables.push(shaped.table)
    return
  }
  const sheet = source.sheet ?? ''
  found.skipped.push({ sheet, why: shaped.seen ? 'no-header' : 'empty' })
  if (shaped.seen) found.seen.push({ sheet: source.sheet, cells: shaped.seen })
}
