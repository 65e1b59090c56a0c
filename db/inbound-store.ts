import { and, asc, eq, sql } from 'drizzle-orm'
import type { InboundItem, InboundStore } from '#usecase/upward-ports'
import { runBatch } from './batch-of.ts'
import type { Database } from './client.ts'
import { audit } from './schema/trail.ts'
import { inboundBatch, inboundItem } from './schema/upward.ts'
import { withAvailability } from './unavailable.ts'

export function createInboundStore(database: Database): InboundStore {
  return withAvailability({
    async known(sender, records) {
      const rows = await database
        .select()
        .from(inboundItem)
        .where(
          and(
            eq(inboundItem.sender, sender),
            sql`${inboundItem.record} IN (SELECT value FROM json_each(${JSON.stringify(records)}))`,
          ),
        )
      return new Map(rows.map(({ sender: _, ...item }): [string, InboundItem] => [item.record, item]))
    },

    batches: (sender, line) =>
      database
        .select({ seq: inboundBatch.seq, checksum: inboundBatch.checksum })
        .from(inboundBatch)
        .where(and(eq(inboundBatch.sender, sender), eq(inboundBatch.line, line)))
        .orderBy(asc(inboundBatch.seq)),

    async save(sender, batch, items) {
      const list = JSON.stringify(items)
      await runBatch(database, [
        database
          .insert(inboundBatch)
          .values({ sender, ...batch })
          .onConflictDoNothing(),
        database
          .insert(inboundItem)
          .select(
            database
              .select({
                sender: sql<string>`${sender}`.as('sender'),
                record: sql<string>`value ->> 'record'`.as('record'),
                kind: sql<InboundItem['kind']>`value ->> 'kind'`.as('kind'),
                revision: sql<number>`value ->> 'revision'`.as('revision'),
              })
              .from(sql`json_each(${list}) WHERE true`),
          )
          .onConflictDoUpdate({
            target: [inboundItem.sender, inboundItem.record],
            set: { revision: sql`excluded.revision` },
            setWhere: sql`excluded.revision > revision`,
          }),
        database.insert(audit).values({
          ...{ at: batch.at, actor: 'sender', verb: 'inbound-batch', target: batch.number },
          detail: { rows: items.length },
        }),
      ])
    },
  })
}
