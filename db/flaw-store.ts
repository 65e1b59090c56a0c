import { sql } from 'drizzle-orm'
import type { FiledRecord, FlawStore } from '#usecase/flaw-ports'
import type { Database } from './client.ts'
import { storedFields } from './publish-states.ts'
import { IS_CORRECTED } from './quality-store.ts'
import { withAvailability } from './unavailable.ts'

type Row = {
  id: string
  kind: FiledRecord['kind']
  organ: string
  state: FiledRecord['state']
  decidedOn: string
  open: string
  unread: string | null
  notes: string | null
  lateBy: number | null
  isCorrected: number
  sharesNumber: number
}

/** Records on file with what is wrong with them, in the order of an index: a page costs what it shows. */
export function createFlawStore(database: Database): FlawStore {
  return withAvailability({
    async filed(organ, after, limit) {
      const ofOrgan = organ === null ? sql`r.organ_slug IS NOT NULL` : sql`r.organ_slug = ${organ}`
      const rows = await database.all<Row>(sql`
        SELECT r.id, r.kind, r.organ_slug AS organ, r.state, r.decided_on AS decidedOn, v.open, v.unread_fields AS unread,
          w.notes, w.late_by AS lateBy,
          ${IS_CORRECTED} AS isCorrected,
          v.open ->> 'documentNumber' IS NOT NULL AND EXISTS (SELECT 1 FROM record AS o
            WHERE o.number_key = r.number_key AND o.organ_slug = r.organ_slug AND o.kind = r.kind AND o.id <> r.id
            AND o.state IN ('public', 'withheld')) AS sharesNumber
        FROM record AS r JOIN version AS v ON v.record_id = r.id AND v.n = r.version
        LEFT JOIN row AS w ON w.batch_id = v.batch_id AND w.n = v.row_number
        WHERE ${ofOrgan} AND r.id > ${after} AND r.state IN ('public', 'withheld')
        ORDER BY r.id LIMIT ${limit}`)
      return rows.map(({ open, unread, notes, isCorrected, sharesNumber, ...row }) => ({
        ...row,
        open: storedFields(parsed<Record<string, string>>(open)),
        unread: unread === null ? null : parsed<string[]>(unread),
        notes: notes === null || isCorrected ? [] : parsed<FiledRecord['notes'][number][]>(notes),
        sharesNumber: Boolean(sharesNumber),
      }))
    },
  })
}

/** Safe: columns that only this program writes, from these same types. */
function parsed<T>(text: string): T {
  return JSON.parse(text) as T
}
