import type { OfficialWords } from './exchange-row.ts'
import { type FieldId, type FieldSpec, type FieldType, fieldSpec } from './record-fields.ts'
import type { RecordKind } from './vocabulary.ts'

/** Words that a template offers for a field, without closing the list. */
export type Choices = Partial<Record<FieldId, readonly string[]>>

/**
 * A column of a template, in words for the clerk who fills it. `isClosed`: nothing but the words is read. `isText`: to
 * be kept as it is typed. `width` in letters.
 */
export type TemplateColumn = {
  field: FieldId
  code: string
  header: string
  isRequired: boolean
  maxLength: number
  format: string
  hint: string
  words: readonly string[]
  isClosed: boolean
  isText: boolean
  width: number
}

const FORMAT: Record<FieldType, string> = {
  text: '文字',
  'free-text': '文字，可以换行',
  day: '日期，如 2026-03-05',
  'loose-day': '日期，如 2026-03-05；长期填 2099/12/31，也可以填 5年、6个月',
  'amount-wan': '数字，单位万元，最多六位小数：2000 元填 0.2',
  'amount-yuan': '数字，单位元，最多两位小数',
  code: '代码',
  count: '整数',
  enum: '从下拉列表中选一项',
}
const CREDIT_CODES: ReadonlySet<FieldId> = new Set(['subjectCode', 'agencyCode', 'sourceCode'])

const NEVER_PUBLIC = '从不公开'

/** The columns of the official table as a template shows them; `choices` are offered, `words` alone are read. */
export function templateColumns(
  kind: RecordKind,
  columns: readonly { field: FieldId; code: string; header: string }[],
  words: OfficialWords,
  choices: Choices,
): TemplateColumn[] {
  return columns.flatMap(({ field, code, header }) => {
    const spec = fieldSpec(kind, field)
    if (!spec) return []
    const isClosed = spec.type === 'enum'
    return [
      {
        field,
        code,
        header,
        isRequired: spec.required,
        maxLength: spec.maxLength,
        format: CREDIT_CODES.has(field) ? '18 位统一社会信用代码' : FORMAT[spec.type],
        hint: spec.hint ?? (spec.visibility === 'never' ? NEVER_PUBLIC : ''),
        words: isClosed ? [...(words[field]?.values() ?? [])] : (choices[field] ?? []),
        isClosed,
        isText: !spec.type.startsWith('amount'),
        width: widthOf(header, spec),
      },
    ]
  })
}

/** A Chinese character takes two; long texts get room, but no column fills the screen. */
function widthOf(header: string, spec: FieldSpec): number {
  const forText = spec.type === 'free-text' ? 40 : Math.min(spec.maxLength, 24)
  return Math.max(12, Math.min(28, header.length * 2 + 2), forText)
}
