import { and, count, desc, eq, inArray, isNotNull, isNull, lt, max, sql } from 'drizzle-orm'
import { dayOfInstant } from '#domain/day'
import type { AlarmStore, KeptAlarm } from '#usecase/alarm-ports'
import type { Database } from './client.ts'
import { alarm } from './schema/alarm.ts'
import { caseFile, caseTrail } from './schema/case.ts'
import { audit } from './schema/trail.ts'
import { withAvailability } from './unavailable.ts'

/** Keys that one statement names at most. */
const AT_ONCE = 500

export function createAlarmStore(database: Database): AlarmStore {
  return withAvailability({
    async raise(alarms, at) {
      if (alarms.length === 0) return 0
      const { rowsAffected } = await database.$client.execute({
        // Of one that was closed by itself, what it said holds again; what somebody closed stays closed.
        sql: `INSERT INTO alarm (key, rule, alarm, about, target, organ_slug, due_on, facts, raised_at)
          SELECT value ->> 'key', value ->> 'rule', value ->> 'alarm', value ->> 'about', value ->> 'id',
            value ->> 'organ', value ->> 'on', value -> 'facts', ?2 FROM json_each(?1) WHERE true
          ON CONFLICT (key) DO UPDATE SET facts = excluded.facts, closed_at = NULL,
            raised_at = CASE WHEN closed_at IS NULL THEN raised_at ELSE excluded.raised_at END
          WHERE closed_by IS NULL AND (closed_at IS NOT NULL OR facts <> excluded.facts)`,
        args: [JSON.stringify(alarms), at],
      })
      return rowsAffected
    },

    async openKeys() {
      const rows = await database.select({ key: alarm.key }).from(alarm).where(isNull(alarm.closedAt)).orderBy(alarm.n)
      return rows.map(({ key }) => key)
    },

    async settle(keys, at) {
      for (let from = 0; from < keys.length; from += AT_ONCE) {
        await database
          .update(alarm)
          .set({ closedAt: at })
          .where(and(inArray(alarm.key, keys.slice(from, from + AT_ONCE)), isNull(alarm.closedAt)))
      }
    },

    async list({ state, organ, alarm: kind, after, limit }) {
      const isOf = and(
        state === 'open' ? isNull(alarm.closedAt) : isNotNull(alarm.closedAt),
        organ === null ? undefined : eq(alarm.organSlug, organ),
      )
      const [rows, counts] = await Promise.all([
        database
          .select()
          .from(alarm)
          .where(
            and(
              isOf,
              kind === null ? undefined : eq(alarm.alarm, kind),
              after === null ? undefined : lt(alarm.n, after),
            ),
          )
          .orderBy(desc(alarm.n))
          .limit(limit),
        database.select({ alarm: alarm.alarm, count: count() }).from(alarm).where(isOf).groupBy(alarm.alarm),
      ])
      return { items: rows.map(keptOf), counts }
    },

    async find(n) {
      const [row] = await database.select().from(alarm).where(eq(alarm.n, n))
      return row && keptOf(row)
    },

    async close({ n, by, reason, at }) {
      const isOpen = and(eq(alarm.n, n), isNull(alarm.closedAt))
      const [, closed] = await database.batch([
        // Before the change: of two who close at once only one writes a row.
        database.insert(audit).select(
          database
            .select({
              id: sql<number>`NULL`.as('id'),
              at: sql<number>`${at}`.as('at'),
              actor: sql<'staff'>`'staff'`.as('actor'),
              verb: sql<string>`'alarm-close'`.as('verb'),
              target: sql<string>`${alarm.target}`.as('target'),
              detail: sql<Record<string, string>>`json_object('alarm', ${alarm.alarm}, 'n', ${alarm.n})`.as('detail'),
              staffId: sql<string>`${by}`.as('staff_id'),
            })
            .from(alarm)
            .where(isOpen),
        ),
        database.update(alarm).set({ closedAt: at, closedBy: by, reason }).where(isOpen),
      ])
      return closed.rowsAffected > 0
    },

    async noteDraft(n, draft) {
      await database.update(alarm).set({ draft }).where(eq(alarm.n, n))
    },

    async referrals() {
      const rows = await database
        .select({ receipt: caseFile.receipt, organ: caseFile.handlerSlug, at: max(caseTrail.at) })
        .from(caseFile)
        .innerJoin(caseTrail, and(eq(caseTrail.receipt, caseFile.receipt), eq(caseTrail.command, 'refer')))
        .where(eq(caseFile.state, 'referred'))
        .groupBy(caseFile.receipt, caseFile.handlerSlug)
      return rows.map(({ receipt, organ, at }) => ({ receipt, organ, on: dayOfInstant(at ?? 0) }))
    },
  })
}

function keptOf({ target, organSlug, dueOn, ...rest }: typeof alarm.$inferSelect): KeptAlarm {
  return { ...rest, id: target, organ: organSlug, on: dueOn }
}
