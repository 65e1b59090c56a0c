import { KIND_FIELDS, RECORD_KINDS } from './record-kinds.ts'
import type { RecordCategory, RecordKind } from './vocabulary.ts'

/**
 * The fields of a record as the project names them, with the code and header of the official table; they are written in
 * `content/kinds`. `never`: personal data no decision may publish (浙江省行政处罚结果信息网上公开暂行办法 第七条; PIPL
 * 第二十五条). `switch`: public only where the place turns it on.
 */
export type FieldVisibility = 'public' | 'switch' | 'never'
export type FieldType =
  | 'text'
  | 'free-text'
  | 'day'
  | 'loose-day'
  | 'amount-yuan'
  | 'amount-wan'
  | 'count'
  | 'code'
  | 'enum'
export type FieldSpec = {
  type: FieldType
  visibility: FieldVisibility
  required: boolean
  maxLength: number
  code: string
  header: string
  label: string
  hint?: string
  /** Counted in the quality of an organ's data. */
  asked?: boolean
  /** Not in the official table: platforms or this site add it. */
  extra?: boolean
  /** Of an enum: member → words that files write for it, the shown one first. */
  members?: Readonly<Record<string, readonly string[]>>
  /** Lists are narrowed by it. */
  isCategory?: boolean
  /** Told in lists, too. */
  isListed?: boolean
  /** The record leaves when this day has passed. */
  endsOn?: boolean
  /** Never shown where another field says one of these members. */
  sealedFor?: Readonly<Record<string, readonly string[]>>
  /** The document number of another record, which this one hangs on. */
  isReference?: boolean
  /** Member → kind of record that comes of it. */
  recordsOf?: Readonly<Record<string, RecordKind>>
}

type FieldsOf<K extends RecordKind> = keyof (typeof KIND_FIELDS)[K]
export type LicenceField = FieldsOf<'licence'>
export type PenaltyField = FieldsOf<'penalty'>
export type FieldId = { [K in RecordKind]: FieldsOf<K> }[RecordKind]

export const RECORD_FIELDS: Record<RecordKind, Partial<Record<FieldId, FieldSpec>>> = KIND_FIELDS

/** The spec of a field in a kind; undefined where the kind has no such field. */
export function fieldSpec(kind: RecordKind, field: FieldId): FieldSpec | undefined {
  return RECORD_FIELDS[kind][field]
}

const IDS = new Map(Object.entries(KIND_FIELDS).map(([kind, fields]) => [kind, keysOf(fields)]))

/** The kind's fields in the order of the official table. */
export function fieldsOf(kind: RecordKind): readonly FieldId[] {
  return IDS.get(kind) ?? []
}

/** The kinds of record that come of an entry of these categories, such as licences of the power to license. */
export function recordsOf(kind: RecordKind, categories: readonly RecordCategory[]): readonly RecordKind[] {
  const specs = categoryFields(kind).map((field) => fieldSpec(kind, field)?.recordsOf ?? {})
  return categories.flatMap((category) => specs.flatMap((made) => made[category] ?? []))
}

/** The fields that name another record by its number. */
export function referenceFields(kind: RecordKind): readonly FieldId[] {
  return fieldsOf(kind).filter((field) => fieldSpec(kind, field)?.isReference)
}

/** Where the entry stands of which records of a kind come: kind of the entry and the category of it. */
export function sourcesOf(kind: RecordKind): { kind: RecordKind; category: RecordCategory }[] {
  return RECORD_KINDS.flatMap((source) =>
    fieldsOf(source).flatMap((field) =>
      Object.entries(fieldSpec(source, field)?.recordsOf ?? {})
        .filter(([, made]) => made === kind)
        // Safe: what decides which records come of an entry is a category of it, which the schema asks for.
        .map(([member]) => ({ kind: source, category: member as RecordCategory })),
    ),
  )
}

/** The fields by which lists of a kind are narrowed, where its content marks some. */
export function categoryFields(kind: RecordKind): readonly FieldId[] {
  return fieldsOf(kind).filter((field) => fieldSpec(kind, field)?.isCategory)
}

/** Safe: the argument is a literal object with exactly these keys. */
function keysOf<K extends string>(table: Partial<Record<K, unknown>>): K[] {
  return Object.keys(table) as K[]
}
