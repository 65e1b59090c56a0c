import { type FamilyAction, MOST_RIVALS, planFamily } from '#domain/family-plan'
import type { RowNote } from '#domain/import-row'
import type { FamilyMember, StagedHead } from './ports.ts'

/** What is to happen with a row, before the contents that a decision needs are loaded. */
export type Draft = {
  head: StagedHead
  notes: RowNote[]
  members: readonly FamilyMember[]
  sealedBy: string | null
} & (
  | { action: FamilyAction /** What the row that this one repeats becomes. */; twin: FamilyAction | undefined }
  | { hide: FamilyMember }
)

export function draftsOf(heads: readonly StagedHead[], members: readonly FamilyMember[]): Draft[] {
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
  // A decision whose category is sealed now must not stay in public under its old version, nor be restored to it.
  const revised = new Set(plan.flatMap((action) => (action.do === 'revise' ? [action.id] : [])))
  const isOut = ({ state }: FamilyMember) => state === 'public' || state === 'hidden'
  const hidden = members.filter((member) => isOut(member) && !revised.has(member.id))
  return [...drafts, ...hidden.map((hide) => ({ head: sealed, notes: [], members, sealedBy, hide }))]
}
