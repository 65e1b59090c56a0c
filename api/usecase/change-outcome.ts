import { correctContent, coverFields, isCoveredByPeople } from '#domain/corrected-content'
import { type Day, dayOfInstant } from '#domain/day'
import type { ChangeFailure } from '#domain/failure'
import type { WordLists } from '#domain/import-row'
import { scanPersonalData } from '#domain/masking'
import { decidePublication, type PublicationFacts, type PublicationFinding, sealingRule } from '#domain/publication'
import type { RecordContent } from '#domain/record-content'
import { dayField, factsOf, type PenaltyWords } from '#domain/record-facts'
import type { FieldId } from '#domain/record-fields'
import { checkReason, noticeUntil, type RecordCommand, takeStep } from '#domain/record-life'
import { fail, ok, type Result } from '#domain/result'
import { reviewedPublication, type Settling } from '#domain/reviewed-publication'
import type { Rules } from '#domain/rules'
import { isSettledByPeople, STAFF_BASIS, STAFF_RULES } from '#domain/staff-decision'
import { ENDING_GROUNDS, type RecordState, WITHDRAWAL_GROUNDS } from '#domain/vocabulary'
import type { ChangeStore, ChangeWrite, RecordNow } from './change-ports.ts'
import type { Clock, OrganRow, RecordStore, Secrets } from './ports.ts'
import { organFinder } from './stage-rows.ts'

export type ChangeDeps = {
  changes: ChangeStore
  store: Pick<RecordStore, 'organs'>
  secrets: Secrets
  clock: Clock
  rules: Rules
  words: WordLists
  penaltyWords: PenaltyWords
  showRepresentative: boolean
}

/** What is asked for, with what it needs: of a proposal, or of the review of a hidden record. */
export type Asked = { reason: string } & (
  | { change: 'correct'; fields: Readonly<Record<string, string>> }
  | { change: 'publish'; settling: Settling }
  | { change: 'mask'; fields: readonly string[]; settling: Settling }
  | { change: 'withhold' | 'hide' | 'restore' }
  | { change: 'withdraw' | 'end'; ground: string }
)

/** What the record would become: shown before anything is proposed, computed anew when it is decided. */
export type Outcome = {
  command: RecordCommand
  toState: RecordState
  publication: ChangeWrite['publication']
  publishedOn: Day | null
  content: RecordContent | null
  organ: OrganRow | undefined
  /** Fields that get another value. */
  changed: FieldId[]
}

export async function outcomeOf(
  deps: ChangeDeps,
  now: RecordNow,
  asked: Asked,
): Promise<Result<Outcome, ChangeFailure>> {
  const reason = checkedReason(now, asked)
  if (!reason.ok) return reason
  const organs = await deps.store.organs()
  const today = dayOfInstant(deps.clock())
  const content = { ...now.content, unreadFields: unreadOf(deps.rules, now) }
  const door = createDoor(deps, now, organs, today)
  switch (asked.change) {
    case 'correct': {
      const made = correctContent(now.kind, content, asked.fields, deps)
      return made.ok ? decided(now, door.open(made.value.content), made.value) : made
    }
    case 'publish': {
      const finding = door.review(content, asked.settling)
      return finding.ok ? decided(now, { ...door.look(content), finding: finding.value }, null) : finding
    }
    case 'mask': {
      const made = coverFields(now.kind, content, asked.fields)
      if (!made.ok) return made
      const finding = door.review(made.value.content, settlingOf(now, asked.settling))
      if (!finding.ok) return finding
      return decided(now, { ...door.look(made.value.content), finding: finding.value }, made.value)
    }
    case 'restore': {
      const before = now.shown?.version === now.version ? now.shown : null
      const isSettled = before !== null && isSettledByPeople(before.rule)
      if (!isSettled) return restored(now, door.open(content))
      const finding = door.review(content, { basis: before.basis, until: before.until })
      if (!finding.ok) return finding
      const { rule, decision } = before
      return restored(now, { ...door.look(content), finding: { ...finding.value, rule, decision } })
    }
    case 'withhold':
      // Kept back for good is what a person looked at; what a rule keeps back needs no one.
      if (now.state === 'withheld' && !now.decision.needsReview) return fail({ code: 'nothing-changed' })
      return leaving(now, 'withhold', { ...NOTHING, rule: STAFF_RULES.withhold, basis: STAFF_BASIS.withhold })
    case 'hide':
      return leaving(now, 'hide', { ...NOTHING, rule: STAFF_RULES.hide, basis: STAFF_BASIS.hide })
    case 'withdraw':
    case 'end':
      return removed(deps, now, asked, reason.value, today)
    default:
      return asked satisfies never
  }
}

/** Only the reason of a withdrawal is shown, so only there may it not name the subject. */
function checkedReason({ content: { open } }: RecordNow, { reason, change }: Asked) {
  const about = change === 'withdraw' ? open : {}
  return checkReason(reason, {
    ...{ subjectName: about.subjectName ?? '', subjectCode: about.subjectCode ?? '' },
    hasPersonalData: scanPersonalData(reason).length > 0,
  })
}

/** Of a version that did not note them: whatever the rules ask about and it lacks, unless it was let out as it is. */
function unreadOf(rules: Rules, { content, shown, version }: RecordNow): FieldId[] {
  if (content.unreadFields !== null) return content.unreadFields
  if (shown?.version === version) return []
  const asked = rules.publication.flatMap(({ when }) => (when.ask === 'field-unread' ? when.fields : []))
  return [...new Set(asked)].filter((field) => content.open[field] === undefined)
}

type Looked = { facts: PublicationFacts; organ: OrganRow | undefined; sealed: PublicationFinding | undefined }
type Found = Looked & { finding: PublicationFinding }

/** The one door, asked about a record that people look at. */
function createDoor(deps: ChangeDeps, now: RecordNow, organs: readonly OrganRow[], today: Day) {
  const { kind, state, decision } = now
  // A file that is from one organ as a whole names none in its rows.
  const findOrgan = organFinder(organs, now.organSlug)
  const look = (content: RecordContent): Looked => {
    const organ = findOrgan(content.open)
    const facts = factsOf({
      ...{ kind, content, organKnown: organ !== undefined, familyLeft: now.familyLeft, words: deps.penaltyWords },
      // A hidden record is asked about as the public one that it was, and a withheld one as if it came today.
      state: state === 'hidden' ? 'public' : state === 'withheld' ? 'new' : state,
      decidedOn: dayField(content.open.decidedOn) ?? today,
      publishedOn: dayField(content.open.disclosedOn) ?? now.publishedOn ?? today,
    })
    return { facts, organ, sealed: sealedBy(content) }
  }
  /** Words of a sealed category anywhere in it, or in another row of the same decision: no one lets that out. */
  const sealedBy = (content: RecordContent): PublicationFinding | undefined => {
    const elsewhere = [...Object.values(content.extras), content.sealed.remarks ?? ''].join('\n')
    const own = sealingRule(kind, content.open, elsewhere, deps.rules, today)
    const row = deps.rules.publication.find(({ id }) => id === decision.rule)
    const before = row?.when.ask === 'text-matches' && decision.decision === 'withhold' && !decision.needsReview
    const found = own ?? (before ? { rule: decision.rule, basis: decision.basis } : undefined)
    return found && { decision: 'withhold', ...found, until: null, needsReview: false }
  }

  return {
    look,

    open(content: RecordContent): Found {
      const looked = look(content)
      const finding = looked.sealed ?? decidePublication(looked.facts, deps.rules, today)
      return { ...looked, finding: named(finding, content) }
    },

    review(content: RecordContent, settling: Settling): Result<PublicationFinding, ChangeFailure> {
      const { facts, sealed } = look(content)
      if (sealed) return fail({ code: 'rule-forbids', rule: sealed.rule, basis: sealed.basis })
      const finding = reviewedPublication(facts, deps.rules, today, settling)
      return finding.ok ? ok(named(finding.value, content)) : finding
    },
  }
}

/** What people covered a part of is public by their decision, whatever else lets it out. */
function named(finding: PublicationFinding, { open }: RecordContent): PublicationFinding {
  return finding.decision === 'mask' && isCoveredByPeople(open) ? { ...finding, rule: STAFF_RULES.mask } : finding
}

/** Who covers more of what people let out need not say again why it is out. */
function settlingOf({ decision }: RecordNow, asked: Settling): Settling {
  if (!isSettledByPeople(decision.rule)) return asked
  return { basis: asked.basis ?? decision.basis, until: asked.until ?? decision.until }
}

function decided(
  now: RecordNow,
  { finding, facts, organ }: Found,
  made: { content: RecordContent; changed: FieldId[] } | null,
  wanted?: 'restore',
): Result<Outcome, ChangeFailure> {
  const command = finding.decision === 'withhold' ? 'withhold' : (wanted ?? 'publish')
  const next = takeStep(now.id, now.state, command)
  if (!next.ok) return next
  return ok({
    command,
    toState: next.value,
    publication: { ...finding, ...NO_WAY_OUT },
    publishedOn: next.value === 'public' ? facts.publishedOn : null,
    content: made?.content ?? null,
    organ,
    changed: made?.changed ?? [],
  })
}

/** Back as it was, or not at all: whoever restores means that it is public again. */
function restored(now: RecordNow, found: Found): Result<Outcome, ChangeFailure> {
  const { decision, needsReview, rule, basis } = found.finding
  if (decision !== 'withhold') return decided(now, found, null, 'restore')
  return fail({ code: needsReview ? 'correct-first' : 'rule-forbids', rule, basis })
}

const NO_WAY_OUT = { ground: null, reason: null, noticeUntil: null }
const NOTHING = { decision: 'withhold' as const, needsReview: false, until: null, ...NO_WAY_OUT }

function leaving(
  now: RecordNow,
  command: RecordCommand,
  publication: Outcome['publication'],
): Result<Outcome, ChangeFailure> {
  const next = takeStep(now.id, now.state, command)
  if (!next.ok) return next
  const publishedOn = next.value === 'withheld' ? null : now.publishedOn
  return ok({ command, toState: next.value, publication, publishedOn, content: null, organ: undefined, changed: [] })
}

function removed(
  deps: ChangeDeps,
  now: RecordNow,
  { change, ground }: Extract<Asked, { change: 'withdraw' | 'end' }>,
  reason: string,
  today: Day,
): Result<Outcome, ChangeFailure> {
  const allowed: readonly string[] = change === 'withdraw' ? WITHDRAWAL_GROUNDS : ENDING_GROUNDS
  if (!allowed.includes(ground)) return fail({ code: 'ground-unknown', ground, allowed })
  const until = change === 'withdraw' ? noticeUntil(today, deps.rules) : ok(null)
  if (!until.ok) return until
  const why = { ground, reason, noticeUntil: until.value }
  return leaving(now, change, { ...NOTHING, ...why, rule: `record.${change}`, basis: reason })
}
