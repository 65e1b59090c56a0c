import { and, asc, desc, eq, gt, inArray, isNull, lt, sql } from 'drizzle-orm'
import { isTakenWhole } from '#domain/inbound-batch'
import type { Reported } from '#domain/upward-batch'
import { ENDING_GROUNDS, type EndingGround } from '#domain/vocabulary'
import type { UpwardStore } from '#usecase/upward-ports'
import { runBatch } from './batch-of.ts'
import type { Database } from './client.ts'
import { publication, record } from './schema/record.ts'
import { audit, setting } from './schema/trail.ts'
import { upwardBatch, upwardDelivery, upwardItem, upwardLook } from './schema/upward.ts'
import { isCollision, withAvailability } from './unavailable.ts'

const ITEMS_PER_INSERT = 200
const LINE = 'upward-line'

export function createUpwardStore(database: Database): UpwardStore {
  return withAvailability({
    async line(fresh) {
      await database.insert(setting).values({ key: LINE, value: fresh }).onConflictDoNothing()
      const [found] = await database.select().from(setting).where(eq(setting.key, LINE))
      return found?.value ?? fresh
    },

    async forget() {
      await runBatch(database, [
        database.delete(upwardDelivery),
        database.delete(upwardItem),
        database.delete(upwardBatch),
        database.delete(upwardLook),
        database.delete(setting).where(eq(setting.key, LINE)),
      ])
    },

    async published(limit) {
      const rows = await database.all<{ id: number; record: string }>(sql`
        SELECT o.id AS id, o.record_id AS record FROM outbox AS o
        WHERE o.id > coalesce((SELECT outbox_id FROM upward_look WHERE one = 1), 0)
        ORDER BY o.id LIMIT ${limit}`)
      // What was not published yet, and what came after it, waits.
      const open = await database.get<{ id: number | null }>(
        sql`SELECT min(id) AS id FROM outbox WHERE done_at IS NULL`,
      )
      const first = open?.id ?? null
      const done = first === null ? rows : rows.filter(({ id }) => id < first)
      const last = done.at(-1)
      return last === undefined ? null : { upTo: last.id, records: [...new Set(done.map((row) => row.record))] }
    },

    async lastReported(records) {
      const rows = await database.all<Reported & { record: string }>(sql`
        SELECT i.record_id AS record, i.change AS change, max(i.revision) AS revision, i.commitment AS commitment,
          i.salt AS salt
        FROM upward_item AS i WHERE i.record_id IN (SELECT value FROM json_each(${JSON.stringify(records)}))
        GROUP BY i.record_id`)
      return new Map(rows.map(({ record: id, ...last }) => [id, last]))
    },

    async endings(records) {
      const rows = await database
        .select({ id: record.id, ground: publication.ground })
        .from(record)
        .innerJoin(publication, and(eq(publication.recordId, record.id), eq(publication.seq, record.seq)))
        .where(and(inArray(record.id, [...records]), eq(record.state, 'ended')))
      const known = rows.flatMap(({ id, ground }): [string, EndingGround][] => {
        const found = ENDING_GROUNDS.find((it) => it === ground)
        return found === undefined ? [] : [[id, found]]
      })
      return new Map(known)
    },

    async lastBatch() {
      const [last] = await database
        .select({ seq: upwardBatch.seq, checksum: upwardBatch.checksum })
        .from(upwardBatch)
        .orderBy(desc(upwardBatch.seq))
        .limit(1)
      return last
    },

    async save(upTo, batch) {
      const look = database
        .insert(upwardLook)
        .values({ one: 1, outboxId: upTo })
        .onConflictDoUpdate({ target: upwardLook.one, set: { outboxId: upTo } })
      if (batch === null) {
        await runBatch(database, [look])
        return true
      }
      const { head, checksum, signature, items } = batch
      const { seq, line, number, sender, previous } = head
      const rows = items.map(({ record: recordId, ...item }, n) => ({ seq, n, recordId, ...item }))
      const madeAt = Date.parse(head.madeAt)
      const records = JSON.stringify(items.map((item) => item.record))
      try {
        await runBatch(database, [
          database.insert(upwardBatch).values({ seq, number, sender, line, madeAt, previous, checksum, signature }),
          // What these items overtake can be proved no more by what it said, only by what it committed to.
          database
            .update(upwardItem)
            .set({ salt: null })
            .where(sql`${upwardItem.recordId} IN (SELECT value FROM json_each(${records}))`),
          ...chunksOf(rows).map((some) => database.insert(upwardItem).values(some)),
          look,
          database.insert(audit).values({
            ...{ at: madeAt, actor: 'clock', verb: 'upward-batch', target: number },
            detail: { rows: items.length },
          }),
        ])
        return true
      } catch (error) {
        if (isCollision(error, ['upward_batch', 'upward_item'])) return false
        throw error
      }
    },

    async batch(seq) {
      const [[head], entries] = await Promise.all([
        database.select().from(upwardBatch).where(eq(upwardBatch.seq, seq)),
        database.select().from(upwardItem).where(eq(upwardItem.seq, seq)).orderBy(asc(upwardItem.n)),
      ])
      if (!head) return undefined
      const { number, sender, line, madeAt, previous, checksum, signature } = head
      return {
        head: { format: 1, sender, line, seq, number, madeAt: new Date(madeAt).toISOString(), previous },
        ...{ checksum, signature },
        entries: entries.map(({ recordId, kind, change, revision, commitment, salt }) => ({
          ...{ record: recordId, kind, change, revision, commitment, salt },
        })),
      }
    },

    async waiting(after, limit) {
      const rows = await database
        .select({ seq: upwardBatch.seq })
        .from(upwardBatch)
        .where(and(isNull(upwardBatch.takenAt), gt(upwardBatch.seq, after)))
        .orderBy(asc(upwardBatch.seq))
        .limit(limit)
      return rows.map(({ seq }) => seq)
    },

    async saveDelivery({ seq, at, channel, outcome, detail, by }) {
      const isTaken = 'counts' in detail && isTakenWhole(detail)
      await runBatch(database, [
        database.insert(upwardDelivery).values({ seq, at, channel, outcome, detail }),
        ...(by === null
          ? []
          : [
              database.insert(audit).values({
                ...{ at, actor: 'staff', staffId: by, verb: 'upward-resend', detail: {} },
                target: sql`(SELECT number FROM upward_batch WHERE seq = ${seq})`,
              }),
            ]),
        ...(isTaken
          ? [
              database
                .update(upwardBatch)
                .set({ takenAt: at })
                .where(and(eq(upwardBatch.seq, seq), isNull(upwardBatch.takenAt))),
            ]
          : []),
      ])
    },

    async list(before, limit) {
      const batches = await database
        .select()
        .from(upwardBatch)
        .where(lt(upwardBatch.seq, before ?? Number.MAX_SAFE_INTEGER))
        .orderBy(desc(upwardBatch.seq))
        .limit(limit)
      const numbers = batches.map(({ seq }) => seq)
      const [counts, deliveries] = await Promise.all([
        database
          .select({ seq: upwardItem.seq, change: upwardItem.change, items: sql<number>`count(*)` })
          .from(upwardItem)
          .where(inArray(upwardItem.seq, numbers))
          .groupBy(upwardItem.seq, upwardItem.change),
        Promise.all(
          numbers.map((seq) =>
            database
              .select()
              .from(upwardDelivery)
              .where(eq(upwardDelivery.seq, seq))
              .orderBy(desc(upwardDelivery.id))
              .limit(1),
          ),
        ),
      ])
      const countOf = (seq: number, change: string) =>
        counts.find((it) => it.seq === seq && it.change === change)?.items ?? 0
      return batches.map(({ seq, number, madeAt, checksum, takenAt }, n) => ({
        ...{ seq, number, madeAt: new Date(madeAt).toISOString(), checksum, isTaken: takenAt !== null },
        ...{ added: countOf(seq, 'added'), changed: countOf(seq, 'changed'), revoked: countOf(seq, 'revoked') },
        delivery: deliveries[n]?.[0] ?? null,
      }))
    },
  })
}

function chunksOf<T>(rows: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(rows.length / ITEMS_PER_INSERT) }, (_, n) =>
    rows.slice(n * ITEMS_PER_INSERT, (n + 1) * ITEMS_PER_INSERT),
  )
}
