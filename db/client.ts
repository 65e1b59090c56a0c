import { createClient } from '@libsql/client'
import { drizzle } from 'drizzle-orm/libsql'

/** Room for the pages of every index that a big batch fills out of order; memory is taken only as it is used. */
const CACHE_KB = 49_152

export type Database = ReturnType<typeof drizzle>

/**
 * Opens the embedded file. FULL: an acknowledged write survives power loss; foreign keys are asserted, not hoped for,
 * because SQLite ignores the pragma silently where it was compiled out.
 */
export async function openDatabaseFile(path: string): Promise<Database> {
  // Pragmas hold for one connection, so there is one.
  const client = createClient({ url: `file:${path}`, concurrency: 1 })
  await client.execute('PRAGMA journal_mode = WAL')
  await client.execute('PRAGMA synchronous = FULL')
  await client.execute('PRAGMA foreign_keys = ON')
  await client.execute('PRAGMA busy_timeout = 5000')
  await client.execute('PRAGMA secure_delete = ON')
  // This build of SQLite would sort in memory however much there is; the only big sort is of keyed hashes.
  await client.execute('PRAGMA temp_store = FILE')
  await client.execute(`PRAGMA cache_size = -${CACHE_KB}`)
  const check = await client.execute('PRAGMA foreign_keys')
  if (Number(check.rows[0]?.[0]) !== 1)
    throw new Error('The database does not enforce foreign keys; refusing to start.')
  return drizzle(client)
}

/** Empties the log beside the file first: what was deleted must not linger in it. A reader in its way is no fault. */
export async function closeDatabase(database: Database): Promise<void> {
  await database.$client.execute('PRAGMA wal_checkpoint(TRUNCATE)').catch(() => undefined)
  database.$client.close()
}
