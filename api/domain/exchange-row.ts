import { cellFor } from './cell-text.ts'
import type { WordLists } from './import-row.ts'
import { isStatedInOtherUnit, type MoneyUnit, statedAmounts, suspiciousWan, toWan, toYuan } from './money.ts'
import type { FieldValues } from './record-content.ts'
import { type FieldId, fieldSpec } from './record-fields.ts'
import type { RecordKind } from './vocabulary.ts'

/** Member of a closed list → the word that the official table has for it, by field. */
export type OfficialWords = Partial<Record<FieldId, ReadonlyMap<string, string>>>

/** The official word of a member is the first in its list of words. */
export function officialWords(words: WordLists): OfficialWords {
  const official: OfficialWords = {}
  for (const [field, list] of Object.entries(words)) {
    const byMember = new Map<string, string>()
    for (const [word, member] of list) if (!byMember.has(member)) byMember.set(member, word)
    official[fieldIn(field)] = byMember
  }
  return official
}

/**
 * A record's values as cells of the official table, in the order of `fields`; what is not there is an empty cell.
 * `readRow` reads them as the same values again, whichever official header stands above them.
 */
export function exchangeCells(
  kind: RecordKind,
  values: FieldValues,
  fields: readonly FieldId[],
  words: OfficialWords,
): string[] {
  return fields.map((field) => {
    const value = values[field]
    return value === undefined ? '' : cellOf(kind, field, value, values, words)
  })
}

function cellOf(kind: RecordKind, field: FieldId, value: string, values: FieldValues, words: OfficialWords): string {
  const type = fieldSpec(kind, field)?.type
  switch (type) {
    case 'loose-day':
      return looseDayCell(value)
    case 'amount-wan':
      return amountCell(BigInt(value), '万元', values.content)
    case 'amount-yuan':
      return amountCell(BigInt(value), '元', values.content)
    case 'enum':
      return wordFor(field, value, words)
    case 'day':
    case 'count':
    case 'code':
    case 'text':
    case 'free-text':
      return cellFor(value)
    case undefined:
      throw new Error(`The table for ${kind} has no field "${field}".`)
    default:
      return type satisfies never
  }
}

function wordFor(field: FieldId, member: string, words: OfficialWords): string {
  const word = words[field]?.get(member)
  if (word === undefined) throw new Error(`The field "${field}" has no word for "${member}".`)
  return word
}

/** The standard writes 长期 as 2099/12/31. A duration has three digits for years and for months each. */
function looseDayCell(value: string): string {
  if (value === 'long-term') return '2099/12/31'
  const [, count, unit] = /^\+(\d+)([ym])$/.exec(value) ?? []
  if (count === undefined) return value
  const total = Number(count) * (unit === 'y' ? 12 : 1)
  const years = Math.min(999, Math.floor(total / 12))
  const months = total - years * 12
  return `${years > 0 ? `${years}年` : ''}${months > 0 ? `${months}个月` : ''}`
}

/** In the unit of the column; in 元, and saying so, where a reader would doubt a plain number. */
function amountCell(fen: bigint, unit: MoneyUnit, content: string | undefined): string {
  const isDoubtful =
    (unit === '万元' && suspiciousWan(fen)) ||
    isStatedInOtherUnit(fen, unit, new Set(content === undefined ? [] : statedAmounts(content)))
  if (isDoubtful) return `${toYuan(fen)}元`
  return unit === '万元' ? toWan(fen) : toYuan(fen)
}

/** Safe: the keys of word lists are field ids. */
function fieldIn(key: string): FieldId {
  return key as FieldId
}
