import { type Day, parseDay } from './day.ts'
import type { ReportDuty, ReportSubmission } from './report-calendar.ts'
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
    period: 'on' in duty.due ? duty.due.on : periodOf(values.reportPeriod ?? ''),
    isZero: values.isZeroReport === 'zero',
    count: /^\d+$/.test(values.dishonestyCount ?? '') ? Number(values.dishonestyCount) : null,
    file: addressOf(values.reportAddress ?? ''),
  }
}

/** 2026年度、2026 年全年 and 2026 are 2026年; 2026上半年 is 2026年上半年. */
export function periodOf(text: string): string {
  const [, year, half] = /^(\d{4})年?度?(上半年)?(?:全年|年度)?$/.exec(text.normalize('NFKC').replace(/\s/g, '')) ?? []
  return year === undefined ? text : `${year}年${half ?? ''}`
}

/** Only what a browser opens as a page: a cell may hold anything. */
function addressOf(text: string): string | null {
  return /^https?:\/\/[^\s"<>]+$/.test(text) && URL.canParse(text) ? text : null
}

/** The day of a record as it is stored; undefined where it is none. */
export function reportedOn(values: Values): Day | undefined {
  return parseDay(values.decidedOn ?? '')
}
