import type { AsideKind, Recognise, TableRow } from './table.ts'

/** What is known of a sheet once its header is found. */
export type TableShape = {
  headers: readonly string[]
  /** Cells of the header's rows as they stand in the sheet. */
  headerRows: readonly (readonly string[])[]
  /** Row number of the header's last row. */
  headerRow: number
  /** Texts of the rows above the header, as `foldRow` folds them. */
  titles: ReadonlySet<string>
  recognise: Recognise
}

export type RowKind = 'data' | AsideKind | 'other-header'

const COUNTERS = '条|件|元|万元|家|户|项|宗|起|笔|个|份|人次'
const TOTAL = new RegExp(
  `^(?:本页|本表|本月|本季|本年|全年)?(?:合计|总计|小计|共计|累计)(?:[:：]?[\\d,.]*(?:${COUNTERS})?)?$|^共计?[\\d,.]+(?:${COUNTERS})$`,
)
const AMOUNT = new RegExp(`^[-—/¥￥]?[\\d,.]*%?(?:${COUNTERS})?$`)
const LABEL =
  /^(?:(?:填表|填报|制表|审核|审批|复核|核对|经办|负责|联系|报送|统计|主管|分管)(?:人|单位|部门|机关|机构|日期|时间|领导|负责人|人员|电话|方式|说明)?|(?:单位|部门)?负责人|(?:联系)?电话|单位(?:[（(]?(?:盖章|公章)[）)]?)|(?:盖章|公章)|附?注\d*|备注\d*|说明\d*)(?:[（(][^（()）]{0,8}[）)])?[:：]/
/** Further up a second header row is another way to name the columns: codes under names, or names under codes. */
const HEADER_DIALECT_ROWS = 3

/**
 * What a row below the header is. A record fills most of its columns; notes, totals and titles do not. In doubt a row is
 * data: the importer then says why it cannot take it.
 */
export function rowKind(row: TableRow, shape: TableShape): RowKind {
  const filled = filledCells(row.cells)
  if (isHeaderAgain(row.cells, filled.length, shape.headerRows)) return 'repeated-header'
  if (looksLikeHeader(filled, shape.recognise)) {
    return row.n <= shape.headerRow + HEADER_DIALECT_ROWS ? 'repeated-header' : 'other-header'
  }
  const width = shape.headers.filter((header) => header !== '').length
  const few = Math.max(1, Math.floor(width / 2))
  if ((filled.length <= few && isNote(filled)) || isPairs(filled)) return 'note'
  if (filled.length > few) return 'data'
  if (isTotal(filled)) return 'totals'
  return shape.titles.has(foldRow(row.cells)) ? 'title' : 'data'
}

/** What a row above the header is. */
export function kindAboveHeader(row: TableRow): AsideKind {
  return isNote(filledCells(row.cells)) ? 'note' : 'title'
}

export function isBlankRow(cells: readonly string[]): boolean {
  return cells.every((cell) => cell === '' || cell.trim() === '')
}

/** A row's text without blanks, to know it again on the next page. */
export function foldRow(cells: readonly string[]): string {
  return cells.join('').replace(/\s/g, '')
}

function filledCells(cells: readonly string[]): string[] {
  return cells.filter((cell) => cell !== '' && cell.trim() !== '')
}

/** Every filled cell stands in its own header's column, and most of the header is there. */
function isHeaderAgain(cells: readonly string[], filled: number, headerRows: TableShape['headerRows']): boolean {
  return headerRows.some((header) => {
    const matches = (cell: string, column: number) =>
      cell.trim() === '' || cell.trim() === (header[column] ?? '').trim()
    const whole = filledCells(header).length
    return filled >= 2 && filled >= whole * 0.6 && cells.every(matches)
  })
}

/** Data has a date or a number somewhere; only rows without are held against the dictionary, which is slow. */
function looksLikeHeader(filled: readonly string[], recognise: Recognise): boolean {
  if (filled.length < 2 || filled.some((cell) => /\d{4}/.test(cell))) return false
  return recognise(filled.map((cell) => cell.trim())) >= Math.max(2, filled.length * 0.6)
}

function isTotal(filled: readonly string[]): boolean {
  const [first = '', ...others] = filled.map(withoutBlanks)
  return TOTAL.test(first) && others.every((cell) => AMOUNT.test(cell))
}

/** Nothing but labels with a colon, each with its value in the same cell or in the next. */
function isNote(filled: readonly string[]): boolean {
  const texts = filled.map(withoutBlanks)
  return texts.every((text, at) => LABEL.test(text) || (at > 0 && isBareLabel(texts[at - 1] ?? '')))
}

/** A label, its value, a label, its value: no record reads so, however many there are. */
function isPairs(filled: readonly string[]): boolean {
  if (filled.length < 2 || !/[:：]\s*$/.test(filled[0] ?? '')) return false
  return filled.map(withoutBlanks).every((text, at) => at % 2 === 1 || (LABEL.test(text) && isBareLabel(text)))
}

function isBareLabel(text: string): boolean {
  return /^[^:：]+[:：]$/.test(text)
}

function withoutBlanks(text: string): string {
  return text.replace(/\s/g, '')
}
