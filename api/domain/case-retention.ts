import { addDays, type Day } from './day.ts'
import { inForce, isReliable, type RetentionRule, type Rules } from './rules.ts'
import { CASE_KINDS, type CaseKind } from './vocabulary.ts'

export type RetentionRules = Pick<Rules, 'retention' | 'confirmed'>

/** What cases of the kind hold is over where they were closed before this day. */
export type RetentionEnd = { kind: CaseKind; closedBefore: Day }

/**
 * 个人信息的保存期限应当为实现处理目的所必要的最短时间 (PIPL 19). A kind without a sure row is not named: where nobody
 * confirmed a term, nothing is destroyed.
 */
export function retentionEnds(today: Day, rules: RetentionRules): RetentionEnd[] {
  return CASE_KINDS.flatMap((kind) => {
    const row = retentionOf(kind, today, rules)
    return row === undefined ? [] : [{ kind, closedBefore: addDays(today, -row.days) }]
  })
}

/** Of rows that both hold the longer one counts, since what is destroyed does not come back. */
export function retentionOf(kind: CaseKind, on: Day, rules: RetentionRules): RetentionRule | undefined {
  return inForce(rules.retention, on)
    .filter((row) => row.kind === kind && isReliable(row, rules))
    .sort((a, b) => b.days - a.days)[0]
}
