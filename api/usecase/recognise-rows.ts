import { canonicalJson } from '#domain/canonical-json'
import type { HeaderMapping } from '#domain/header-mapping'
import { isPublicField, publicValues } from '#domain/public-record'
import type { FieldValues, RecordContent } from '#domain/record-content'
import type { RecordKind } from '#domain/vocabulary'
import type { FamilyMember, OrganRow, RecordStore, StagedHead } from './ports.ts'

const CONTENTS_AT_ONCE = 400

/** Whether a file speaks only of what may be shown, as our own export does; of the rest it says nothing, not "none". */
export function isPublicFile(kind: RecordKind, { columns }: HeaderMapping, showRepresentative: boolean): boolean {
  return columns.every(
    ({ field, bookkeeping }) => bookkeeping || (field !== null && isPublicField(kind, field, showRepresentative)),
  )
}

export type RecogniseInput = {
  store: Pick<RecordStore, 'stagedContents' | 'currentContents'>
  batchId: string
  kind: RecordKind
  showRepresentative: boolean
  organs: readonly OrganRow[]
}

/**
 * Rows of a public file. One that says in public exactly what a record of its family says is that record as it is, with
 * all that is kept apart: it gets the record's content hash. Each record is recognised at most once.
 */
export async function recogniseRows(
  input: RecogniseInput,
  heads: readonly StagedHead[],
  members: readonly FamilyMember[],
): Promise<StagedHead[]> {
  const known = await sayingsOf(input, heads, members)
  const names = new Map(input.organs.map(({ slug, name }) => [slug, name]))
  const recognised: StagedHead[] = []
  for (const some of inChunks(heads)) {
    const open = known.size === 0 ? [] : some.filter(({ sealedBy }) => sealedBy === null)
    const rows = await input.store.stagedContents(
      input.batchId,
      open.map(({ n }) => n),
    )
    for (const head of some) {
      const row = rows.get(head.n)
      const member = row && takeKnown(known, head.familyKey, row.content, names.get(row.organSlug ?? ''))
      recognised.push(member ? { ...head, contentMac: member.contentMac } : head)
    }
  }
  return recognised
}

type Sayings = Map<string, FamilyMember[]>

/** Records by what they say in public, but those that a row of the batch equals in everything. */
async function sayingsOf(
  { store, kind, showRepresentative }: RecogniseInput,
  heads: readonly StagedHead[],
  members: readonly FamilyMember[],
): Promise<Sayings> {
  const equal = new Set(heads.map(({ familyKey, contentMac }) => `${familyKey} ${contentMac}`))
  const others = members.filter(({ familyKey, contentMac }) => !equal.has(`${familyKey} ${contentMac}`))
  const sayings: Sayings = new Map()
  for (const some of inChunks(others)) {
    const contents = await store.currentContents(some.map(({ id }) => id))
    for (const member of some) {
      const open = contents.get(member.id)?.open
      if (!open) continue
      const saying = sayingOf(member.familyKey, publicValues(kind, open, showRepresentative))
      sayings.set(saying, [...(sayings.get(saying) ?? []), member])
    }
  }
  return sayings
}

/** An export names the organ also where the file it came from belonged to the organ as a whole. */
function takeKnown(
  known: Sayings,
  familyKey: string,
  { open, sealed, unreadFields }: RecordContent,
  organ: string | undefined,
): FamilyMember | undefined {
  if (Object.keys(sealed).length > 0 || unreadFields.length > 0) return undefined
  const { agencyName, ...unnamed } = open
  const same = known.get(sayingOf(familyKey, open))?.shift()
  if (same || agencyName !== organ || open.agencyCode !== undefined) return same
  return known.get(sayingOf(familyKey, unnamed))?.shift()
}

function sayingOf(familyKey: string, values: FieldValues): string {
  return canonicalJson([familyKey, { ...values }])
}

function* inChunks<T>(list: readonly T[]): Generator<T[]> {
  for (let at = 0; at < list.length; at += CONTENTS_AT_ONCE) yield list.slice(at, at + CONTENTS_AT_ONCE)
}
