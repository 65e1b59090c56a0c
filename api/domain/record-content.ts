import { maskPersonalData, maskPersonName, scanPersonalData } from './masking.ts'
import { type FieldId, type FieldSpec, fieldSpec, fieldsOf } from './record-fields.ts'
import type { RecordKind } from './vocabulary.ts'

/** Normalised values by field. Days are ISO, amounts whole 分, loose days as `loose-day-text` writes them. */
export type FieldValues = Partial<Record<FieldId, string>>

/**
 * A record's content, already split: `open` may be shown once a decision says so, `sealed` never.
 * Where personal data was found in a text, `open` has it covered and `sealed` keeps the original. `extras`, by header:
 * cells of columns without a field, cells nobody could read, and cells whose normal form says less than they do.
 */
export type RecordContent = {
  open: FieldValues
  sealed: FieldValues
  extras: Record<string, string>
  maskedFields: FieldId[]
  /** Fields whose cell held something that could not be read: not the same as nothing. */
  unreadFields: FieldId[]
}

/** Numbers that are themselves identifiers: only an ID number among them is personal, e.g. on a driver's licence. */
const NUMBER_FIELDS: ReadonlySet<FieldId> = new Set([
  'documentNumber',
  'licenceNumber',
  'registrationNumber',
  'taxNumber',
])

/** Takes personal data out of what may be shown. `showRepresentative`: the place shows 法定代表人 of organisations. */
export function splitPersonalData(
  kind: RecordKind,
  values: FieldValues,
  extras: Record<string, string>,
  showRepresentative: boolean,
  cover: (text: string) => string = maskPersonalData,
): RecordContent {
  const content: RecordContent = { open: {}, sealed: {}, extras, maskedFields: [], unreadFields: [] }
  for (const field of fieldsOf(kind)) {
    const value = values[field]
    const spec = fieldSpec(kind, field)
    if (value === undefined || value === '' || !spec) continue
    place(content, field, value, spec, { values, showRepresentative, cover })
  }
  coverNames(content)
  return content
}

/** A name that is sealed in its own field must not stand in another text. A trade name may hold its owner's. */
function coverNames({ open, sealed, maskedFields }: RecordContent): void {
  const names = [sealed.legalRepresentative ?? '', sealed.subjectName ?? ''].filter((name) => [...name].length > 1)
  for (const field of NAME_BEARING) {
    const text = open[field]
    if (text === undefined) continue
    const covered = names.reduce((kept, name) => kept.replaceAll(name, maskPersonName(name)), text)
    if (covered === text) continue
    // A number that the name ran together with stands free now.
    open[field] = maskPersonalData(covered)
    sealed[field] ??= text
    if (!maskedFields.includes(field)) maskedFields.push(field)
  }
}

const NAME_BEARING = ['violationType', 'facts', 'legalBasis', 'content', 'documentTitle', 'revokedLicence'] as const

type Placing = { values: FieldValues; showRepresentative: boolean; cover: (text: string) => string }

function place(
  content: RecordContent,
  field: FieldId,
  value: string,
  spec: FieldSpec,
  { values, showRepresentative, cover }: Placing,
): void {
  const isPerson = values.subjectCategory === 'natural-person'
  const shown = showRepresentative && values.subjectCategory === 'organisation'
  if (
    spec.visibility === 'never' ||
    (spec.visibility === 'switch' && !shown) ||
    (isPerson && field === 'subjectCode') ||
    isSealedFor(spec, values)
  ) {
    content.sealed[field] = value
    return
  }
  const covered = isPerson && field === 'subjectName' ? maskPersonName(value) : coverText(field, value, spec, cover)
  content.open[field] = covered
  if (covered === value) return
  content.sealed[field] = value
  content.maskedFields.push(field)
}

/** 招商引资合同: of some members only the title and the state are told. What is not said is not told, either. */
function isSealedFor({ sealedFor }: FieldSpec, values: FieldValues): boolean {
  return Object.entries(sealedFor ?? {}).some(([other, members]) => {
    const said = Object.entries(values).find(([field]) => field === other)?.[1]
    return said === undefined || members.includes(said)
  })
}

function coverText(field: FieldId, value: string, spec: FieldSpec, cover: Placing['cover']): string {
  if (spec.type !== 'text' && spec.type !== 'free-text' && spec.type !== 'code') return value
  if (NUMBER_FIELDS.has(field)) {
    return scanPersonalData(value).some((hit) => hit.kind === 'id-number') ? maskPersonalData(value) : value
  }
  return cover(value)
}
