import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/**
 * Everything no decision may publish, apart from what may be. Nothing that builds a public output reads these tables;
 * test/rooms checks it.
 */

/** Never-public fields, and the uncovered text of fields in which personal data was found. */
export const versionPrivate = sqliteTable(
  'version_private',
  {
    recordId: text('record_id').notNull(),
    n: integer('n').notNull(),
    fields: text('fields', { mode: 'json' }).$type<Record<string, string>>().notNull(),
    /** Columns of the file that no field was found for, as received. */
    extras: text('extras', { mode: 'json' }).$type<Record<string, string>>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.recordId, table.n] })],
)

/** A staged row's normalised content while it waits, or a rejected row as received until its purge day. */
export const rowPrivate = sqliteTable(
  'row_private',
  {
    batchId: text('batch_id').notNull(),
    n: integer('n').notNull(),
    content: text('content').notNull(),
    purgeAfter: integer('purge_after'),
  },
  (table) => [primaryKey({ columns: [table.batchId, table.n] })],
)
