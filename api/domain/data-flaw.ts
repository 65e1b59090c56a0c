import { askedFields, NOTES_OF_FLAW } from './data-quality.ts'
import type { FieldValues } from './record-content.ts'
import { type FieldId, fieldSpec, fieldsOf } from './record-fields.ts'
import type { DataFlaw, RecordKind } from './vocabulary.ts'

/**
 * A record on file as it is judged. `notes`: of the row that its version came from; a correction has none, since what the
 * row said is mended. `unread`: fields whose cell could not be read and was not mended since; null where it was not noted.
 */
export type JudgedRecord = {
  kind: RecordKind
  open: FieldValues
  notes: readonly { code: string; column: string | null }[]
  unread: readonly string[] | null
  lateBy: number | null
  sharesNumber: boolean
}

/** `at`: headers of the columns that it is about; empty where it is about the record as a whole. */
export type FoundFlaw = { flaw: DataFlaw; at: string[] }

/** Everything that the counts of an organ's data hold against a record; empty where there is nothing to mend. */
export function flawsOf({ kind, open, notes, unread, lateBy, sharesNumber }: JudgedRecord): FoundFlaw[] {
  const found: FoundFlaw[] = []
  const missing = askedFields(kind).filter((field) => isMissing(field, open))
  if (missing.length > 0) found.push({ flaw: 'field-missing', at: missing.map((field) => headerOf(kind, field)) })
  for (const flaw of ['code-missing', 'code-malformed', 'code-check'] as const) {
    const own = columnsOf(flaw, notes)
    if (own !== null) found.push({ flaw, at: own })
  }
  const unreadable = columnsOf('value-unread', notes)
  const left = unread === null ? [] : fieldsOf(kind).filter((field) => unread.includes(field))
  if (unreadable !== null || (left.length > 0 && notes.length === 0))
    found.push({ flaw: 'value-unread', at: unreadable ?? left.map((field) => headerOf(kind, field)) })
  if (sharesNumber) found.push({ flaw: 'number-shared', at: [] })
  if (lateBy !== null && lateBy > 0) found.push({ flaw: 'late', at: [] })
  return found
}

/** A natural person has no credit code to give: 自然人不填. */
function isMissing(field: FieldId, open: FieldValues): boolean {
  if (open[field] !== undefined) return false
  return field !== 'subjectCode' || open.subjectCategory !== 'natural-person'
}

/** Null: nothing of the sort was noticed. */
function columnsOf(flaw: keyof typeof NOTES_OF_FLAW, notes: JudgedRecord['notes']): string[] | null {
  const codes: readonly string[] = NOTES_OF_FLAW[flaw]
  const own = notes.filter(({ code }) => codes.includes(code))
  return own.length === 0 ? null : [...new Set(own.flatMap(({ column }) => (column === null ? [] : [column])))]
}

function headerOf(kind: RecordKind, field: FieldId): string {
  return fieldSpec(kind, field)?.header ?? field
}
