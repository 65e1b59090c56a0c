import type { InStatement, InValue } from '@libsql/client'
import type { Counter } from '#domain/intake-limits'
import type { ActorKind } from '#domain/vocabulary'
import type { BeforeSubmission, CaseStore, SubmissionWrite } from '#usecase/case-ports'
import { createCallGroup } from './call-group.ts'
import type { Database } from './client.ts'
import { mentions } from './unavailable.ts'

type Asked = Parameters<CaseStore['before']>[0]

type Together = {
  before: (asked: Asked) => Promise<BeforeSubmission>
  submit: (write: SubmissionWrite) => Promise<undefined>
}

const QUEUES = new WeakMap<Database, Together>()

/**
 * Taking in, the one place where many ask and write at once. Plain SQL, and one statement for all that wait at the same
 * time: statements, not rows, are what costs. One queue a connection, however often a store is made over it.
 */
export function createCaseSubmit(database: Database): Together {
  const known = QUEUES.get(database)
  if (known !== undefined) return known
  const together: Together = {
    before: createCallGroup(async (asked: readonly Asked[]) => {
      const { rows } = await database.$client.execute({ sql: BEFORE, args: [JSON.stringify(asked)] })
      return asked.map(({ counters }, at) => beforeFrom(rows[at] ?? {}, counters))
    }, isOfOne),
    submit: createCallGroup(async (writes: readonly SubmissionWrite[]) => {
      await database.$client.batch(statementsOf(writes), 'write')
      return writes.map(() => undefined)
    }, isOfOne),
  }
  QUEUES.set(database, together)
  return together
}

/** A key, a proof or a receipt that is there already, or a record that is not: not of the others. */
function isOfOne(error: unknown): boolean {
  return mentions(error, 'constraint failed') || mentions(error, 'is claimed')
}

/** One row for each that asks, in their order. */
const BEFORE = `SELECT
  (SELECT json_object('id', id, 'recipients', json_array(recipient, recovery_recipient))
    FROM desk_key ORDER BY created_at DESC, id DESC LIMIT 1) AS desk_key,
  (SELECT json_object('receipt', receipt, 'digest', digest, 'submittedAt', submitted_at)
    FROM case_file WHERE idempotency_hash = asked.value ->> 'idempotencyHash') AS known,
  EXISTS (SELECT 1 FROM used_proof WHERE id = asked.value ->> 'proofId') AS is_proof_used,
  (SELECT json_group_object(counter, n) FROM intake_count
    WHERE hour = asked.value ->> 'hour' AND counter IN (SELECT value ->> 'counter' FROM json_each(asked.value, '$.counters'))) AS counts,
  (SELECT json_group_array(json_object('id', id, 'bytes', size)) FROM sealed_upload
    WHERE receipt IS NULL AND at >= (asked.value ->> 'hour' - 48) * 3600000
      AND id IN (SELECT value FROM json_each(asked.value, '$.uploads'))) AS uploads
FROM json_each(?1) AS asked ORDER BY asked.key`

/** Safe: the shapes are those that the statement above builds. */
function beforeFrom(row: Record<string, unknown>, counters: Asked['counters']): BeforeSubmission {
  const parsed = <T>(name: string): T | undefined =>
    typeof row[name] === 'string' ? (JSON.parse(row[name]) as T) : undefined
  const counts = parsed<Record<string, number>>('counts') ?? {}
  return {
    deskKey: parsed<{ id: string; recipients: string[] }>('desk_key'),
    known: parsed<{ receipt: string; digest: string; submittedAt: number }>('known'),
    isProofUsed: Number(row.is_proof_used) === 1,
    counts: counters.map(({ counter }) => counts[counter] ?? 0),
    uploads: parsed<{ id: string; bytes: number }[]>('uploads') ?? [],
  }
}

function statementsOf(writes: readonly SubmissionWrite[]): InStatement[] {
  const marking = writes.filter(({ marks, recordId }) => marks && recordId !== null)
  return [
    ...insert(
      'case_file (receipt, kind, state, seq, record_id, organ_slug, handler_slug, clear, code_hash, idempotency_hash, digest, wants_mark, sealed_by, submitted_at, updated_at, source, external_number, work_due)',
      writes.map((it) => [
        ...[it.receipt, it.kind, 'submitted', 1, it.recordId, it.organSlug, it.handlerSlug, JSON.stringify(it.clear)],
        ...[it.codeHash, it.idempotencyHash, it.digest, Number(it.marks), it.sealedBy, it.at, it.at],
        ...[it.source, it.externalNumber, it.workDue],
      ]),
    ),
    ...insert(
      'case_trail (receipt, seq, command, to_state, role, actor, staff_id, salt, at)',
      writes.map((it) => [it.receipt, 1, 'submit', 'submitted', 'filer', actorOf(it), it.staffId, it.salt, it.at]),
    ),
    ...insert(
      'case_sealed (receipt, n, key_id, bytes, sealed_by, at)',
      writes.map((it) => [it.receipt, 0, it.deskKey, it.sealed, it.sealedBy, it.at]),
    ),
    ...insert(
      'used_proof (id, expires_at)',
      writes.map(({ proof }) => [proof.id, proof.expiresAt]),
    ),
    ...insert(
      'audit (at, actor, staff_id, verb, target, detail)',
      writes.map((it) => [
        ...[it.at, actorOf(it), it.staffId, 'case-submit', it.receipt],
        JSON.stringify({
          kind: it.kind,
          source: it.source,
          ...(it.clear.isMandateSeen && { mandate: 'original-seen' }),
        }),
      ]),
    ),
    ...insert(
      'commitment (event, hash, at)',
      writes.map((it) => ['submit', it.commitment, it.at]),
    ),
    ...writes.filter(({ uploads }) => uploads.length > 0).map(claim),
    ...countStatements(writes),
    ...insert(
      'record_mark (record_id, receipt, mark, since)',
      marking.map((it) => [it.recordId, it.receipt, 'objection-pending', it.at]),
      'ON CONFLICT DO NOTHING',
    ),
    ...insert(
      'outbox (record_id, at)',
      marking.map((it) => [it.recordId, it.at]),
    ),
  ]
}

/** What came over the counter was written by a clerk, for the filer. */
function actorOf({ staffId }: SubmissionWrite): ActorKind {
  return staffId === null ? 'filer' : 'staff'
}

function claim({ receipt, uploads }: SubmissionWrite): InStatement {
  return {
    sql: `UPDATE sealed_upload SET receipt = ?1 WHERE id IN (SELECT value FROM json_each(?2))`,
    args: [receipt, JSON.stringify(uploads)],
  }
}

/** Each counter once, by as much as all of them together count. */
function countStatements(writes: readonly SubmissionWrite[]): InStatement[] {
  const counts = new Map<string, Counter & { hour: number; n: number }>()
  for (const { counters, hour } of writes) {
    for (const { counter, most } of counters) {
      const key = `${hour}:${counter}`
      counts.set(key, { counter, most, hour, n: (counts.get(key)?.n ?? 0) + 1 })
    }
  }
  return insert(
    'intake_count (counter, hour, n, most)',
    [...counts.values()].map(({ counter, hour, n, most }) => [counter, hour, n, most]),
    'ON CONFLICT (counter, hour) DO UPDATE SET n = n + excluded.n',
  )
}

function insert(into: string, rows: readonly InValue[][], then = ''): InStatement[] {
  const [first] = rows
  if (first === undefined) return []
  const one = `(${first.map(() => '?').join(',')})`
  return [{ sql: `INSERT INTO ${into} VALUES ${rows.map(() => one).join(',')} ${then}`, args: rows.flat() }]
}
