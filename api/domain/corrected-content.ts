import type { ChangeFailure, ValueRefused } from './failure.ts'
import { diffFields } from './field-diff.ts'
import type { ColumnMatch } from './header-mapping.ts'
import { indispensableFields, type RowNoteCode, type WordLists } from './import-row.ts'
import { ENTRY_KINDS } from './kind-groups.ts'
import { MASK, scanPersonalData } from './masking.ts'
import { isStatedInOtherUnit, statedAmounts } from './money.ts'
import { readValue, textOfCell } from './read-value.ts'
import { type FieldValues, type RecordContent, splitPersonalData } from './record-content.ts'
import { type FieldId, type FieldSpec, fieldSpec, fieldsOf } from './record-fields.ts'
import { fail, ok, type Result } from './result.ts'
import type { RecordKind } from './vocabulary.ts'

export type ContentChange = { content: RecordContent; changed: FieldId[] }

/** A cell says nothing of its column here: the official table's unit and words hold. */
const OFFICIAL: ColumnMatch = { header: '', field: null, by: 'official', score: 1, rivals: [] }

/** What a person may cover whole: texts that say what was done, never who decided what about whom. */
const COVERABLE: ReadonlySet<FieldId> = new Set([
  ...(['violationType', 'facts', 'legalBasis', 'content', 'documentTitle', 'revokedLicence'] as const),
  ...(['certificateName', 'sourceName'] as const),
  ...ENTRY_KINDS.flatMap((kind) => fieldsOf(kind).filter((field) => fieldSpec(kind, field)?.type === 'free-text')),
])

/**
 * A record with fields put right: read as a cell of the official table is read, and split anew. An empty value takes the
 * field away. What cannot be read is refused here, where somebody can say it again.
 */
export function correctContent(
  kind: RecordKind,
  current: RecordContent,
  corrections: Readonly<Record<string, string>>,
  { words, showRepresentative }: { words: WordLists; showRepresentative: boolean },
): Result<ContentChange, ChangeFailure> {
  const values: FieldValues = { ...current.open, ...current.sealed }
  const corrected = new Set<FieldId>()
  for (const [name, received] of Object.entries(corrections)) {
    const field = fieldsOf(kind).find((it) => it === name)
    if (!field) return fail({ code: 'field-unknown', kind, field: name })
    const spec = fieldSpec(kind, field)
    const read = spec ? readCorrection(kind, field, spec, received, values.content ?? '', words) : ok(undefined)
    if (!read.ok) return read
    if (read.value === undefined) delete values[field]
    else values[field] = read.value
    corrected.add(field)
  }
  const personal = looksPersonal(kind, values)
  if (personal) return fail(personal)
  const split = splitPersonalData(kind, values, current.extras, showRepresentative)
  const content = {
    ...coverAgain(split, current, corrected),
    unreadFields: current.unreadFields.filter((field) => !corrected.has(field)),
  }
  const changed = changedFields(kind, current, content)
  return changed.length === 0 ? fail({ code: 'nothing-changed' }) : ok({ content, changed })
}

function readCorrection(
  kind: RecordKind,
  field: FieldId,
  spec: FieldSpec,
  received: string,
  content: string,
  words: WordLists,
): Result<string | undefined, ValueRefused> {
  const refuse = (why: RowNoteCode) =>
    fail({ code: 'value-refused' as const, kind, field, value: shownBack(received), why, words: listOf(words, field) })
  const text = textOfCell(received, field, spec)
  if (text === '') return indispensableFields(kind).includes(field) ? refuse('field-missing') : ok(undefined)
  const read = readValue(field, text, spec, OFFICIAL, words)
  if (read.value === undefined) return refuse(read.notes[0] ?? 'value-unknown')
  if (read.notes.includes('too-long')) return refuse('too-long')
  const isOtherUnit = read.bare && isStatedInOtherUnit(BigInt(read.value), read.bare, new Set(statedAmounts(content)))
  return isOtherUnit ? refuse('amount-unit-doubtful') : ok(read.value)
}

/** Who typed an ID number by mistake does not find it again in an answer or a log. */
function shownBack(received: string): string | null {
  return scanPersonalData(received).length > 0 ? null : received.slice(0, 100)
}

function listOf(words: WordLists, field: FieldId): string[] {
  return [...(words[field]?.keys() ?? [])]
}

/** As an import does: who has an ID number for a code, or in the name, is most likely a person. */
function looksPersonal(kind: RecordKind, values: FieldValues): ValueRefused | undefined {
  if (values.subjectCategory === 'natural-person') return undefined
  const field = (['subjectName', 'subjectCode'] as const).find((it) =>
    scanPersonalData(values[it] ?? '').some((hit) => hit.kind === 'id-number'),
  )
  return field && { code: 'value-refused', kind, field, value: null, why: 'subject-looks-personal', words: [] }
}

/** A field that people covered stays covered, unless it is the one put right. */
function coverAgain(content: RecordContent, before: RecordContent, corrected: ReadonlySet<FieldId>): RecordContent {
  const kept = before.maskedFields.filter((field) => before.open[field] === MASK && !corrected.has(field))
  return kept.reduce(covered, content)
}

function covered(content: RecordContent, field: FieldId): RecordContent {
  const text = content.open[field]
  if (text === undefined) return content
  return {
    ...content,
    open: { ...content.open, [field]: MASK },
    sealed: { ...content.sealed, [field]: content.sealed[field] ?? text },
    maskedFields: content.maskedFields.includes(field) ? content.maskedFields : [...content.maskedFields, field],
  }
}

/** A record with whole texts covered; what stood there is kept apart. */
export function coverFields(
  kind: RecordKind,
  current: RecordContent,
  fields: readonly string[],
): Result<ContentChange, ChangeFailure> {
  const allowed = coverableFields(kind, current)
  let content = current
  for (const name of fields) {
    const field = allowed.find((it) => it === name)
    if (!field) return fail({ code: 'field-not-coverable', kind, field: name, allowed })
    content = covered(content, field)
  }
  return fields.length === 0
    ? fail({ code: 'nothing-changed' })
    : ok({ content, changed: fields.filter(isField(kind)) })
}

/** Whether people covered a text of it: what a rule covers keeps some of it. */
export function isCoveredByPeople(open: FieldValues): boolean {
  return [...COVERABLE].some((field) => open[field] === MASK)
}

/** Fields of a record that could be covered and are not yet. */
export function coverableFields(kind: RecordKind, { open }: RecordContent): FieldId[] {
  return fieldsOf(kind).filter((field) => COVERABLE.has(field) && open[field] !== undefined && open[field] !== MASK)
}

function isField(kind: RecordKind): (name: string) => name is FieldId {
  return (name): name is FieldId => fieldsOf(kind).some((it) => it === name)
}

function changedFields(kind: RecordKind, before: RecordContent, after: RecordContent): FieldId[] {
  const all = ({ open, sealed }: RecordContent): FieldValues => ({ ...open, ...sealed })
  const fields = new Set(diffFields(kind, all(before), all(after)).map(({ field }) => field))
  for (const { field } of diffFields(kind, before.open, after.open)) fields.add(field)
  return [...fields]
}
