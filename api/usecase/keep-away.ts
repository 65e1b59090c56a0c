import type { Day } from '#domain/day'
import type { ReadDeps } from './list-rows.ts'
import { listRemovals } from './read-record.ts'
import { holdRecord, type RemoveDeps } from './remove-record.ts'

const REASON = '备份之后已经停止公示，恢复数据时保持停止'

/**
 * After a restore: what the snapshot says left since then is public again by the database alone. It is held back before
 * anything is published, until somebody decides anew. Answers the records.
 */
export async function keepAway(deps: RemoveDeps & ReadDeps, since: Day): Promise<string[]> {
  const { journal } = await deps.reader.view()
  const left = [...(await listRemovals(deps, since)).map(({ id }) => id), ...Object.keys(journal.removed)]
  const held: string[] = []
  for (const id of new Set(left)) {
    const head = await deps.store.head(id)
    if (head?.state !== 'public') continue
    if ((await holdRecord(deps, { id, actor: 'operator', reason: REASON })).ok) held.push(id)
  }
  return held
}
