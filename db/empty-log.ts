import type { Database } from './client.ts'

const PAUSE_MS = 20

/** Empties the log beside the database file, and says whether it is: a reader that stays longer than `waitMs` is in the way. */
export async function emptyLog(database: Database, waitMs: number): Promise<boolean> {
  const until = Date.now() + waitMs
  for (;;) {
    const { rows } = await database.$client.execute('PRAGMA wal_checkpoint(TRUNCATE)')
    if (Number(rows[0]?.busy) === 0) return true
    if (Date.now() > until) return false
    await new Promise((done) => setTimeout(done, PAUSE_MS))
  }
}
