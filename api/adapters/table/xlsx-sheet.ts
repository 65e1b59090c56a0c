import { parseCellRef, serialToDate } from 'hucre'
import { ImportFailed } from '#domain/failure'
import { createMergeFiller } from '#domain/merged-cells'
import type { TableRow } from '#domain/table'
import { booleanText, dateText, numberText, unescapedText } from '#domain/typed-cell'
import { MAX_COLUMNS, MAX_RECORD, MAX_ROWS, MAX_SHEET_BYTES } from './limits.ts'
import type { RowSource } from './row-source.ts'
import { type MergesByRow, readMerges } from './xlsx-merges.ts'
import type { Workbook } from './xlsx-workbook.ts'
import { parseXml, type XmlHandler } from './xml.ts'
import type { Zip } from './zip.ts'

/** Serials of 1900-01-01 to 9999-12-31; others are numbers that somebody formatted as a date. */
const LAST_SERIAL = 2_958_466

export type Sheet = { zip: Zip; workbook: Workbook; name: string; part: string }

/** Merges stand behind the rows in the file: they are read first, in a pass of their own that only unpacks. */
export async function xlsxSource(sheet: Sheet): Promise<RowSource> {
  const merges = await readMerges(sheet.zip, sheet.part)
  return {
    sheet: sheet.name,
    format: 'xlsx',
    encoding: null,
    delimiter: null,
    open: (report) => readRows(sheet, merges, report),
  }
}

async function* readRows(
  { zip, workbook, name, part }: Sheet,
  merges: MergesByRow,
  report: (share: number) => void,
): AsyncGenerator<TableRow[]> {
  const rows: TableRow[] = []
  const filler = createMergeFiller()
  const handler = createRowHandler({ zip, workbook, name, part }, (row) => {
    filler.fill(row.n, row.cells)
    for (const { column, lastRow } of merges.get(row.n) ?? []) filler.start(column, lastRow, row.cells[column] ?? '')
    rows.push(row)
  })
  const size = zip.size(part)
  let read = 0
  for await (const bytes of parseXml({ file: zip.file, part }, zip.read(part, MAX_SHEET_BYTES), handler)) {
    read += bytes
    report(Math.min(1, read / size))
    if (rows.length > 0) yield rows.splice(0)
  }
}

/** Builds rows from the events of a sheet. The declared dimension is not read; blank cells take no place. */
function createRowHandler({ zip, workbook, name: sheet, part }: Sheet, emit: (row: TableRow) => void): XmlHandler {
  const damaged = () => new ImportFailed({ code: 'file-damaged', file: zip.file, part })
  let n = 0
  let cells: string[] = []
  let chars = 0
  let column = -1
  let type = ''
  let style = -1
  let value = ''
  let isValue = false
  let isReading = false

  const closeCell = () => {
    if (value === '') return
    const text = cellText(workbook, type, style, value, damaged)
    if (text === '') return
    if (column >= MAX_COLUMNS) {
      throw new ImportFailed({ code: 'table-too-wide', file: zip.file, sheet, row: n, limit: MAX_COLUMNS })
    }
    while (cells.length < column) cells.push('')
    cells[column] = text
  }

  return {
    open(name, attributes) {
      if (name === 'row') {
        n = rowNumber(attributes.r, n, damaged)
        cells = []
        chars = 0
        column = -1
      } else if (name === 'c') {
        column = attributes.r === undefined ? column + 1 : columnOf(attributes.r, damaged)
        type = attributes.t ?? ''
        style = attributes.s === undefined ? -1 : Number(attributes.s)
        value = ''
      } else if (name === 'rPh') isReading = true
      isValue = name === 'v' || (name === 't' && !isReading)
    },
    text(piece) {
      if (!isValue) return
      value += piece
      chars += piece.length
      if (chars > MAX_RECORD) {
        throw new ImportFailed({ code: 'record-too-long', file: zip.file, sheet, line: n, limit: MAX_RECORD })
      }
    },
    close(name) {
      isValue = false
      if (name === 'rPh') isReading = false
      if (name === 'c') closeCell()
      if (name === 'row' && cells.length > 0) emit({ n, cells })
    },
  }
}

/** Rows are in order; one without a number follows the one before. */
function rowNumber(ref: string | undefined, before: number, damaged: () => Error): number {
  const n = ref === undefined ? before + 1 : Number(ref)
  if (!Number.isInteger(n) || n <= before || n > MAX_ROWS) throw damaged()
  return n
}

function columnOf(ref: string, damaged: () => Error): number {
  const { col } = parseCellRef(ref)
  if (!Number.isInteger(col) || col < 0) throw damaged()
  return col
}

function cellText(workbook: Workbook, type: string, style: number, value: string, damaged: () => Error): string {
  switch (type) {
    case 's': {
      const text = workbook.strings[Number(value)]
      if (text === undefined) throw damaged()
      return text
    }
    case 'b':
      return booleanText(value === '1' || value.toLowerCase() === 'true')
    case 'e':
      return value
    case 'd':
      return isoText(value)
    case 'str':
    case 'inlineStr':
      return unescapedText(value)
    default:
      return serialText(workbook, style, value)
  }
}

function serialText({ dateStyles, isDate1904 }: Workbook, style: number, value: string): string {
  const number = Number(value)
  if (value.trim() === '' || !Number.isFinite(number)) return value
  const isDate = dateStyles[style] === true && number >= 0 && number < LAST_SERIAL - (isDate1904 ? 1462 : 0)
  return isDate ? dateText(serialToDate(number, isDate1904).getTime()) : numberText(number)
}

/** Strict files write dates as ISO 8601 without a zone. */
function isoText(value: string): string {
  const instant = Date.parse(/T/.test(value) ? `${value.replace(/Z$/, '')}Z` : value)
  return Number.isNaN(instant) ? value : dateText(instant)
}
