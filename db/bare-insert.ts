import type { InValue } from '@libsql/client'
import { sql } from 'drizzle-orm'
import type { Database } from './client.ts'

/** One decision as the tables hold it, and nothing judged: the measuring stick of `npm run bench -- import`. */
export type BareRow = { n: number; id: string; familyKey: string; contentMac: string; salt: string; open: string }

const COLUMNS = {
  row: 'batch_id, n, family_key, outcome, record_id, rule, notes',
  record: 'id, kind, family_key, ordinal, state, version, seq, decided_on, published_on, until, updated_at, number_key',
  version: 'record_id, n, open, masked_fields, content_mac, salt, batch_id, row_number, created_at',
}

/** Inserts into row + record + version and no more: one batch, three statements. The fastest way that libSQL has. */
export async function insertBare(database: Database, batchId: string, rows: readonly BareRow[]): Promise<void> {
  const insert = (table: keyof typeof COLUMNS, args: InValue[][]) => ({
    sql: `INSERT INTO ${table} (${COLUMNS[table]}) VALUES ${args.map((it) => `(${it.map(() => '?').join(',')})`).join(',')}`,
    args: args.flat(),
  })
  await database.$client.batch(
    [
      insert(
        'row',
        rows.map(({ n, id, familyKey }) => [batchId, n, familyKey, 'accepted', id, 'bench', '[]']),
      ),
      insert('record', rows.map(recordValues)),
      insert(
        'version',
        rows.map(({ n, id, open, contentMac, salt }) => [id, 1, open, '[]', contentMac, salt, batchId, n, 1]),
      ),
    ],
    'write',
  )
}

/** The same with one statement a row and table, as a simple program would write it. */
export async function insertBareOneByOne(database: Database, batchId: string, rows: readonly BareRow[]): Promise<void> {
  const insert = (table: keyof typeof COLUMNS, args: InValue[]) => ({
    sql: `INSERT INTO ${table} (${COLUMNS[table]}) VALUES (${args.map(() => '?').join(',')})`,
    args,
  })
  await database.$client.batch(
    rows.flatMap((it) => [
      insert('row', [batchId, it.n, it.familyKey, 'accepted', it.id, 'bench', '[]']),
      insert('record', recordValues(it)),
      insert('version', [it.id, 1, it.open, '[]', it.contentMac, it.salt, batchId, it.n, 1]),
    ]),
    'write',
  )
}

function recordValues({ id, familyKey }: BareRow): InValue[] {
  return [id, 'penalty', familyKey, 0, 'public', 1, 1, '2026-03-05', '2026-03-06', '2027-03-05', 1, familyKey]
}

export async function openBareBatch(database: Database, batchId: string): Promise<void> {
  await database.run(
    sql`INSERT INTO batch (id, kind, file_name, file_hash, state, mapping, started_at)
        VALUES (${batchId}, 'penalty', 'bench', 'bench', 'reading', '[]', 0)`,
  )
}
