import type { AgencyQuality } from '#contract/record'
import { RECORD_KIND_LABEL } from '#domain/labels.zh'
import { formatCount } from './counts.ts'

/** An organ's data in one sentence a kind; the page of its own has every number. */
export function qualitySentence({ kind, records, fields, ...counts }: AgencyQuality): { label: string; text: string } {
  const complete = fields.filter(({ percent }) => percent === 100).length
  const codes = counts.missingCodes + counts.malformedCodes + counts.badCheckDigits
  const troubles = [
    [codes, '处代码问题'],
    [counts.unreadValues, '处无法识别'],
    [counts.sharedNumbers, '条文书号重复'],
    [counts.rejectedRows, '行没有接收'],
  ] as const
  const found = troubles.filter(([count]) => count > 0).map(([count, words]) => `${formatCount(count)} ${words}`)
  const filled = `${formatCount(records)} 条（含不公示的），要求填写的 ${fields.length} 个字段中 ${complete} 个全部填写`
  return { label: RECORD_KIND_LABEL[kind], text: `${filled}${found.length > 0 ? `；${found.join('，')}` : ''}。` }
}
