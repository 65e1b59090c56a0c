import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import type { Database } from './client.ts'

const FOLDER = join(import.meta.dirname, 'migrations')

/**
 * Applies the plain SQL files of `db/migrations` in order, each with its bookkeeping row in one transaction.
 * Throws where an applied file was edited afterwards: what ran and what is written must be the same.
 */
export async function migrate(database: Database, folder = FOLDER): Promise<string[]> {
  await database.run(
    sql`CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, hash TEXT NOT NULL, at INTEGER NOT NULL)`,
  )
  const known = await database.all<{ name: string; hash: string }>(sql`SELECT name, hash FROM migration`)
  const applied = new Map(known.map((row) => [row.name, row.hash]))
  const done: string[] = []
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()) {
    const text = await readFile(join(folder, name), 'utf8')
    const hash = createHash('sha256').update(text).digest('hex')
    const before = applied.get(name)
    if (before === hash) continue
    if (before !== undefined)
      throw new Error(`Migration ${name} was changed after it had run; write a new one instead.`)
    const statement = 'INSERT INTO migration (name, hash, at) VALUES'
    await database.$client.executeMultiple(
      `BEGIN IMMEDIATE;\n${text}\n${statement} ('${name}', '${hash}', unixepoch());\nCOMMIT;`,
    )
    done.push(name)
  }
  return done
}
