import { sql } from 'drizzle-orm'
import { foreignKey, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { CaseCommand } from '#domain/case-life'
import {
  ACTOR_KINDS,
  CASE_KINDS,
  CASE_PAPERS,
  CASE_ROLES,
  CASE_SOURCES,
  CASE_STATES,
  RECORD_MARKS,
  SEALED_BY,
} from '#domain/vocabulary'
import { organ, record } from './record.ts'
import { staff } from './staff.ts'

/** Routes a case; says nothing of who files. */
export const caseFile = sqliteTable(
  'case_file',
  {
    receipt: text('receipt').primaryKey(),
    kind: text('kind', { enum: CASE_KINDS }).notNull(),
    state: text('state', { enum: CASE_STATES }).notNull(),
    seq: integer('seq').notNull(),
    recordId: text('record_id').references(() => record.id),
    /** The organ complained about, or that asks for repair. */
    organSlug: text('organ_slug').references(() => organ.slug),
    handlerSlug: text('handler_slug').references(() => organ.slug),
    clear: text('clear', { mode: 'json' }).$type<Record<string, string | boolean | null>>().notNull(),
    /** SHA-256 of the look-up code; the code itself is nowhere. */
    codeHash: text('code_hash').notNull(),
    idempotencyHash: text('idempotency_hash').notNull().unique(),
    /** Keyed by the idempotency key, which is nowhere: it tells a repeated post from another one, and nothing else. */
    digest: text('digest').notNull(),
    wantsMark: integer('wants_mark', { mode: 'boolean' }).notNull(),
    sealedBy: text('sealed_by', { enum: SEALED_BY }).notNull(),
    submittedAt: integer('submitted_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    /** Who at the desk has it. */
    assignee: text('assignee').references(() => staff.id),
    source: text('source', { enum: CASE_SOURCES }).notNull().default('web'),
    /** The number that another body gave to it, such as 12345. */
    externalNumber: text('external_number'),
    /** When what it held was destroyed. */
    purgedAt: integer('purged_at'),
    /** The day it is due, '9999-12-31' where no clock runs, NULL once it is closed. */
    workDue: text('work_due'),
  },
  (table) => [
    index('case_handler').on(table.handlerSlug, table.state).where(sql`handler_slug IS NOT NULL`),
    index('case_closed').on(table.updatedAt, table.receipt).where(sql`work_due IS NULL`),
    index('case_work')
      .on(
        ...[table.workDue, table.submittedAt, table.receipt, table.state, table.kind, table.assignee],
        ...[table.organSlug, table.handlerSlug],
      )
      .where(sql`work_due IS NOT NULL`),
    index('case_assignee').on(table.assignee),
    index('case_record').on(table.recordId).where(sql`record_id IS NOT NULL`),
    index('case_state').on(table.state, table.kind),
    index('case_unpurged').on(table.kind, table.updatedAt).where(sql`purged_at IS NULL`),
  ],
)

/** Steps of a case. (receipt, seq) is the key: a second writer's batch fails whole. */
export const caseTrail = sqliteTable(
  'case_trail',
  {
    receipt: text('receipt')
      .notNull()
      .references(() => caseFile.receipt),
    seq: integer('seq').notNull(),
    command: text('command').$type<CaseCommand | 'submit'>().notNull(),
    fromState: text('from_state', { enum: CASE_STATES }),
    toState: text('to_state', { enum: CASE_STATES }).notNull(),
    role: text('role', { enum: CASE_ROLES }).notNull(),
    actor: text('actor', { enum: ACTOR_KINDS }).notNull(),
    /** What the filer may read of the step. */
    note: text('note'),
    /** Last day on which papers that were asked for may come. */
    until: text('until'),
    salt: text('salt').notNull(),
    at: integer('at').notNull(),
    /** Who at the desk did it. */
    staffId: text('staff_id'),
  },
  (table) => [primaryKey({ columns: [table.receipt, table.seq] })],
)

/** What staff wrote beside a step, for other staff: it is not sealed, so it names no filer. */
export const casePaper = sqliteTable(
  'case_paper',
  {
    receipt: text('receipt').notNull(),
    seq: integer('seq').notNull(),
    kind: text('kind', { enum: CASE_PAPERS }).notNull(),
    text: text('text').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.receipt, table.seq, table.kind] }),
    foreignKey({ columns: [table.receipt, table.seq], foreignColumns: [caseTrail.receipt, caseTrail.seq] }),
  ],
)

/** One open mark a record, whoever objects. */
export const recordMark = sqliteTable(
  'record_mark',
  {
    recordId: text('record_id')
      .primaryKey()
      .references(() => record.id),
    receipt: text('receipt')
      .notNull()
      .references(() => caseFile.receipt),
    mark: text('mark', { enum: RECORD_MARKS }).notNull(),
    since: integer('since').notNull(),
  },
  (table) => [index('record_mark_receipt').on(table.receipt)],
)

/** Proofs that were used and may not come again before they expire by themselves. */
export const usedProof = sqliteTable(
  'used_proof',
  { id: text('id').primaryKey(), expiresAt: integer('expires_at').notNull() },
  (table) => [index('used_proof_expiry').on(table.expiresAt)],
)

/** How much came in an hour: in all, and by keyed hash of an address and the day. */
export const intakeCount = sqliteTable(
  'intake_count',
  {
    counter: text('counter').notNull(),
    hour: integer('hour').notNull(),
    n: integer('n').notNull(),
    /** How far it may go: the batch that would count further fails whole. */
    most: integer('most').notNull(),
  },
  (table) => [primaryKey({ columns: [table.counter, table.hour] }), index('intake_count_hour').on(table.hour)],
)

/** What the public may read of a closed complaint: written by a clerk, with the filer's consent. */
export const caseSummary = sqliteTable('case_summary', {
  receipt: text('receipt')
    .primaryKey()
    .references(() => caseFile.receipt),
  summary: text('summary').notNull(),
  reply: text('reply').notNull(),
  at: integer('at').notNull(),
})

/** By which rules, and on which day, all due days were last written: one row. */
export const workDueBasis = sqliteTable('work_due_basis', {
  one: integer('one').primaryKey(),
  basis: text('basis').notNull(),
})
