import { and, asc, desc, eq, gt, type SQL, sql } from 'drizzle-orm'
import type { RecordStore, RejectedBatch } from '#usecase/ports'
import type { Database } from './client.ts'
import { readNotes } from './import-staging.ts'
import { batch, row } from './schema/batch.ts'
import { rowPrivate } from './schema/private.ts'

type RejectedStore = Pick<RecordStore, 'rejectedBatches' | 'rejectedBatch' | 'rejectedRows'>

/** What was not taken in, for the organ that sent it. Rows of a sealed category and purged ones have no cells. */
export function createRejected(database: Database): RejectedStore {
  return {
    rejectedBatches: (limit) => batchesWhere(database, sql`${batch.summary} ->> 'rejected' > 0`, limit),

    async rejectedBatch(id) {
      const [found] = await batchesWhere(database, eq(batch.id, id), 1)
      return found
    },

    async rejectedRows(batchId, after, limit) {
      const rows = await database
        .select({ n: row.n, notes: row.notes, rule: row.rule, received: rowPrivate.received })
        .from(row)
        .leftJoin(rowPrivate, and(eq(rowPrivate.batchId, row.batchId), eq(rowPrivate.n, row.n)))
        .where(and(eq(row.batchId, batchId), eq(row.outcome, 'rejected'), gt(row.n, after)))
        .orderBy(asc(row.n))
        .limit(limit)
      return rows.map(({ notes, ...rest }) => ({ ...rest, notes: readNotes(notes) }))
    },
  }
}

async function batchesWhere(database: Database, which: SQL, limit: number): Promise<RejectedBatch[]> {
  const kept = sql<number>`(SELECT count(*) FROM ${rowPrivate} WHERE ${rowPrivate.batchId} = ${batch.id})`
  const found = await database
    .select({ batch, kept })
    .from(batch)
    .where(and(eq(batch.state, 'done'), which))
    .orderBy(desc(batch.startedAt), asc(batch.id))
    .limit(limit)
  return found.map(({ batch: { id, kind, fileName, mapping, startedAt, summary }, kept: rows }) => ({
    id,
    kind,
    fileName,
    headers: mapping.map(({ header }) => header),
    at: startedAt,
    rejected: summary?.rejected ?? 0,
    kept: rows,
  }))
}
