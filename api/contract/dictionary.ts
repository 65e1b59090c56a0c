import { SITE_COLUMNS } from '#domain/downloads'
import { RECORD_KIND_LABEL } from '#domain/labels.zh'
import { isPublicField, memberLabels } from '#domain/public-record'
import { type FieldId, type FieldSpec, type FieldType, fieldSpec } from '#domain/record-fields'
import { RECORD_KINDS, type RecordKind } from '#domain/vocabulary'
import { EXCHANGE, type ExchangeColumn } from './exchange.ts'

/** One column of the open data. `field` and `code` are null for a column that the site adds. */
export type DictionaryRow = {
  kind: RecordKind
  header: string
  field: FieldId | null
  code: string | null
  /** Whether the 2018 standard has it, rather than platforms or this site. */
  isStandard: boolean
  type: 'string' | 'date'
  isRequired: boolean
  /** In characters, null where the standard has no limit. */
  maxLength: number | null
  note: string
}

/** The public columns of each kind, in the order of the files. */
export function dictionaryOf(showRepresentative: boolean): DictionaryRow[] {
  return RECORD_KINDS.flatMap((kind) => [...officialRows(kind, showRepresentative), ...siteRows(kind)])
}

export const DICTIONARY_HEADERS = [
  ...['信息类别', '列名', '字段', '官方代码', '是否标准字段', '类型', '是否必填', '最多字数', '说明'],
] as const

export function dictionaryCells(row: DictionaryRow): string[] {
  const yes = (is: boolean) => (is ? '是' : '否')
  return [
    RECORD_KIND_LABEL[row.kind],
    row.header,
    row.field ?? '',
    row.code ?? '',
    yes(row.isStandard),
    row.type === 'date' ? '日期' : '文字',
    yes(row.isRequired),
    row.maxLength === null ? '' : String(row.maxLength),
    row.note,
  ]
}

function officialRows(kind: RecordKind, showRepresentative: boolean): DictionaryRow[] {
  const columns: Record<string, ExchangeColumn> = EXCHANGE[kind]
  return Object.entries(columns).flatMap(([key, { code, header, extra }]) => {
    const field = fieldNamed(key)
    const spec = fieldSpec(kind, field)
    if (!spec || !isPublicField(kind, field, showRepresentative)) return []
    return [
      {
        kind,
        header,
        field,
        code,
        isStandard: extra !== true,
        type: spec.type === 'day' ? ('date' as const) : ('string' as const),
        isRequired: spec.required,
        maxLength: spec.maxLength,
        note: noteOf(field, spec),
      },
    ]
  })
}

function siteRows(kind: RecordKind): DictionaryRow[] {
  const added = { kind, field: null, code: null, isStandard: false }
  return [
    {
      ...added,
      header: SITE_COLUMNS.id,
      type: 'string',
      isRequired: true,
      maxLength: 12,
      note: '记录的固定编号，更正后不变；网址和接口使用同一编号，清理副本时按它核对',
    },
    {
      ...added,
      header: SITE_COLUMNS.until,
      type: 'date',
      isRequired: false,
      maxLength: 10,
      note: '在本站公示的最后一天（含当日），空白为未设定；第二天起应当停止使用',
    },
    {
      ...added,
      header: SITE_COLUMNS.marks,
      type: 'string',
      isRequired: false,
      maxLength: 40,
      note: '“异议处理中”表示有一件异议正在处理，不表示信息有误；空白为没有标注',
    },
    {
      ...added,
      header: SITE_COLUMNS.publishedOn,
      type: 'date',
      isRequired: true,
      maxLength: 10,
      note: '在本站首次公示的日期；是否超期按它计算',
    },
  ]
}

const NOTES: Record<Exclude<FieldType, 'enum'>, string> = {
  text: '文字',
  'free-text': '文字；其中的个人信息已用星号遮盖',
  day: '日期，写作 2026-03-05',
  'loose-day': '日期 2026-03-05，或者年月、年份、“5年”这样的期限；2099/12/31 表示长期',
  'amount-wan': '金额，单位万元；格内写明“元”的，以元计',
  'amount-yuan': '金额，单位元',
  count: '整数',
  code: '代码，作为文字处理，前面的 0 不可省略',
}

function noteOf(field: FieldId, { type }: FieldSpec): string {
  return type === 'enum' ? `只有这些取值：${Object.values(memberLabels(field)).join('、')}` : NOTES[type]
}

/** Safe: the keys of the exchange tables are checked against the fields where they are defined. */
function fieldNamed(key: string): FieldId {
  return key as FieldId
}
