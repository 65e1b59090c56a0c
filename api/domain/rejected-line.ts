import type { RowNote } from './import-row.ts'
import { fieldLabel, ROW_NOTE_LABEL } from './labels.zh.ts'
import { MASK } from './masking.ts'
import { fieldsOf } from './record-fields.ts'
import type { RecordKind } from './vocabulary.ts'

/** Headers of the columns that we put before those of the organ; content/codes/headers.yaml says that they are no content. */
export const REASON_HEADER = '未接收原因'
export const ROW_HEADER = '原行号'

/** A row that was not taken in: `received` null where nothing of it is kept; `rule` where its category is sealed. */
export type RejectedRow = { n: number; received: string[] | null; notes: RowNote[]; rule: string | null }

/** The row as the organ gets it back: `reason` for a clerk, `marked` the places of the cells that are to be mended. */
export type RejectedLine = { n: number; reason: string; cells: string[]; marked: number[] }

/** `basisOf`: the legal basis of a rule, by its id. */
export function rejectedLine(
  kind: RecordKind,
  headers: readonly string[],
  { n, received, notes, rule }: RejectedRow,
  basisOf: (rule: string) => string,
): RejectedLine {
  if (rule !== null) {
    return { n, reason: `属于依法封存、不得公开的内容，没有接收，也没有保留：${basisOf(rule)}`, cells: [], marked: [] }
  }
  const reasons = noteTexts(kind, notes)
  if (received === null) reasons.push('保存期已过，这一行的内容已经清除，请从原文件中查找')
  else if (received.some((cell) => cell.includes(MASK))) {
    reasons.push(`写有 ${MASK} 的单元格已遮盖个人信息，请按原件补填`)
  }
  const cells = received ?? []
  return { n, reason: reasons.join('；'), cells, marked: markedPlaces(headers, cells, notes) }
}

/** What was noticed about a row, once each. */
export function noteTexts(kind: RecordKind, notes: readonly RowNote[]): string[] {
  return notes
    .filter((note) => !isSaidBetter(note, notes))
    .map(({ code, column }) => {
      const said = ROW_NOTE_LABEL[code]
      return column === null ? said : `${said}（${columnName(kind, column)}）`
    })
}

/** That a cell counts as missing is plain once it is said why it could not be read. */
function isSaidBetter({ code, column }: RowNote, notes: readonly RowNote[]): boolean {
  return code === 'field-missing' && column !== null && notes.some((it) => it.column === column && it.code !== code)
}

/** Where the cells stand that the notes are about. */
export function markedPlaces(
  headers: readonly string[],
  cells: readonly string[],
  notes: readonly RowNote[],
): number[] {
  const columns = new Set(notes.flatMap(({ column }) => column ?? []))
  const hasSurplus = notes.some(({ code }) => code === 'too-many-cells')
  const width = Math.max(headers.length, cells.length)
  return Array.from({ length: width }, (_, index) => index).filter((index) => {
    const header = headers[index] ?? ''
    if (header === '') return hasSurplus && (cells[index] ?? '') !== ''
    return cells.length > 0 && columns.has(header)
  })
}

/** A missing field has no column in the file and is called by its official header. */
export function columnName(kind: RecordKind, column: string): string {
  const field = fieldsOf(kind).find((known) => known === column)
  return field === undefined ? column : (fieldLabel(kind, field) ?? column)
}
