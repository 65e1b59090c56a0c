import type { RecordKind } from './vocabulary.ts'

/**
 * The fields of a record as the project names them. The official codes and headers are in `#contract/exchange`.
 * `never`: personal data no decision may publish (浙江省行政处罚结果信息网上公开暂行办法 第七条; PIPL 第二十五条).
 * `switch`: public only where the place turns it on.
 */
export type FieldVisibility = 'public' | 'switch' | 'never'
export type FieldType = 'text' | 'free-text' | 'day' | 'loose-day' | 'amount-yuan' | 'amount-wan' | 'code' | 'enum'
export type FieldSpec = { type: FieldType; visibility: FieldVisibility; required: boolean; maxLength: number }

const text = (maxLength: number, required = false): FieldSpec => ({
  type: 'text',
  visibility: 'public',
  required,
  maxLength,
})
const freeText = (maxLength: number, required = false): FieldSpec => ({
  ...text(maxLength, required),
  type: 'free-text',
})
const never = (maxLength: number): FieldSpec => ({ type: 'text', visibility: 'never', required: false, maxLength })
const code = (maxLength: number, required = false): FieldSpec => ({ ...text(maxLength, required), type: 'code' })

const SUBJECT_FIELDS = {
  subjectName: text(200, true),
  subjectCategory: { ...text(16), type: 'enum' },
  subjectCode: code(18),
  registrationNumber: code(50),
  organisationCode: code(32),
  taxNumber: code(32),
  institutionNumber: code(120),
  associationNumber: code(50),
  legalRepresentative: { ...text(50), visibility: 'switch' },
  legalRepresentativeIdType: never(64),
  legalRepresentativeIdNumber: never(64),
  personIdType: never(64),
  personIdNumber: never(64),
} as const satisfies Record<string, FieldSpec>

const SOURCE_FIELDS = {
  sourceName: text(200),
  sourceCode: code(18),
  disclosedOn: { ...text(10), type: 'day' },
  remarks: { ...freeText(512), visibility: 'never' },
} as const satisfies Record<string, FieldSpec>

export const LICENCE_FIELDS = {
  ...SUBJECT_FIELDS,
  documentTitle: text(64),
  documentNumber: text(64, true),
  licenceCategory: text(256),
  certificateName: text(64),
  licenceNumber: text(64),
  content: freeText(4000),
  decidedOn: { ...text(10, true), type: 'day' },
  validFrom: { ...text(10), type: 'loose-day' },
  validUntil: { ...text(10), type: 'loose-day' },
  agencyName: text(200, true),
  agencyCode: code(18),
  officialStatus: text(1),
  ...SOURCE_FIELDS,
} as const satisfies Record<string, FieldSpec>

export const PENALTY_FIELDS = {
  ...SUBJECT_FIELDS,
  documentNumber: text(128, true),
  violationType: text(2000),
  facts: freeText(5000),
  legalBasis: freeText(2048),
  penaltyKinds: text(64),
  content: freeText(4000),
  fineAmount: { ...text(32), type: 'amount-wan' },
  confiscatedAmount: { ...text(32), type: 'amount-wan' },
  totalAmountYuan: { ...text(32), type: 'amount-yuan' },
  revokedLicence: text(200),
  decidedOn: { ...text(10, true), type: 'day' },
  effectUntil: { ...text(10), type: 'loose-day' },
  publicUntil: { ...text(10), type: 'loose-day' },
  severity: { ...text(16), type: 'enum' },
  procedure: { ...text(16), type: 'enum' },
  agencyName: text(200, true),
  agencyCode: code(18),
  ...SOURCE_FIELDS,
} as const satisfies Record<string, FieldSpec>

export type LicenceField = keyof typeof LICENCE_FIELDS
export type PenaltyField = keyof typeof PENALTY_FIELDS
export type FieldId = LicenceField | PenaltyField

export const RECORD_FIELDS = {
  licence: LICENCE_FIELDS,
  penalty: PENALTY_FIELDS,
} as const satisfies Record<RecordKind, Partial<Record<FieldId, FieldSpec>>>

/** The spec of a field in a kind; undefined where the kind has no such field. */
export function fieldSpec(kind: RecordKind, field: FieldId): FieldSpec | undefined {
  const fields: Partial<Record<FieldId, FieldSpec>> = RECORD_FIELDS[kind]
  return fields[field]
}

/** The kind's fields in the order of the official table. */
export function fieldsOf(kind: RecordKind): FieldId[] {
  return kind === 'licence' ? keysOf(LICENCE_FIELDS) : keysOf(PENALTY_FIELDS)
}

/** Safe: the argument is a literal object with exactly these keys. */
function keysOf<K extends string>(table: Record<K, unknown>): K[] {
  return Object.keys(table) as K[]
}
