import { and, desc, eq, inArray, ne } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import { type Day, parseDay } from '#domain/day'
import { type FieldId, fieldsOf } from '#domain/record-fields'
import type { RecordKind } from '#domain/vocabulary'
import type { ChangeRow, ChangeStore, DecisionRow } from '#usecase/change-ports'
import type { Database } from './client.ts'
import { storedFields } from './publish-states.ts'
import type { recordChange } from './schema/change.ts'
import { versionPrivate } from './schema/private.ts'
import { publication, record, version } from './schema/record.ts'

/** A record with all that a change of it is decided on, in one trip. */
export function createRecordNow(database: Database): Pick<ChangeStore, 'record'> {
  return {
    async record(id) {
      const own = alias(record, 'own')
      const [found, shown, left] = await database.batch([
        database
          .select({ record, version, publication, sealed: versionPrivate.fields, extras: versionPrivate.extras })
          .from(record)
          .innerJoin(version, and(eq(version.recordId, record.id), eq(version.n, record.version)))
          .innerJoin(publication, and(eq(publication.recordId, record.id), eq(publication.seq, record.seq)))
          .leftJoin(versionPrivate, and(eq(versionPrivate.recordId, record.id), eq(versionPrivate.n, record.version)))
          .where(eq(record.id, id)),
        database
          .select()
          .from(publication)
          .where(and(eq(publication.recordId, id), ne(publication.decision, 'withhold')))
          .orderBy(desc(publication.seq))
          .limit(1),
        database
          .select({ id: record.id })
          .from(own)
          .innerJoin(record, and(eq(record.numberKey, own.numberKey), eq(record.familyKey, own.familyKey)))
          .where(and(eq(own.id, id), ne(record.id, id), inArray(record.state, ['withdrawn', 'ended', 'hidden'])))
          .limit(1),
      ])
      const [row] = found
      if (!row) return undefined
      const { record: head, version: current } = row
      return {
        ...{ id, kind: head.kind, state: head.state, seq: head.seq, version: head.version, organSlug: head.organSlug },
        publishedOn: storedDay(head.publishedOn),
        content: {
          open: storedFields(current.open),
          sealed: storedFields(row.sealed ?? {}),
          extras: row.extras ?? {},
          maskedFields: fieldsAmong(head.kind, current.maskedFields),
          unreadFields: current.unreadFields === null ? null : fieldsAmong(head.kind, current.unreadFields),
        },
        decision: decisionOf(row.publication),
        shown: shown[0] ? decisionOf(shown[0]) : null,
        familyLeft: left.length > 0,
      }
    },
  }
}

function decisionOf(row: typeof publication.$inferSelect): DecisionRow {
  const { decision, rule, basis, needsReview, until, version: n } = row
  return { decision, rule, basis, needsReview, until: storedDay(until), version: n }
}

function fieldsAmong(kind: RecordKind, names: readonly string[]): FieldId[] {
  return fieldsOf(kind).filter((field) => names.includes(field))
}

function storedDay(text: string | null): Day | null {
  return text === null ? null : (parseDay(text) ?? null)
}

export function changeRow(row: typeof recordChange.$inferSelect): ChangeRow {
  const { n: _, payload, ...rest } = row
  return { ...rest, payload: { fields: payload.fields, until: storedDay(payload.until) } }
}
