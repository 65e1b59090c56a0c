import type { RowNoteCode } from './import-row.ts'
import { type FieldId, fieldSpec, fieldsOf } from './record-fields.ts'
import type { DataFlaw, RecordKind } from './vocabulary.ts'

/** Counted facts of one organ and kind. Records that left are in none of the counts; nothing here names anybody. */
export type QualityCounts = {
  agency: string
  kind: RecordKind
  records: number
  filled: Partial<Record<FieldId, number>>
  /** Records by what was noticed in the row of their current version. */
  noted: Partial<Record<RowNoteCode, number>>
  late: number
  latenessUnknown: number
  /** Records whose document number another record of the organ has too. */
  sharedNumbers: number
  /** Rows of the last import of each file that were not taken in, or only repeated another. */
  rejectedRows: number
  repeatedRows: number
}

export type AgencyQuality = Omit<QualityCounts, 'filled' | 'noted'> & {
  /** Fields that the standard asks for, least complete first. `percent` is 100 only when nothing is missing. */
  fields: { field: FieldId; filled: number; percent: number }[]
  badCheckDigits: number
  malformedCodes: number
  missingCodes: number
  unreadValues: number
}

/** What was noticed in a row → the group that an organ's page counts it in, and the desk lists it under. */
export const NOTES_OF_FLAW = {
  'code-missing': ['code-missing', 'code-placeholder'],
  'code-malformed': ['code-malformed'],
  'code-check': ['code-check-failed', 'code-inner-check-failed'],
  'value-unread': ['day-unreadable', 'day-imprecise', 'amount-unreadable', 'amount-unit-doubtful', 'value-unknown'],
} as const satisfies Partial<Record<DataFlaw, readonly RowNoteCode[]>>

/** Fields marked M, and the subject's code (C), in 发改办财金〔2018〕424号附件 as rebuilt in domain.md §1a, §1b. */
export function askedFields(kind: RecordKind): readonly FieldId[] {
  return fieldsOf(kind).filter((field) => fieldSpec(kind, field)?.asked)
}

export function qualityOf({ filled, noted, ...counts }: QualityCounts): AgencyQuality {
  const sum = (flaw: keyof typeof NOTES_OF_FLAW) =>
    NOTES_OF_FLAW[flaw].reduce((total, code) => total + (noted[code] ?? 0), 0)
  return {
    ...counts,
    fields: askedFields(counts.kind)
      .map((field) => ({ field, filled: filled[field] ?? 0, percent: percentOf(filled[field] ?? 0, counts.records) }))
      .sort((a, b) => a.filled - b.filled),
    badCheckDigits: sum('code-check'),
    malformedCodes: sum('code-malformed'),
    missingCodes: sum('code-missing'),
    unreadValues: sum('value-unread'),
  }
}

/** Rounded down: 999 of 1,000 is 99 %, not 100 %. */
function percentOf(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.floor((part * 100) / whole)
}
