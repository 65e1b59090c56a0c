import type { Clock, RecordStore } from './ports.ts'

const DAY_MS = 86_400_000
/** An import that broke off is resumed by running it again; after this nobody will: 本站承诺. */
const ABANDONED_AFTER_MS = 7 * DAY_MS

export type PurgeReport = { rejectedRows: number; abandonedBatches: number }

/** Removes rejected rows whose purge day has come, and what broken-off imports left waiting. Safe to run at any time. */
export async function purgeImports({ store, clock }: { store: RecordStore; clock: Clock }): Promise<PurgeReport> {
  const now = clock()
  const rejectedRows = await store.purgeRejected(now)
  const abandoned = await store.abandonedBatches(now - ABANDONED_AFTER_MS)
  for (const id of abandoned) await store.discardBatch(id, now)
  await store.clearStaging()
  return { rejectedRows, abandonedBatches: abandoned.length }
}
