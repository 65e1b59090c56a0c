import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import type { Day } from '#domain/day'
import { ALARM_KINDS } from '#domain/vocabulary'
import { organ } from './record.ts'

/** What the desk is told of before somebody asks. A key comes once, whether it is closed or not. */
export const alarm = sqliteTable(
  'alarm',
  {
    n: integer('n').primaryKey({ autoIncrement: true }),
    key: text('key').notNull().unique(),
    rule: text('rule').notNull(),
    alarm: text('alarm', { enum: ALARM_KINDS }).notNull(),
    about: text('about', { enum: ['record', 'task', 'case', 'list'] }).notNull(),
    target: text('target').notNull(),
    organSlug: text('organ_slug').references(() => organ.slug),
    /** The day from which it holds. */
    dueOn: text('due_on').$type<Day>().notNull(),
    facts: text('facts', { mode: 'json' }).$type<Record<string, string | number>>().notNull(),
    raisedAt: integer('raised_at').notNull(),
    closedAt: integer('closed_at'),
    /** Somebody at the desk; null in a closed one: it holds no longer. */
    closedBy: text('closed_by'),
    reason: text('reason'),
    /** The import that was begun from it. */
    draft: text('draft'),
  },
  (table) => [
    index('alarm_target').on(table.target),
    index('alarm_open_any').on(table.n).where(sql`closed_at IS NULL`),
    index('alarm_closed_any').on(table.n).where(sql`closed_at IS NOT NULL`),
    index('alarm_open').on(table.alarm, table.n).where(sql`closed_at IS NULL`),
    index('alarm_open_organ').on(table.organSlug, table.alarm, table.n).where(sql`closed_at IS NULL`),
    index('alarm_closed').on(table.alarm, table.n).where(sql`closed_at IS NOT NULL`),
    index('alarm_closed_organ').on(table.organSlug, table.alarm, table.n).where(sql`closed_at IS NOT NULL`),
  ],
)
