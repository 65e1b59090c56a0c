import { sql } from 'drizzle-orm'
import { askedFields, type QualityCounts } from '#domain/data-quality'
import { ROW_NOTES } from '#domain/import-row'
import type { FieldId } from '#domain/record-fields'
import { RECORD_KINDS, type RecordKind } from '#domain/vocabulary'
import type { RecordStore } from '#usecase/ports'
import type { Database } from './client.ts'

/** Records on file: what left is counted nowhere. */
const ON_FILE = sql`r.organ_slug IS NOT NULL AND r.state IN ('public', 'withheld')`
const CURRENT = sql`record AS r JOIN version AS v ON v.record_id = r.id AND v.n = r.version
  LEFT JOIN row AS w ON w.batch_id = v.batch_id AND w.n = v.row_number`

/** Counts for the report on an organ's data, set by set: whole tables are read, so this is for after an import. */
export function createQualityStore(database: Database): Pick<RecordStore, 'qualityCounts'> {
  return {
    async qualityCounts() {
      const counts = new Map<string, QualityCounts>()
      const at = (agency: string, kind: RecordKind) => {
        const key = `${agency}/${kind}`
        const found = counts.get(key) ?? { agency, kind, ...NOTHING, filled: {}, noted: {} }
        counts.set(key, found)
        return found
      }
      for (const kind of RECORD_KINDS) {
        for (const { agency, ...totals } of await totalsOf(database, kind)) Object.assign(at(agency, kind), totals)
      }
      for (const { agency, kind, code, rows } of await notesOf(database)) {
        const known = ROW_NOTES.find((note) => note === code)
        if (known) at(agency, kind).noted[known] = rows
      }
      for (const { agency, kind, records } of await sharedOf(database)) at(agency, kind).sharedNumbers = records
      for (const { agency, kind, rejectedRows, repeatedRows } of await rowsOf(database)) {
        Object.assign(at(agency, kind), { rejectedRows, repeatedRows })
      }
      return [...counts.values()].sort((a, b) => (`${a.agency}/${a.kind}` < `${b.agency}/${b.kind}` ? -1 : 1))
    },
  }
}

const NOTHING = { records: 0, late: 0, latenessUnknown: 0, sharedNumbers: 0, rejectedRows: 0, repeatedRows: 0 }

type Totals = Pick<QualityCounts, 'agency' | 'records' | 'late' | 'latenessUnknown' | 'filled'>

async function totalsOf(database: Database, kind: RecordKind): Promise<Totals[]> {
  const fields = askedFields(kind)
  const filled = fields.map((field) => sql`${filledCount(field)} AS ${sql.identifier(field)}`)
  const rows = await database.all<Record<string, string | number>>(sql`
    SELECT r.organ_slug AS agency, count(*) AS records, coalesce(sum(w.late_by > 0), 0) AS late,
      count(*) - count(w.late_by) AS lateness_unknown, ${sql.join(filled, sql`, `)}
    FROM ${CURRENT} WHERE ${ON_FILE} AND r.kind = ${kind} GROUP BY r.organ_slug`)
  return rows.map((row) => ({
    agency: String(row.agency),
    records: Number(row.records),
    late: Number(row.late),
    latenessUnknown: Number(row.lateness_unknown),
    filled: filledOf(fields, row),
  }))
}

/** A natural person has no credit code to give: 自然人不填. */
function filledCount(field: FieldId) {
  if (field !== 'subjectCode') return sql`count(v.open ->> ${field})`
  return sql`coalesce(sum(v.open ->> 'subjectCode' IS NOT NULL OR v.open ->> 'subjectCategory' IS 'natural-person'), 0)`
}

function filledOf(fields: readonly FieldId[], row: Record<string, string | number>): Partial<Record<FieldId, number>> {
  const filled: Partial<Record<FieldId, number>> = {}
  for (const field of fields) filled[field] = Number(row[field])
  return filled
}

/** What a row said is mended where its version was corrected at the desk, though it rests on the same row. */
export const IS_CORRECTED = sql`EXISTS (SELECT 1 FROM version AS b WHERE b.record_id = v.record_id AND b.n = v.n - 1
  AND b.batch_id = v.batch_id AND b.row_number = v.row_number)`

function notesOf(database: Database) {
  return database.all<{ agency: string; kind: RecordKind; code: string; rows: number }>(sql`
    SELECT r.organ_slug AS agency, r.kind AS kind, note.value ->> 'code' AS code, count(DISTINCT r.id) AS rows
    FROM ${CURRENT}, json_each(w.notes) AS note WHERE ${ON_FILE} AND NOT ${IS_CORRECTED} GROUP BY 1, 2, 3`)
}

function sharedOf(database: Database) {
  return database.all<{ agency: string; kind: RecordKind; records: number }>(sql`
    SELECT agency, kind, sum(records) AS records FROM (
      SELECT r.organ_slug AS agency, r.kind AS kind, count(*) AS records FROM record AS r
      JOIN version AS v ON v.record_id = r.id AND v.n = r.version
      WHERE ${ON_FILE} AND v.open ->> 'documentNumber' IS NOT NULL
      GROUP BY r.number_key, r.organ_slug, r.kind HAVING count(*) > 1
    ) GROUP BY agency, kind`)
}

/** A file that was sent again is counted as it was the last time. */
function rowsOf(database: Database) {
  return database.all<{ agency: string; kind: RecordKind; rejectedRows: number; repeatedRows: number }>(sql`
    SELECT w.organ_slug AS agency, b.kind AS kind, sum(w.outcome = 'rejected' AND w.rule IS NULL) AS rejectedRows,
      sum(EXISTS (SELECT 1 FROM json_each(w.notes) AS note WHERE note.value ->> 'code' = 'duplicate-row')) AS repeatedRows
    FROM row AS w JOIN batch AS b ON b.id = w.batch_id
    WHERE w.organ_slug IS NOT NULL AND b.state = 'done' AND NOT EXISTS (
      SELECT 1 FROM batch AS later WHERE later.file_hash = b.file_hash AND later.sheet IS b.sheet
        AND later.state = 'done' AND later.rowid > b.rowid)
    GROUP BY 1, 2`)
}
