import type { Day } from './day.ts'
import { inForce, isReliable, type Rules } from './rules.ts'
import type { PenaltyKind, Severity } from './vocabulary.ts'

/**
 * 国办发〔2025〕22号：失信信息按照失信严重程度分为"轻微、一般、严重"三类；各领域具体分类标准由行业主管部门制定。
 * So the organ's own word comes first (谁产生、谁负责, 发改办财金〔2018〕424号), then what the kinds of penalty settle by
 * themselves. A fine alone settles nothing, because 较大数额 differs by field; nor does a row that nobody confirmed.
 */
export type SeverityFacts = {
  supplied: Severity | undefined
  kinds: readonly PenaltyKind[]
  procedure: 'simple' | 'ordinary' | undefined
}

export type SeverityFinding =
  | { state: 'determined'; severity: Severity; by: 'organ' | 'rule'; rule: string | null }
  | { state: 'undetermined' }

export function findSeverity(facts: SeverityFacts, rules: Rules, on: Day): SeverityFinding {
  if (facts.supplied) return { state: 'determined', severity: facts.supplied, by: 'organ', rule: null }
  for (const row of inForce(rules.severities, on)) {
    if (!matches(row.when, facts)) continue
    if (!isReliable(row, rules)) return { state: 'undetermined' }
    return { state: 'determined', severity: row.severity, by: 'rule', rule: row.id }
  }
  return { state: 'undetermined' }
}

function matches(when: Rules['severities'][number]['when'], facts: SeverityFacts): boolean {
  if ('procedure' in when) return facts.procedure === when.procedure
  if (facts.kinds.length === 0) return false
  if ('kindsAmong' in when) return facts.kinds.every((kind) => when.kindsAmong.includes(kind))
  return facts.kinds.some((kind) => when.kindsInclude.includes(kind))
}
