import { cleanCell } from './cell-text.ts'
import type { ColumnMatch, HeaderMapping } from './header-mapping.ts'
import { isAboutOrgan } from './kind-groups.ts'
import { maskPersonalData, scanPersonalData } from './masking.ts'
import { memoised } from './memo.ts'
import { isStatedInOtherUnit, type MoneyUnit, statedAmounts } from './money.ts'
import { findPersonNames } from './person-names.ts'
import { type ReadValue, readValue, textOfCell } from './read-value.ts'
import { type FieldValues, type RecordContent, splitPersonalData } from './record-content.ts'
import { type FieldId, fieldSpec, fieldsOf } from './record-fields.ts'
import type { RecordKind } from './vocabulary.ts'

/**
 * What was noticed about a row; `column` is the header of the file, never the value. `suggestion`: the credit code that
 * 'code-letter-typed' takes the cell to mean, offered to a person and used for nothing.
 */
export const ROW_NOTES = [
  'field-missing',
  'day-unreadable',
  'day-imprecise',
  'day-from-serial',
  'amount-unreadable',
  'amount-sum',
  'amount-unit-doubtful',
  'value-unknown',
  'code-malformed',
  'code-letter-typed',
  'code-check-failed',
  'code-inner-check-failed',
  'code-pilot',
  'code-placeholder',
  'code-missing',
  'organ-unknown',
  'organ-other',
  'column-clash',
  'too-long',
  'too-many-cells',
  'duplicate-row',
  'same-number',
  'number-shared',
  'number-known',
  'revision-unclear',
  'sealed-unmatched',
  'subject-looks-personal',
  'person-record',
] as const
export type RowNoteCode = (typeof ROW_NOTES)[number]
export type RowNote = {
  code: RowNoteCode
  column: string | null
  rows?: number[]
  records?: string[]
  suggestion?: string
}

/** Words of a closed list as files write them → member, by field. */
export type WordLists = Partial<Record<FieldId, ReadonlyMap<string, string>>>

export type RowContext = {
  kind: RecordKind
  mapping: HeaderMapping
  words: WordLists
  showRepresentative: boolean
  /** How each column's cells are read, by position; see `columnReaders`. */
  readers: readonly ColumnReader[]
  /** Covers personal data in a text. */
  cover: (text: string) => string
}

/** A cell as its column has it: `text` empty where it says nothing, `lines` as received but clean. */
export type CellReading = { text: string; lines: string; read: ReadValue | undefined }
export type ColumnReader = (received: string) => CellReading

/** For one file: equal cells of a column are read once. */
export function rowContext(given: Omit<RowContext, 'readers' | 'cover'>): RowContext {
  const { kind, mapping, words } = given
  const readers = mapping.columns.map((column) => memoised((received) => readCell(kind, column, received, words)))
  return { ...given, readers, cover: memoised(maskPersonalData) }
}

function readCell(kind: RecordKind, column: ColumnMatch, received: string, words: WordLists): CellReading {
  const lines = cleanCell(received, 'lines')
  const spec = column.field === null ? undefined : fieldSpec(kind, column.field)
  if (column.field === null || !spec) return { text: lines, lines, read: undefined }
  const text = textOfCell(received, column.field, spec)
  return { text, lines, read: text === '' ? undefined : readValue(column.field, text, spec, column, words) }
}

export type ReadRow =
  | { verdict: 'read'; content: RecordContent; notes: RowNote[] }
  | { verdict: 'rejected'; notes: RowNote[] }

/** A row while it is read. */
type Reading = {
  context: RowContext
  values: FieldValues
  extras: Map<string, string>
  unreadFields: Set<FieldId>
  notes: RowNote[]
  /** Amounts that stood without a unit, with the unit they were read in. */
  bare: { field: FieldId; column: string; text: string; unit: MoneyUnit }[]
}

/** Normalises one row. Nothing is guessed and nothing lost: what cannot be read stays as received among the extras. */
export function readRow(cells: readonly string[], context: RowContext): ReadRow {
  const { kind, mapping, showRepresentative } = context
  // A stray separator shifts every later cell, personal ones into public fields among them.
  const width = mapping.columns.findLastIndex(({ header }) => header.trim() !== '') + 1
  if (cells.slice(width).some((cell) => cleanCell(cell, 'line') !== '')) {
    return { verdict: 'rejected', notes: [{ code: 'too-many-cells', column: null }] }
  }
  const reading: Reading = {
    context,
    values: impliedValues(mapping),
    extras: new Map(),
    unreadFields: new Set(),
    notes: [],
    bare: [],
  }
  mapping.columns.forEach((column, index) => {
    readColumn(reading, column, context.readers[index]?.(cells[index] ?? ''))
  })
  mapping.columns.forEach((column, index) => {
    if (column.by === 'clash') compareClash(reading, column, cells[index] ?? '', cells)
  })
  checkUnits(reading)
  checkSubject(reading)
  const { values, extras, notes, unreadFields } = reading
  const person = personColumn(cells, context)
  if (person !== undefined) return { verdict: 'rejected', notes: [...notes, { code: 'person-record', column: person }] }
  for (const field of indispensableFields(kind)) {
    if (values[field]) continue
    const column = mapping.columns.find((it) => it.field === field)?.header ?? null
    return { verdict: 'rejected', notes: [...notes, { code: 'field-missing', column }] }
  }
  notes.push(...missingNotes(kind, values, unreadFields))
  const content = splitPersonalData(kind, values, Object.fromEntries(extras), showRepresentative, context.cover)
  return { verdict: 'read', content: { ...content, unreadFields: [...unreadFields] }, notes }
}

/** Without these a row is no record of its kind. */
export function indispensableFields(kind: RecordKind): readonly FieldId[] {
  return isAboutOrgan(kind) ? ['decidedOn'] : ['subjectName', 'decidedOn']
}

/**
 * An organ's own record is of an organ. Who stands there with an ID number, or with a name that people have, is a person:
 * 公务员个人的记录 is 内部事务 (政府信息公开条例 第十六条) and never on this site. The header of the column, or undefined.
 */
function personColumn(cells: readonly string[], { kind, mapping }: RowContext): string | undefined {
  if (!isAboutOrgan(kind)) return undefined
  return mapping.columns.find(({ field }, index) => {
    if (field !== 'agencyName' && field !== 'agencyCode') return false
    const text = cleanCell(cells[index] ?? '', 'joined')
    const hasId = scanPersonalData(text).some((hit) => hit.kind === 'id-number')
    return hasId || (field === 'agencyName' && [...text].length <= 4 && findPersonNames(text).length > 0)
  })?.header
}

/** A line that only counts itself says nothing, as an empty line does. */
export function isBlankRow(cells: readonly string[], { columns }: HeaderMapping): boolean {
  return cells.every((cell, index) => columns[index]?.bookkeeping || cell.trim() === '')
}

function readColumn(reading: Reading, column: ColumnMatch, cell: CellReading | undefined): void {
  if (column.bookkeeping) return
  const { values, extras, notes } = reading
  if (cell === undefined || cell.text === '') return
  const { read, lines } = cell
  if (column.field === null || !read) {
    if (column.by === 'clash') notes.push({ code: 'column-clash', column: column.header })
    keep(extras, column.header, lines)
    return
  }
  const { suggestion } = read
  for (const code of read.notes) notes.push({ code, column: column.header, ...(suggestion ? { suggestion } : {}) })
  if (read.value === undefined) {
    leaveUnread(reading, column.field, column.header, lines)
    return
  }
  values[column.field] = read.value
  const { field, header } = column
  if (read.keep) keep(extras, header, lines)
  if (read.bare) reading.bare.push({ field, column: header, text: lines, unit: read.bare })
}

/** What another header implied does not outweigh a cell that nobody can read. */
function leaveUnread({ values, extras, unreadFields }: Reading, field: FieldId, header: string, text: string): void {
  if (extras.get(header) !== text) keep(extras, header, text)
  unreadFields.add(field)
  delete values[field]
}

/**
 * A column that lost its field may say the same, and then nothing is in doubt. Where it says something else the field
 * counts as unread, so that the door can wait, and nobody's category is taken from one of two words.
 */
function compareClash(reading: Reading, column: ColumnMatch, received: string, cells: readonly string[]): void {
  const { context, values, unreadFields } = reading
  const field = column.rivals[0]?.field
  const spec = field === undefined ? undefined : fieldSpec(context.kind, field)
  if (field === undefined || !spec) return
  const text = textOfCell(received, field, spec)
  if (text === '' || readValue(field, text, spec, column, context.words).value === values[field]) return
  unreadFields.add(field)
  const at = context.mapping.columns.findIndex((it) => it.field === 'subjectCategory')
  const category = context.mapping.columns[at]
  if (field === 'subjectName' && !category) delete values.subjectCategory
  if (field !== 'subjectCategory' || values.subjectCategory === undefined) return
  leaveUnread(reading, field, category?.header ?? column.header, cleanCell(cells[at] ?? '', 'lines'))
}

/** Who has an ID number for a code, or in the name, is most likely a person: then nobody's word for the category counts. */
function checkSubject({ context, values, unreadFields, notes }: Reading): void {
  for (const { field, header } of context.mapping.columns) {
    if (field !== 'subjectName' && field !== 'subjectCode') continue
    const hits = scanPersonalData(values[field] ?? '')
    if (values.subjectCategory === 'natural-person' || !hits.some(({ kind }) => kind === 'id-number')) continue
    notes.push({ code: 'subject-looks-personal', column: header })
    unreadFields.add('subjectCategory')
    delete values.subjectCategory
  }
}

/** Where the text says that the column was filled in the other unit, its number is not taken. */
function checkUnits(reading: Reading): void {
  const stated = new Set(reading.bare.length > 0 ? statedAmounts(reading.values.content ?? '') : [])
  for (const { field, column, text, unit } of reading.bare) {
    if (!isStatedInOtherUnit(BigInt(reading.values[field] ?? '0'), unit, stated)) continue
    reading.notes.push({ code: 'amount-unit-doubtful', column })
    leaveUnread(reading, field, column, text)
  }
}

/** What a header implies counts only where no column of its own says it, blank or not. */
function impliedValues(mapping: HeaderMapping): FieldValues {
  const values = { ...mapping.implied }
  for (const { field, by, rivals } of mapping.columns) {
    const claimed = by === 'clash' ? rivals[0]?.field : field
    if (claimed !== undefined && claimed !== null && claimed !== 'subjectName') delete values[claimed]
  }
  return values
}

/** Two columns of one name both stay: the second is called 说明 (2). */
function keep(extras: Map<string, string>, header: string, text: string): void {
  let name = header
  for (let n = 2; extras.has(name); n++) name = `${header} (${n})`
  extras.set(name, text)
}

/** Fields that are not there although the standard asks for them: accepted with a warning, never filled in. */
function missingNotes(kind: RecordKind, values: FieldValues, unread: ReadonlySet<FieldId>): RowNote[] {
  const notes: RowNote[] = fieldsOf(kind)
    .filter((field) => fieldSpec(kind, field)?.required && !values[field])
    .map((field) => ({ code: 'field-missing' as const, column: field }))
  const coded = values.subjectCategory === 'organisation' || values.subjectCategory === 'sole-trader'
  if (coded && !values.subjectCode && !unread.has('subjectCode'))
    notes.push({ code: 'code-missing', column: 'subjectCode' })
  return notes
}
