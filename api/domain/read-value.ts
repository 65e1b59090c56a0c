import { type CellShape, cleanCell, meansNone } from './cell-text.ts'
import { parseLooseDay } from './day.ts'
import { dayOfExcelSerial } from './excel-serial.ts'
import type { ColumnMatch } from './header-mapping.ts'
import type { RowNoteCode, WordLists } from './import-row.ts'
import { looseDayText } from './loose-day-text.ts'
import { MASK } from './masking.ts'
import { type MoneyUnit, parseAmount, suspiciousWan } from './money.ts'
import type { FieldId, FieldSpec } from './record-fields.ts'
import { checkIdNumber, checkUscc, normaliseCode } from './uscc.ts'

/**
 * A cell as its field stores it. `value` undefined: it could not be read. `keep`: the normal form says less than the
 * cell, so the text is kept as well. `suggestion`: a credit code that was probably meant. `bare`: the amount stood
 * without a unit and was read in this one.
 */
export type ReadValue = {
  value: string | undefined
  notes: RowNoteCode[]
  keep?: boolean
  suggestion?: string
  bare?: MoneyUnit
}

/** Cells that hold a list: a break stands between two items. */
const LISTS: ReadonlySet<FieldId> = new Set(['penaltyKinds', 'violationType', 'licenceCategory', 'revokedLicence'])

/** The text of a cell in the shape its field has; empty where it says that there is nothing. */
export function textOfCell(received: string, field: FieldId, spec: FieldSpec): string {
  const text = cleanCell(received, shapeOf(field, spec))
  const asksForValue = spec.type !== 'free-text' && spec.type !== 'enum'
  return asksForValue && meansNone(text) ? '' : text
}

function shapeOf(field: FieldId, spec: FieldSpec): CellShape {
  if (spec.type === 'free-text') return 'lines'
  return LISTS.has(field) || spec.type === 'enum' ? 'line' : 'joined'
}

/** Reads the text of a cell of a column that is the column of `field`, or would be if no other were. */
export function readValue(
  field: FieldId,
  text: string,
  spec: FieldSpec,
  column: ColumnMatch,
  words: WordLists,
): ReadValue {
  switch (spec.type) {
    case 'day':
    case 'loose-day':
      return readDay(text, spec.type === 'day')
    case 'amount-wan':
    case 'amount-yuan':
      return readAmount(text, unitOf(column, spec.type === 'amount-wan' ? '万元' : '元'))
    case 'code':
      return readCode(field, text)
    case 'count':
      return readCount(text)
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

/** 12, or 12 件: how many. */
function readCount(text: string): ReadValue {
  const digits = /^(\d{1,9})[件笔个次]?$/.exec(text.normalize('NFKC').replace(/(?<=\d),(?=\d{3})/g, ''))?.[1]
  return digits === undefined
    ? { value: undefined, notes: ['value-unknown'] }
    : { value: String(Number(digits)), notes: [] }
}

function readDay(text: string, wantsDay: boolean): ReadValue {
  const written = parseLooseDay(text)
  const loose = written ?? parseLooseDay(dayOfExcelSerial(text) ?? '')
  if (!loose) return { value: undefined, notes: ['day-unreadable'] }
  if (wantsDay && loose.precision !== 'day') return { value: undefined, notes: ['day-imprecise'] }
  if (written) return { value: looseDayText(loose), notes: [] }
  return { value: looseDayText(loose), notes: ['day-from-serial'], keep: true }
}

/** The header's unit, or that of the official table where the header is the official one or a person confirmed it. */
function unitOf({ unit, by }: ColumnMatch, official: MoneyUnit): MoneyUnit | undefined {
  return unit ?? (by === 'official' || by === 'map' ? official : undefined)
}

function readAmount(text: string, unit: MoneyUnit | undefined): ReadValue {
  const amount = parseAmount(text, unit ?? '万元')
  if (!amount.ok) return { value: undefined, notes: ['amount-unreadable'] }
  const isBare = !amount.unitStated && amount.fen !== 0n
  if (isBare && (unit === undefined || (unit === '万元' && suspiciousWan(amount.fen)))) {
    return { value: undefined, notes: ['amount-unit-doubtful'] }
  }
  return {
    value: amount.fen.toString(),
    notes: amount.several ? ['amount-sum'] : [],
    keep: !/^[\d.,]+$/.test(text.normalize('NFKC')),
    ...(isBare && unit !== undefined ? { bare: unit } : {}),
  }
}

const CODE_NOTE = {
  valid: [],
  'inner-check-failed': ['code-inner-check-failed'],
  'check-failed': ['code-check-failed'],
  pilot: ['code-pilot'],
} as const satisfies Record<string, RowNoteCode[]>

function readCode(field: FieldId, text: string): ReadValue {
  if (field !== 'subjectCode' && field !== 'agencyCode' && field !== 'sourceCode') return { value: text, notes: [] }
  // What we covered and let out comes back as it is.
  if (text === MASK) return { value: text, notes: [] }
  const code = normaliseCode(text)
  const { verdict, suggestion } = checkUscc(code)
  if (verdict === 'placeholder') return { value: undefined, notes: ['code-placeholder'] }
  // A note may name a credit code, never what could be somebody's identity number.
  if (suggestion !== undefined && checkIdNumber(suggestion).verdict === 'malformed') {
    return { value: undefined, notes: ['code-letter-typed'], suggestion }
  }
  if (verdict === 'malformed') return { value: undefined, notes: ['code-malformed'] }
  return { value: code, notes: [...CODE_NOTE[verdict]] }
}
