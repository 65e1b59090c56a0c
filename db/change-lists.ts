import { and, asc, count, eq, gt, sql } from 'drizzle-orm'
import type { ChangeStore } from '#usecase/change-ports'
import { changeRow } from './change-record.ts'
import type { Database } from './client.ts'
import { recordChange } from './schema/change.ts'
import { publication, record, version } from './schema/record.ts'

type Lists = Pick<ChangeStore, 'openChanges' | 'countOpenChanges' | 'toReview' | 'countToReview'>

/** Withheld, with a last decision that says that a person has to look. */
const waits = and(eq(record.state, 'withheld'), eq(publication.needsReview, true))

/** What waits for a person at the desk. */
export function createChangeLists(database: Database): Lists {
  const lead = {
    documentNumber: sql<string | null>`${version.open} ->> 'documentNumber'`,
    subjectName: sql<string>`coalesce(${version.open} ->> 'subjectName', ${version.open} ->> 'agencyName', '')`,
  }
  return {
    async openChanges(after, limit) {
      const rows = await database
        .select({ change: recordChange, kind: record.kind, recordState: record.state, seq: record.seq, ...lead })
        .from(recordChange)
        .innerJoin(record, eq(record.id, recordChange.recordId))
        .innerJoin(version, and(eq(version.recordId, record.id), eq(version.n, record.version)))
        .where(
          and(
            eq(recordChange.state, 'open'),
            after === null
              ? undefined
              : gt(recordChange.n, sql`coalesce((SELECT n FROM record_change WHERE id = ${after}), 0)`),
          ),
        )
        .orderBy(asc(recordChange.n))
        .limit(limit)
      return rows.map(({ change, seq, ...rest }) => ({
        ...changeRow(change),
        ...rest,
        // A new version of a hidden record leaves it hidden, and its review as open as before.
        isStale: change.change === 'hide' ? rest.recordState !== 'hidden' : change.seq !== seq,
      }))
    },

    async countOpenChanges() {
      const rows = await database
        .select({ change: recordChange.change, changes: count() })
        .from(recordChange)
        .where(eq(recordChange.state, 'open'))
        .groupBy(recordChange.change)
      const of = (change: string) => rows.find((row) => row.change === change)?.changes ?? 0
      return {
        ...{ correct: of('correct'), publish: of('publish'), mask: of('mask'), withhold: of('withhold') },
        ...{ withdraw: of('withdraw'), end: of('end'), hide: of('hide') },
      }
    },

    async toReview({ after, limit, rule }) {
      return database
        .select({
          ...{ id: record.id, kind: record.kind, seq: record.seq, version: record.version },
          ...{ organSlug: record.organSlug, updatedAt: record.updatedAt, ...lead },
          ...{ rule: publication.rule, basis: publication.basis, change: recordChange.id },
        })
        .from(record)
        .innerJoin(version, and(eq(version.recordId, record.id), eq(version.n, record.version)))
        .innerJoin(publication, and(eq(publication.recordId, record.id), eq(publication.seq, record.seq)))
        .leftJoin(recordChange, and(eq(recordChange.recordId, record.id), eq(recordChange.state, 'open')))
        .where(and(waits, gt(record.id, after), rule === null ? undefined : eq(publication.rule, rule)))
        .orderBy(asc(record.id))
        .limit(limit)
    },

    countToReview: () =>
      database
        .select({ rule: publication.rule, kind: record.kind, records: count() })
        .from(record)
        .innerJoin(publication, and(eq(publication.recordId, record.id), eq(publication.seq, record.seq)))
        .where(waits)
        .groupBy(publication.rule, record.kind)
        .orderBy(sql`count(*) DESC`, asc(publication.rule)),
  }
}
