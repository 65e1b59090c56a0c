import type { Day } from './day.ts'
import type { ChangeFailure } from './failure.ts'
import { addDuration } from './period.ts'
import { decidePublication, type PublicationFacts, type PublicationFinding } from './publication.ts'
import { fail, ok, type Result } from './result.ts'
import { inForce, type PublicationCondition, type Rules } from './rules.ts'
import { STAFF_RULES } from './staff-decision.ts'

/** What people say where the door is unsure: on what basis it may be public, and until when. */
export type Settling = { basis: string | null; until: Day | null }

/**
 * Doubts that two people may settle by looking. The others are about what the record says (whom it is about, which organ,
 * which day), and are settled by correcting it: then the door decides on what is true.
 */
const MAY_SETTLE: ReadonlySet<PublicationCondition['ask']> = new Set([
  ...(['field-missing', 'field-unread', 'already-removed', 'person-named'] as const),
  ...(['severity-undetermined', 'period-undetermined', 'otherwise'] as const),
])

/**
 * The door asked again, with the doubts that people may settle set aside one by one: what stands behind a doubt still
 * counts. What a rule forbids stays forbidden, whoever asks.
 */
export function reviewedPublication(
  facts: PublicationFacts,
  rules: Rules,
  today: Day,
  settling: Settling,
): Result<PublicationFinding, ChangeFailure> {
  let rows = rules.publication
  for (;;) {
    const finding = decidePublication(facts, { ...rules, publication: rows }, today)
    const { rule, basis } = finding
    if (finding.decision !== 'withhold') {
      return rows === rules.publication ? ok(finding) : settled(facts, rules, today, settling, finding)
    }
    if (!finding.needsReview) return fail({ code: 'rule-forbids', rule, basis })
    const row = inForce(rows, today).find(({ id }) => id === rule)
    if (!row) return settled(facts, rules, today, settling, finding)
    if (!MAY_SETTLE.has(row.when.ask)) return fail({ code: 'correct-first', rule, basis })
    rows = rows.filter((it) => it !== row)
  }
}

function settled(
  facts: PublicationFacts,
  rules: Rules,
  today: Day,
  { basis, until: asked }: Settling,
  finding: PublicationFinding,
): Result<PublicationFinding, ChangeFailure> {
  if (basis === null) return fail({ code: 'basis-missing' })
  const latest = earliest(finding.until, facts.statedUntil ?? null, longestUntil(facts, rules, today))
  if (asked !== null && (asked < today || (latest !== null && asked > latest))) {
    return fail({ code: 'until-out-of-range', until: asked, from: today, to: latest })
  }
  const until = asked ?? finding.until
  // 行政处罚信息公示都有期限；无法由规则算出的，由人填写。
  if (facts.kind === 'penalty' && until === null) return fail({ code: 'until-missing' })
  const decision = facts.maskedFields.length > 0 || finding.decision === 'mask' ? 'mask' : 'publish'
  return ok({ decision, rule: STAFF_RULES.publish, basis, until, needsReview: false })
}

/** The longest period that a penalty of its day can have, whatever its class; people may only say less. */
function longestUntil({ kind, decidedOn, publishedOn }: PublicationFacts, rules: Rules, today: Day): Day | null {
  if (kind !== 'penalty') return null
  const own = inForce(rules.periods, decidedOn).filter((row) => row.kind === kind)
  const rows = own.length > 0 ? own : inForce(rules.periods, today).filter((row) => row.kind === kind)
  const ends = rows.flatMap(({ max, start }) =>
    max === null ? [] : [addDuration(start === 'decision' ? decidedOn : publishedOn, max)],
  )
  return ends.reduce<Day | null>((longest, end) => (longest === null || end > longest ? end : longest), null)
}

function earliest(...days: (Day | null)[]): Day | null {
  return days.reduce((first, day) => (day === null || (first !== null && first < day) ? first : day), null)
}
