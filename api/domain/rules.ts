import type { Day } from './day.ts'
import type { FieldId } from './record-fields.ts'
import type {
  AlarmKind,
  CaseKind,
  Confidence,
  PenaltyKind,
  PublicationDecision,
  RecordKind,
  Severity,
} from './vocabulary.ts'

/** Law as dated data: every row says since when, on what ground, and how sure we are. Written in `content/rules`. */
export type RuleRow = {
  id: string
  from: Day
  /** Last day in force; null while in force. */
  to: Day | null
  confidence: Confidence
  /** Name and article of the law, in Chinese, as shown to the public. */
  basis: string
}

/** The questions a publication rule may ask. A rule has exactly one. */
export type PublicationCondition =
  | { ask: 'text-matches'; fields: FieldId[]; words: string[] }
  | { ask: 'already-removed' }
  | { ask: 'natural-person' }
  | { ask: 'subject-unknown' }
  | { ask: 'decided-in-future' }
  | { ask: 'organ-unknown' }
  /** `given`: only where this field says something. */
  | { ask: 'field-missing'; fields: FieldId[]; given?: FieldId | undefined }
  | { ask: 'person-named' }
  | { ask: 'field-unread'; fields: FieldId[] }
  | { ask: 'age-exceeds'; years: number }
  | { ask: 'severity-is'; severity: Severity }
  | { ask: 'severity-undetermined' }
  | { ask: 'period-undetermined' }
  | { ask: 'period-over' }
  /** Neither the law nor the entry says when it ends. */
  | { ask: 'no-end' }
  | { ask: 'otherwise' }

export type PublicationRule = RuleRow & {
  kinds: RecordKind[]
  when: PublicationCondition
  decision: PublicationDecision
}

export type Duration = { years: number; months: number }

/** How long a record of a class stays public. `max: null` means no end is set by law. */
export type PeriodRule = RuleRow & {
  regime: string
  kind: RecordKind
  severities: Severity[]
  min: Duration
  max: Duration | null
  start: 'decision' | 'publication'
}

/** Which class a penalty has by its kinds, where the organ supplied none. First match wins. */
export type SeverityRule = RuleRow & {
  when: { kindsAmong: PenaltyKind[] } | { kindsInclude: PenaltyKind[] } | { procedure: 'simple' }
  severity: Severity
}

/** A number of working days some duty has. */
export type ClockRule = RuleRow & { duty: ClockDuty; workdays: number }
export const CLOCK_DUTIES = ['publish-decision', 'withdraw-penalty'] as const
export type ClockDuty = (typeof CLOCK_DUTIES)[number]

/** How long the notice of a withdrawal stays: calendar days. */
export type NoticeRule = RuleRow & { days: number }

/** From when a pending objection is shown on the record; null: the text says nothing of a mark. */
export type MarkOn = 'receipt' | null

/** How long a region's regulation gives for an objection, in working days. */
export type ObjectionRule = RuleRow & {
  /** Leading digits of GB/T 2260 codes: 41 is a province, 410526 one county. */
  area: string
  /** What has to be done on receipt, as the regulation words it; null where it says nothing. */
  mark: string | null
  markOn: MarkOn
  ownDays: number
  totalDays: number
}

/** How long the site itself promises to take, in working days, where no statute says it. */
export type PromiseRule = RuleRow & { kind: CaseKind; workdays: number; markOn: MarkOn }

/** How long what a case holds is kept after it was closed: calendar days. */
export type RetentionRule = RuleRow & { kind: CaseKind; days: number }

/**
 * When the desk is told of something: so many days after what it hangs on (an entry's due day, a task's, a referral), or
 * before it. Only of days on which the rule is in force.
 */
export type AlarmRule = RuleRow & {
  alarm: AlarmKind
  /** Of alarms about entries. */
  kind: RecordKind | null
  /** What an overdue entry may become: a member of 失信类型. */
  dishonestyType: string | null
  wait: { after: number } | { before: number } | { workdays: number }
}

export type Rules = {
  publication: PublicationRule[]
  periods: PeriodRule[]
  severities: SeverityRule[]
  clocks: ClockRule[]
  notices: NoticeRule[]
  objections: ObjectionRule[]
  promises: PromiseRule[]
  retention: RetentionRule[]
  alarms: AlarmRule[]
  /** Rows marked known or unsure that this place's reviewer confirmed, by id. */
  confirmed: ReadonlySet<string>
}

export function inForce<R extends Pick<RuleRow, 'from' | 'to'>>(rows: readonly R[], on: Day): R[] {
  return rows.filter((row) => row.from <= on && (row.to === null || on <= row.to))
}

/** A row that may decide in favour of publishing: read in a document, or confirmed by the place. */
export function isReliable(row: RuleRow, rules: Pick<Rules, 'confirmed'>): boolean {
  return row.confidence === 'verified' || row.confidence === 'computed' || rules.confirmed.has(row.id)
}
