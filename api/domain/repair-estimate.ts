import { compareDays, type Day } from './day.ts'
import { findPeriod } from './period.ts'
import type { Rules } from './rules.ts'
import type { RecordKind, Severity } from './vocabulary.ts'

/**
 * Where a repair is asked for: 双公示 only at 信用中国, which decides (令第36号); what the place itself confirmed, here;
 * the rest is nothing to repair.
 */
export function repairChannelOf(kind: RecordKind): 'none' | 'credit-china' | 'here' {
  if (kind === 'penalty') return 'credit-china'
  return kind === 'dishonesty' ? 'here' : 'none'
}

export type RepairQuestion = {
  kind: RecordKind
  severity: Severity | null
  decidedOn: Day
  publishedOn: Day
  until: Day | null
  today: Day
  /** What the subject says of itself: whether every duty of the decision is done. */
  isDutyDone: boolean | null
}

/** `earliestOn`: null where no rule is sure enough. `missing`: what stands in the way on `today`. */
export type RepairEstimate = {
  channel: 'none' | 'credit-china' | 'here'
  rule: string | null
  basis: string | null
  earliestOn: Day | null
  isPeriodReached: boolean
  endsAloneOn: Day | null
  missing: ('period' | 'duty' | 'duty-unsaid' | 'promise')[]
}

/**
 * An estimate, never a decision: 信用修复管理办法 asks for the shortest period, duties done, and a public promise.
 * The promise is always named as missing: only 信用中国 can say that it was made.
 */
export function estimateRepair(question: RepairQuestion, rules: Rules): RepairEstimate {
  const { kind, severity, decidedOn, publishedOn, until, today, isDutyDone } = question
  const channel = repairChannelOf(kind)
  const none = { channel, rule: null, basis: null, earliestOn: null, isPeriodReached: false, endsAloneOn: until }
  if (channel === 'none') return { ...none, missing: [] }
  const period = findPeriod({ kind, severity, regimeOn: decidedOn, decidedOn, publishedOn }, rules)
  const duty = isDutyDone === null ? ['duty-unsaid' as const] : isDutyDone ? [] : ['duty' as const]
  if (period.state !== 'determined') return { ...none, missing: [...duty, 'promise'] }
  const isPeriodReached = compareDays(period.earliestRepair, today) <= 0
  return {
    ...{ channel, rule: period.rule, basis: period.basis, earliestOn: period.earliestRepair, isPeriodReached },
    endsAloneOn: until,
    missing: [...(isPeriodReached ? [] : ['period' as const]), ...duty, 'promise'],
  }
}
