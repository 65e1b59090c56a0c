import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { ACTOR_KINDS, RECORD_STATES } from '#domain/vocabulary'

/** Steps of a record. (record, seq) is the key: a second writer's batch fails whole. */
export const trail = sqliteTable(
  'trail',
  {
    recordId: text('record_id').notNull(),
    seq: integer('seq').notNull(),
    command: text('command').notNull(),
    fromState: text('from_state', { enum: RECORD_STATES }),
    toState: text('to_state', { enum: RECORD_STATES }).notNull(),
    actor: text('actor', { enum: ACTOR_KINDS }).notNull(),
    at: integer('at').notNull(),
    /** Who at the desk did it. */
    staffId: text('staff_id'),
  },
  (table) => [primaryKey({ columns: [table.recordId, table.seq] })],
)

/** Append-only. No foreign keys: rows outlive their subjects. No personal data in `detail`. */
export const audit = sqliteTable(
  'audit',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    at: integer('at').notNull(),
    actor: text('actor', { enum: ACTOR_KINDS }).notNull(),
    verb: text('verb').notNull(),
    target: text('target').notNull(),
    detail: text('detail', { mode: 'json' }).$type<Record<string, string | number>>().notNull(),
    /** Who at the desk did it. */
    staffId: text('staff_id'),
  },
  (table) => [
    index('audit_target').on(table.target, table.id),
    index('audit_at').on(table.at),
    index('audit_staff').on(table.staffId, table.at).where(sql`staff_id IS NOT NULL`),
    index('audit_verb').on(table.verb, table.at),
  ],
)

/** What the publisher still has to carry into the snapshot store. */
export const outbox = sqliteTable(
  'outbox',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    recordId: text('record_id').notNull(),
    at: integer('at').notNull(),
    doneAt: integer('done_at'),
  },
  (table) => [index('outbox_open').on(table.doneAt, table.id)],
)

/** Salted commitments, one an event; they prove, and name nobody once the salt is gone. */
export const commitment = sqliteTable('commitment', {
  seq: integer('seq').primaryKey({ autoIncrement: true }),
  event: text('event').notNull(),
  hash: text('hash').notNull(),
  at: integer('at').notNull(),
})

/** Facts of this database: lineage of the snapshots made from it. */
export const setting = sqliteTable('setting', {
  key: text('key').primaryKey(),
  value: text('value').notNull(),
})
