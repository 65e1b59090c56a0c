import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { BATCH_OUTCOMES, RECORD_KINDS, UPWARD_CHANGES } from '#domain/vocabulary'
import type { Delivery } from '#usecase/upward-ports'

/** What this place reported upward. */
export const upwardBatch = sqliteTable(
  'upward_batch',
  {
    seq: integer('seq').primaryKey(),
    number: text('number').notNull(),
    sender: text('sender').notNull(),
    line: text('line').notNull(),
    madeAt: integer('made_at').notNull(),
    previous: text('previous'),
    checksum: text('checksum').notNull(),
    signature: text('signature').notNull(),
    /** Once somebody acknowledged it as taken. */
    takenAt: integer('taken_at'),
  },
  (table) => [index('upward_batch_waiting').on(table.seq).where(sql`taken_at IS NULL`)],
)

/** No content: a salted commitment, whose salt dies when the item is overtaken. */
export const upwardItem = sqliteTable(
  'upward_item',
  {
    seq: integer('seq')
      .notNull()
      .references(() => upwardBatch.seq),
    n: integer('n').notNull(),
    recordId: text('record_id').notNull(),
    kind: text('kind', { enum: RECORD_KINDS }).notNull(),
    change: text('change', { enum: UPWARD_CHANGES }).notNull(),
    revision: integer('revision').notNull(),
    commitment: text('commitment').notNull(),
    salt: text('salt'),
  },
  (table) => [
    primaryKey({ columns: [table.seq, table.n] }),
    uniqueIndex('upward_item_record').on(table.recordId, table.revision),
  ],
)

/** Every try to deliver a batch, and what was answered. */
export const upwardDelivery = sqliteTable(
  'upward_delivery',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    seq: integer('seq')
      .notNull()
      .references(() => upwardBatch.seq),
    at: integer('at').notNull(),
    channel: text('channel', { enum: ['http', 'folder'] }).notNull(),
    outcome: text('outcome', { enum: BATCH_OUTCOMES }),
    detail: text('detail', { mode: 'json' }).$type<Delivery['detail']>().notNull(),
  },
  (table) => [index('upward_delivery_seq').on(table.seq, table.id)],
)

/** Up to which row of the outbox was looked for something to report: one row. */
export const upwardLook = sqliteTable('upward_look', {
  one: integer('one').primaryKey(),
  outboxId: integer('outbox_id').notNull(),
})

/** Batches that other places reported. */
export const inboundBatch = sqliteTable(
  'inbound_batch',
  {
    sender: text('sender').notNull(),
    line: text('line').notNull(),
    seq: integer('seq').notNull(),
    number: text('number').notNull(),
    checksum: text('checksum').notNull(),
    at: integer('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.sender, table.line, table.seq] })],
)

/** The last that another place said of each of its records. */
export const inboundItem = sqliteTable(
  'inbound_item',
  {
    sender: text('sender').notNull(),
    record: text('record').notNull(),
    kind: text('kind', { enum: RECORD_KINDS }).notNull(),
    revision: integer('revision').notNull(),
  },
  (table) => [primaryKey({ columns: [table.sender, table.record] })],
)
