import type { InStatement } from '@libsql/client'
import type { RecordStore } from '#usecase/ports'
import type { Database } from './client.ts'

/** Rows that become a version: as planned, or as staged where the plan says nothing. `@batch` is bound. */
const WRITTEN = `
  FROM staged AS s LEFT JOIN planned AS p ON p.batch_id = s.batch_id AND p.n = s.n AND p.action <> 'hide'
  WHERE s.batch_id = :batch AND s.outcome <> 'rejected' AND coalesce(p.action, 'create') IN ('create', 'revise')`

/** The same rows in the order of their number keys, which is the order of the two widest indexes of `record`. */
const BY_NUMBER = `
  FROM staged_key AS k CROSS JOIN staged AS s ON s.batch_id = k.batch_id AND s.n = k.n
    LEFT JOIN planned AS p ON p.batch_id = s.batch_id AND p.n = s.n AND p.action <> 'hide'
  WHERE k.batch_id = :batch AND s.outcome <> 'rejected' AND coalesce(p.action, 'create') = 'create'
  ORDER BY k.number_key, k.n`

const ID = 'coalesce(p.record_id, s.record_id)'
const VERSION = 'coalesce(p.version, 1)'
const SEQ = 'coalesce(p.seq, 1)'
const RULE = 'coalesce(p.rule, s.rule)'
/** Null is a value of `until`: the plan's counts wherever there is a plan. */
const UNTIL = 'iif(p.n IS NULL, s.until, p.until)'
const TO_STATE = `coalesce(p.to_state, iif(s.decision = 'withhold', 'withheld', 'public'))`
const PUBLISHED_ON = `iif(${TO_STATE} = 'withheld', NULL, coalesce(p.published_on, s.published_on))`
const UNTIL_IF_PUBLIC = `iif(${TO_STATE} = 'public', ${UNTIL}, NULL)`

/** Everything a batch becomes, set by set. */
const STATEMENTS = [
  // Breaks the whole batch off where someone discarded or applied it meanwhile: json() refuses what is no JSON.
  `SELECT iif(state = 'applying', 1, json('not to be applied')) FROM batch WHERE id = :batch`,
  `INSERT INTO subject (uscc, name, updated_at)
   SELECT s.subject_uscc, s.subject_name, :at ${WRITTEN} AND s.subject_uscc IS NOT NULL ORDER BY s.n
   ON CONFLICT (uscc) DO UPDATE SET name = excluded.name, updated_at = excluded.updated_at`,
  `INSERT INTO record (id, kind, family_key, ordinal, organ_slug, subject_uscc, state, version, seq, decided_on,
     published_on, until, updated_at, number_key, licence_key)
   SELECT ${ID}, :kind, s.family_key, coalesce(p.ordinal, 0), s.organ_slug, s.subject_uscc, ${TO_STATE}, 1, 1,
     s.decided_on, ${PUBLISHED_ON}, ${UNTIL_IF_PUBLIC}, :at, s.number_key, s.licence_key
   ${BY_NUMBER}`,
  `UPDATE record SET organ_slug = w.organ_slug, subject_uscc = w.subject_uscc, state = w.to_state,
     version = w.version, seq = w.seq, decided_on = w.decided_on, published_on = w.published_on, until = w.until,
     licence_key = w.licence_key, updated_at = :at
   FROM (SELECT p.record_id AS id, s.organ_slug, s.subject_uscc, p.to_state, p.version, p.seq, s.decided_on,
     ${PUBLISHED_ON} AS published_on, ${UNTIL_IF_PUBLIC} AS until, s.licence_key ${WRITTEN} AND p.action = 'revise') AS w
   WHERE record.id = w.id`,
  `UPDATE record SET state = w.to_state, seq = w.seq, published_on = NULL, until = NULL, updated_at = :at
   FROM (SELECT record_id, to_state, seq FROM planned WHERE batch_id = :batch AND action = 'hide') AS w
   WHERE record.id = w.record_id`,
  `INSERT INTO version (record_id, n, open, masked_fields, content_mac, salt, batch_id, row_number, created_at,
     unread_fields)
   SELECT ${ID}, ${VERSION}, s.open, s.masked_fields, s.content_mac, coalesce(p.salt, s.salt), s.batch_id, s.n, :at,
     s.unread_fields ${WRITTEN}`,
  `INSERT INTO version_private (record_id, n, fields, extras)
   SELECT ${ID}, ${VERSION}, s.sealed, s.extras ${WRITTEN} AND (s.sealed <> '{}' OR s.extras <> '{}')`,
  `INSERT INTO publication (record_id, seq, version, decision, rule, basis, needs_review, until, decided_at)
   SELECT ${ID}, ${SEQ}, ${VERSION}, coalesce(p.decision, s.decision), ${RULE}, coalesce(p.basis, s.basis),
     coalesce(p.needs_review, s.needs_review), ${UNTIL}, :at ${WRITTEN}`,
  `INSERT INTO publication (record_id, seq, version, decision, rule, basis, needs_review, decided_at)
   SELECT record_id, seq, version, decision, rule, basis, needs_review, :at
   FROM planned WHERE batch_id = :batch AND action = 'hide'`,
  `INSERT INTO trail (record_id, seq, command, from_state, to_state, actor, at, staff_id)
   SELECT ${ID}, ${SEQ}, iif(coalesce(p.decision, s.decision) = 'withhold', 'withhold', 'publish'), p.from_state,
     ${TO_STATE}, :actor, :at, :staff ${WRITTEN}`,
  `INSERT INTO trail (record_id, seq, command, from_state, to_state, actor, at, staff_id)
   SELECT record_id, seq, 'withhold', from_state, to_state, :actor, :at, :staff
   FROM planned WHERE batch_id = :batch AND action = 'hide'`,
  `INSERT INTO commitment (event, hash, at)
   SELECT 'version', coalesce(p.commitment, s.commitment), :at ${WRITTEN} ORDER BY s.n`,
  `INSERT INTO outbox (record_id, at)
   SELECT ${ID}, :at ${WRITTEN} AND (${TO_STATE} = 'public' OR p.from_state = 'public') ORDER BY s.n`,
  `INSERT INTO outbox (record_id, at) SELECT record_id, :at FROM planned WHERE batch_id = :batch AND action = 'hide'`,
  // What a file takes out of public is found no more from here on; what it corrects, until it is published.
  `DELETE FROM search_entry
   WHERE id IN (SELECT record_id FROM planned WHERE batch_id = :batch AND to_state <> 'public')`,
  `INSERT INTO row (batch_id, n, family_key, outcome, record_id, rule, late_by, notes, organ_slug, changed)
   SELECT s.batch_id, s.n, s.family_key, coalesce(p.outcome, s.outcome),
     iif(s.outcome = 'rejected', NULL, ${ID}), ${RULE}, s.late_by, coalesce(p.notes, s.notes), s.organ_slug,
     coalesce(p.changed, '[]')
   FROM staged AS s LEFT JOIN planned AS p ON p.batch_id = s.batch_id AND p.n = s.n AND p.action <> 'hide'
   WHERE s.batch_id = :batch`,
  `INSERT INTO row_private (batch_id, n, received, purge_after)
   SELECT batch_id, n, received, :purge FROM staged WHERE batch_id = :batch AND received IS NOT NULL`,
  `UPDATE batch SET state = 'done', finished_at = :at, summary = :summary WHERE id = :batch`,
  `INSERT INTO audit (at, actor, verb, target, detail, staff_id)
   VALUES (:at, :actor, 'apply-batch', :batch, :summary, :staff)`,
]

/** That the desk approves it. Whoever had a hand in it the trigger of the table refuses. */
const APPROVING = [
  `SELECT iif(EXISTS (SELECT 1 FROM desk_import WHERE id = :import AND state = 'waiting' AND revision = :revision), 1,
     json('not to be approved'))`,
  `UPDATE desk_import SET state = 'approved', decided_by = :staff, decided_at = :at, batch_id = :batch
   WHERE id = :import`,
  `DELETE FROM desk_import_fix WHERE import_id = :import`,
  `INSERT INTO audit (at, actor, verb, target, detail, staff_id)
   VALUES (:at, :actor, 'import-approve', :import, :summary, :staff)`,
]

/** The whole batch in one transaction of the database, and nothing of it in this process's memory. */
export function createApplyBatch(database: Database): Pick<RecordStore, 'applyBatch'> {
  return {
    async applyBatch({ batchId, kind, summary, actor, staff, approval, at, purgeRejectedAt }) {
      const { withheld, sealed, batch, ...counts } = summary
      const decided = { staff: approval?.by ?? staff, import: approval?.id ?? '', revision: approval?.revision ?? 0 }
      const all = {
        batch: batchId,
        kind,
        actor,
        at,
        purge: purgeRejectedAt,
        summary: JSON.stringify(counts),
        ...decided,
      }
      const statements = [...STATEMENTS, ...(approval === null ? [] : APPROVING)].map(
        (sql): InStatement => ({ sql, args: namedIn(sql, all) }),
      )
      try {
        await database.$client.batch(statements, 'write')
      } catch (error) {
        if (isCollision(error)) return false
        throw error
      }
      return true
    },
  }
}

/** The arguments that a statement names; a driver refuses those it does not. */
function namedIn(sql: string, all: Record<string, string | number | null>): Record<string, string | number | null> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => sql.includes(`:${name}`)))
}

/** Another writer took a step on one of the records, or made one of the same family, after the plan. */
function isCollision(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (/UNIQUE constraint failed: (trail|record|publication|version)\.|malformed JSON/.test(at.message)) return true
  }
  return false
}
