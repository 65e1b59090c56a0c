import type { InValue } from '@libsql/client'
import { and, asc, eq, sql } from 'drizzle-orm'
import { parseDay } from '#domain/day'
import { ROW_NOTES, type RowNote } from '#domain/import-row'
import type { RecordContent } from '#domain/record-content'
import type { FamilyMember, PlannedRow, RecordStore, StagedRow } from '#usecase/ports'
import { runBatch } from './batch-of.ts'
import type { Database } from './client.ts'
import { planned, type StoredNote } from './schema/batch.ts'
import { staged, stagedKey, versionPrivate } from './schema/private.ts'
import { publication, record, version } from './schema/record.ts'

type Staging = Pick<
  RecordStore,
  | 'stageRows'
  | 'doubtfulNumbers'
  | 'stagedHeads'
  | 'stagedContents'
  | 'knownMembers'
  | 'currentContents'
  | 'startPlan'
  | 'savePlan'
>

/** Rows as they wait: written once, in big statements, and read by number key while the plan is made. */
export function createStaging(database: Database): Staging {
  return {
    async stageRows(batchId, rows) {
      for (let at = 0; at < rows.length; at += ROWS_PER_STATEMENT) {
        const some = rows.slice(at, at + ROWS_PER_STATEMENT)
        const args = some.flatMap((row) => stagedValues(batchId, row))
        await database.$client.batch([{ sql: insertStaged(some.length), args }], 'write')
      }
    },

    async doubtfulNumbers(batchId, after, limit) {
      const rows = await database.all<{ number_key: string }>(sql`
        SELECT number_key FROM staged_key AS s WHERE batch_id = ${batchId} AND number_key > ${after}
        GROUP BY number_key
        HAVING count(*) > 1 OR EXISTS (SELECT 1 FROM record AS r WHERE r.number_key = s.number_key)
        ORDER BY number_key LIMIT ${limit}`)
      return rows.map((row) => row.number_key)
    },

    async stagedHeads(batchId, numberKeys) {
      const rows = await database
        .select({
          n: staged.n,
          outcome: staged.outcome,
          numberKey: staged.numberKey,
          familyKey: staged.familyKey,
          numbered: staged.numbered,
          contentMac: staged.contentMac,
          notes: staged.notes,
          rule: staged.rule,
        })
        .from(staged)
        // Spelt out, because the planner would rather walk the whole batch than its numbers.
        .where(sql`${staged}.rowid IN (SELECT s.rowid FROM json_each(${JSON.stringify(numberKeys)}) AS wanted
          CROSS JOIN staged_key AS k CROSS JOIN staged AS s
          WHERE k.batch_id = ${batchId} AND k.number_key = wanted.value AND s.batch_id = k.batch_id AND s.n = k.n)`)
        .orderBy(asc(staged.n))
      return rows.map(({ outcome, ...row }) => ({
        ...row,
        numberKey: row.numberKey ?? '',
        familyKey: row.familyKey ?? '',
        contentMac: row.contentMac ?? '',
        notes: readNotes(row.notes),
        rule: row.rule ?? '',
        sealedBy: outcome === 'rejected' ? (row.rule ?? '') : null,
      }))
    },

    async stagedContents(batchId, ns) {
      if (ns.length === 0) return new Map()
      const rows = await database
        .select()
        .from(staged)
        .where(and(eq(staged.batchId, batchId), sql`${staged.n} IN ${listOf(ns)}`))
      return new Map(rows.map((row) => [row.n, { content: stagedContent(row), organSlug: row.organSlug }]))
    },

    async knownMembers(numberKeys) {
      const rows = await database
        .select({ record, contentMac: version.contentMac, rule: publication.rule })
        .from(record)
        .innerJoin(version, and(eq(version.recordId, record.id), eq(version.n, record.version)))
        .innerJoin(publication, and(eq(publication.recordId, record.id), eq(publication.seq, record.seq)))
        .where(sql`${record.numberKey} IN ${listOf(numberKeys)}`)
        .orderBy(asc(record.ordinal))
      return rows.map(
        ({ record: found, contentMac, rule }): FamilyMember => ({
          id: found.id,
          numberKey: found.numberKey ?? '',
          familyKey: found.familyKey,
          ordinal: found.ordinal,
          state: found.state,
          version: found.version,
          seq: found.seq,
          publishedOn: (found.publishedOn === null ? undefined : parseDay(found.publishedOn)) ?? null,
          contentMac,
          rule,
        }),
      )
    },

    async currentContents(ids) {
      if (ids.length === 0) return new Map()
      const rows = await database
        .select({ id: record.id, open: version.open, sealed: versionPrivate.fields })
        .from(record)
        .innerJoin(version, and(eq(version.recordId, record.id), eq(version.n, record.version)))
        .leftJoin(versionPrivate, and(eq(versionPrivate.recordId, record.id), eq(versionPrivate.n, record.version)))
        .where(sql`${record.id} IN ${listOf(ids)}`)
      return new Map(rows.map(({ id, open, sealed }) => [id, { open, sealed: sealed ?? {} }]))
    },

    async startPlan(batchId) {
      await runBatch(database, [
        database.delete(planned).where(eq(planned.batchId, batchId)),
        database.delete(stagedKey).where(eq(stagedKey.batchId, batchId)),
        database.run(sql`INSERT INTO staged_key (batch_id, number_key, n)
          SELECT batch_id, number_key, n FROM staged WHERE batch_id = ${batchId} AND number_key IS NOT NULL
          ORDER BY number_key, n`),
      ])
    },

    async savePlan(batchId, rows) {
      const items = []
      for (let at = 0; at < rows.length; at += PLANS_PER_STATEMENT) {
        const some = rows.slice(at, at + PLANS_PER_STATEMENT)
        items.push(database.insert(planned).values(some.map((row) => plannedValues(batchId, row))))
      }
      await runBatch(database, items)
    },
  }
}

const STAGED_COLUMNS = [
  ...['batch_id', 'n', 'outcome', 'number_key', 'family_key', 'numbered', 'content_mac', 'licence_key', 'record_id'],
  ...[
    'organ_slug',
    'subject_uscc',
    'subject_name',
    'decided_on',
    'published_on',
    'late_by',
    'decision',
    'rule',
    'basis',
  ],
  ...['needs_review', 'until', 'salt', 'commitment', 'open', 'masked_fields', 'unread_fields', 'sealed', 'extras'],
  ...['received', 'notes'],
]
/** SQLite allows 32,766 parameters a statement. */
const ROWS_PER_STATEMENT = Math.floor(32_766 / STAGED_COLUMNS.length)
const PLANS_PER_STATEMENT = 400

function insertStaged(rows: number): string {
  const one = `(${STAGED_COLUMNS.map(() => '?').join(',')})`
  return `INSERT INTO staged (${STAGED_COLUMNS.join(',')}) VALUES ${Array(rows).fill(one).join(',')}`
}

/** Values in the order of `STAGED_COLUMNS`; what a rejected or sealed row lacks is null. */
function stagedValues(batchId: string, row: StagedRow): InValue[] {
  const values: Record<string, InValue> = {
    batch_id: batchId,
    n: row.n,
    outcome: row.outcome,
    numbered: 0,
    organ_slug: row.organSlug,
    late_by: row.lateBy,
    notes: row.notes.length === 0 ? '[]' : JSON.stringify(row.notes),
    ...ownValues(row),
  }
  return STAGED_COLUMNS.map((column) => values[column] ?? null)
}

function ownValues(row: StagedRow): Record<string, InValue> {
  if ('received' in row) return { received: JSON.stringify(row.received) }
  if ('sealedBy' in row) {
    return { rule: row.sealedBy, number_key: row.numberKey || null, family_key: row.familyKey || null }
  }
  const { proposal } = row
  const { content, finding, subject } = proposal
  return {
    number_key: proposal.numberKey,
    family_key: proposal.familyKey,
    numbered: proposal.numbered ? 1 : 0,
    content_mac: proposal.contentMac,
    licence_key: proposal.licenceKey,
    record_id: proposal.recordId,
    organ_slug: proposal.organSlug,
    subject_uscc: subject?.uscc ?? null,
    subject_name: subject?.name ?? null,
    decided_on: proposal.decidedOn,
    published_on: proposal.publishedOn,
    decision: finding.decision,
    rule: finding.rule,
    basis: finding.basis,
    needs_review: finding.needsReview ? 1 : 0,
    until: finding.until,
    salt: proposal.salt,
    commitment: proposal.commitment,
    open: JSON.stringify(content.open),
    masked_fields: JSON.stringify(content.maskedFields),
    unread_fields: JSON.stringify(content.unreadFields),
    sealed: JSON.stringify(content.sealed),
    extras: JSON.stringify(content.extras),
  }
}

/** Safe: written by `ownValues` from a `RecordContent`. */
function stagedContent(row: typeof staged.$inferSelect): RecordContent {
  return {
    open: JSON.parse(row.open ?? '{}'),
    sealed: JSON.parse(row.sealed ?? '{}'),
    extras: JSON.parse(row.extras ?? '{}'),
    maskedFields: JSON.parse(row.maskedFields ?? '[]'),
    unreadFields: JSON.parse(row.unreadFields ?? '[]'),
  }
}

function plannedValues(batchId: string, row: PlannedRow): typeof planned.$inferInsert {
  const { n, recordId, action, outcome, ordinal, version: v, seq, fromState, toState, rule, notes } = row
  const plain = { batchId, n, recordId, action, outcome, ordinal, version: v, seq, fromState, toState, rule, notes }
  if (!('finding' in row)) return { ...plain, ...NO_DECISION, changed: [] }
  const { decision, basis, needsReview, until } = row.finding
  const decided = { ...plain, ...NO_DECISION, decision, basis, needsReview, until, changed: [] as string[] }
  if (!('changed' in row)) return decided
  return { ...decided, publishedOn: row.publishedOn, salt: row.salt, commitment: row.commitment, changed: row.changed }
}

/** Spelt out, so that one statement can hold rows of every action. */
const NO_DECISION = {
  publishedOn: null,
  decision: null,
  basis: null,
  needsReview: null,
  until: null,
  salt: null,
  commitment: null,
}

/** One parameter however long the list. */
function listOf(values: readonly (string | number)[]) {
  return sql`(SELECT value FROM json_each(${JSON.stringify(values)}))`
}

/** Notes of a version of the code that no longer knows a code are dropped rather than shown wrongly. */
export function readNotes(stored: readonly StoredNote[]): RowNote[] {
  return stored.flatMap((note) => {
    const code = ROW_NOTES.find((known) => known === note.code)
    if (!code) return []
    const { column, rows, records, suggestion } = note
    return [
      {
        code,
        column,
        ...(rows ? { rows } : {}),
        ...(records ? { records } : {}),
        ...(suggestion ? { suggestion } : {}),
      },
    ]
  })
}
