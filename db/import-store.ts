import { and, asc, count, eq, gt, inArray, lt, lte, max, sql } from 'drizzle-orm'
import type { BatchSummary, RecordStore, RowReport, UnfinishedBatch } from '#usecase/ports'
import { runBatch } from './batch-of.ts'
import type { Database } from './client.ts'
import { createApplyBatch } from './import-apply.ts'
import { clearStaged } from './import-clear.ts'
import { createRejected } from './import-rejected.ts'
import { createStaging, readNotes } from './import-staging.ts'
import { batch, headerMap, planned, row } from './schema/batch.ts'
import { rowPrivate, staged } from './schema/private.ts'
import { audit } from './schema/trail.ts'

type ImportStore = Pick<
  RecordStore,
  | keyof ReturnType<typeof createStaging>
  | keyof ReturnType<typeof createRejected>
  | 'applyBatch'
  | 'openBatch'
  | 'unfinishedBatch'
  | 'startApplying'
  | 'summary'
  | 'rowReports'
  | 'discardBatch'
  | 'clearStaging'
  | 'abandonedBatches'
  | 'purgeRejected'
  | 'headerMap'
  | 'saveHeaderMap'
>

const UNFINISHED = ['reading', 'applying'] as const
/** Files that belong to no organ have their header maps under this name. */
const NO_ORGAN = '-'

export function createImportStore(database: Database): ImportStore {
  return {
    ...createStaging(database),
    ...createApplyBatch(database),
    ...createRejected(database),

    async openBatch({ staff, ...opened }) {
      await runBatch(database, [
        database.insert(batch).values({ ...opened, state: 'reading', startedAt: opened.at }),
        database.insert(audit).values({
          at: opened.at,
          actor: opened.actor,
          staffId: staff,
          verb: 'import-batch',
          target: opened.id,
          detail: { kind: opened.kind },
        }),
      ])
    },

    async unfinishedBatch(fileHash, sheet): Promise<UnfinishedBatch | undefined> {
      const [found] = await database
        .select({ id: batch.id, state: batch.state, optionsHash: batch.optionsHash })
        .from(batch)
        .where(
          and(eq(batch.fileHash, fileHash), inArray(batch.state, [...UNFINISHED]), sql`${batch.sheet} IS ${sheet}`),
        )
        .orderBy(asc(batch.startedAt))
        .limit(1)
      if (!found) return undefined
      const [last] = await database
        .select({ n: max(staged.n) })
        .from(staged)
        .where(eq(staged.batchId, found.id))
      return { ...found, lastRow: last?.n ?? 0 }
    },

    async startApplying(batchId) {
      const changed = await database
        .update(batch)
        .set({ state: 'applying' })
        .where(and(eq(batch.id, batchId), eq(batch.state, 'reading')))
        .returning({ id: batch.id })
      return changed.length === 1
    },

    summary: (batchId) => summarise(database, batchId),

    async rowReports(batchId, after, limit) {
      const [found] = await database.select({ state: batch.state }).from(batch).where(eq(batch.id, batchId))
      return found?.state === 'done'
        ? appliedReports(database, batchId, after, limit)
        : plannedReports(database, batchId, after, limit)
    },

    async discardBatch(batchId, at) {
      await database
        .update(batch)
        .set({ state: 'discarded', finishedAt: at })
        .where(and(eq(batch.id, batchId), inArray(batch.state, [...UNFINISHED])))
      await clearStaged(database, batchId)
    },

    async clearStaging() {
      const rows = await database.all<{ id: string }>(sql`
        SELECT b.id FROM batch AS b WHERE b.state NOT IN ('reading', 'applying') AND (
          EXISTS (SELECT 1 FROM staged AS s WHERE s.batch_id = b.id)
          OR EXISTS (SELECT 1 FROM planned AS p WHERE p.batch_id = b.id)
          OR EXISTS (SELECT 1 FROM staged_key AS k WHERE k.batch_id = b.id))`)
      for (const { id } of rows) await clearStaged(database, id)
    },

    async abandonedBatches(before) {
      const rows = await database
        .select({ id: batch.id })
        .from(batch)
        .where(and(inArray(batch.state, [...UNFINISHED]), lt(batch.startedAt, before)))
      return rows.map(({ id }) => id)
    },

    async purgeRejected(at) {
      const gone = await database
        .delete(rowPrivate)
        .where(lte(rowPrivate.purgeAfter, at))
        .returning({ n: rowPrivate.n })
      return gone.length
    },

    async headerMap(organSlug, kind) {
      const rows = await database
        .select()
        .from(headerMap)
        .where(and(eq(headerMap.organSlug, organSlug ?? NO_ORGAN), eq(headerMap.kind, kind)))
      return new Map(rows.map(({ header, field }) => [header, field]))
    },

    async saveHeaderMap(organSlug, kind, columns, at) {
      await runBatch(
        database,
        columns.map(({ header, field }) =>
          database
            .insert(headerMap)
            .values({ organSlug: organSlug ?? NO_ORGAN, kind, header, field, confirmedAt: at })
            .onConflictDoUpdate({
              target: [headerMap.organSlug, headerMap.kind, headerMap.header],
              set: { field, confirmedAt: at },
            }),
        ),
      )
    },
  }
}

async function appliedReports(database: Database, batchId: string, after: number, limit: number): Promise<RowReport[]> {
  const rows = await database
    .select()
    .from(row)
    .where(and(eq(row.batchId, batchId), gt(row.n, after)))
    .orderBy(asc(row.n))
    .limit(limit)
  return rows.map(({ n, outcome, recordId, rule, lateBy, notes, changed }) => ({
    n,
    outcome: outcome ?? 'rejected',
    record: recordId,
    rule,
    lateBy,
    notes: readNotes(notes),
    changed,
  }))
}

/** The plan's word counts where there is one; a row that hides a record is still a rejected row. */
const ofRow = and(eq(planned.batchId, staged.batchId), eq(planned.n, staged.n), sql`${planned.action} <> 'hide'`)

async function plannedReports(database: Database, batchId: string, after: number, limit: number): Promise<RowReport[]> {
  const rows = await database
    .select({
      n: staged.n,
      outcome: sql<RowReport['outcome']>`coalesce(${planned.outcome}, ${staged.outcome})`,
      record: sql<string | null>`coalesce(${planned.recordId}, ${staged.recordId})`,
      rule: sql<string | null>`coalesce(${planned.rule}, ${staged.rule})`,
      lateBy: staged.lateBy,
      stagedNotes: staged.notes,
      plannedNotes: planned.notes,
      changed: planned.changed,
    })
    .from(staged)
    .leftJoin(planned, ofRow)
    .where(and(eq(staged.batchId, batchId), gt(staged.n, after)))
    .orderBy(asc(staged.n))
    .limit(limit)
  return rows.map(({ stagedNotes, plannedNotes, changed, ...report }) => ({
    ...report,
    notes: readNotes(plannedNotes ?? stagedNotes),
    changed: changed ?? [],
  }))
}

async function summarise(database: Database, batchId: string): Promise<BatchSummary> {
  const outcome = sql<string>`coalesce(${planned.outcome}, ${staged.outcome})`
  const rule = sql<string | null>`coalesce(${planned.rule}, ${staged.rule})`
  const state = sql<string>`CASE
    WHEN ${planned.action} = 'duplicate' THEN 'repeat'
    WHEN ${planned.action} IS NOT NULL THEN ${planned.toState}
    WHEN ${staged.outcome} = 'rejected' THEN iif(${staged.rule} IS NULL, 'rejected', 'sealed')
    WHEN ${staged.decision} = 'withhold' THEN 'withheld' ELSE 'public' END`
  const groups = await database
    .select({ outcome, rule, state, rows: count() })
    .from(staged)
    .leftJoin(planned, ofRow)
    .where(eq(staged.batchId, batchId))
    .groupBy(outcome, rule, state)
    .orderBy(sql`count(*) DESC`)
  const [hidden] = await database
    .select({ records: count() })
    .from(planned)
    .where(and(eq(planned.batchId, batchId), eq(planned.action, 'hide')))
  const sum = (wanted: (group: (typeof groups)[number]) => boolean) =>
    groups.filter(wanted).reduce((total, group) => total + group.rows, 0)
  const byRule = (wanted: string) => {
    const rows = new Map<string, number>()
    for (const group of groups) {
      if (group.state === wanted) rows.set(group.rule ?? '', (rows.get(group.rule ?? '') ?? 0) + group.rows)
    }
    return [...rows].map(([id, count]) => ({ rule: id, rows: count }))
  }
  return {
    batch: batchId,
    read: sum(() => true),
    accepted: sum((group) => group.outcome === 'accepted'),
    warned: sum((group) => group.outcome === 'warned'),
    rejected: sum((group) => group.outcome === 'rejected'),
    unchanged: sum((group) => group.outcome === 'unchanged'),
    published: sum((group) => group.state === 'public'),
    withheld: byRule('withheld'),
    sealed: byRule('sealed'),
    left: sum((group) => ['withdrawn', 'ended', 'hidden'].includes(group.state)),
    repeated: sum((group) => group.state === 'repeat'),
    hidden: hidden?.records ?? 0,
  }
}
