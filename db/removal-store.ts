import { sql } from 'drizzle-orm'
import { REMOVAL_GROUNDS, REMOVAL_WAYS } from '#domain/removal-statistics'
import type { RecordStore } from '#usecase/ports'
import type { Database } from './client.ts'

/** What a hidden record was asked for, and gone by, is its hiding; of the others, the way out itself. */
const LEFT_AT = sql`CASE WHEN t.from_state = 'hidden' THEN (SELECT max(h.at) FROM trail AS h
  WHERE h.record_id = t.record_id AND h.command = 'hide' AND h.seq < t.seq) ELSE t.at END`

/** Reads every way out that was ever taken, for the quarterly figures. */
export function createRemovalStore(database: Database): Pick<RecordStore, 'removals'> {
  return {
    async removals(before) {
      const rows = await database.all<{
        way: string
        ground: string
        asked: number
        decided: number
        gone: number | null
      }>(
        sql`SELECT way, ground, decided,
            min(left_at, coalesce((SELECT min(c.proposed_at) FROM record_change AS c
              WHERE c.record_id = w.record_id AND c.state = 'approved' AND c.decided_at = w.decided), left_at)) AS asked,
            (SELECT min(o.done_at) FROM outbox AS o WHERE o.record_id = w.record_id AND o.at >= w.left_at) AS gone
          FROM (SELECT t.record_id, t.to_state AS way, p.ground, t.at AS decided, ${LEFT_AT} AS left_at
            FROM trail AS t JOIN publication AS p ON p.record_id = t.record_id AND p.seq = t.seq
            WHERE t.command IN ('withdraw', 'end') AND t.at < ${before}) AS w`,
      )
      return rows.flatMap(({ way: wayText, ground: groundText, ...at }) => {
        const way = REMOVAL_WAYS.find((it) => it === wayText)
        if (way === undefined) return []
        const ground = REMOVAL_GROUNDS[way].find((it) => it === groundText)
        return ground === undefined ? [] : [{ way, ground, ...at }]
      })
    },
  }
}
