import type { Calendar } from './calendar.ts'
import { type Day, parseDay } from './day.ts'
import { timeliness } from './deadline.ts'
import { isDecision } from './kind-groups.ts'
import type { PublishedVersion } from './public-record.ts'
import type { FieldValues } from './record-content.ts'
import { type ClockRule, inForce } from './rules.ts'
import type { RecordKind } from './vocabulary.ts'

/**
 * How a record stands to the seven working days of 双公示, which are of decisions only. Unknown where the decision is older
 * than the duty to publish it: one such record must not hold up the others.
 */
export function publishedLate(
  { kind, open, publishedOn }: { kind: RecordKind; open: FieldValues; publishedOn: Day },
  clocks: readonly ClockRule[],
  calendar: Calendar,
): PublishedVersion['timeliness'] {
  const decidedOn = parseDay(open.decidedOn ?? '')
  const clock = inForce(clocks, publishedOn).find((it) => it.duty === 'publish-decision')
  if (!isDecision(kind) || !decidedOn || !clock) {
    return { status: 'unknown', dueOn: null, lateBy: 0, provisional: false }
  }
  return timeliness({ decidedOn, publishedOn, today: publishedOn, calendar, workdays: clock.workdays })
}
