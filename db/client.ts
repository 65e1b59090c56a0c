import { type Client, createClient, LibsqlError } from '@libsql/client'
import { drizzle } from 'drizzle-orm/libsql'
import { emptyLog } from './empty-log.ts'

/** Room for the pages of every index that a big batch fills out of order; memory is taken only as it is used. */
const CACHE_KB = 49_152

/** SQLite itself waits so long; what is longer is waited for here. */
const LOCK_MS = 10
const FIRST_PAUSE_MS = 20
const LONGEST_PAUSE_MS = 200
const CLOSING_MS = 5000

export type Database = ReturnType<typeof drizzle>

/**
 * Opens the embedded file. FULL: an acknowledged write survives power loss; foreign keys are asserted, not hoped for,
 * because SQLite ignores the pragma silently where it was compiled out. `busyMs`: how long to wait for another writer,
 * without holding up this process: SQLite's own waiting would block the thread, and with it every reader.
 */
export async function openDatabaseFile(path: string, busyMs = 5000): Promise<Database> {
  // Pragmas hold for one connection, so there is one.
  const client = createClient({ url: `file:${path}`, concurrency: 1 })
  const execute = client.execute.bind(client)
  const prepare = async () => {
    await execute(`PRAGMA busy_timeout = ${LOCK_MS}`)
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
  const own = patient(client, prepare, busyMs)
  await own.execute('SELECT 1')
  return drizzle(own)
}

/**
 * A statement that did not get the lock stays open in the driver, and nothing commits on its connection any more (libsql
 * 0.5, “SQL statements in progress”). So that connection is made anew, prepared like the first, and the call made again:
 * a batch that was refused the lock has done nothing.
 */
function patient(client: Client, prepare: () => Promise<void>, busyMs: number): Client {
  let renewal: Promise<void> | undefined
  let isPrepared = false
  /** A connection without its pragmas is used for nothing: where they cannot be set, the next statement tries again. */
  const renew = () => {
    isPrepared = false
    renewal ??= (async () => {
      await client.reconnect()
      await prepare()
      isPrepared = true
    })().finally(() => {
      renewal = undefined
    })
    return renewal
  }
  const guarded =
    <A extends unknown[], R>(duty: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      const until = Date.now() + busyMs
      for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
        try {
          if (!isPrepared) await renew()
          return await duty.apply(client, args)
        } catch (error) {
          // Whoever puts a whole file in its place finds no connection that remembers the broken one.
          if (isBroken(error)) isPrepared = false
          if (!isBusy(error)) throw error
          await renew().catch(() => undefined)
          if (Date.now() + pause > until) throw error
          await new Promise((done) => setTimeout(done, pause))
        }
      }
    }
  return Object.assign(client, {
    execute: guarded(client.execute),
    batch: guarded(client.batch),
    transaction: guarded(client.transaction),
    executeMultiple: guarded(client.executeMultiple),
  })
}

function isBroken(error: unknown): boolean {
  return error instanceof LibsqlError && /^SQLITE_(CORRUPT|NOTADB|IOERR|CANTOPEN)/.test(error.code)
}

function isBusy(error: unknown): boolean {
  return error instanceof LibsqlError && /^SQLITE_(BUSY|LOCKED|PROTOCOL)/.test(error.code)
}

/** Empties the log beside the file first: what was deleted must not linger in it. A reader in its way is no fault. */
export async function closeDatabase(database: Database): Promise<void> {
  if (database.$client.protocol === 'file') await emptyLog(database, CLOSING_MS).catch(() => undefined)
  database.$client.close()
}
