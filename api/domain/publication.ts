import { addMonthsCapped, type Day } from './day.ts'
import { dropBlanks } from './document-number.ts'
import { findPeriod, type PeriodFinding } from './period.ts'
import type { FieldId } from './record-fields.ts'
import { inForce, isReliable, type PublicationCondition, type PublicationRule, type Rules } from './rules.ts'
import { findSeverity, type SeverityFinding } from './severity.ts'
import type {
  PenaltyKind,
  PublicationDecision,
  RecordKind,
  RecordState,
  Severity,
  SubjectCategory,
} from './vocabulary.ts'

/** What the rule has to know of a record version. Personal data is already apart: `text` is what could be shown. */
export type PublicationFacts = {
  kind: RecordKind
  state: RecordState | 'new'
  category: SubjectCategory | undefined
  organKnown: boolean
  present: ReadonlySet<FieldId>
  /** Fields as they would be shown, for the rules that look into the words. */
  text: Partial<Record<FieldId, string>>
  /** Fields in which personal data was found and covered. */
  maskedFields: readonly FieldId[]
  /** Fields of an organ's own record in which a person seems to be named. */
  namedFields: readonly FieldId[]
  /** Fields whose cell could not be read. */
  unreadFields: readonly FieldId[]
  /** A record with the same organ, number and subject was withdrawn, ended or hidden, or is held back by people. */
  familyLeft: boolean
  decidedOn: Day
  publishedOn: Day
  /** End of publication stated by the organ (公示截止期), if any; only ever shortens. */
  statedUntil: Day | undefined
  penaltyKinds: readonly PenaltyKind[]
  severity: Severity | undefined
  procedure: 'simple' | 'ordinary' | undefined
}

export type PublicationFinding = {
  decision: PublicationDecision
  rule: string
  basis: string
  /** Last public day; null where none is set or nothing is published. */
  until: Day | null
  /** True where a person has to look before anything can become public. */
  needsReview: boolean
}

/**
 * The one place that says what may be public. Fails closed: no rule, an undetermined class or an unsure row withholds.
 * 行政处罚法 第四十八条："具有一定社会影响的行政处罚决定应当依法公开。"
 */
export function decidePublication(facts: PublicationFacts, rules: Rules, today: Day): PublicationFinding {
  const severity: SeverityFinding = findSeverity(
    { supplied: facts.severity, kinds: facts.penaltyKinds, procedure: facts.procedure },
    rules,
    today,
  )
  const period = findPeriod(
    {
      kind: facts.kind,
      severity: severity.state === 'determined' ? severity.severity : null,
      regimeOn: facts.decidedOn,
      decidedOn: facts.decidedOn,
      publishedOn: facts.publishedOn,
    },
    rules,
  )
  const until = earlier(period.state === 'determined' ? period.until : null, facts.statedUntil)
  const view: View = { facts, severity, period, until, today }
  for (const rule of inForce(rules.publication, today)) {
    if (!rule.kinds.includes(facts.kind) || !holds(rule.when, view)) continue
    return concluded(rule, view, rules)
  }
  return withheld('no-rule', '没有适用的公示规则', true)
}

/** A rule that seals a whole category: of such a row nothing may be kept but its number and this rule. */
export type SealingFinding = { rule: string; basis: string }

/**
 * 治安管理处罚法 第一百三十六条: “违反治安管理的记录应当予以封存，不得向任何单位和个人提供或者公开”.
 * `text` is looked into field by field as the rule says; `elsewhere`, what no field was found for, as a whole.
 */
export function sealingRule(
  kind: RecordKind,
  text: PublicationFacts['text'],
  elsewhere: string,
  rules: Rules,
  today: Day,
): SealingFinding | undefined {
  const rest = withoutBlanks(elsewhere)
  for (const { id, basis, kinds, when, decision } of inForce(rules.publication, today)) {
    if (when.ask !== 'text-matches' || decision !== 'withhold' || !kinds.includes(kind)) continue
    if (textMatches(when, text) || when.words.some((word) => rest.includes(word))) return { rule: id, basis }
  }
  return undefined
}

type TextCondition = Extract<PublicationCondition, { ask: 'text-matches' }>

function textMatches({ fields, words }: TextCondition, text: PublicationFacts['text']): boolean {
  return fields.some((field) => {
    const plain = withoutBlanks(text[field] ?? '')
    return plain !== '' && words.some((word) => plain.includes(word))
  })
}

/** Most texts have none, and looking is quicker than dropping. */
function withoutBlanks(text: string): string {
  return /[\s\p{Cc}\p{DI}&]/u.test(text) ? dropBlanks(text) : text
}

type View = {
  facts: PublicationFacts
  severity: SeverityFinding
  period: PeriodFinding
  until: Day | null
  today: Day
}

function concluded(rule: PublicationRule, { facts, until }: View, rules: Rules): PublicationFinding {
  if (rule.decision === 'withhold') return withheld(rule.id, rule.basis, needsPerson(rule.when))
  if (!isReliable(rule, rules)) return withheld(rule.id, rule.basis, true)
  const decision = facts.maskedFields.length > 0 || rule.decision === 'mask' ? 'mask' : 'publish'
  return { decision, rule: rule.id, basis: rule.basis, until, needsReview: false }
}

function withheld(rule: string, basis: string, needsReview: boolean): PublicationFinding {
  return { decision: 'withhold', rule, basis, until: null, needsReview }
}

function holds(when: PublicationCondition, { facts, severity, period, until, today }: View): boolean {
  switch (when.ask) {
    case 'text-matches':
      return textMatches(when, facts.text)
    case 'already-removed':
      return isTakenBack(facts.state) || (facts.state === 'new' && facts.familyLeft)
    case 'natural-person':
      return facts.category === 'natural-person'
    case 'subject-unknown':
      return facts.category === undefined
    case 'decided-in-future':
      return facts.decidedOn > today
    case 'organ-unknown':
      return !facts.organKnown
    case 'field-missing':
      if (when.given !== undefined && !facts.present.has(when.given)) return false
      return when.fields.some((field) => !facts.present.has(field))
    case 'field-unread':
      return when.fields.some((field) => facts.unreadFields.includes(field))
    case 'person-named':
      return facts.namedFields.length > 0
    case 'age-exceeds':
      return addMonthsCapped(facts.decidedOn, when.years * 12) < today
    case 'severity-is':
      return severity.state === 'determined' && severity.severity === when.severity
    case 'severity-undetermined':
      return severity.state === 'undetermined'
    case 'period-undetermined':
      return period.state !== 'determined'
    case 'period-over':
      return until !== null && until < today
    case 'no-end':
      return until === null
    case 'otherwise':
      return true
    default:
      return when satisfies never
  }
}

function isTakenBack(state: PublicationFacts['state']): boolean {
  return state === 'withdrawn' || state === 'ended' || state === 'hidden'
}

/** Sealed, natural-person and over-period records are settled; what is merely unknown waits for a person. */
function needsPerson(when: PublicationCondition): boolean {
  switch (when.ask) {
    case 'subject-unknown':
    case 'decided-in-future':
    case 'organ-unknown':
    case 'field-missing':
    case 'field-unread':
    case 'person-named':
    case 'already-removed':
    case 'severity-undetermined':
    case 'period-undetermined':
    case 'no-end':
    case 'otherwise':
      return true
    default:
      return false
  }
}

function earlier(a: Day | null, b: Day | undefined): Day | null {
  if (b === undefined) return a
  return a === null || b < a ? b : a
}
