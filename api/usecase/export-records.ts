import { dayOfInstant } from '#domain/day'
import { publicValues, withOrgan } from '#domain/public-record'
import type { FieldValues } from '#domain/record-content'
import type { RecordKind } from '#domain/vocabulary'
import type { Clock, RecordStore } from './ports.ts'

export type ExportDeps = {
  store: Pick<RecordStore, 'publicIds' | 'publishStates'>
  clock: Clock
  /** Whether the place shows 法定代表人. */
  showRepresentative: boolean
}

const IDS_AT_ONCE = 500

/** What is public at this moment, and of it only what may be shown; ordered by id. `organ` null: of every organ. */
export async function* exportRecords(
  { store, clock, showRepresentative }: ExportDeps,
  { kind, organ }: { kind: RecordKind; organ: string | null },
): AsyncGenerator<FieldValues> {
  const today = dayOfInstant(clock())
  for (let after = ''; ; ) {
    const ids = await store.publicIds(after, IDS_AT_ONCE)
    const last = ids.at(-1)
    if (last === undefined) return
    after = last
    const states = await store.publishStates(ids)
    for (const id of ids) {
      const state = states.get(id)
      if (state?.state !== 'public') continue
      const { version } = state
      if (version.kind !== kind || (organ !== null && version.agency.slug !== organ)) continue
      // Its last day is over, though nobody has ended it yet.
      if (version.until !== null && version.until < today) continue
      yield withOrgan(publicValues(kind, version.open, showRepresentative), version.agency.name)
    }
  }
}
