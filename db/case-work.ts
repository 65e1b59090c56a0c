import { asc, eq } from 'drizzle-orm'
import type { CaseStore } from '#usecase/case-ports'
import { runBatch } from './batch-of.ts'
import type { Database } from './client.ts'
import { caseFile, casePaper } from './schema/case.ts'
import { audit } from './schema/trail.ts'

type Duties = Pick<CaseStore, 'papers' | 'assign' | 'note'>

/** What the desk reads and writes beside a case that is no step. */
export function createCaseWork(database: Database): Duties {
  return {
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
