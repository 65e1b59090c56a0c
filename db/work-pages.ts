import { and, asc, desc, eq, gt, inArray, isNotNull, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import type { CaseWork } from '#usecase/case-ports'
import type { WorkAsked, WorkCursor, WorkListStore } from '#usecase/work-ports'
import { rowOf, stepOf } from './case-rows.ts'
import type { Database } from './client.ts'
import { caseFile, caseTrail, recordMark, workDueBasis } from './schema/case.ts'

/** The work list, page by page in the order of its index, and the due days that make that order. */
export function createWorkPages(database: Database): WorkListStore {
  const isWork = isNotNull(caseFile.workDue)

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
    async workPage(asked) {
      const { isClosed, limit } = asked
      const order = isClosed
        ? [desc(caseFile.updatedAt), desc(caseFile.receipt)]
        : [asc(caseFile.workDue), asc(caseFile.submittedAt), asc(caseFile.receipt)]
      const files = await database
        .select()
        .from(caseFile)
        .where(and(isClosed ? isNull(caseFile.workDue) : isWork, ...filters(asked), later(asked)))
        .orderBy(...order)
        .limit(limit + 1)
      const items = await withTrails(files.slice(0, limit))
      const last = files.length > limit ? files[limit - 1] : undefined
      return { items, next: last === undefined ? null : cursorOf(last, isClosed) }
    },

    async workCounts({ sight, assignee, waiting, today }) {
      const sum = (condition: SQL | undefined) => sql<number>`coalesce(sum(${condition}), 0)`
      const [found] = await database
        .select({
          open: sql<number>`count(*)`,
          mine: sum(sql`${caseFile.assignee} IS ${assignee}`),
          overdue: sum(lt(caseFile.workDue, today)),
          waiting: sum(inArray(caseFile.state, [...waiting])),
        })
        .from(caseFile)
        .where(and(isWork, seenBy(sight.organ)))
      return found ?? { open: 0, mine: 0, overdue: 0, waiting: 0 }
    },

    async dueBasis() {
      const [found] = await database.select().from(workDueBasis)
      return found?.basis ?? null
    },

    async saveDueBasis(basis) {
      await database
        .insert(workDueBasis)
        .values({ one: 1, basis })
        .onConflictDoUpdate({ target: workDueBasis.one, set: { basis } })
    },

    openAfter: async (receipt, limit) =>
      withTrails(
        await database
          .select()
          .from(caseFile)
          .where(and(isWork, gt(caseFile.receipt, receipt)))
          .orderBy(asc(caseFile.receipt))
          .limit(limit),
      ),

    async saveDues(dues) {
      await database.run(sql`
        UPDATE case_file SET work_due = new.value ->> 'workDue' FROM json_each(${JSON.stringify(dues)}) AS new
        WHERE case_file.receipt = new.value ->> 'receipt' AND case_file.seq = new.value ->> 'seq'
          AND work_due IS NOT new.value ->> 'workDue'`)
    },
  }
}

/** An organ is asked where a step referred the case and none took it back; being its handler by rule is not enough. */
function seenBy(organSlug: string | null): SQL | undefined {
  if (organSlug === null) return undefined
  const isAsked = sql`(SELECT t.command FROM case_trail t WHERE t.receipt = ${caseFile.receipt}
    AND t.command IN ('refer', 'recall') ORDER BY t.seq DESC LIMIT 1) = 'refer'`
  return and(eq(caseFile.handlerSlug, organSlug), isAsked)
}

function filters({ sight, assignee, states, kind, about, dueBefore }: WorkAsked): (SQL | undefined)[] {
  return [
    seenBy(sight.organ),
    assignee === null ? undefined : eq(caseFile.assignee, assignee),
    states === null ? undefined : inArray(caseFile.state, [...states]),
    kind === null ? undefined : eq(caseFile.kind, kind),
    about === null ? undefined : or(eq(caseFile.organSlug, about), eq(caseFile.handlerSlug, about)),
    dueBefore === null ? undefined : lt(caseFile.workDue, dueBefore),
  ]
}

/** What comes after the cursor in the order of the list. */
function later({ isClosed, after }: WorkAsked): SQL | undefined {
  if (after === null) return undefined
  return isClosed
    ? sql`(${caseFile.updatedAt}, ${caseFile.receipt}) < (${after.at}, ${after.receipt})`
    : sql`(${caseFile.workDue}, ${caseFile.submittedAt}, ${caseFile.receipt}) > (${after.due}, ${after.at}, ${after.receipt})`
}

function cursorOf(file: typeof caseFile.$inferSelect, isClosed: boolean): WorkCursor {
  const { workDue, submittedAt, updatedAt, receipt } = file
  return isClosed ? { due: '', at: updatedAt, receipt } : { due: workDue ?? '', at: submittedAt, receipt }
}
