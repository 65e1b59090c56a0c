import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { BATCH_STATES, PUBLICATION_DECISIONS, RECORD_KINDS, RECORD_STATES, ROW_OUTCOMES } from '#domain/vocabulary'

export type StoredNote = {
  code: string
  column: string | null
  rows?: number[]
  records?: string[]
  suggestion?: string
}
export type BatchCounts = Record<'read' | 'accepted' | 'warned' | 'rejected' | 'unchanged' | 'published', number>

export const batch = sqliteTable(
  'batch',
  {
    id: text('id').primaryKey(),
    kind: text('kind', { enum: RECORD_KINDS }).notNull(),
    fileName: text('file_name').notNull(),
    fileHash: text('file_hash').notNull(),
    state: text('state', { enum: BATCH_STATES }).notNull(),
    /** What the header row was taken to mean, as printed to the operator. */
    mapping: text('mapping', { mode: 'json' }).$type<{ header: string; field: string | null }[]>().notNull(),
    startedAt: integer('started_at').notNull(),
    finishedAt: integer('finished_at'),
    /** Worksheet of a file with several. */
    sheet: text('sheet'),
    /** Hash over all that decides what the rows mean: a rerun with other options does not resume this one. */
    optionsHash: text('options_hash').notNull().default(''),
    summary: text('summary', { mode: 'json' }).$type<BatchCounts>(),
  },
  (table) => [index('batch_file').on(table.fileHash)],
)

/** What a row of a file became. What a rejected one held is in `row_private` until its purge day. */
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
    notes: text('notes', { mode: 'json' }).$type<StoredNote[]>().notNull(),
    organSlug: text('organ_slug'),
    /** Fields in which a new version differs from the one before. */
    changed: text('changed', { mode: 'json' }).$type<string[]>().notNull().default([]),
  },
  (table) => [primaryKey({ columns: [table.batchId, table.n] })],
)

/**
 * What is to become of a staged row that is more than a plain new record: its number is already known, or stands in the
 * file more than once. `hide` takes a known record out of public because its row is now of a sealed category.
 */
export const planned = sqliteTable(
  'planned',
  {
    batchId: text('batch_id')
      .notNull()
      .references(() => batch.id),
    n: integer('n').notNull(),
    recordId: text('record_id').notNull(),
    action: text('action', { enum: ['create', 'revise', 'keep', 'duplicate', 'hide'] }).notNull(),
    outcome: text('outcome', { enum: ROW_OUTCOMES }).notNull(),
    ordinal: integer('ordinal').notNull(),
    version: integer('version').notNull(),
    seq: integer('seq').notNull(),
    fromState: text('from_state', { enum: RECORD_STATES }),
    toState: text('to_state', { enum: RECORD_STATES }).notNull(),
    publishedOn: text('published_on'),
    decision: text('decision', { enum: PUBLICATION_DECISIONS }),
    rule: text('rule').notNull(),
    basis: text('basis'),
    needsReview: integer('needs_review', { mode: 'boolean' }),
    until: text('until'),
    salt: text('salt'),
    commitment: text('commitment'),
    notes: text('notes', { mode: 'json' }).$type<StoredNote[]>().notNull(),
    changed: text('changed', { mode: 'json' }).$type<string[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.batchId, table.n, table.recordId] })],
)

/** Header maps that a person confirmed, by organ; `-` stands for files that belong to no organ. Null: no field. */
export const headerMap = sqliteTable(
  'header_map',
  {
    organSlug: text('organ_slug').notNull(),
    kind: text('kind', { enum: RECORD_KINDS }).notNull(),
    header: text('header').notNull(),
    field: text('field'),
    confirmedAt: integer('confirmed_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.organSlug, table.kind, table.header] })],
)
