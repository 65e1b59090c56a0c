import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { CHANGE_STATES, HIDING_OUTCOMES, RECORD_CHANGES } from '#domain/vocabulary'
import { caseFile } from './case.ts'
import { record } from './record.ts'

/** What staff propose and decide about a record; the values of a correction are in `change_private` until then. */
export const recordChange = sqliteTable(
  'record_change',
  {
    /** Order of arrival. */
    n: integer('n').primaryKey({ autoIncrement: true }),
    id: text('id').notNull().unique(),
    recordId: text('record_id')
      .notNull()
      .references(() => record.id),
    change: text('change', { enum: RECORD_CHANGES }).notNull(),
    /** Names of fields and a last day; never a value. */
    payload: text('payload', { mode: 'json' }).$type<{ fields: string[]; until: string | null }>().notNull(),
    reason: text('reason').notNull(),
    ground: text('ground'),
    basis: text('basis'),
    caseReceipt: text('case_receipt').references(() => caseFile.receipt),
    proposedBy: text('proposed_by').notNull(),
    proposedAt: integer('proposed_at').notNull(),
    /** Step of the record that it was made on. */
    seq: integer('seq').notNull(),
    state: text('state', { enum: CHANGE_STATES }).notNull(),
    /** Of a hidden record: what the review made of it. */
    outcome: text('outcome', { enum: HIDING_OUTCOMES }),
    decidedBy: text('decided_by'),
    decidedAt: integer('decided_at'),
    decisionNote: text('decision_note'),
  },
  (table) => [
    uniqueIndex('record_change_open').on(table.recordId).where(sql`state = 'open'`),
    index('record_change_record').on(table.recordId, table.n),
    index('record_change_state').on(table.state, table.n),
  ],
)
