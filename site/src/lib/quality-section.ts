import type { AgencyQuality } from '#contract/record'
import { fieldLabel, RECORD_KIND_LABEL } from '#domain/labels.zh'
import { fieldsOf } from '#domain/record-fields'
import { formatCount } from './counts.ts'

export type QualitySection = { heading: string; summary: string; facts: { label: string; text: string }[] }

/** An organ's data as counted, not judged: what is complete, what is missing, what does not check. */
export function qualitySection(quality: AgencyQuality): QualitySection {
  const { kind, records, fields } = quality
  const kindLabel = RECORD_KIND_LABEL[kind]
  const complete = fields.filter(({ percent }) => percent === 100).length
  const gaps = fields.filter(({ percent }) => percent < 100)
  return {
    heading: `${kindLabel}数据质量`,
    summary: `本站收到${kindLabel}信息 ${formatCount(records)} 条，含不公示的。数据标准要求的 ${fields.length} 个字段中，${complete} 个全部填写。`,
    facts: [
      ...(gaps.length > 0
        ? [{ label: '填写不全的字段', text: gaps.map((gap) => gapText(quality, gap)).join('；') }]
        : []),
      { label: '代码问题', text: codeText(quality) },
      { label: '无法识别的内容', text: countText(quality.unreadValues, '条') },
      { label: '文书号重复', text: countText(quality.sharedNumbers, '条') },
      {
        label: '未接收的行',
        text: `${countText(quality.rejectedRows, '行')}（另有重复行 ${formatCount(quality.repeatedRows)} 行）`,
      },
    ],
  }
}

function gapText({ kind }: AgencyQuality, { field, percent }: AgencyQuality['fields'][number]): string {
  const known = fieldsOf(kind).find((it) => it === field)
  return `${(known && fieldLabel(kind, known)) ?? field} ${percent}%`
}

function codeText({ missingCodes, malformedCodes, badCheckDigits }: AgencyQuality): string {
  return `未提供 ${formatCount(missingCodes)} 条，格式不对 ${formatCount(malformedCodes)} 条，校验位不对 ${formatCount(badCheckDigits)} 条`
}

function countText(count: number, unit: string): string {
  return count === 0 ? '没有' : `${formatCount(count)} ${unit}`
}
