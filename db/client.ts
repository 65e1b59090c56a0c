import { type Client, createClient, LibsqlError } from '@libsql/client'
import { drizzle } from 'drizzle-orm/libsql'

/** Room for the pages of every index that a big batch fills out of order; memory is taken only as it is used. */
const CACHE_KB = 49_152

export type Database = ReturnType<typeof drizzle>

/**
 * Opens the embedded file. FULL: an acknowledged write survives power loss; foreign keys are asserted, not hoped for,
 * because SQLite ignores the pragma silently where it was compiled out. `busyMs`: how long to wait for another writer.
 */
export async function openDatabaseFile(path: string, busyMs = 5000): Promise<Database> {
  // Pragmas hold for one connection, so there is one.
  const client = createClient({ url: `file:${path}`, concurrency: 1 })
  const execute = client.execute.bind(client)
  const prepare = async () => {
    await execute(`PRAGMA busy_timeout = ${busyMs}`)
    await execute('PRAGMA journal_mode = WAL')
    await execute('PRAGMA synchronous = FULL')
    await execute('PRAGMA foreign_keys = ON')
    await execute('PRAGMA secure_delete = ON')
    // This build of SQLite would sort in memory however much there is; the only big sort is of keyed hashes.
    await execute('PRAGMA temp_store = FILE')
    await execute(`PRAGMA cache_size = -${CACHE_KB}`)
    const check = await execute('PRAGMA foreign_keys')
    if (Number(check.rows[0]?.[0]) !== 1)
      throw new Error('The database does not enforce foreign keys; refusing to start.')
  }
  await prepare()
  return drizzle(renewedAfterBusy(client, prepare))
}

/**
 * A statement that did not get the lock stays open in the driver, and nothing commits on its connection any more (libsql
 * 0.5, “SQL statements in progress”). So that connection is made anew, and prepared like the first.
 */
function renewedAfterBusy(client: Client, prepare: () => Promise<void>): Client {
  let isPrepared = true
  /** A connection without its pragmas is used for nothing: where they cannot be set, the next statement tries again. */
  const renew = async () => {
    isPrepared = false
    await client.reconnect()
    await prepare()
    isPrepared = true
  }
  const guarded =
    <A extends unknown[], R>(duty: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      try {
        if (!isPrepared) await renew()
        return await duty.apply(client, args)
      } catch (error) {
        if (isBusy(error)) await renew().catch(() => undefined)
        throw error
      }
    }
  return Object.assign(client, {
    execute: guarded(client.execute),
    batch: guarded(client.batch),
    transaction: guarded(client.transaction),
  })
}

function isBusy(error: unknown): boolean {
  return error instanceof LibsqlError && /^SQLITE_(BUSY|LOCKED|PROTOCOL)/.test(error.code)
}

/** Empties the log beside the file first: what was deleted must not linger in it. A reader in its way is no fault. */
export async function closeDatabase(database: Database): Promise<void> {
  await database.$client.execute('PRAGMA wal_checkpoint(TRUNCATE)').catch(() => undefined)
  database.$client.close()
}
