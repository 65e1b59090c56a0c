import { type CellValue, readXls } from 'hucre'
import { ImportFailed } from '#domain/failure'
import { createMergeFiller } from '#domain/merged-cells'
import type { TableRow } from '#domain/table'
import { booleanText, dateText, numberText } from '#domain/typed-cell'
import { readCompound } from './compound-file.ts'
import { CHUNK_ROWS } from './limits.ts'
import type { RowSource } from './row-source.ts'
import { prepareXls } from './xls-records.ts'

export type XlsSheet = { name: string; state: 'visible' | 'hidden' | 'not-a-table'; source: RowSource }

type ReadSheet = Awaited<ReturnType<typeof readXls>>['sheets'][number]

/** A file of Excel 97 to 2003 is small enough to be read whole; `bytes` are changed on the way. */
export async function readXlsSheets(file: string, bytes: Buffer): Promise<XlsSheet[]> {
  const compound = readCompound(file, bytes)
  const states = prepareXls(file, compound)
  compound.writeBack()
  const { sheets } = await readXls(bytes).catch((cause: unknown) => {
    throw new ImportFailed({ code: 'file-damaged', file, part: null }, cause)
  })
  return sheets.map((sheet, index) => ({
    name: sheet.name,
    state: states[index] ?? 'visible',
    source: {
      sheet: sheet.name,
      format: 'xls',
      encoding: null,
      delimiter: null,
      open: (report) => readRows(sheet, report),
    },
  }))
}

async function* readRows(
  { rows, merges = [] }: ReadSheet,
  report: (share: number) => void,
): AsyncGenerator<TableRow[]> {
  const filler = createMergeFiller()
  const started = Map.groupBy(
    merges.filter(({ startRow, endRow }) => endRow > startRow),
    ({ startRow }) => startRow,
  )
  for (let from = 0; from < rows.length; from += CHUNK_ROWS) {
    const chunk: TableRow[] = []
    for (let at = from; at < Math.min(from + CHUNK_ROWS, rows.length); at++) {
      const cells = (rows[at] ?? []).map(cellText)
      filler.fill(at + 1, cells)
      for (const { startCol, endRow } of started.get(at) ?? [])
        filler.start(startCol, endRow + 1, cells[startCol] ?? '')
      if (cells.length > 0) chunk.push({ n: at + 1, cells })
    }
    report(Math.min(1, (from + CHUNK_ROWS) / rows.length))
    yield chunk
  }
}

function cellText(value: CellValue | undefined): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : dateText(value.getTime())
  if (typeof value === 'number') return Number.isFinite(value) ? numberText(value) : ''
  return typeof value === 'boolean' ? booleanText(value) : String(value)
}
