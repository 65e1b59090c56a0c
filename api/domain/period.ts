import { addMonthsCapped, type Day } from './day.ts'
import { type Duration, inForce, isReliable, type PeriodRule, type Rules } from './rules.ts'
import type { RecordKind, Severity } from './vocabulary.ts'

/** `until` is the last public day; null where no law sets an end. */
export type PeriodFinding =
  | { state: 'determined'; rule: string; basis: string; earliestRepair: Day; until: Day | null }
  | { state: 'no-rule' }
  | { state: 'unsure'; rule: string }

/**
 * The publication period under the regime in force on `regimeOn`.
 * The anniversary itself is still public (民法典 第二百零二条：期间届满日为对应日); the record is over on the day after.
 */
export function findPeriod(
  input: { kind: RecordKind; severity: Severity | null; regimeOn: Day; decidedOn: Day; publishedOn: Day },
  rules: Rules,
): PeriodFinding {
  const row = inForce(rules.periods, input.regimeOn).find(
    (candidate) =>
      candidate.kind === input.kind &&
      (candidate.severities.length === 0 || (input.severity !== null && candidate.severities.includes(input.severity))),
  )
  if (!row) return { state: 'no-rule' }
  if (!isReliable(row, rules)) return { state: 'unsure', rule: row.id }
  const start = startOf(row, input)
  return {
    state: 'determined',
    rule: row.id,
    basis: row.basis,
    earliestRepair: addDuration(start, row.min),
    until: row.max === null ? null : addDuration(start, row.max),
  }
}

function startOf(row: PeriodRule, input: { decidedOn: Day; publishedOn: Day }): Day {
  return row.start === 'decision' ? input.decidedOn : input.publishedOn
}

export function addDuration(day: Day, duration: Duration): Day {
  return addMonthsCapped(day, duration.years * 12 + duration.months)
}
