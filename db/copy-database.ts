import { createClient } from '@libsql/client'

/** A copy of the database as of one moment, made while it is in use; what was deleted from it is not in the copy. */
export async function copyDatabase(file: string, to: string): Promise<void> {
  const client = createClient({ url: `file:${file}`, concurrency: 1 })
  try {
    await client.execute('PRAGMA busy_timeout = 30000')
    await client.execute({ sql: 'VACUUM INTO ?', args: [to] })
  } finally {
    client.close()
  }
}
