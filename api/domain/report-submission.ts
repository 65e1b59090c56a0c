import { type Day, parseDay } from './day.ts'
import type { ReportCovers, ReportDuty, ReportSubmission } from './report-calendar.ts'
import type { RecordKind } from './vocabulary.ts'

/** Values of a record as stored. */
type Values = Readonly<Record<string, string | undefined>>

/** The kind in which organs report, and the one that their reports are compared with. */
export const REPORT_KIND: RecordKind = 'report'
export const CONFIRMED_KIND: RecordKind = 'dishonesty'

/**
 * A public 定期报送 as the calendar takes it; undefined where it answers no duty, as 其他报送 does. What has to be reported
 * once is answered whatever period it names.
 */
export function submissionOf(
  duties: readonly ReportDuty[],
  { id, organ, on, values }: { id: string; organ: string; on: Day; values: Values },
): ReportSubmission | undefined {
  const duty = duties.find(({ matter }) => matter === values.reportMatter)
  if (duty === undefined) return undefined
  return {
    ...{ id, duty: duty.id, organ, on },
    period: 'on' in duty.due ? duty.due.on : periodOf(values.reportPeriod ?? '', duty.due.covers),
    isZero: values.isZeroReport === 'zero',
    count: /^\d+$/.test(values.dishonestyCount ?? '') ? Number(values.dishonestyCount) : null,
    file: addressOf(values.reportAddress ?? ''),
  }
}

const FIRST_HALF = /^(?:上半年|0?1月?[-~—–至到]0?6月份?)$/
const WHOLE_YEAR = /^(?:全?年|0?1月?[-~—–至到]12月份?)$/
const DIGITS = '〇一二三四五六七八九'

/**
 * 2026年上半年 or 2026年, as the duty has it, out of the ways in which organs write it; of the first half a bare year says
 * enough. Null: no such period can be read.
 */
export function periodOf(text: string, covers: ReportCovers): string | null {
  const folded = text.normalize('NFKC').replace(/[\s()[\]〔〕【】度]/g, '')
  const [, digits, rest = ''] = /^([\d〇○零一二三四五六七八九]{4})年?(.*)$/.exec(folded) ?? []
  if (digits === undefined) return null
  const year = digits.replace(/[○零]/g, '〇').replace(/\D/g, (digit) => String(DIGITS.indexOf(digit)))
  const isHalf = covers === 'first-half'
  if (rest !== '' && !(isHalf ? FIRST_HALF : WHOLE_YEAR).test(rest)) return null
  return `${year}年${isHalf ? '上半年' : ''}`
}

/** Only what a browser opens as a page: a cell may hold anything. */
function addressOf(text: string): string | null {
  return /^https?:\/\/[^\s"<>]+$/.test(text) && URL.canParse(text) ? text : null
}

/** The day of a record as it is stored; undefined where it is none. */
export function reportedOn(values: Values): Day | undefined {
  return parseDay(values.decidedOn ?? '')
}
