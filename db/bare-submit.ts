import type { Database } from './client.ts'

/** The measuring stick of `npm run bench -- submit`: one durable row with the same sealed bytes, and nothing else. */
export async function openBareSubmit(database: Database): Promise<void> {
  await database.$client.execute('CREATE TABLE bare_submit (key TEXT PRIMARY KEY NOT NULL, bytes BLOB NOT NULL)')
}

export async function insertBareSubmit(database: Database, key: string, bytes: Uint8Array): Promise<void> {
  await database.$client.execute({ sql: 'INSERT INTO bare_submit (key, bytes) VALUES (?, ?)', args: [key, bytes] })
}
