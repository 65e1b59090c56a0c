import type { FieldValues } from './record-content.ts'
import { type FieldId, fieldsOf } from './record-fields.ts'
import type { RecordKind } from './vocabulary.ts'

/** Undefined: the field was, or is, not there. */
export type FieldChange = { field: FieldId; before: string | undefined; after: string | undefined }

/** What a new version changes, in the order of the official table. */
export function diffFields(kind: RecordKind, before: FieldValues, after: FieldValues): FieldChange[] {
  return fieldsOf(kind)
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ field, before: before[field], after: after[field] }))
}
