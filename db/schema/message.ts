import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { MESSAGE_EVENTS, MESSAGE_STATES } from '#domain/vocabulary'
import type { MessageDetail } from '#usecase/message-ports'

/** What is told to whom. No address and no personal data. */
export const message = sqliteTable(
  'message',
  {
    key: text('key').primaryKey(),
    recipient: text('recipient').notNull(),
    event: text('event', { enum: MESSAGE_EVENTS }).notNull(),
    /** Without a reference: the row goes with the contents of the case. */
    receipt: text('receipt'),
    detail: text('detail', { mode: 'json' }).$type<MessageDetail>().notNull(),
    state: text('state', { enum: MESSAGE_STATES }).notNull(),
    tries: integer('tries').notNull(),
    nextAt: integer('next_at').notNull(),
    at: integer('at').notNull(),
    doneAt: integer('done_at'),
    /** A code, never what another machine said. */
    trouble: text('trouble'),
  },
  (table) => [
    index('message_queued').on(table.nextAt).where(sql`state = 'queued'`),
    index('message_case').on(table.receipt).where(sql`receipt IS NOT NULL`),
  ],
)

/** How far of the outbox a program was told. */
export const messagePlace = sqliteTable('message_place', {
  recipient: text('recipient').primaryKey(),
  outboxId: integer('outbox_id').notNull(),
})
