import { type FamilyAction, MOST_RIVALS, planFamily } from '#domain/family-plan'
import { diffFields } from '#domain/field-diff'
import type { RowNote } from '#domain/import-row'
import type { PublicationFinding } from '#domain/publication'
import type { ImportDeps, ImportInput } from './import-batch.ts'
import type { FamilyMember, OrganRow, PlannedRow, StagedContent, StagedHead } from './ports.ts'
import { decideFor, recordIdOf, sealVersion } from './propose-record.ts'
import { isPublicFile, recogniseRows } from './recognise-rows.ts'

const NUMBERS_AT_ONCE = 200
const CONTENTS_AT_ONCE = 400

/**
 * A row whose number is new and stands alone is a plain new record, as staged. This plans the others: numbers that are
 * already known, or stand in the file more than once.
 */
export async function planBatch(
  deps: ImportDeps,
  input: ImportInput,
  batchId: string,
  organs: readonly OrganRow[],
): Promise<void> {
  await deps.store.startPlan(batchId)
  const slugs = new Set(organs.map(({ slug }) => slug))
  const { kind, mapping, showRepresentative } = input
  const isPublic = isPublicFile(kind, mapping, showRepresentative)
  const recognising = { store: deps.store, batchId, kind, showRepresentative, organs }
  let planned = 0
  for (let after = ''; ; ) {
    const numbers = await deps.store.doubtfulNumbers(batchId, after, NUMBERS_AT_ONCE)
    const last = numbers.at(-1)
    if (last === undefined) return
    after = last
    const heads = await deps.store.stagedHeads(batchId, numbers)
    const members = await deps.store.knownMembers(numbers)
    const drafts = draftsOf(isPublic ? await recogniseRows(recognising, heads, members) : heads, members)
    for (let at = 0; at < drafts.length; at += CONTENTS_AT_ONCE) {
      const some = drafts.slice(at, at + CONTENTS_AT_ONCE)
      await deps.store.savePlan(batchId, await finish(deps, input, batchId, slugs, some))
    }
    planned += heads.length
    input.onProgress?.('planning', planned)
  }
}

/** What is to happen with a row, before the contents that a decision needs are loaded. */
type Draft = { head: StagedHead; notes: RowNote[]; members: readonly FamilyMember[]; sealedBy: string | null } & (
  | { action: FamilyAction /** What the row that this one repeats becomes. */; twin: FamilyAction | undefined }
  | { hide: FamilyMember }
)

function draftsOf(heads: readonly StagedHead[], members: readonly FamilyMember[]): Draft[] {
  const membersByNumber = Map.groupBy(members, (member) => member.numberKey)
  const drafts: Draft[] = []
  for (const [numberKey, sharing] of Map.groupBy(heads, (head) => head.numberKey)) {
    const known = Map.groupBy(membersByNumber.get(numberKey) ?? [], (member) => member.familyKey)
    const families = Map.groupBy(sharing, (head) => head.familyKey)
    for (const [familyKey, family] of families) {
      const notes = sharedNumberNotes(familyKey, family, families, known)
      drafts.push(...familyDrafts(family, known.get(familyKey) ?? [], notes))
    }
  }
  return drafts
}

/** One number for several subjects can be right (one 文书, several 相对人) or a name that was corrected: say it. */
function sharedNumberNotes(
  familyKey: string,
  family: readonly StagedHead[],
  families: ReadonlyMap<string, StagedHead[]>,
  known: ReadonlyMap<string, FamilyMember[]>,
): RowNote[] {
  if (!family[0]?.numbered) return []
  const rows: number[] = []
  for (const [other, heads] of families) {
    if (other === familyKey) continue
    for (const head of heads) if (rows.length < MOST_RIVALS) rows.push(head.n)
  }
  const records = [...known]
    .filter(([other]) => other !== familyKey && !families.has(other))
    .flatMap(([, members]) => members.map(({ id }) => id))
    .slice(0, MOST_RIVALS)
  return [
    ...(rows.length > 0 ? [{ code: 'number-shared' as const, column: null, rows }] : []),
    ...(records.length > 0 ? [{ code: 'number-known' as const, column: null, records }] : []),
  ]
}

function familyDrafts(family: readonly StagedHead[], members: readonly FamilyMember[], notes: RowNote[]): Draft[] {
  const open = family.filter((head) => head.sealedBy === null)
  const sealed = family.find((head) => head.sealedBy !== null)
  const sealedBy = sealed?.sealedBy ?? null
  const plan = planFamily(open, members)
  const byRow = new Map(plan.map((action) => [action.n, action]))
  const drafts: Draft[] = open.flatMap((head) => {
    const action = byRow.get(head.n)
    const twin = action?.do === 'duplicate' ? byRow.get(action.of) : undefined
    return action ? [{ head, notes, members, sealedBy, action, twin }] : []
  })
  if (!sealed) return drafts
  // A decision whose category is sealed now must not stay in public under its old version.
  const revised = new Set(plan.flatMap((action) => (action.do === 'revise' ? [action.id] : [])))
  const hidden = members.filter(({ id, state }) => state === 'public' && !revised.has(id))
  return [...drafts, ...hidden.map((hide) => ({ head: sealed, notes: [], members, sealedBy, hide }))]
}

async function finish(
  deps: ImportDeps,
  input: ImportInput,
  batchId: string,
  slugs: ReadonlySet<string>,
  drafts: readonly Draft[],
): Promise<PlannedRow[]> {
  const writing = drafts.filter((it) => 'action' in it && (it.action.do === 'create' || it.action.do === 'revise'))
  const contents = await deps.store.stagedContents(
    batchId,
    writing.map(({ head }) => head.n),
  )
  const revised = drafts.flatMap((it) => ('action' in it && it.action.do === 'revise' ? [it.action.id] : []))
  const before = await deps.store.currentContents(revised)
  return drafts.map((draft) => {
    const { head, members, sealedBy } = draft
    if ('hide' in draft) return hiding(deps, head, draft.hide)
    const { action } = draft
    const notes = [...head.notes, ...draft.notes]
    if (action.do === 'keep') return keeping(head, notes, memberOf(members, action.id), sealedBy)
    if (action.do === 'duplicate') {
      return repeating(deps, head, [...notes, noteOn('duplicate-row', [action.of])], members, draft.twin)
    }
    const content = contents.get(head.n)
    if (!content) throw new Error(`Row ${head.n} of batch ${batchId} has lost its content.`)
    if (action.do === 'revise') {
      const member = memberOf(members, action.id)
      const sealed = sealedBy ?? sealingRuleOf(deps, member)
      return sealedOff(
        deps,
        sealed,
        revising(deps, input, slugs, { head, notes, members, content, member, before: before.get(member.id) }),
      )
    }
    const rivals = action.rivals.length > 0 ? [noteOn('same-number', action.rivals)] : []
    const unclear = rivals.length === 0 && head.numbered && members.length > 0 ? [unclearNote(members)] : []
    const writing = { head, notes: [...notes, ...rivals, ...unclear], members, content }
    return sealedOff(deps, sealedBy, creating(deps, input, slugs, writing, action.ordinal))
  })
}

/** Several records have the number, none of them as this row says it: nobody can tell which one it corrects. */
function unclearNote(members: readonly FamilyMember[]): RowNote {
  return { code: 'revision-unclear', column: null, records: members.map(({ id }) => id).slice(0, MOST_RIVALS) }
}

/** The sealing rule that took a record out of public; one changed word does not bring it back. */
function sealingRuleOf({ rules }: ImportDeps, { state, rule }: FamilyMember): string | null {
  const found = rules.publication.find(({ id }) => id === rule)
  return state === 'withheld' && found?.when.ask === 'text-matches' ? rule : null
}

/** A row of a decision that another row, or an earlier file, says is sealed is not public until a person has looked. */
function sealedOff(deps: ImportDeps, rule: string | null, row: Written): PlannedRow {
  if (rule === null || row.toState === 'withdrawn' || row.toState === 'ended') return row
  return { ...row, rule, toState: 'withheld', finding: { ...sealedFinding(deps, rule), needsReview: true } }
}

function sealedFinding({ rules }: ImportDeps, rule: string): PublicationFinding {
  const basis = rules.publication.find(({ id }) => id === rule)?.basis ?? rule
  return { decision: 'withhold', rule, basis, until: null, needsReview: false }
}

type Written = Extract<PlannedRow, { action: 'create' | 'revise' }>

function noteOn(code: RowNote['code'], rows: number[]): RowNote {
  return { code, column: null, rows }
}

function memberOf(members: readonly FamilyMember[], id: string): FamilyMember {
  const member = members.find((it) => it.id === id)
  if (!member) throw new Error(`Record ${id} is in no family.`)
  return member
}

function keeping(head: StagedHead, notes: RowNote[], member: FamilyMember, sealedBy: string | null): PlannedRow {
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
function repeating(
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

type Writing = { head: StagedHead; notes: RowNote[]; members: readonly FamilyMember[]; content: StagedContent }

function creating(
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

function revising(
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
  const { finding, publishedOn } = decideFor(deps, judged, content.content, isKnown(slugs, content), past)
  const left = state === 'withdrawn' || state === 'ended'
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

function hiding(deps: ImportDeps, head: StagedHead, member: FamilyMember): PlannedRow {
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
  return members.some(({ state }) => state === 'withdrawn' || state === 'ended')
}

function isKnown(slugs: ReadonlySet<string>, { organSlug }: StagedContent): boolean {
  return organSlug !== null && slugs.has(organSlug)
}
