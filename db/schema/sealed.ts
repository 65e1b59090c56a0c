import { blob, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { SEALED_BY, UPLOAD_TYPES } from '#domain/vocabulary'
import { caseFile } from './case.ts'

/** What only a holder of a desk key can open, and the keys it was sealed to. Nothing that makes a public output reads it. */

/** `recipient` is public; its secret is kept only wrapped, once for every clerk, and offline for recovery. */
export const deskKey = sqliteTable('desk_key', {
  id: text('id').primaryKey(),
  recipient: text('recipient').notNull(),
  recoveryRecipient: text('recovery_recipient').notNull(),
  createdAt: integer('created_at').notNull(),
})

export const deskKeyWrap = sqliteTable(
  'desk_key_wrap',
  {
    keyId: text('key_id')
      .notNull()
      .references(() => deskKey.id),
    clerk: text('clerk').notNull(),
    /** The secret, sealed with the clerk's passphrase; age in ASCII armour. */
    wrapped: text('wrapped').notNull(),
  },
  (table) => [primaryKey({ columns: [table.keyId, table.clerk] })],
)

/** The sealed part of a submission (n = 0) and of each supplement. */
export const caseSealed = sqliteTable(
  'case_sealed',
  {
    receipt: text('receipt')
      .notNull()
      .references(() => caseFile.receipt),
    n: integer('n').notNull(),
    keyId: text('key_id')
      .notNull()
      .references(() => deskKey.id),
    bytes: blob('bytes', { mode: 'buffer' }).$type<Uint8Array>().notNull(),
    sealedBy: text('sealed_by', { enum: SEALED_BY }).notNull(),
    idempotencyHash: text('idempotency_hash').unique(),
    /** Of a supplement, keyed like that of a case. */
    digest: text('digest'),
    at: integer('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.receipt, table.n] })],
)

export const sealedUpload = sqliteTable(
  'sealed_upload',
  {
    id: text('id').primaryKey(),
    /** Null until a submission or supplement claims it. */
    receipt: text('receipt').references(() => caseFile.receipt),
    keyId: text('key_id')
      .notNull()
      .references(() => deskKey.id),
    size: integer('size').notNull(),
    type: text('type', { enum: UPLOAD_TYPES }),
    sealedBy: text('sealed_by', { enum: SEALED_BY }).notNull(),
    at: integer('at').notNull(),
  },
  (table) => [index('upload_case').on(table.receipt)],
)

/** Pieces of at most 1 MiB: a remote database takes no statement of 20 MB. */
export const sealedPiece = sqliteTable(
  'sealed_piece',
  {
    uploadId: text('upload_id')
      .notNull()
      .references(() => sealedUpload.id),
    n: integer('n').notNull(),
    bytes: blob('bytes', { mode: 'buffer' }).$type<Uint8Array>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.uploadId, table.n] })],
)
