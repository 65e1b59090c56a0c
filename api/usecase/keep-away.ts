import type { RecordStore } from './ports.ts'
import { holdRecord, type RemoveDeps } from './remove-record.ts'
import type { SnapshotReader } from './snapshot-reader.ts'

const REASON = '备份之后有过改变，恢复数据时暂停公示'
const AT_ONCE = 500

export type KeepAwayDeps = RemoveDeps & { store: RecordStore; reader: SnapshotReader }

/**
 * After a restore, against the snapshot that is left: what is public by the database alone but left since, is hidden, or
 * stood there in a later version, is held back before anything is published. No file brings it back. Answers the records.
 */
export async function keepAway(deps: KeepAwayDeps): Promise<string[]> {
  const at = await deps.reader.view()
  const held: string[] = []
  for (let after = ''; ; ) {
    const ids = await deps.store.publicIds(after, AT_ONCE)
    const last = ids.at(-1)
    if (last === undefined) return held
    after = last
    const states = await deps.store.publishStates(ids)
    for (const id of ids) {
      const [state, shown] = [states.get(id), await deps.reader.record(at, id)]
      if (state?.state !== 'public') continue
      if (shown?.state === 'public' && shown.version === state.version.version) continue
      const done = await holdRecord(deps, { id, actor: 'operator', reason: REASON, byPeople: true })
      if (!done.ok) throw new Error(`Record ${id} could not be held back: ${done.failure.code}.`)
      held.push(id)
    }
  }
}
