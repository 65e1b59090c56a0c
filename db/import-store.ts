import { and, asc, count, eq, gt, inArray, isNull, ne, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import { parseDay } from '#domain/day'
import { ROW_NOTES, type RowNote } from '#domain/import-row'
import type {
  BatchSummary,
  FamilyMember,
  RecordStore,
  RowReport,
  RowWrite,
  StagedRow,
  VersionWrite,
} from '#usecase/ports'
import { runBatch } from './batch-of.ts'
import type { Database } from './client.ts'
import { batch, row } from './schema/batch.ts'
import { rowPrivate, versionPrivate } from './schema/private.ts'
import { publication, record, subject, version } from './schema/record.ts'
import { audit, commitment, outbox, trail } from './schema/trail.ts'

type ImportStore = Pick<
  RecordStore,
  | 'openBatch'
  | 'unfinishedBatch'
  | 'stageRows'
  | 'setBatchState'
  | 'nextFamilies'
  | 'families'
  | 'applyChunk'
  | 'summary'
  | 'rowReports'
>

/** SQLite allows 32,766 parameters a statement; staged rows have at most six each. */
const KEYS_PER_QUERY = 500

export function createImportStore(database: Database): ImportStore {
  return {
    async openBatch(opened) {
      await runBatch(database, [
        database.insert(batch).values({ ...opened, state: 'reading', startedAt: opened.at }),
        database.insert(audit).values({
          at: opened.at,
          actor: opened.actor,
          verb: 'import-batch',
          target: opened.id,
          detail: { kind: opened.kind },
        }),
      ])
    },

    async unfinishedBatch(fileHash, kind) {
      const [found] = await database
        .select({ id: batch.id, state: batch.state })
        .from(batch)
        .where(and(eq(batch.fileHash, fileHash), eq(batch.kind, kind), ne(batch.state, 'done')))
      if (!found) return undefined
      const [staged] = await database.select({ rows: count() }).from(row).where(eq(row.batchId, found.id))
      return { ...found, staged: staged?.rows ?? 0 }
    },

    async stageRows(batchId, rows, purgeRejectedAt) {
      if (rows.length === 0) return
      await runBatch(database, [
        database
          .insert(row)
          .values(rows.map(({ n, familyKey, outcome, notes }) => ({ batchId, n, familyKey, outcome, notes }))),
        database.insert(rowPrivate).values(
          rows.map(({ n, content, outcome }) => ({
            batchId,
            n,
            content,
            purgeAfter: outcome === 'rejected' ? purgeRejectedAt : null,
          })),
        ),
      ])
    },

    async setBatchState(batchId, state, at) {
      await database
        .update(batch)
        .set({ state, ...(state === 'done' ? { finishedAt: at } : {}) })
        .where(eq(batch.id, batchId))
    },

    async nextFamilies(batchId, limit) {
      const open = await selectStaged(database, batchId, limit)
      const last = open.at(-1)?.familyKey
      if (last == null || open.length < limit) return open
      const whole = open.filter((staged) => staged.familyKey !== last)
      if (whole.length > 0) return whole
      return selectFamily(database, batchId, last)
    },

    async families(familyKeys) {
      const members = new Map<string, FamilyMember[]>()
      for (let at = 0; at < familyKeys.length; at += KEYS_PER_QUERY) {
        for (const [key, member] of await selectMembers(database, familyKeys.slice(at, at + KEYS_PER_QUERY))) {
          members.set(key, [...(members.get(key) ?? []), member])
        }
      }
      return members
    },

    async applyChunk({ batchId, versions, rows, actor, at }) {
      const items: BatchItem<'sqlite'>[] = []
      for (const write of versions) items.push(...versionItems(database, write, batchId, at))
      for (const write of versions) items.push(...decisionItems(database, write, actor, at))
      items.push(...rows.map((write) => outcomeItem(database, batchId, write)))
      items.push(
        database.delete(rowPrivate).where(
          and(
            eq(rowPrivate.batchId, batchId),
            inArray(
              rowPrivate.n,
              rows.map(({ n }) => n),
            ),
          ),
        ),
      )
      await runBatch(database, items)
    },

    summary: (batchId) => summarise(database, batchId),

    async rowReports(batchId, after, limit) {
      const rows = await database
        .select()
        .from(row)
        .where(and(eq(row.batchId, batchId), gt(row.n, after)))
        .orderBy(asc(row.n))
        .limit(limit)
      return rows.map(
        (found): RowReport => ({
          n: found.n,
          outcome: found.outcome ?? 'rejected',
          record: found.recordId,
          rule: found.rule,
          lateBy: found.lateBy,
          notes: readNotes(found.notes),
        }),
      )
    },
  }
}

const stagedColumns = {
  n: row.n,
  familyKey: row.familyKey,
  content: rowPrivate.content,
  notes: row.notes,
  outcome: row.outcome,
}

async function selectStaged(database: Database, batchId: string, limit: number): Promise<StagedRow[]> {
  const rows = await database
    .select(stagedColumns)
    .from(row)
    .innerJoin(rowPrivate, and(eq(rowPrivate.batchId, row.batchId), eq(rowPrivate.n, row.n)))
    .where(and(eq(row.batchId, batchId), isNull(row.outcome)))
    .orderBy(asc(row.familyKey), asc(row.n))
    .limit(limit)
  return rows.map((found) => ({ ...found, notes: readNotes(found.notes) }))
}

async function selectFamily(database: Database, batchId: string, familyKey: string): Promise<StagedRow[]> {
  const rows = await database
    .select(stagedColumns)
    .from(row)
    .innerJoin(rowPrivate, and(eq(rowPrivate.batchId, row.batchId), eq(rowPrivate.n, row.n)))
    .where(and(eq(row.batchId, batchId), isNull(row.outcome), eq(row.familyKey, familyKey)))
    .orderBy(asc(row.n))
  return rows.map((found) => ({ ...found, notes: readNotes(found.notes) }))
}

async function selectMembers(database: Database, keys: readonly string[]): Promise<[string, FamilyMember][]> {
  const rows = await database
    .select({ record, contentMac: version.contentMac, rule: publication.rule })
    .from(record)
    .innerJoin(version, and(eq(version.recordId, record.id), eq(version.n, record.version)))
    .innerJoin(publication, and(eq(publication.recordId, record.id), eq(publication.seq, record.seq)))
    .where(inArray(record.familyKey, [...keys]))
    .orderBy(asc(record.ordinal))
  return rows.map(({ record: found, contentMac, rule }) => [
    found.familyKey,
    {
      id: found.id,
      ordinal: found.ordinal,
      state: found.state,
      version: found.version,
      seq: found.seq,
      publishedOn: (found.publishedOn === null ? undefined : parseDay(found.publishedOn)) ?? null,
      contentMac,
      rule,
    },
  ])
}

function versionItems(database: Database, write: VersionWrite, batchId: string, at: number): BatchItem<'sqlite'>[] {
  const { id, content, subject: holder } = write
  const publishedOn = write.toState === 'withheld' ? null : write.publishedOn
  const until = write.toState === 'public' ? write.finding.until : null
  const state = {
    organSlug: write.organSlug,
    subjectUscc: holder?.uscc ?? null,
    state: write.toState,
    version: write.version,
    seq: write.seq,
    decidedOn: write.decidedOn,
    publishedOn,
    until,
    updatedAt: at,
  }
  return [
    ...(holder
      ? [
          database
            .insert(subject)
            .values({ ...holder, updatedAt: at })
            .onConflictDoUpdate({ target: subject.uscc, set: { name: holder.name, updatedAt: at } }),
        ]
      : []),
    write.isNew
      ? database
          .insert(record)
          .values({ id, kind: write.kind, familyKey: write.familyKey, ordinal: write.ordinal, ...state })
      : database.update(record).set(state).where(eq(record.id, id)),
    database.insert(version).values({
      recordId: id,
      n: write.version,
      open: { ...content.open },
      maskedFields: content.maskedFields,
      contentMac: write.contentMac,
      salt: write.salt,
      batchId,
      rowNumber: write.rowNumber,
      createdAt: at,
    }),
    database
      .insert(versionPrivate)
      .values({ recordId: id, n: write.version, fields: { ...content.sealed }, extras: content.extras }),
  ]
}

function decisionItems(
  database: Database,
  write: VersionWrite,
  actor: typeof audit.$inferInsert.actor,
  at: number,
): BatchItem<'sqlite'>[] {
  const { id, seq, finding } = write
  const touchesPublic = write.toState === 'public' || write.fromState === 'public'
  return [
    database.insert(publication).values({
      recordId: id,
      seq,
      version: write.version,
      decision: finding.decision,
      rule: finding.rule,
      basis: finding.basis,
      needsReview: finding.needsReview,
      until: finding.until,
      decidedAt: at,
    }),
    database.insert(trail).values({
      recordId: id,
      seq,
      command: write.command,
      fromState: write.fromState,
      toState: write.toState,
      actor,
      at,
    }),
    database
      .insert(audit)
      .values({ at, actor, verb: `record-${write.command}`, target: id, detail: { rule: finding.rule } }),
    database.insert(commitment).values({ event: 'version', hash: write.commitment, at }),
    ...(touchesPublic ? [database.insert(outbox).values({ recordId: id, at })] : []),
  ]
}

function outcomeItem(database: Database, batchId: string, write: RowWrite): BatchItem<'sqlite'> {
  const { n, outcome, recordId, rule, lateBy, notes } = write
  return database
    .update(row)
    .set({ outcome, recordId, rule, lateBy, notes })
    .where(and(eq(row.batchId, batchId), eq(row.n, n)))
}

async function summarise(database: Database, batchId: string): Promise<BatchSummary> {
  const outcomes = await database
    .select({ outcome: row.outcome, rows: count() })
    .from(row)
    .where(eq(row.batchId, batchId))
    .groupBy(row.outcome)
  const states = await database
    .select({ state: record.state, rule: row.rule, rows: count() })
    .from(row)
    .innerJoin(record, eq(record.id, row.recordId))
    .where(eq(row.batchId, batchId))
    .groupBy(record.state, row.rule)
    .orderBy(sql`count(*) DESC`)
  const of = (outcome: string) => outcomes.find((it) => it.outcome === outcome)?.rows ?? 0
  return {
    batch: batchId,
    read: outcomes.reduce((sum, it) => sum + it.rows, 0),
    accepted: of('accepted'),
    warned: of('warned'),
    rejected: of('rejected'),
    unchanged: of('unchanged'),
    published: states.filter((it) => it.state === 'public').reduce((sum, it) => sum + it.rows, 0),
    withheld: states.filter((it) => it.state === 'withheld').map((it) => ({ rule: it.rule ?? '', rows: it.rows })),
  }
}

/** Notes of a version of the code that no longer knows a code are dropped rather than shown wrongly. */
function readNotes(stored: { code: string; column: string | null; rows?: number[]; suggestion?: string }[]): RowNote[] {
  return stored.flatMap((note) => {
    const code = ROW_NOTES.find((known) => known === note.code)
    const { column, rows, suggestion } = note
    return code ? [{ code, column, ...(rows ? { rows } : {}), ...(suggestion ? { suggestion } : {}) }] : []
  })
}
