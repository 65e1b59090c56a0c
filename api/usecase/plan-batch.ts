import { MOST_RIVALS } from '#domain/family-plan'
import type { RowNote } from '#domain/import-row'
import type { ImportDeps, ImportInput } from './import-batch.ts'
import { type Draft, draftsOf } from './plan-drafts.ts'
import { creating, hiding, keeping, memberOf, repeating, revising, sealedOff } from './planned-rows.ts'
import type { FamilyMember, OrganRow, PlannedRow } from './ports.ts'
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
  const isPublic = input.reported === undefined && isPublicFile(kind, mapping, showRepresentative)
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
export function unclearNote(members: readonly FamilyMember[]): RowNote {
  return { code: 'revision-unclear', column: null, records: members.map(({ id }) => id).slice(0, MOST_RIVALS) }
}

/** The sealing rule that took a record out of public; one changed word does not bring it back. */
export function sealingRuleOf({ rules }: ImportDeps, { state, rule }: FamilyMember): string | null {
  const found = rules.publication.find(({ id }) => id === rule)
  return state === 'withheld' && found?.when.ask === 'text-matches' ? rule : null
}

export function noteOn(code: RowNote['code'], rows: number[]): RowNote {
  return { code, column: null, rows }
}
