import { and, asc, eq, inArray, isNull, lt, sql } from 'drizzle-orm'
import { isOpen } from '#domain/case-life'
import { CASE_STATES } from '#domain/vocabulary'
import type { CaseStore } from '#usecase/case-ports'
import { runBatch } from './batch-of.ts'
import type { Database } from './client.ts'
import { emptyLog } from './empty-log.ts'
import { alarm } from './schema/alarm.ts'
import { caseFile, casePaper, caseTrail } from './schema/case.ts'
import { message } from './schema/message.ts'
import { caseSealed, sealedPiece, sealedUpload } from './schema/sealed.ts'
import { audit } from './schema/trail.ts'

/** Readers of ours are done sooner. */
const READER_MS = 1000

const CLOSED = CASE_STATES.filter((state) => !isOpen(state))

/** What is left of a closed case when the time is over for which its contents are kept: that it was, and its steps. */
export function createCasePurge(database: Database): Pick<CaseStore, 'dueForPurge' | 'purgeCase' | 'emptyLog'> {
  return {
    async dueForPurge({ kind, closedBefore }, limit) {
      const rows = await duePurges(database, kind, closedBefore, limit)
      return rows.map(({ receipt }) => receipt)
    },

    async purgeCase(receipt, at) {
      const uploads = await database
        .select({ id: sealedUpload.id })
        .from(sealedUpload)
        .where(eq(sealedUpload.receipt, receipt))
      // A batch a file: overwriting all of a case's files in one would hold the lock for long. Marked last, so that a run
      // that was killed is caught up.
      for (const { id } of uploads) {
        await runBatch(database, [
          database.delete(sealedPiece).where(eq(sealedPiece.uploadId, id)),
          database.delete(sealedUpload).where(eq(sealedUpload.id, id)),
        ])
      }
      const unpurged = and(eq(caseFile.receipt, receipt), isNull(caseFile.purgedAt), inArray(caseFile.state, CLOSED))
      const [, , , , , , marked] = await database.batch([
        database.delete(caseSealed).where(eq(caseSealed.receipt, receipt)),
        database.delete(message).where(eq(message.receipt, receipt)),
        database.delete(casePaper).where(eq(casePaper.receipt, receipt)),
        database.update(alarm).set({ reason: null }).where(eq(alarm.target, receipt)),
        database.update(caseTrail).set({ note: null, salt: '' }).where(eq(caseTrail.receipt, receipt)),
        // Before the mark: of two who purge at once only one writes a row.
        database.insert(audit).select(
          database
            .select({
              id: sql<number>`NULL`.as('id'),
              at: sql<number>`${at}`.as('at'),
              actor: sql<'clock'>`'clock'`.as('actor'),
              verb: sql<string>`'case-purge'`.as('verb'),
              target: caseFile.receipt,
              detail: sql<Record<string, never>>`'{}'`.as('detail'),
              staffId: sql<null>`NULL`.as('staff_id'),
            })
            .from(caseFile)
            .where(unpurged),
        ),
        database
          .update(caseFile)
          .set({
            ...{ purgedAt: at, digest: '', externalNumber: null, recordId: null },
            // Unique, so it is not simply empty; no hash of a key looks like this.
            idempotencyHash: sql`'purged:' || ${caseFile.receipt}`,
            clear: sql`CASE WHEN ${caseFile.clear} ->> 'domain' IS NULL THEN '{}'
              ELSE json_object('domain', ${caseFile.clear} ->> 'domain') END`,
          })
          .where(unpurged),
      ])
      return marked.rowsAffected > 0
    },

    async emptyLog() {
      // A remote database has a log of its provider's, which nobody can empty from here.
      if (database.$client.protocol !== 'file') return 'not-ours'
      return (await emptyLog(database, READER_MS)) ? 'empty' : 'blocked'
    },
  }
}

/** Over the index of what is not purged: few rows of it are old enough and still open. */
export function duePurges(
  database: Database,
  kind: (typeof caseFile.$inferSelect)['kind'],
  before: number,
  limit: number,
) {
  return database
    .select({ receipt: caseFile.receipt })
    .from(caseFile)
    .where(
      and(
        ...[isNull(caseFile.purgedAt), eq(caseFile.kind, kind), lt(caseFile.updatedAt, before)],
        inArray(caseFile.state, CLOSED),
      ),
    )
    .orderBy(asc(caseFile.updatedAt))
    .limit(limit)
}
