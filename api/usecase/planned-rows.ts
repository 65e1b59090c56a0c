import { isCoveredByPeople } from '#domain/corrected-content'
import type { FamilyAction } from '#domain/family-plan'
import { diffFields } from '#domain/field-diff'
import type { RowNote } from '#domain/import-row'
import type { PublicationFinding } from '#domain/publication'
import { isHeldByPeople, STAFF_BASIS, STAFF_RULES } from '#domain/staff-decision'
import type { RecordState } from '#domain/vocabulary'
import type { ImportDeps, ImportInput } from './import-batch.ts'
import type { FamilyMember, PlannedRow, StagedContent, StagedHead } from './ports.ts'
import { decideFor, recordIdOf, sealVersion } from './propose-record.ts'

type Written = Extract<PlannedRow, { action: 'create' | 'revise' }>

type Writing = { head: StagedHead; notes: RowNote[]; members: readonly FamilyMember[]; content: StagedContent }

export function keeping(head: StagedHead, notes: RowNote[], member: FamilyMember, sealedBy: string | null): PlannedRow {
  const { id, state, version, seq, ordinal } = member
  return {
    action: 'keep',
    n: head.n,
    recordId: id,
    outcome: 'unchanged',
    notes,
    rule: sealedBy ?? member.rule,
    fromState: state,
    toState: sealedBy !== null && state === 'public' ? 'withheld' : state,
    version,
    seq,
    ordinal,
  }
}

/** A repeat of an earlier row: it points to the record that row has, or becomes with this batch. */
export function repeating(
  deps: ImportDeps,
  head: StagedHead,
  notes: RowNote[],
  members: readonly FamilyMember[],
  twin: FamilyAction | undefined,
): PlannedRow {
  if (twin?.do === 'keep') return { ...keeping(head, notes, memberOf(members, twin.id), null), action: 'duplicate' }
  const ordinal = twin?.do === 'create' ? twin.ordinal : 0
  return {
    action: 'duplicate',
    n: head.n,
    recordId: twin?.do === 'revise' ? twin.id : recordIdOf(deps.secrets, head.familyKey, ordinal),
    outcome: 'unchanged',
    notes,
    rule: head.rule,
    fromState: null,
    toState: 'withheld',
    version: 0,
    seq: 0,
    ordinal,
  }
}

export function creating(
  deps: ImportDeps,
  input: ImportInput,
  slugs: ReadonlySet<string>,
  { head, notes, members, content }: Writing,
  ordinal: number,
): Written {
  const id = recordIdOf(deps.secrets, head.familyKey, ordinal)
  const familyLeft = hasLeft(members)
  const past = { state: 'new' as const, familyLeft, publishedOn: null }
  const judged = { kind: input.kind, words: input.penaltyWords }
  const { finding, publishedOn } = decideFor(deps, judged, content.content, isKnown(slugs, content), past)
  return {
    action: 'create',
    n: head.n,
    recordId: id,
    outcome: notes.length === 0 ? 'accepted' : 'warned',
    notes,
    rule: finding.rule,
    fromState: null,
    toState: finding.decision === 'withhold' ? 'withheld' : 'public',
    version: 1,
    seq: 1,
    ordinal,
    finding,
    publishedOn,
    changed: [],
    ...sealVersion(deps.secrets, id, 1, content.content),
  }
}

export function revising(
  deps: ImportDeps,
  input: ImportInput,
  slugs: ReadonlySet<string>,
  {
    head,
    notes,
    members,
    content,
    member,
    before,
  }: Writing & { member: FamilyMember; before: Pick<StagedContent['content'], 'open' | 'sealed'> | undefined },
): Written {
  const { id, state, publishedOn: firstPublishedOn } = member
  const version = member.version + 1
  const past = { state, familyLeft: hasLeft(members), publishedOn: firstPublishedOn }
  const judged = { kind: input.kind, words: input.penaltyWords }
  const decided = decideFor(deps, judged, content.content, isKnown(slugs, content), past)
  const { publishedOn } = decided
  const isHeld = member.rule === STAFF_RULES.withhold || isCoveredByPeople(before?.open ?? {})
  const finding = isHeld ? waiting() : decided.finding
  const left = isTakenBack(state)
  const { open, sealed } = content.content
  const changes = diffFields(input.kind, { ...before?.open, ...before?.sealed }, { ...open, ...sealed })
  return {
    action: 'revise',
    n: head.n,
    recordId: id,
    outcome: notes.length === 0 ? 'accepted' : 'warned',
    notes,
    rule: finding.rule,
    fromState: state,
    toState: left ? state : finding.decision === 'withhold' ? 'withheld' : 'public',
    version,
    seq: member.seq + 1,
    ordinal: member.ordinal,
    finding,
    publishedOn,
    changed: changes.map(({ field }) => field),
    ...sealVersion(deps.secrets, id, version, content.content),
  }
}

export function hiding(deps: ImportDeps, head: StagedHead, member: FamilyMember): PlannedRow {
  const rule = head.sealedBy ?? ''
  const finding = sealedFinding(deps, rule)
  const { id, state, version, seq, ordinal } = member
  return {
    action: 'hide',
    n: head.n,
    recordId: id,
    outcome: 'rejected',
    notes: [],
    rule,
    fromState: state,
    toState: 'withheld',
    version,
    seq: seq + 1,
    ordinal,
    finding,
  }
}

function hasLeft(members: readonly FamilyMember[]): boolean {
  return members.some(({ state, rule }) => isTakenBack(state) || isHeldByPeople(rule))
}

/** Where a record stands that no file brings back. */
function isTakenBack(state: RecordState): boolean {
  return state === 'withdrawn' || state === 'ended' || state === 'hidden'
}

/** People held the record back, or covered a part of it; a file knows nothing of that. */
function waiting(): PublicationFinding {
  const [rule, basis] = [STAFF_RULES.withhold, STAFF_BASIS.withhold]
  return { decision: 'withhold', rule, basis, until: null, needsReview: true }
}

function isKnown(slugs: ReadonlySet<string>, { organSlug }: StagedContent): boolean {
  return organSlug !== null && slugs.has(organSlug)
}

export function memberOf(members: readonly FamilyMember[], id: string): FamilyMember {
  const member = members.find((it) => it.id === id)
  if (!member) throw new Error(`Record ${id} is in no family.`)
  return member
}

/** A row of a decision that another row, or an earlier file, says is sealed is not public until a person has looked. */
export function sealedOff(deps: ImportDeps, rule: string | null, row: Written): PlannedRow {
  if (rule === null || row.toState === 'withdrawn' || row.toState === 'ended') return row
  return { ...row, rule, toState: 'withheld', finding: { ...sealedFinding(deps, rule), needsReview: true } }
}

function sealedFinding({ rules }: ImportDeps, rule: string): PublicationFinding {
  const basis = rules.publication.find(({ id }) => id === rule)?.basis ?? rule
  return { decision: 'withhold', rule, basis, until: null, needsReview: false }
}
