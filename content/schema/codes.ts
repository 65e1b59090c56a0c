import { z } from 'zod'
import { type FieldId, fieldSpec, fieldsOf } from '#domain/record-fields'
import { PENALTY_KINDS, RECORD_KINDS, type RecordKind, SEVERITIES, SUBJECT_CATEGORIES } from '#domain/vocabulary'

/** `field` is null for a header that is known to have no field; then `why` says so to the next editor. */
const header = (kind: RecordKind) =>
  z
    .strictObject({
      header: z.string().min(1),
      field: z.custom<FieldId | null>(
        (value) => value === null || isFieldOf(kind, value),
        `“${kind}”的记录字段名，见 content/kinds/${kind}/kind.yaml`,
      ),
      implies: z.strictObject({ subjectCategory: z.enum(SUBJECT_CATEGORIES) }).optional(),
      why: z.string().min(1).optional(),
    })
    .refine(({ field, why }) => field !== null || why !== undefined, {
      path: ['why'],
      message: '没有对应字段（field: null）的原因',
    })

function isFieldOf(kind: RecordKind, value: unknown): boolean {
  return typeof value === 'string' && fieldSpec(kind, value as FieldId) !== undefined
}

/** Headers of columns that are no content at all, of any kind: content/codes/headers.yaml. */
export const BookkeepingHeaders = z.strictObject({ bookkeeping: z.array(z.string().min(1)) })

/** content/kinds/{kind}/headers.yaml. */
export const headerAliasesOf = (kind: RecordKind) => z.array(header(kind))

const wordsFor = <M extends string>(members: readonly M[]) =>
  z.strictObject(Object.fromEntries(members.map((member) => [member, z.array(z.string().min(1)).min(1)])))

const FIELDS: readonly string[] = RECORD_KINDS.flatMap(fieldsOf)

/** Words that templates offer, by field; other words are read as well. A drop-down of Excel holds 255 letters. */
export const ChoicesFile = z.partialRecord(
  z.custom<FieldId>((value) => typeof value === 'string' && FIELDS.includes(value), '记录字段名，见 content/kinds'),
  z
    .array(z.string().regex(/^[^,"]+$/, '没有半角逗号和引号的词'))
    .min(1)
    .refine((list) => list.join(',').length <= 255, '合计不超过 255 个字的词'),
)

export const CodeWords = z.strictObject({
  subjectCategory: wordsFor(SUBJECT_CATEGORIES),
  severity: wordsFor(SEVERITIES),
  procedure: wordsFor(['simple', 'ordinary']),
  penaltyKinds: wordsFor(PENALTY_KINDS),
})
