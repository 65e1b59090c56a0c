import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { ImportFailure } from '#domain/failure'
import { IMPORT_STATES, RECORD_KINDS } from '#domain/vocabulary'
import type { BatchSummary } from '#usecase/ports'
import { batch } from './batch.ts'
import { organ } from './record.ts'

/** One table of a file that was uploaded at the desk. */
export const deskImport = sqliteTable(
  'desk_import',
  {
    n: integer('n').primaryKey({ autoIncrement: true }),
    id: text('id').notNull().unique(),
    /** The file is this organ's alone; null where its rows name their organs. */
    organSlug: text('organ_slug').references(() => organ.slug),
    fileName: text('file_name').notNull(),
    fileHash: text('file_hash').notNull(),
    sheet: text('sheet'),
    /** Hash, sheet and organ as one text: the same table of the same organ waits once. */
    twin: text('twin').notNull(),
    headers: text('headers', { mode: 'json' }).$type<string[]>().notNull(),
    /** Folded header → field, where a person said so. */
    choices: text('choices', { mode: 'json' }).$type<[string, string | null][]>().notNull(),
    uploadedBy: text('uploaded_by').notNull(),
    uploadedAt: integer('uploaded_at').notNull(),
    revision: integer('revision').notNull(),
    batchId: text('batch_id').references(() => batch.id),
    summary: text('summary', { mode: 'json' }).$type<BatchSummary>(),
    trouble: text('trouble', { mode: 'json' }).$type<ImportFailure>(),
    state: text('state', { enum: IMPORT_STATES }).notNull(),
    decidedBy: text('decided_by'),
    decidedAt: integer('decided_at'),
    note: text('note'),
    /** Last, where the migration that let it be any kind of content has put it. */
    kind: text('kind', { enum: RECORD_KINDS }).notNull(),
  },
  (table) => [
    uniqueIndex('desk_import_waiting').on(table.twin).where(sql`state = 'waiting'`),
    index('desk_import_organ').on(table.organSlug, table.n),
    index('desk_import_state').on(table.state, table.uploadedAt),
  ],
)

/** Everybody who had a hand in what an import says. */
export const deskImportHand = sqliteTable(
  'desk_import_hand',
  {
    importId: text('import_id')
      .notNull()
      .references(() => deskImport.id),
    staffId: text('staff_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.importId, table.staffId] })],
)
