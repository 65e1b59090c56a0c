import { type CellStyle, type ColumnDef, writeXlsxStream, XLSX_MAX_ROWS_PER_SHEET } from 'hucre/xlsx'
import { Unwritable } from './whole-file.ts'

/** More letters than this a spreadsheet program does not keep in a cell. */
export const MOST_LETTERS = 32_767
const MOST_ROWS = XLSX_MAX_ROWS_PER_SHEET - 1

/** `marked`: places of cells that are to be seen at once. */
export type StyledRow = { cells: readonly string[]; marked?: readonly number[] }

/** `widths` in letters, by column; where there is none, the header decides. */
export type StyledSheet = {
  name: string
  headers: readonly string[]
  widths?: readonly number[]
  rows: AsyncIterable<StyledRow>
}

const HEADER: CellStyle = { font: { bold: true }, alignment: { wrapText: true, vertical: 'top' }, numFmt: '@' }
/** Text, so that no program makes a number of a code of 18 digits, or a day of a number. */
const TEXT: CellStyle = { numFmt: '@' }
const MARKED: CellStyle = { ...TEXT, fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FFFFC7CE' } } }

/**
 * The bytes of an .xlsx file with one sheet, its headers bold and always in view, every cell text. Cells are styled by
 * their columns, and columns are asked again for each row: so each answers for the row that is being written.
 */
export async function* xlsxStream({ name, headers, widths, rows }: StyledSheet): AsyncGenerator<Uint8Array> {
  let styleOf = (_: number) => HEADER
  const columnAt = (index: number): ColumnDef => ({
    get style() {
      return styleOf(index)
    },
  })
  const columns = headers.map((header, index): ColumnDef => {
    const width = widths?.[index] ?? Math.min(40, Math.max(10, header.length * 2 + 2))
    return Object.defineProperty<ColumnDef>({ width }, 'style', { get: () => styleOf(index) })
  })
  async function* lines() {
    yield headers.map(literal)
    let n = 1
    for await (const { cells, marked = [] } of rows) {
      n += 1
      if (n > MOST_ROWS + 1) throw new Unwritable({ code: 'too-many-rows', most: MOST_ROWS })
      for (let index = columns.length; index < cells.length; index++) columns.push(columnAt(index))
      styleOf = (index) => (marked.includes(index) ? MARKED : TEXT)
      const texts = cells.map((cell, index) => literal(fitting(cell, n, headers[index] ?? '')))
      while (texts.length <= Math.max(-1, ...marked)) texts.push('')
      yield texts
    }
  }
  yield* writeXlsxStream(lines(), { name, columns, freezePane: { rows: 1 } })
}

function fitting(cell: string, row: number, header: string): string {
  if (cell.length <= MOST_LETTERS) return cell
  throw new Unwritable({ code: 'cell-too-long', row, header, length: cell.length, most: MOST_LETTERS })
}

/** Spreadsheets take _x0041_ for the letter A; written so it stays what it is. */
function literal(text: string): string {
  return text.replace(/_(?=x[\dA-F]{4}_)/gi, '_x005F_')
}
