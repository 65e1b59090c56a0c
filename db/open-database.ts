import { type Database, openDatabaseFile } from './client.ts'
import { createLimitedFetch, SERVER_LIMIT_MS } from './limited-fetch.ts'
import { openDatabaseUrl } from './remote-client.ts'

/** Where the database is: a file of this machine or, with `url`, a server that several processes share. */
export type DatabaseAddress = { file: string; url: string | undefined; token: string | undefined }

/** As the environment says it; an empty variable is one that is not set. */
export function databaseAddress(file: string, env: Record<string, string | undefined>): DatabaseAddress {
  return { file, url: env.DATABASE_URL || undefined, token: env.DATABASE_TOKEN || undefined }
}

/** How long a server tries to get the lock of its file. */
const SERVER_BUSY_MS = 2000

/** For a server: nothing waits long. */
export async function openForServer(address: DatabaseAddress): Promise<Database> {
  if (address.url === undefined) return openDatabaseFile(address.file, SERVER_BUSY_MS)
  const database = openDatabaseUrl(address.url, address.token, createLimitedFetch(SERVER_LIMIT_MS))
  await assertForeignKeys(database)
  return database
}

/** For a command, which may wait. */
export async function openForCommand(address: DatabaseAddress): Promise<Database> {
  if (address.url === undefined) return openDatabaseFile(address.file)
  const database = openDatabaseUrl(address.url, address.token)
  await assertForeignKeys(database)
  return database
}

/** Every call over HTTP is a connection of its own, so it is the server that has to have them on. */
async function assertForeignKeys(database: Database): Promise<void> {
  const { rows } = await database.$client.execute('PRAGMA foreign_keys')
  if (Number(rows[0]?.[0]) !== 1) {
    database.$client.close()
    throw new Error('The database server does not enforce foreign keys; refusing to use it.')
  }
}
