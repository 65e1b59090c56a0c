import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import type { Database } from './client.ts'
import { stepOf } from './migration-file.ts'

const FOLDER = join(import.meta.dirname, 'migrations')

/** Between two pieces of a backfill: others get the lock. */
const BACKFILL_PAUSE_MS = 20

/** A newer program took something away that this one needs. */
export class DatabaseNewerError extends Error {
  override name = 'DatabaseNewerError'
}

/**
 * Applies the plain SQL files of `db/migrations` in order, each with its bookkeeping row in one transaction; a backfill in
 * pieces. Over a schema that newer files have only added to, older code goes on.
 * Throws where an applied file was edited afterwards: what ran and what is written must be the same.
 */
export async function migrate(database: Database, folder = FOLDER): Promise<string[]> {
  await database.run(
    sql`CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, hash TEXT NOT NULL, at INTEGER NOT NULL)`,
  )
  const applied = await appliedTo(database)
  const names = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()
  const unknown = [...applied.keys()].find((name) => stepOf(name) === 'contract' && !names.includes(name))
  if (unknown !== undefined)
    throw new DatabaseNewerError(`数据库已由更新的版本升级（${unknown}），这个版本不能再用。请升级程序。`)
  const done: string[] = []
  for (const name of names) {
    const text = await readFile(join(folder, name), 'utf8')
    const hash = createHash('sha256').update(text).digest('hex')
    if (isApplied(applied, name, hash)) continue
    try {
      if (stepOf(name) === 'backfill') await backfill(database, text)
      await applyOnce(database, name, hash, stepOf(name) === 'backfill' ? '' : text)
    } catch (error) {
      // Another process that started at the same time was faster.
      if (!isApplied(await appliedTo(database), name, hash)) throw error
      continue
    }
    done.push(name)
  }
  return done
}

async function appliedTo(database: Database): Promise<Map<string, string>> {
  const known = await database.all<{ name: string; hash: string }>(sql`SELECT name, hash FROM migration`)
  return new Map(known.map((row) => [row.name, row.hash]))
}

function isApplied(applied: ReadonlyMap<string, string>, name: string, hash: string): boolean {
  const before = applied.get(name)
  if (before !== undefined && before !== hash)
    throw new Error(`Migration ${name} was changed after it had run; write a new one instead.`)
  return before !== undefined
}

async function applyOnce(database: Database, name: string, hash: string, text: string): Promise<void> {
  const statement = 'INSERT INTO migration (name, hash, at) VALUES'
  await database.$client.executeMultiple(
    `BEGIN IMMEDIATE;\n${text}\n${statement} ('${name}', '${hash}', unixepoch());\nCOMMIT;`,
  )
}

/** The same statement until it finds nothing: killed in between, it goes on where it stopped. */
async function backfill(database: Database, statement: string): Promise<void> {
  for (;;) {
    const { rowsAffected } = await database.$client.execute(statement)
    if (rowsAffected === 0) return
    await new Promise((done) => setTimeout(done, BACKFILL_PAUSE_MS))
  }
}
