import { eq, sql } from 'drizzle-orm'
import type { Database } from './client.ts'
import { planned } from './schema/batch.ts'
import { stagedKey } from './schema/private.ts'

const ROWS_AT_ONCE = 5000

/**
 * Empties the waiting room of a batch that is done or discarded, slice by slice: deleting overwrites what was there, and
 * a million rows in one transaction would keep every other writer out.
 */
export async function clearStaged(database: Database, batchId: string): Promise<void> {
  await database.delete(planned).where(eq(planned.batchId, batchId))
  await database.delete(stagedKey).where(eq(stagedKey.batchId, batchId))
  for (let deleted = ROWS_AT_ONCE; deleted === ROWS_AT_ONCE; ) {
    const { rowsAffected } = await database.run(sql`DELETE FROM staged WHERE rowid IN (
      SELECT rowid FROM staged WHERE batch_id = ${batchId} ORDER BY n LIMIT ${ROWS_AT_ONCE})`)
    deleted = rowsAffected
  }
}
