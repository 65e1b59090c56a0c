import { and, desc, eq, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import type { AuditWrite, ChangeStore, ChangeWrite, Closing, ProposalWrite } from '#usecase/change-ports'
import { runBatch } from './batch-of.ts'
import { createSteps } from './case-store.ts'
import { createChangeLists } from './change-lists.ts'
import { changeRow, createRecordNow } from './change-record.ts'
import type { Database } from './client.ts'
import { recordChange } from './schema/change.ts'
import { changePrivate, versionPrivate } from './schema/private.ts'
import { publication, record, subject, version } from './schema/record.ts'
import { searchEntry } from './schema/search.ts'
import { audit, commitment, outbox, trail } from './schema/trail.ts'
import { isCollision, mentions, withAvailability } from './unavailable.ts'

/** What the trigger on changes says. */
const CLOSED = 'the change is closed'

/** What staff change about records, over any libSQL connection. */
export function createChangeStore(database: Database): ChangeStore {
  const cases = createSteps(database)
  const found = async (where: ReturnType<typeof eq>) => {
    const [row] = await database
      .select({ change: recordChange, fields: changePrivate.fields })
      .from(recordChange)
      .leftJoin(changePrivate, eq(changePrivate.changeId, recordChange.id))
      .where(where)
    return row && { ...changeRow(row.change), fields: row.fields ?? {} }
  }

  const opened = (write: ProposalWrite): BatchItem<'sqlite'>[] => {
    const { fields, at, audit: _, ...row } = write
    return [
      database.insert(recordChange).values({ ...row, proposedAt: at, state: 'open' }),
      ...(Object.keys(fields).length === 0
        ? []
        : [database.insert(changePrivate).values({ changeId: write.id, fields: { ...fields } })]),
    ]
  }

  /** Values that were proposed go with the decision: what became of them is in a version, or nowhere. */
  const closed = ({ id, state, outcome, by, note }: Closing, at: number): BatchItem<'sqlite'>[] => [
    database
      .update(recordChange)
      .set({ state, outcome, decidedBy: by, decidedAt: at, decisionNote: note })
      .where(eq(recordChange.id, id)),
    database.delete(changePrivate).where(eq(changePrivate.changeId, id)),
  ]

  const audited = ({ verb, target, detail }: AuditWrite, at: number): BatchItem<'sqlite'> =>
    database.insert(audit).values({ at, actor: 'staff', staffId: String(detail.staff ?? ''), verb, target, detail })

  return withAvailability({
    ...createRecordNow(database),
    ...createChangeLists(database),

    change: (id) => found(eq(recordChange.id, id)),

    async openChangeOf(recordId) {
      const [open] = await database
        .select({ id: recordChange.id })
        .from(recordChange)
        .where(and(eq(recordChange.recordId, recordId), eq(recordChange.state, 'open')))
      return open && found(eq(recordChange.id, open.id))
    },

    async propose(write, stale) {
      const ending: Closing[] =
        stale === null ? [] : [{ id: stale, state: 'stale', outcome: null, by: null, note: null }]
      try {
        await runBatch(database, [
          ...ending.flatMap((it) => closed(it, write.at)),
          ...opened(write),
          audited(write.audit, write.at),
        ])
        return 'written'
      } catch (error) {
        if (isCollision(error, ['record_change']) || mentions(error, CLOSED)) return 'taken'
        throw error
      }
    },

    async close(closing, note, at) {
      try {
        await runBatch(database, [...closed(closing, at), audited(note, at)])
        return true
      } catch (error) {
        if (mentions(error, CLOSED)) return false
        throw error
      }
    },

    async applyChange(write, also) {
      const { closing, opening, at } = write
      try {
        await runBatch(database, [
          ...stepStatements(database, write),
          ...(closing === null ? [] : closed(closing, at)),
          ...staleOthers(database, write),
          ...(opening === null ? [] : opened(opening)),
          audited(write.audit, at),
          ...(also === undefined ? [] : cases.take(also)),
        ])
        return 'written'
      } catch (error) {
        if (isCollision(error, ['trail', 'version', 'publication'])) return 'stale'
        if (isCollision(error, ['case_trail'])) return 'case-stale'
        if (mentions(error, CLOSED)) return 'closed'
        throw error
      }
    },

    async changesOf(recordId) {
      const rows = await database
        .select()
        .from(recordChange)
        .where(eq(recordChange.recordId, recordId))
        .orderBy(desc(recordChange.n))
      return rows.map(changeRow)
    },
  })
}

/** The trail first: who comes second writes nothing at all. */
function stepStatements(database: Database, write: ChangeWrite): BatchItem<'sqlite'>[] {
  const { id, seq, command, fromState, toState, actor, at } = write
  const isSeen = fromState !== 'withheld' || toState !== 'withheld'
  return [
    database.insert(trail).values({ recordId: id, seq, command, fromState, toState, actor, at }),
    ...versionStatements(database, write),
    database
      .insert(publication)
      .values({ recordId: id, seq, version: write.version, ...write.publication, decidedAt: at }),
    database
      .update(record)
      .set({
        ...{ state: toState, seq, version: write.version, publishedOn: write.publishedOn, updatedAt: at },
        ...(toState === 'public' ? { until: write.publication.until } : {}),
      })
      .where(eq(record.id, id)),
    ...write.commitments.map(({ event, hash }) => database.insert(commitment).values({ event, hash, at })),
    ...(isSeen ? [database.insert(outbox).values({ recordId: id, at })] : []),
    // Found no more from here on; what stays public is found as it was until it is published.
    ...(toState === 'public' ? [] : [database.delete(searchEntry).where(eq(searchEntry.id, id))]),
  ]
}

/** A correction rests on the row that the version before came from, and equals it to a later import. */
function versionStatements(database: Database, { id, version: n, content: made, at }: ChangeWrite) {
  if (made === null) return []
  const { content, salt, organSlug, decidedOn, licenceKey } = made
  const linked = made.subject
  const statements: BatchItem<'sqlite'>[] = [
    ...(linked === null
      ? []
      : [
          database
            .insert(subject)
            .values({ ...linked, updatedAt: at })
            .onConflictDoUpdate({ target: subject.uscc, set: { name: linked.name, updatedAt: at } }),
        ]),
    database.insert(version).select(
      database
        .select({
          recordId: version.recordId,
          n: sql<number>`${n}`.as('n'),
          open: sql<string>`${JSON.stringify(content.open)}`.as('open'),
          maskedFields: sql<string>`${JSON.stringify(content.maskedFields)}`.as('masked_fields'),
          contentMac: version.contentMac,
          salt: sql<string>`${salt}`.as('salt'),
          batchId: version.batchId,
          rowNumber: version.rowNumber,
          createdAt: sql<number>`${at}`.as('created_at'),
          unreadFields: sql<string>`${JSON.stringify(content.unreadFields)}`.as('unread_fields'),
        })
        .from(version)
        .where(and(eq(version.recordId, id), eq(version.n, n - 1))),
    ),
    database
      .insert(versionPrivate)
      .values({ recordId: id, n, fields: { ...content.sealed }, extras: { ...content.extras } }),
    database
      .update(record)
      .set({ organSlug, subjectUscc: linked?.uscc ?? null, decidedOn, licenceKey })
      .where(eq(record.id, id)),
  ]
  return statements
}

/** Whatever else was open about the record was asked of what it no longer is. */
function staleOthers(database: Database, { id, closing, at }: ChangeWrite): BatchItem<'sqlite'>[] {
  const others = sql`SELECT id FROM record_change
    WHERE record_id = ${id} AND state = 'open' AND id <> ${closing?.id ?? ''}`
  return [
    database.run(sql`DELETE FROM change_private WHERE change_id IN (${others})`),
    database.run(sql`UPDATE record_change SET state = 'stale', decided_at = ${at} WHERE id IN (${others})`),
  ]
}
