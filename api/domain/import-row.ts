import { type LooseDay, parseLooseDay } from './day.ts'
import type { HeaderMapping } from './header-mapping.ts'
import { looseDayText } from './loose-day-text.ts'
import { parseAmount } from './money.ts'
import { type RecordContent, splitPersonalData } from './record-content.ts'
import { type FieldId, type FieldSpec, fieldSpec, fieldsOf } from './record-fields.ts'
import { checkUscc, normaliseCode } from './uscc.ts'
import type { RecordKind } from './vocabulary.ts'

/** What was noticed about a row; `column` is the header of the file, never the value. */
export const ROW_NOTES = [
  'field-missing',
  'day-unreadable',
  'day-imprecise',
  'amount-unreadable',
  'amount-sum',
  'value-unknown',
  'code-malformed',
  'code-check-failed',
  'code-inner-check-failed',
  'code-pilot',
  'code-placeholder',
  'code-missing',
  'organ-unknown',
  'column-clash',
  'too-long',
  'too-many-cells',
  'duplicate-row',
  'same-number',
  'number-shared',
  'number-known',
] as const
export type RowNoteCode = (typeof ROW_NOTES)[number]
export type RowNote = { code: RowNoteCode; column: string | null; rows?: number[]; records?: string[] }

/** Words of a closed list as files write them → member, by field. */
export type WordLists = Partial<Record<FieldId, ReadonlyMap<string, string>>>

export type RowContext = {
  kind: RecordKind
  mapping: HeaderMapping
  words: WordLists
  showRepresentative: boolean
}

export type ReadRow =
  | { verdict: 'read'; content: RecordContent; notes: RowNote[] }
  | { verdict: 'rejected'; notes: RowNote[] }

/** Normalises one row. Nothing is guessed and nothing lost: what cannot be read stays as received among the extras. */
export function readRow(cells: readonly string[], context: RowContext): ReadRow {
  const notes: RowNote[] = []
  const values = impliedValues(context.mapping)
  const unreadFields: FieldId[] = []
  // A stray separator shifts every later cell, personal ones into public fields among them.
  if (cells.slice(context.mapping.columns.length).some((cell) => cleanCell(cell) !== '')) {
    return { verdict: 'rejected', notes: [{ code: 'too-many-cells', column: null }] }
  }
  const extras = new Map<string, string>()
  context.mapping.columns.forEach((column, index) => {
    const received = cells[index] ?? ''
    const text = cleanCell(received)
    if (text === '') return
    const spec = column.field === null ? undefined : fieldSpec(context.kind, column.field)
    if (column.field === null || !spec) {
      if (column.clash) notes.push({ code: 'column-clash', column: column.header })
      keep(extras, column.header, text)
      return
    }
    const read = readValue(column.field, text, spec, context.words)
    for (const code of read.notes) notes.push({ code, column: column.header })
    if (read.value !== undefined) {
      values[column.field] = read.value
      return
    }
    keep(extras, column.header, text)
    unreadFields.push(column.field)
    // What another header implied does not outweigh a cell that nobody can read.
    delete values[column.field]
  })
  for (const field of ['subjectName', 'decidedOn'] as const) {
    if (values[field]) continue
    const column = context.mapping.columns.find((it) => it.field === field)?.header ?? null
    return { verdict: 'rejected', notes: [...notes, { code: 'field-missing', column }] }
  }
  notes.push(...missingNotes(context.kind, values))
  return {
    verdict: 'read',
    content: {
      ...splitPersonalData(context.kind, values, Object.fromEntries(extras), context.showRepresentative),
      unreadFields,
    },
    notes,
  }
}

/** What a header implies counts only where no column of its own says it, blank or not. */
function impliedValues(mapping: HeaderMapping): Partial<Record<FieldId, string>> {
  const values = { ...mapping.implied }
  for (const { field } of mapping.columns) if (field !== null && field !== 'subjectName') delete values[field]
  return values
}

/** Two columns of one name both stay: the second is called 说明 (2). */
function keep(extras: Map<string, string>, header: string, text: string): void {
  let name = header
  for (let n = 2; extras.has(name); n++) name = `${header} (${n})`
  extras.set(name, text)
}

/** Text cells hold HTML entities, breaks and dashes that mean "empty". */
export function cleanCell(text: string): string {
  const plain = text
    .replace(/&nbsp;?|&#160;?/gi, ' ')
    .replace(/&lt;/gi, '<')
    .replace(/&gt;/gi, '>')
    .replace(/&quot;/gi, '"')
    .replace(/&#39;|&apos;/gi, "'")
    .replace(/&amp;/gi, '&')
    .replace(/[\s\p{Zs}]+/gu, ' ')
    .replace(/[\p{Cc}\u200b-\u200d\ufeff]/gu, '')
    .trim()
  return /^([-—–－/\\]+|null|undefined)$/i.test(plain) ? '' : plain
}

type ReadValue = { value: string | undefined; notes: RowNoteCode[] }

function readValue(field: FieldId, text: string, spec: FieldSpec, words: WordLists): ReadValue {
  switch (spec.type) {
    case 'day':
      return readDay(parseLooseDay(text))
    case 'loose-day': {
      const loose = parseLooseDay(text)
      return loose ? { value: looseDayText(loose), notes: [] } : { value: undefined, notes: ['day-unreadable'] }
    }
    case 'amount-wan':
    case 'amount-yuan':
      return readAmount(text, spec.type === 'amount-wan' ? '万元' : '元')
    case 'code':
      return readCode(field, text)
    case 'enum': {
      const member = words[field]?.get(text.normalize('NFKC'))
      return member === undefined ? { value: undefined, notes: ['value-unknown'] } : { value: member, notes: [] }
    }
    case 'text':
    case 'free-text':
      return { value: text, notes: [...text].length > spec.maxLength ? ['too-long'] : [] }
    default:
      return spec.type satisfies never
  }
}

function readDay(loose: LooseDay | undefined): ReadValue {
  if (!loose) return { value: undefined, notes: ['day-unreadable'] }
  if (loose.precision !== 'day') return { value: undefined, notes: ['day-imprecise'] }
  return { value: loose.day, notes: [] }
}

function readAmount(text: string, unit: '元' | '万元'): ReadValue {
  const amount = parseAmount(text, unit)
  if (!amount.ok) return { value: undefined, notes: ['amount-unreadable'] }
  return { value: amount.fen.toString(), notes: amount.several ? ['amount-sum'] : [] }
}

const CODE_NOTE = {
  valid: [],
  'inner-check-failed': ['code-inner-check-failed'],
  'check-failed': ['code-check-failed'],
  pilot: ['code-pilot'],
} as const satisfies Record<string, RowNoteCode[]>

function readCode(field: FieldId, text: string): ReadValue {
  if (field !== 'subjectCode' && field !== 'agencyCode' && field !== 'sourceCode') return { value: text, notes: [] }
  const code = normaliseCode(text)
  const { verdict } = checkUscc(code)
  if (verdict === 'placeholder') return { value: undefined, notes: ['code-placeholder'] }
  if (verdict === 'malformed') return { value: undefined, notes: ['code-malformed'] }
  return { value: code, notes: [...CODE_NOTE[verdict]] }
}

/** Fields that are not there although the standard asks for them: accepted with a warning, never filled in. */
function missingNotes(kind: RecordKind, values: Partial<Record<FieldId, string>>): RowNote[] {
  const notes: RowNote[] = fieldsOf(kind)
    .filter((field) => fieldSpec(kind, field)?.required && !values[field])
    .map((field) => ({ code: 'field-missing' as const, column: field }))
  const coded = values.subjectCategory === 'organisation' || values.subjectCategory === 'sole-trader'
  if (coded && !values.subjectCode) notes.push({ code: 'code-missing', column: 'subjectCode' })
  return notes
}
