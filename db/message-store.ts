import { and, asc, eq, isNull, lt, lte, ne, sql } from 'drizzle-orm'
import type { MessageStore } from '#usecase/message-ports'
import { runBatch } from './batch-of.ts'
import type { Database } from './client.ts'
import { message, messagePlace } from './schema/message.ts'
import { audit } from './schema/trail.ts'
import { withAvailability } from './unavailable.ts'

/** Rows of the outbox that one call of a program tells of. */
const OUTBOX_AT_ONCE = 500

export function createMessageStore(database: Database): MessageStore {
  const queued = (key: string) => and(eq(message.key, key), eq(message.state, 'queued'))
  return withAvailability({
    async queue(messages, at) {
      if (messages.length === 0) return 0
      const { rowsAffected } = await database.$client.execute({
        sql: `INSERT OR IGNORE INTO message (key, recipient, event, receipt, detail, state, tries, next_at, at)
          SELECT value ->> 'key', value ->> 'recipient', value ->> 'event', value ->> 'receipt', value -> 'detail',
            'queued', 0, ?2, ?2 FROM json_each(?1)`,
        args: [JSON.stringify(messages), at],
      })
      return rowsAffected
    },

    async queueRecordChanges(recipient, at) {
      const [known] = await database.select().from(messagePlace).where(eq(messagePlace.recipient, recipient))
      if (known === undefined) {
        await database.run(sql`INSERT OR IGNORE INTO message_place (recipient, outbox_id)
          SELECT ${recipient}, coalesce(max(id), 0) FROM outbox WHERE done_at IS NOT NULL`)
        return false
      }
      // Rows are settled in their order, so what is done has no gaps. What never was public is nobody's business.
      const rows = await database.all<{ id: number; recordId: string; isPublic: number; wasPublic: number }>(sql`
        SELECT o.id, o.record_id AS recordId, r.state = 'public' AS isPublic,
          EXISTS (SELECT 1 FROM trail t WHERE t.record_id = o.record_id AND t.to_state = 'public') AS wasPublic
        FROM outbox o JOIN record r ON r.id = o.record_id
        WHERE o.id > ${known.outboxId} AND o.done_at IS NOT NULL ORDER BY o.id LIMIT ${OUTBOX_AT_ONCE}`)
      const upTo = rows.at(-1)?.id
      if (upTo === undefined) return false
      const ids = (isPublic: boolean) => {
        const some = rows.filter((it) => Boolean(it.wasPublic) && Boolean(it.isPublic) === isPublic)
        return [...new Set(some.map(({ recordId }) => recordId))]
      }
      const detail = { changed: ids(true), removed: ids(false) }
      const isTold = detail.changed.length + detail.removed.length > 0
      await runBatch(database, [
        ...(isTold
          ? [
              database
                .insert(message)
                .values({
                  ...{ key: `records.${upTo}.${recipient.replace(':', '.')}`, recipient, detail },
                  ...{ event: 'records-changed', receipt: null, state: 'queued', tries: 0, nextAt: at, at },
                })
                .onConflictDoNothing(),
            ]
          : []),
        database.update(messagePlace).set({ outboxId: upTo }).where(eq(messagePlace.recipient, recipient)),
      ])
      return rows.length === OUTBOX_AT_ONCE
    },

    due: (now, limit) => dueMessages(database, now, limit),

    async take({ key, tries, nextAt }, now) {
      const { rowsAffected } = await database
        .update(message)
        .set({ tries, nextAt })
        .where(and(queued(key), lte(message.nextAt, now), eq(message.tries, tries - 1)))
      return rowsAffected === 1
    },

    async sent(key, at) {
      await database.update(message).set({ state: 'sent', doneAt: at, trouble: null }).where(queued(key))
    },

    async failed(key, trouble, at) {
      await database.batch([
        database.insert(audit).select(
          database
            .select({
              id: sql<number>`NULL`.as('id'),
              at: sql<number>`${at}`.as('at'),
              actor: sql<'clock'>`'clock'`.as('actor'),
              verb: sql<string>`'message-failed'`.as('verb'),
              target: sql<string>`coalesce(${message.receipt}, ${message.recipient})`.as('target'),
              detail: sql<
                Record<string, string>
              >`json_object('event', ${message.event}, 'to', ${message.recipient}, 'tries', ${message.tries}, 'trouble', ${trouble})`.as(
                'detail',
              ),
              staffId: sql<null>`NULL`.as('staff_id'),
            })
            .from(message)
            .where(queued(key)),
        ),
        database.update(message).set({ state: 'failed', doneAt: at, trouble }).where(queued(key)),
      ])
    },

    async purge(before) {
      await database
        .delete(message)
        .where(and(isNull(message.receipt), ne(message.state, 'queued'), lt(message.doneAt, before)))
    },
  })
}

/** The state as a word of the statement: with a value handed in, SQLite could not know that the partial index serves. */
export function dueMessages(database: Database, now: number, limit: number) {
  return database
    .select({
      ...{ key: message.key, recipient: message.recipient, event: message.event, receipt: message.receipt },
      ...{ detail: message.detail, at: message.at, tries: message.tries },
    })
    .from(message)
    .where(and(sql`${message.state} = 'queued'`, lte(message.nextAt, now)))
    .orderBy(asc(message.nextAt))
    .limit(limit)
}
