import { and, asc, desc, eq, inArray, lt, or, type SQL, sql } from 'drizzle-orm'
import { isOpen } from '#domain/case-life'
import { CASE_STATES } from '#domain/vocabulary'
import type { CaseStore, CaseWork } from '#usecase/case-ports'
import { runBatch } from './batch-of.ts'
import { rowOf, stepOf } from './case-rows.ts'
import type { Database } from './client.ts'
import { caseFile, casePaper, caseTrail, recordMark } from './schema/case.ts'
import { audit } from './schema/trail.ts'

const OPEN = CASE_STATES.filter(isOpen)
const CLOSED = CASE_STATES.filter((state) => !isOpen(state))

type Duties = Pick<CaseStore, 'openCases' | 'closedCases' | 'papers' | 'assign' | 'note'>

/** What the desk's work list and case page read, and what they write that is no step. */
export function createCaseWork(database: Database): Duties {
  /** An organ was asked where a step referred the case; being its handler by rule is not enough. */
  const seenBy = (organSlug: string | null): SQL | undefined =>
    organSlug === null
      ? undefined
      : and(
          eq(caseFile.handlerSlug, organSlug),
          sql`EXISTS (SELECT 1 FROM case_trail t WHERE t.receipt = ${caseFile.receipt} AND t.command = 'refer')`,
        )

  const withTrails = async (files: (typeof caseFile.$inferSelect)[]): Promise<CaseWork[]> => {
    if (files.length === 0) return []
    const receipts = files.map(({ receipt }) => receipt)
    // As one JSON text: a list of parameters has an end.
    const among = sql`(SELECT value FROM json_each(${JSON.stringify(receipts)}))`
    const [trails, marks] = await database.batch([
      database
        .select()
        .from(caseTrail)
        .where(sql`${caseTrail.receipt} IN ${among}`)
        .orderBy(asc(caseTrail.receipt), asc(caseTrail.seq)),
      database.select({ receipt: recordMark.receipt }).from(recordMark).where(sql`${recordMark.receipt} IN ${among}`),
    ])
    const steps = Map.groupBy(trails, ({ receipt }) => receipt)
    const marked = new Set(marks.map(({ receipt }) => receipt))
    return files.map((file) => ({
      ...rowOf(file, marked.has(file.receipt)),
      trail: (steps.get(file.receipt) ?? []).map(stepOf),
    }))
  }

  return {
    async openCases(organSlug) {
      return withTrails(
        await database
          .select()
          .from(caseFile)
          .where(and(inArray(caseFile.state, OPEN), seenBy(organSlug))),
      )
    },

    async closedCases(organSlug, after, limit) {
      const earlier =
        after === null
          ? undefined
          : or(
              lt(caseFile.updatedAt, after.at),
              and(eq(caseFile.updatedAt, after.at), lt(caseFile.receipt, after.receipt)),
            )
      return withTrails(
        await database
          .select()
          .from(caseFile)
          .where(and(inArray(caseFile.state, CLOSED), seenBy(organSlug), earlier))
          .orderBy(desc(caseFile.updatedAt), desc(caseFile.receipt))
          .limit(limit),
      )
    },

    papers: (receipt) =>
      database
        .select({ seq: casePaper.seq, kind: casePaper.kind, text: casePaper.text })
        .from(casePaper)
        .where(eq(casePaper.receipt, receipt))
        .orderBy(asc(casePaper.seq)),

    async assign({ receipt, assignee, by, at }) {
      await runBatch(database, [
        database.update(caseFile).set({ assignee }).where(eq(caseFile.receipt, receipt)),
        database.insert(audit).values({
          ...{ at, actor: 'staff', staffId: by, verb: 'case-assign', target: receipt },
          detail: { to: assignee ?? '' },
        }),
      ])
    },

    async note({ at, staffId, verb, receipt, detail = {} }) {
      await database.insert(audit).values({ at, actor: 'staff', staffId, verb, target: receipt, detail: { ...detail } })
    },
  }
}
