import { and, asc, count, desc, eq, inArray, lt, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import { isOpen } from '#domain/case-life'
import { dayOfInstant } from '#domain/day'
import type { Counter } from '#domain/intake-limits'
import { CASE_STATES, COMPLAINT_DOMAINS, type ComplaintDomain } from '#domain/vocabulary'
import type { CaseFound, CaseStore } from '#usecase/case-ports'
import { runBatch } from './batch-of.ts'
import { createCasePurge } from './case-purge.ts'
import { rowOf, stepOf } from './case-rows.ts'
import { createCaseSubmit } from './case-submit.ts'
import { createCaseWork } from './case-work.ts'
import type { Database } from './client.ts'
import { caseFile, casePaper, caseSummary, caseTrail, intakeCount, recordMark, usedProof } from './schema/case.ts'
import { record } from './schema/record.ts'
import { caseSealed, deskKey, sealedUpload } from './schema/sealed.ts'
import { audit, commitment, outbox } from './schema/trail.ts'
import { createSealedStore } from './sealed-store.ts'
import { isCollision, mentions, OVER_LIMIT, withAvailability } from './unavailable.ts'
import { createWorkPages } from './work-pages.ts'

/** What the trigger on files says. */
const CLAIMED = 'the upload is claimed'

const OPEN = CASE_STATES.filter(isOpen)

/** Cases over any libSQL connection. */
export function createCaseStore(database: Database): CaseStore {
  const steps = createSteps(database)
  const taking = createCaseSubmit(database)
  const find: CaseStore['find'] = async (receipt) => {
    const [files, trail, uploads, marks] = await database.batch([
      database.select().from(caseFile).where(eq(caseFile.receipt, receipt)),
      database.select().from(caseTrail).where(eq(caseTrail.receipt, receipt)).orderBy(asc(caseTrail.seq)),
      database.select({ n: count() }).from(sealedUpload).where(eq(sealedUpload.receipt, receipt)),
      database.select().from(recordMark).where(eq(recordMark.receipt, receipt)),
    ])
    const [file] = files
    if (!file) return undefined
    return { ...rowOf(file, marks.length > 0), trail: trail.map(stepOf), uploads: uploads[0]?.n ?? 0 }
  }
  return withAvailability({
    ...createSealedStore(database),
    ...createCaseWork(database),
    ...createWorkPages(database),
    ...createCasePurge(database),

    before: taking.before,

    submit: (write) => collides(['case_file', 'used_proof'], () => taking.submit(write)),

    async deskKey() {
      const [found] = await newestKey(database)
      return found && recipientsOf(found)
    },

    find,

    count: (counters, hour) => runBatch(database, steps.count(counters, hour)),

    async supplement(write) {
      const { receipt, at } = write
      const next = sql`(SELECT max(n) + 1 FROM case_sealed WHERE receipt = ${receipt})`
      try {
        return await collides(['case_sealed', 'used_proof'], async () => {
          await runBatch(database, [
            ...steps.take({
              ...write,
              command: 'supplement',
              role: 'filer',
              actor: 'filer',
              note: null,
              until: null,
              ...NO_STAFF,
            }),
            database.insert(caseSealed).values({
              ...{ receipt, n: next, keyId: write.deskKey, bytes: write.sealed, sealedBy: write.sealedBy, at },
              ...{ idempotencyHash: write.idempotencyHash, digest: write.digest },
            }),
            database.insert(usedProof).values(write.proof),
            ...steps.claim(receipt, write.uploads),
            ...steps.count(write.counters, write.hour),
          ])
        })
      } catch (error) {
        if (isCollision(error, ['case_trail'])) return 'stale'
        throw error
      }
    },

    async knownSupplement(idempotencyHash) {
      const [found] = await database
        .select({ receipt: caseSealed.receipt, digest: caseSealed.digest })
        .from(caseSealed)
        .where(eq(caseSealed.idempotencyHash, idempotencyHash))
      return found && { receipt: found.receipt, digest: found.digest ?? '' }
    },

    async step(write) {
      try {
        await runBatch(database, steps.take(write))
        return true
      } catch (error) {
        if (isCollision(error, ['case_trail'])) return false
        throw error
      }
    },

    async overdueAsks(today, limit) {
      const late = await database
        .selectDistinct({ receipt: caseFile.receipt })
        .from(caseFile)
        .innerJoin(caseTrail, and(eq(caseTrail.receipt, caseFile.receipt), eq(caseTrail.seq, caseFile.seq)))
        .where(and(inArray(caseFile.state, ['papers-asked', 'evidence-asked']), lt(caseTrail.until, today)))
        .limit(limit)
      const found = await Promise.all(late.map(({ receipt }) => find(receipt)))
      return found.filter((it): it is CaseFound => it !== undefined)
    },

    async list(limit) {
      const rows = await database.select().from(caseFile).orderBy(desc(caseFile.submittedAt)).limit(limit)
      return rows.map((row) => rowOf(row, false))
    },

    async saveSummary({ receipt, at, ...text }) {
      await runBatch(database, [
        database
          .insert(caseSummary)
          .values({ receipt, at, ...text })
          .onConflictDoUpdate({ target: caseSummary.receipt, set: { at, ...text } }),
        database.insert(audit).values({ at, actor: 'operator', verb: 'case-summary', target: receipt, detail: {} }),
      ])
    },

    async summaries() {
      const rows = await database
        .select({ file: caseFile, text: caseSummary })
        .from(caseSummary)
        .innerJoin(caseFile, eq(caseFile.receipt, caseSummary.receipt))
        .orderBy(desc(caseFile.updatedAt))
      return rows.map(({ file, text }) => ({
        organSlug: file.organSlug ?? '',
        domain: COMPLAINT_DOMAINS.find((it) => it === file.clear.domain) ?? 'other',
        outcome: file.state,
        ...{ summary: text.summary, reply: text.reply },
        closedOn: dayOfInstant(file.updatedAt),
      }))
    },

    countCases: () =>
      database
        .select({ kind: caseFile.kind, state: caseFile.state, cases: count() })
        .from(caseFile)
        .groupBy(caseFile.kind, caseFile.state),

    async caseSteps(before) {
      const rows = await database
        .select({
          receipt: caseTrail.receipt,
          kind: caseFile.kind,
          organ: sql<string | null>`CASE ${caseFile.kind} WHEN 'objection'
            THEN coalesce(${record.organSlug}, ${caseFile.handlerSlug}) ELSE ${caseFile.organSlug} END`,
          domain: sql<ComplaintDomain | null>`${caseFile.clear} ->> 'domain'`,
          command: caseTrail.command,
          to: caseTrail.toState,
          at: caseTrail.at,
        })
        .from(caseTrail)
        .innerJoin(caseFile, eq(caseFile.receipt, caseTrail.receipt))
        // An objection may be handed to another organ; a purged one no longer knows its record.
        .leftJoin(record, eq(record.id, caseFile.recordId))
        .where(lt(caseTrail.at, before))
        .orderBy(asc(caseTrail.receipt), asc(caseTrail.seq))
      return [...Map.groupBy(rows, ({ receipt }) => receipt).values()].flatMap((steps) => {
        const [first] = steps
        if (first === undefined) return []
        const { kind, organ, domain } = first
        return [{ kind, organ, domain, steps: steps.map(({ command, to, at }) => ({ command, to, at })) }]
      })
    },
  })
}

/** `taken`: another submission with the same key or proof was faster; nothing of this one was written. */
async function collides(
  tables: readonly string[],
  write: () => Promise<unknown>,
): Promise<'written' | 'taken' | 'claimed' | 'over'> {
  try {
    await write()
    return 'written'
  } catch (error) {
    if (mentions(error, CLAIMED)) return 'claimed'
    if (mentions(error, OVER_LIMIT)) return 'over'
    if (isCollision(error, tables)) return 'taken'
    throw error
  }
}

/** What a filer's own step lacks. */
const NO_STAFF = { staffId: null, handlerSlug: null, papers: [] }

type Take = Parameters<CaseStore['step']>[0]

/** Statements of a step of a case; a record's change takes one along in its own batch. */
export function createSteps(database: Database) {
  return {
    claim: (receipt: string, uploads: readonly string[]): BatchItem<'sqlite'>[] =>
      uploads.length === 0
        ? []
        : [
            database
              .update(sealedUpload)
              .set({ receipt })
              .where(inArray(sealedUpload.id, [...uploads])),
          ],

    count: (counters: readonly Counter[], hour: number): BatchItem<'sqlite'>[] =>
      counters.map(({ counter, most }) =>
        database
          .insert(intakeCount)
          .values({ counter, hour, n: 1, most })
          .onConflictDoUpdate({ target: [intakeCount.counter, intakeCount.hour], set: { n: sql`n + 1` } }),
      ),

    /** State, trail, audit, commitment, and the record's mark: it goes with the case, and the next open case has it. */
    take(write: Take): BatchItem<'sqlite'>[] {
      const { receipt, seq, command, at } = write
      const closed: BatchItem<'sqlite'>[] = isOpen(write.to)
        ? []
        : [
            // Rows for the publisher first: afterwards nothing says which record bore the mark.
            database.insert(outbox).select(
              database
                .select({
                  id: sql<number>`NULL`.as('id'),
                  recordId: recordMark.recordId,
                  at: sql<number>`${at}`.as('at'),
                  doneAt: sql<number>`NULL`.as('done_at'),
                })
                .from(recordMark)
                .where(eq(recordMark.receipt, receipt)),
            ),
            database.delete(recordMark).where(eq(recordMark.receipt, receipt)),
            database.run(sql`
              INSERT OR IGNORE INTO record_mark (record_id, receipt, mark, since)
              SELECT other.record_id, other.receipt, 'objection-pending', ${at}
              FROM case_file AS own JOIN case_file AS other ON other.record_id = own.record_id
              WHERE own.receipt = ${receipt} AND own.wants_mark = 1 AND other.wants_mark = 1
                AND other.state IN ${OPEN}
              ORDER BY other.submitted_at LIMIT 1`),
          ]
      return [
        database.insert(caseTrail).values({
          ...{ receipt, seq, command, fromState: write.from, toState: write.to, role: write.role, actor: write.actor },
          ...{ note: write.note, until: write.until, staffId: write.staffId, salt: write.salt, at },
        }),
        ...write.papers.map((paper) => database.insert(casePaper).values({ receipt, seq, ...paper })),
        database
          .update(caseFile)
          .set({
            ...{ state: write.to, seq, updatedAt: at, workDue: write.workDue },
            // Who works on a case that nobody has, has it.
            ...(write.staffId !== null && (write.role === 'clerk' || write.role === 'reviewer')
              ? { assignee: sql`coalesce(${caseFile.assignee}, (SELECT id FROM staff WHERE id = ${write.staffId}))` }
              : {}),
            ...(write.handlerSlug === null ? {} : { handlerSlug: write.handlerSlug }),
          })
          .where(eq(caseFile.receipt, receipt)),
        database.insert(audit).values({
          ...{ at, actor: write.actor, staffId: write.staffId, verb: `case-${command}`, target: receipt },
          detail: { to: write.to },
        }),
        database.insert(commitment).values({ event: command, hash: write.commitment, at }),
        ...closed,
      ]
    },
  }
}

function newestKey(database: Database) {
  return database.select().from(deskKey).orderBy(desc(deskKey.createdAt), desc(deskKey.id)).limit(1)
}

function recipientsOf({ id, recipient, recoveryRecipient }: typeof deskKey.$inferSelect) {
  return { id, recipients: [recipient, recoveryRecipient] }
}
