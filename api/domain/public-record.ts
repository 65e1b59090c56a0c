import { type Day, isDay, parseDay } from './day.ts'
import { foldName } from './document-number.ts'
import { isAboutOrgan, isDecision } from './kind-groups.ts'
import { contentMemberLabels, fieldLabel, memberOfWord, SEVERITY_LABEL, SUBJECT_CATEGORY_LABEL } from './labels.zh.ts'
import { lastDayOf, looseDayForPeople } from './loose-day-text.ts'
import { formatYuan } from './money.ts'
import type { FieldValues } from './record-content.ts'
import { type FieldId, fieldSpec, fieldsOf } from './record-fields.ts'
import { KIND_FACTS, KIND_LABEL } from './record-kinds.ts'
import type { PublicVersion } from './version-history.ts'
import type {
  RecordCategory,
  RecordKind,
  RecordMark,
  StandingId,
  SubjectCategory,
  Timeliness,
  WithdrawalGround,
} from './vocabulary.ts'

/**
 * `amount` in fen; `statement`: the organ's own words, which stand beside the entry wherever it is named; `listed`: by
 * field, what the kind says that lists tell, as stored; left out where the kind has no such field.
 */
export type RecordEntry = {
  amount: string | null
  dueOn: string | null
  statement: string | null
  listed?: Record<string, string> | undefined
}

/** What a list shows of a record. */
export type RecordRow = {
  id: string
  kind: RecordKind
  documentNumber: string | null
  title: string
  subject: { name: string; category?: SubjectCategory | undefined; uscc?: string | undefined }
  agency: { slug: string; name: string }
  decidedOn: string
  publishedOn: string
  until: string | null
  late: number | null
  /** Where an entry stands on the day of the publish; null for decisions of 双公示. */
  standing: StandingId | null
  /** Of an entry, what a list tells besides; null for decisions of 双公示. */
  entry: RecordEntry | null
  /** Last day a licence holds; null for penalties and where it has no end. */
  validUntil: string | null
  /** Kinds of penalty, or the category of a licence; empty where the file says none that is known. */
  categories: RecordCategory[]
  /** Day of the current version. */
  updatedOn: string
  /** What stands beside the content, such as an objection that is being looked into. */
  marks: RecordMark[]
}

/** Another public decision on the same licence: 申领, 变更 or 重新申请. */
export type LicenceSibling = { id: string; documentNumber: string | null; decidedOn: string }

/** Everything the public may know of one record. */
export type PublicRecord = RecordRow & {
  state: 'public'
  masked: boolean
  timeliness: { status: Timeliness; dueOn: string | null; lateBy: number; provisional: boolean }
  decision: { rule: string; basis: string }
  version: number
  fields: { id: string; label: string; value: string }[]
  /** By field, values as they are stored, where `fields` has them in another form or not at all. */
  coded: Record<string, string>
  /** Newest first; a change may have changed the holder. */
  sameLicence: LicenceSibling[]
  /** What later versions changed, newest first; empty for a first version. */
  history: PublicVersion[]
}

export type WithdrawalNotice = {
  id: string
  kind: RecordKind
  state: 'withdrawn'
  agency: { slug: string; name: string }
  documentNumber: string | null
  ground: WithdrawalGround
  reason: string
  withdrawnOn: string
  noticeUntil: string
}

export type EndedRecord = { id: string; kind: RecordKind; state: 'ended' }

export type PublishedVersion = {
  id: string
  kind: RecordKind
  open: FieldValues
  maskedFields: readonly string[]
  agency: { slug: string; name: string }
  linkedUscc: string | null
  publishedOn: Day
  until: Day | null
  version: number
  updatedOn: Day
  decision: { rule: string; basis: string }
  timeliness: { status: Timeliness; dueOn: Day | null; lateBy: number; provisional: boolean }
  sameLicence: readonly LicenceSibling[]
  marks: readonly RecordMark[]
  categories: readonly RecordCategory[]
  standing: StandingId | null
  history: readonly PublicVersion[]
}

/** Fields shown at the top of the page, so not again in the table. */
const APART: ReadonlySet<FieldId> = new Set(['disclosedOn', 'subjectCategory'])

/** The public form of a version that a decision lets out; the only maker of it. */
export function toPublicRecord(version: PublishedVersion, showRepresentative: boolean): PublicRecord {
  const { open, kind, timeliness } = version
  const fields = fieldsOf(kind).filter((field) => open[field] && isPublicField(kind, field, showRepresentative))
  return {
    id: version.id,
    kind,
    state: 'public',
    documentNumber: open.documentNumber ?? null,
    title: titleOf(kind, open),
    subject: {
      name: isAboutOrgan(kind) ? version.agency.name : (open.subjectName ?? ''),
      ...(isCategory(open.subjectCategory) ? { category: open.subjectCategory } : {}),
      ...(version.linkedUscc ? { uscc: version.linkedUscc } : {}),
    },
    agency: version.agency,
    decidedOn: open.decidedOn ?? '',
    publishedOn: version.publishedOn,
    until: version.until,
    late: timeliness.status === 'unknown' ? null : timeliness.lateBy,
    standing: version.standing,
    entry: isDecision(kind) ? null : entryOf(kind, publicValues(kind, open, showRepresentative)),
    validUntil: kind === 'licence' ? validityOf(open) : null,
    categories: [...version.categories],
    marks: [...version.marks],
    masked: version.maskedFields.length > 0,
    timeliness: { ...timeliness },
    decision: version.decision,
    version: version.version,
    updatedOn: version.updatedOn,
    fields: fields
      .filter((field) => !APART.has(field))
      .map((field) => ({
        id: field,
        label: labelOf(kind, field),
        value: shown(kind, field, open[field] ?? ''),
      })),
    coded: Object.fromEntries(
      fields
        .map((field) => [field, open[field] ?? ''] as const)
        .filter(([field, value]) => APART.has(field) || shown(kind, field, value) !== value),
    ),
    sameLicence: [...version.sameLicence].sort(newestFirst),
    history: [...version.history],
  }
}

/** The stored values that a public record was made from: what `publicValues` says of them, empty ones left out. */
export function valuesOf({ kind, fields, coded }: PublicRecord): FieldValues {
  const shownAs = new Map(fields.map(({ id, value }) => [id, value]))
  const values: FieldValues = {}
  for (const field of fieldsOf(kind)) {
    const value = coded[field] ?? shownAs.get(field)
    if (value !== undefined) values[field] = value
  }
  return values
}

/** A record that was the organ's because its whole file was names none; alone it would belong to nobody. */
export function withOrgan(values: FieldValues, organ: string): FieldValues {
  const isNamed = values.agencyName !== undefined || values.agencyCode !== undefined
  return isNamed ? values : { ...values, agencyName: organ }
}

/**
 * The one word on what of a record may be shown, on a page or in a file. What the place turns off is off at once,
 * whatever was imported while it was on.
 */
export function isPublicField(kind: RecordKind, field: FieldId, showRepresentative: boolean): boolean {
  const visibility = fieldSpec(kind, field)?.visibility
  return visibility === 'public' || (visibility === 'switch' && showRepresentative)
}

/** Of what a decision lets out, the values that may be shown, in the order of the official table. */
export function publicValues(kind: RecordKind, open: FieldValues, showRepresentative: boolean): FieldValues {
  const values: FieldValues = {}
  for (const field of fieldsOf(kind)) {
    const value = open[field]
    if (value !== undefined && isPublicField(kind, field, showRepresentative)) values[field] = value
  }
  return values
}

function validityOf({ validUntil, decidedOn }: FieldValues): string | null {
  const day = parseDay(decidedOn ?? '')
  return (day && lastDayOf(validUntil ?? '', day)) ?? null
}

/** The official header names the unit of the exchange table; shown values bring their own unit. */
export function labelOf(kind: RecordKind, field: FieldId): string {
  const label = fieldLabel(kind, field) ?? field
  return fieldSpec(kind, field)?.type.startsWith('amount') ? label.replace(/（万?元）$/, '') : label
}

export function toRow(record: PublicRecord): RecordRow {
  const { id, kind, documentNumber, title, subject, agency, decidedOn, publishedOn, until, late } = record
  const { updatedOn, validUntil, categories, marks, standing, entry } = record
  return {
    id,
    kind,
    documentNumber,
    title,
    subject,
    agency,
    decidedOn,
    publishedOn,
    until,
    late,
    standing,
    entry,
    updatedOn,
    validUntil,
    categories,
    marks,
  }
}

function entryOf(kind: RecordKind, values: FieldValues): RecordEntry {
  const { amount, dueOn, statement } = values
  const entry: RecordEntry = { amount: amount ?? null, dueOn: dueOn ?? null, statement: statement ?? null }
  const fields = fieldsOf(kind).filter((field) => fieldSpec(kind, field)?.isListed)
  if (fields.length === 0) return entry
  const listed = fields.flatMap((field) => (values[field] === undefined ? [] : [[field, values[field]] as const]))
  return { ...entry, listed: Object.fromEntries(listed) }
}

/** So many characters in a row that both have are taken for the name, be it cut, shortened or written otherwise. */
const NAME_RUN = 4

function sharesRun(title: string, name: string): boolean {
  const characters = [...name]
  const run = Math.min(NAME_RUN, characters.length)
  if (run === 0) return false
  return characters.some(
    (_, at) => at + run <= characters.length && title.includes(characters.slice(at, at + run).join('')),
  )
}

/** What the record is about, for places where nobody may be named; null where that cannot be said without a name. */
export function namelessTitle({ title, subject }: Pick<RecordRow, 'title' | 'subject'>): string | null {
  return sharesRun(foldName(title), foldName(subject.name)) ? null : title
}

function titleOf(kind: RecordKind, open: FieldValues): string {
  const named: readonly FieldId[] = KIND_FACTS[kind].title
  const [field] = named.filter((it) => open[it])
  const full = field === undefined ? KIND_LABEL[kind] : shown(kind, field, open[field] ?? '')
  const characters = [...full]
  return characters.length > 40 ? `${characters.slice(0, 39).join('')}…` : full
}

/** A stored value as people read it. */
export function shown(kind: RecordKind, field: FieldId, value: string): string {
  switch (fieldSpec(kind, field)?.type) {
    case 'amount-wan':
    case 'amount-yuan':
      return formatYuan(BigInt(value))
    case 'loose-day':
      return looseDayForPeople(value)
    case 'day':
      return isDay(value) ? looseDayForPeople(value) : value
    case 'enum':
      return memberLabel(field, value)
    default:
      return value
  }
}

const PROCEDURE_LABEL: Record<string, string> = { simple: '简易程序', ordinary: '普通程序' }

function memberLabel(field: FieldId, value: string): string {
  const labels = memberLabels(field)
  return labels[value] ?? labels[memberOfWord(field, value) ?? ''] ?? value
}

/** The Chinese words of a field with a closed list, by member. */
export function memberLabels(field: FieldId): Record<string, string> {
  if (field === 'subjectCategory') return SUBJECT_CATEGORY_LABEL
  if (field === 'severity') return SEVERITY_LABEL
  return field === 'procedure' ? PROCEDURE_LABEL : contentMemberLabels(field)
}

function isCategory(value: string | undefined): value is SubjectCategory {
  return value === 'organisation' || value === 'sole-trader' || value === 'natural-person'
}

type Dated = Pick<RecordRow, 'id' | 'decidedOn'>

/** Latest decision first; the id settles ties, so that pages never shift. */
export function newestFirst(a: Dated, b: Dated): number {
  return a.decidedOn === b.decidedOn ? (a.id < b.id ? -1 : 1) : a.decidedOn < b.decidedOn ? 1 : -1
}
