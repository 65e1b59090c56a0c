import type { InValue } from '@libsql/client'
import { sql } from 'drizzle-orm'
import type { PublicRecord } from '#domain/public-record'
import type { Database } from './client.ts'

/** What `npm run bench -- search` needs of SQL: records without their import, and a table that is searched by LIKE. */

const ROWS_PER_STATEMENT = 500

/** Public records without content or history: what the search index asks for before it takes an entry. */
export async function insertPublicRecords(
  database: Database,
  records: readonly Pick<PublicRecord, 'id' | 'kind' | 'decidedOn' | 'publishedOn' | 'until'>[],
): Promise<void> {
  const columns = 'id, kind, family_key, ordinal, state, version, seq, decided_on, published_on, until, updated_at'
  const rows = records.map((it): InValue[] => [
    ...[it.id, it.kind, it.id, 0, 'public', 1, 1],
    ...[it.decidedOn, it.publishedOn, it.until, 0],
  ])
  await insertInto(database, 'record', columns, rows)
}

/** `text`: everything that can be looked for. */
export type LikeRow = { id: string; kind: string; agency: string; decidedOn: string; text: string }
export type LikeQuery = { text: string; filter: { kind: string; agency: string; year: string } | null }

/** One table without an index, as a program without a search would have it. */
export async function createLikeTable(database: Database): Promise<void> {
  await database.run(sql`CREATE TABLE plain_record (id TEXT, kind TEXT, agency TEXT, decided_on TEXT, text TEXT)`)
}

export async function insertLikeRows(database: Database, rows: readonly LikeRow[]): Promise<void> {
  const values = rows.map(({ id, kind, agency, decidedOn, text }) => [id, kind, agency, decidedOn, text])
  await insertInto(database, 'plain_record', 'id, kind, agency, decided_on, text', values)
}

/** Ids of the newest 20 that hold the text as it is written. */
export async function findLike(database: Database, { text, filter }: LikeQuery): Promise<string[]> {
  const narrowed = filter
    ? sql`kind = ${filter.kind} AND agency = ${filter.agency} AND decided_on LIKE ${`${filter.year}%`}`
    : sql`TRUE`
  const rows = await database.all<{ id: string }>(sql`
    SELECT id FROM plain_record WHERE ${narrowed} AND text LIKE ${`%${text}%`} ORDER BY decided_on DESC LIMIT 20`)
  return rows.map(({ id }) => id)
}

async function insertInto(
  database: Database,
  table: 'record' | 'plain_record',
  columns: string,
  rows: readonly (readonly InValue[])[],
): Promise<void> {
  const statements = []
  for (let at = 0; at < rows.length; at += ROWS_PER_STATEMENT) {
    const some = rows.slice(at, at + ROWS_PER_STATEMENT)
    const values = some.map((row) => `(${row.map(() => '?').join(',')})`).join(',')
    statements.push({ sql: `INSERT INTO ${table} (${columns}) VALUES ${values}`, args: some.flat() })
  }
  if (statements.length > 0) await database.$client.batch(statements, 'write')
}
