import type { PublicRecord } from '#contract/record'
import { fieldLabel, SUBJECT_CATEGORY_LABEL } from '#domain/labels.zh'
import { referenceFields } from '#domain/record-fields'
import { KIND_FACTS } from '#domain/record-kinds'
import type { SubjectCategory } from '#domain/vocabulary'
import { subjectWord } from './meta.ts'
import type { Urls } from './urls.ts'

/** `href`: another record that the value names, or the address that it is. */
export type FieldRow = { label: string; value: string; href?: string }
export type FieldGroup = { heading: string; rows: FieldRow[] }

type Field = PublicRecord['fields'][number]

const SUBJECT_IDS: ReadonlySet<string> = new Set([
  'subjectName',
  'subjectCode',
  'registrationNumber',
  'organisationCode',
  'taxNumber',
  'institutionNumber',
  'associationNumber',
  'legalRepresentative',
])
const SOURCE_IDS: ReadonlySet<string> = new Set(['sourceName', 'sourceCode'])

/** The official fields in the official order, in the three parts a reader looks for. */
export function fieldGroups(urls: Urls, { kind, fields, subject }: PublicRecord): FieldGroup[] {
  const rowsOf = (belongs: (id: string) => boolean) =>
    fields.filter((field) => belongs(field.id)).map((field) => linked(urls, kind, field))
  const groups = [
    {
      heading: subjectWord(kind),
      rows: [...rowsOf((id) => SUBJECT_IDS.has(id)), ...categoryRows(kind, subject.category)],
    },
    {
      heading: KIND_FACTS[kind].part,
      rows: rowsOf((id) => !SUBJECT_IDS.has(id) && !SOURCE_IDS.has(id)),
    },
    { heading: '数据来源', rows: rowsOf((id) => SOURCE_IDS.has(id)) },
  ]
  return groups.filter((group) => group.rows.length > 0)
}

/** The category is a property of the subject in the API, not one of the fields. */
function categoryRows(kind: PublicRecord['kind'], category: SubjectCategory | undefined): FieldRow[] {
  const label = fieldLabel(kind, 'subjectCategory')
  return category && label ? [{ label, value: SUBJECT_CATEGORY_LABEL[category] }] : []
}

function linked(urls: Urls, kind: PublicRecord['kind'], field: Field): FieldRow {
  const row = fieldRow(field)
  if (referenceFields(kind).some((it) => it === field.id)) return { ...row, href: urls.search(field.value) }
  return /^https?:\/\/[^\s]+$/.test(field.value) ? { ...row, href: field.value } : row
}

/** 当前状态 in the 2018 table for 行政许可. */
const STATUS_WORDS: Readonly<Record<string, string>> = { '1': '有效', '2': '无效' }

function fieldRow({ id, label, value }: Field): FieldRow {
  if (id === 'officialStatus') return { label, value: STATUS_WORDS[value] ?? value }
  // Agencies join several 处罚类别 with a half-width semicolon.
  return { label, value: id === 'penaltyKinds' ? value.replaceAll(';', '；') : value }
}
