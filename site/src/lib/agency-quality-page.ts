import type { AgencyQuality, AgencyQualityView } from '#contract/record'
import { isAboutOrgan } from '#domain/kind-groups'
import { DATA_FLAW_LABEL, fieldLabel, RECORD_KIND_LABEL } from '#domain/labels.zh'
import { fieldsOf } from '#domain/record-fields'
import { formatCount } from './counts.ts'
import { createFrame, type Frame, type PageContext } from './frame.ts'
import { COLUMNS } from './meta.ts'
import { missingNotice, type NoticeView, unavailableNotice } from './notices.ts'
import type { Answer } from './site-api.ts'

export type QualityKind = {
  anchor: string
  heading: string
  summary: string
  /** Fields that are not filled everywhere, the emptiest first. */
  gaps: { label: string; filled: string; missing: string; percent: string }[]
  /** Names of the fields that are filled everywhere. */
  whole: string
  troubles: { label: string; count: string; how: string }[]
  /** Names of what was counted and found nowhere. */
  none: string
}

export type AgencyQualityPage = {
  state: 'agency-quality'
  status: 200
  frame: Frame
  name: string
  back: string
  kinds: QualityKind[]
}

/** Counts of an organ's data, and how each is counted; no record and no name. */
export function agencyQualityPage(
  context: PageContext,
  answer: Answer<AgencyQualityView>,
): AgencyQualityPage | NoticeView {
  if (answer.state === 'missing') return missingNotice(context)
  if (answer.state === 'unavailable') return unavailableNotice(context)
  const { agency, items } = answer.value
  const { urls } = context
  return {
    state: 'agency-quality',
    status: 200,
    frame: createFrame(context, {
      title: `${agency.name}的数据质量`,
      path: urls.agencyQuality(agency.slug),
      section: 'agencies',
      crumbs: [
        { text: COLUMNS.agencies.name, href: urls.agencies() },
        { text: agency.name, href: urls.agency(agency.slug) },
        { text: '数据质量', href: null },
      ],
      meta: { kind: 'column', column: 'agencies' },
    }),
    name: agency.name,
    back: urls.agency(agency.slug),
    kinds: items.filter(({ records, rejectedRows }) => records + rejectedRows > 0).map(kindOf),
  }
}

function kindOf(quality: AgencyQuality): QualityKind {
  const { kind, records, fields } = quality
  const labelOf = (field: string) => {
    const known = fieldsOf(kind).find((it) => it === field)
    return (known && fieldLabel(kind, known)) ?? field
  }
  const troubles = troublesOf(quality)
  const whole = fields.filter(({ percent }) => percent === 100)
  return {
    anchor: kind,
    heading: RECORD_KIND_LABEL[kind],
    summary: `在库 ${formatCount(records)} 条，含不公示的；已经撤下、停止公示的不计。`,
    gaps: fields
      .filter(({ percent }) => percent < 100)
      .map(({ field, filled, percent }) => ({
        label: labelOf(field),
        filled: formatCount(filled),
        missing: formatCount(records - filled),
        percent: `${percent}%`,
      })),
    whole: whole.map(({ field }) => labelOf(field)).join('、'),
    troubles: troubles.filter(({ count }) => count !== '0'),
    none: troubles.flatMap(({ label, count }) => (count === '0' ? [label] : [])).join('、'),
  }
}

function troublesOf(quality: AgencyQuality): QualityKind['troubles'] {
  const row = (label: string, count: number, how: string) => ({ label, count: formatCount(count), how })
  const { kind, late, latenessUnknown } = quality
  return [
    row(
      DATA_FLAW_LABEL['code-missing'],
      quality.missingCodes,
      '应有统一社会信用代码而没有填，或者填的是占位的零；自然人不计',
    ),
    row(DATA_FLAW_LABEL['code-malformed'], quality.malformedCodes, '填的不是 18 位统一社会信用代码'),
    row(DATA_FLAW_LABEL['code-check'], quality.badCheckDigits, '代码按 GB 32100 或者 GB 11714 计算，校验位不符'),
    row(
      DATA_FLAW_LABEL['value-unread'],
      quality.unreadValues,
      '日期、金额或者规定的写法无法识别，没有采用；一条记录有两种的计两次',
    ),
    row(DATA_FLAW_LABEL['number-shared'], quality.sharedNumbers, '同一机关另有记录用同一文书号'),
    row('没有接收的行', quality.rejectedRows, '各文件最近一次导入中因为填写有误没有接收的行'),
    row('重复的行', quality.repeatedRows, '各文件最近一次导入中与前面的行完全相同的'),
    ...(isAboutOrgan(kind)
      ? []
      : [
          row(DATA_FLAW_LABEL.late, late, '超过作出决定之日起 7 个工作日才公示'),
          row('无法判断是否超期', latenessUnknown, '没有写公示日期，或者日期无法判断'),
        ]),
  ]
}
