import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { PUBLICATION_DECISIONS, ROW_OUTCOMES } from '#domain/vocabulary'
import { batch, type StoredNote } from './batch.ts'
import { recordChange } from './change.ts'
import { deskImport } from './desk-import.ts'

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

/** A rejected row as received, ID numbers covered, until its purge day. Rows of a sealed category are not here. */
export const rowPrivate = sqliteTable(
  'row_private',
  {
    batchId: text('batch_id').notNull(),
    n: integer('n').notNull(),
    received: text('received', { mode: 'json' }).$type<string[]>().notNull(),
    purgeAfter: integer('purge_after').notNull(),
  },
  (table) => [primaryKey({ columns: [table.batchId, table.n] }), index('row_private_purge').on(table.purgeAfter)],
)

/**
 * A row while its batch waits, with everything it becomes in the plain case: a new record. Nothing outside the import
 * sees it; the batch that makes it real deletes it.
 */
export const staged = sqliteTable(
  'staged',
  {
    batchId: text('batch_id')
      .notNull()
      .references(() => batch.id),
    n: integer('n').notNull(),
    outcome: text('outcome', { enum: ROW_OUTCOMES }).notNull(),
    /** HMAC of kind, organ and folded number; of everything where there is no number. */
    numberKey: text('number_key'),
    familyKey: text('family_key'),
    numbered: integer('numbered', { mode: 'boolean' }).notNull(),
    contentMac: text('content_mac'),
    licenceKey: text('licence_key'),
    recordId: text('record_id'),
    organSlug: text('organ_slug'),
    subjectUscc: text('subject_uscc'),
    subjectName: text('subject_name'),
    decidedOn: text('decided_on'),
    publishedOn: text('published_on'),
    lateBy: integer('late_by'),
    decision: text('decision', { enum: PUBLICATION_DECISIONS }),
    rule: text('rule'),
    basis: text('basis'),
    needsReview: integer('needs_review', { mode: 'boolean' }),
    until: text('until'),
    salt: text('salt'),
    commitment: text('commitment'),
    open: text('open'),
    maskedFields: text('masked_fields'),
    unreadFields: text('unread_fields'),
    sealed: text('sealed'),
    extras: text('extras'),
    received: text('received'),
    notes: text('notes', { mode: 'json' }).$type<StoredNote[]>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.batchId, table.n] })],
)

/** The number keys of a batch in order, made once all its rows wait: which rows share a number, and who has it already. */
export const stagedKey = sqliteTable(
  'staged_key',
  {
    batchId: text('batch_id')
      .notNull()
      .references(() => batch.id),
    numberKey: text('number_key').notNull(),
    n: integer('n').notNull(),
  },
  (table) => [primaryKey({ columns: [table.batchId, table.numberKey, table.n] })],
)

/** What a correction proposes, as typed, until it is decided. */
export const changePrivate = sqliteTable('change_private', {
  changeId: text('change_id')
    .primaryKey()
    .references(() => recordChange.id),
  fields: text('fields', { mode: 'json' }).$type<Record<string, string>>().notNull(),
})

/** Cells of an uploaded file as somebody mended them, until the import is decided about. */
export const deskImportFix = sqliteTable(
  'desk_import_fix',
  {
    importId: text('import_id')
      .notNull()
      .references(() => deskImport.id),
    n: integer('n').notNull(),
    place: integer('place').notNull(),
    text: text('text').notNull(),
  },
  (table) => [primaryKey({ columns: [table.importId, table.n, table.place] })],
)
