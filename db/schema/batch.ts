import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { BATCH_STATES, RECORD_KINDS, ROW_OUTCOMES } from '#domain/vocabulary'

export const batch = sqliteTable('batch', {
  id: text('id').primaryKey(),
  kind: text('kind', { enum: RECORD_KINDS }).notNull(),
  fileName: text('file_name').notNull(),
  fileHash: text('file_hash').notNull(),
  state: text('state', { enum: BATCH_STATES }).notNull(),
  /** What the header row was taken to mean, as printed to the operator. */
  mapping: text('mapping', { mode: 'json' }).$type<{ header: string; field: string | null }[]>().notNull(),
  startedAt: integer('started_at').notNull(),
  finishedAt: integer('finished_at'),
})

/** One row of a file, from staging to its outcome. What stood in it is in `row_private` until it became a record. */
export const row = sqliteTable(
  'row',
  {
    batchId: text('batch_id')
      .notNull()
      .references(() => batch.id),
    n: integer('n').notNull(),
    familyKey: text('family_key'),
    outcome: text('outcome', { enum: ROW_OUTCOMES }),
    recordId: text('record_id'),
    rule: text('rule'),
    /** Working days by which the decision was published late; null where it cannot be said. */
    lateBy: integer('late_by'),
    /** Codes of what was noticed, with the column, never the value. */
    notes: text('notes', { mode: 'json' })
      .$type<{ code: string; column: string | null; rows?: number[] }[]>()
      .notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.batchId, table.n] }),
    index('row_work').on(table.batchId, table.outcome, table.familyKey, table.n),
  ],
)
