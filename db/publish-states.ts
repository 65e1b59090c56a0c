import { and, asc, eq, gt, inArray, isNotNull, ne, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/sqlite-core'
import { type Day, dayOfInstant, parseDay } from '#domain/day'
import type { LicenceSibling } from '#domain/public-record'
import type { FieldValues } from '#domain/record-content'
import type { VersionContent } from '#domain/version-history'
import { type RecordMark, WITHDRAWAL_GROUNDS } from '#domain/vocabulary'
import type { PublishState, RecordStore } from '#usecase/ports'
import type { Database } from './client.ts'
import { recordMark } from './schema/case.ts'
import { organ, publication, record, version } from './schema/record.ts'

const KEYS_PER_QUERY = 500

/** What the publisher has to know of a record: its current version, the decision on it, and what shows beside it. */
export function createPublishStates(database: Database): Pick<RecordStore, 'publishStates' | 'siblingIds'> {
  return {
    async publishStates(ids) {
      const states = new Map<string, PublishState>()
      for (let at = 0; at < ids.length; at += KEYS_PER_QUERY) {
        const some = ids.slice(at, at + KEYS_PER_QUERY)
        const beside = {
          siblings: await selectSiblings(database, some),
          versions: await selectVersions(database, some),
        }
        for (const state of await selectStates(database, some, beside)) states.set(idOf(state), state)
      }
      return states
    },

    async siblingIds(ids) {
      const found = new Set<string>()
      for (let at = 0; at < ids.length; at += KEYS_PER_QUERY) {
        const siblings = await selectSiblings(database, ids.slice(at, at + KEYS_PER_QUERY))
        for (const list of siblings.values()) for (const { id } of list) found.add(id)
      }
      return [...found]
    },
  }
}

/** A new version of a record that left adds a decision; what its address says still comes from the way out. */
const lastDecision = sql`(
  SELECT max(p.seq) FROM publication p
  WHERE p.record_id = ${record.id} AND (${record.state} NOT IN ('withdrawn', 'ended') OR p.ground IS NOT NULL)
)`

/** A 许可编号 that more records than this share is no number of one licence but a word that everybody writes. */
const LONGEST_CHAIN = 20

/** The plus keeps SQLite from beginning with the index on states, which would be all public records for some licences. */
const isPublic = sql`+${record.state} = 'public'`

type Siblings = ReadonlyMap<string, LicenceSibling[]>

/** By record, whatever its own state: the other public records of its licence. */
async function selectSiblings(database: Database, ids: readonly string[]): Promise<Siblings> {
  const own = alias(record, 'own')
  const chainLength = sql`(SELECT count(*) FROM (
    SELECT 1 FROM record AS c WHERE c.licence_key = own.licence_key LIMIT ${LONGEST_CHAIN + 1}))`
  const rows = await database
    .select({
      of: own.id,
      id: record.id,
      documentNumber: sql<string | null>`${version.open} ->> 'documentNumber'`,
      decidedOn: record.decidedOn,
    })
    .from(own)
    .innerJoin(record, and(eq(record.licenceKey, own.licenceKey), ne(record.id, own.id), isPublic))
    .innerJoin(version, and(eq(version.recordId, record.id), eq(version.n, record.version)))
    .where(and(inArray(own.id, [...ids]), isNotNull(own.licenceKey), sql`${chainLength} <= ${LONGEST_CHAIN}`))
  const siblings = new Map<string, LicenceSibling[]>()
  for (const { of, ...sibling } of rows) {
    const list = siblings.get(of) ?? []
    list.push(sibling)
    siblings.set(of, list)
  }
  return siblings
}

type Versions = ReadonlyMap<string, VersionContent[]>

const wasPublic = sql`EXISTS (SELECT 1 FROM publication AS p
  WHERE p.record_id = ${version.recordId} AND p.version = ${version.n} AND p.decision <> 'withhold')`

/** Of those records that have several versions, the ones that a decision let out, oldest first. */
async function selectVersions(database: Database, ids: readonly string[]): Promise<Versions> {
  const rows = await database
    .select({
      id: version.recordId,
      n: version.n,
      at: version.createdAt,
      open: version.open,
      maskedFields: version.maskedFields,
    })
    .from(version)
    .innerJoin(record, eq(record.id, version.recordId))
    .where(and(inArray(record.id, [...ids]), gt(record.version, 1), wasPublic))
    .orderBy(asc(version.n))
  const contents = rows.map(({ id, n, at, open, maskedFields }) => ({
    id,
    content: { version: n, updatedOn: dayOfInstant(at), open: storedFields(open), maskedFields },
  }))
  const byRecord = new Map<string, VersionContent[]>()
  for (const { id, content } of contents) byRecord.set(id, [...(byRecord.get(id) ?? []), content])
  return byRecord
}

type Beside = { siblings: Siblings; versions: Versions }

async function selectStates(database: Database, ids: readonly string[], beside: Beside): Promise<PublishState[]> {
  const rows = await database
    .select({ record, version, publication, organ, mark: recordMark.mark })
    .from(record)
    .innerJoin(version, and(eq(version.recordId, record.id), eq(version.n, record.version)))
    .innerJoin(publication, and(eq(publication.recordId, record.id), eq(publication.seq, lastDecision)))
    .leftJoin(organ, eq(organ.slug, record.organSlug))
    .leftJoin(recordMark, eq(recordMark.recordId, record.id))
    .where(inArray(record.id, [...ids]))
  return rows.map((row) =>
    publishState(row, beside.siblings.get(row.record.id) ?? [], beside.versions.get(row.record.id) ?? []),
  )
}

type Joined = {
  record: typeof record.$inferSelect
  version: typeof version.$inferSelect
  publication: typeof publication.$inferSelect
  organ: typeof organ.$inferSelect | null
  mark: RecordMark | null
}

function publishState(
  { record: head, version: current, publication: decision, organ: by, mark }: Joined,
  sameLicence: readonly LicenceSibling[],
  versions: readonly VersionContent[],
): PublishState {
  const agency = { slug: by?.slug ?? '', name: by?.name ?? '' }
  const { id, kind } = head
  const decidedOn = dayOfInstant(decision.decidedAt)
  const agencySlug = by?.slug ?? null
  if (head.state === 'withheld' || head.state === 'hidden') return { state: 'hidden', id, kind, agencySlug }
  if (head.state === 'ended') {
    return { state: 'gone', on: decidedOn, agencySlug, tombstone: { id, kind, state: 'ended' } }
  }
  if (head.state === 'withdrawn') {
    const notice = {
      id,
      kind,
      state: 'withdrawn' as const,
      agency,
      documentNumber: current.open.documentNumber ?? null,
      ground: WITHDRAWAL_GROUNDS.find((ground) => ground === decision.ground) ?? 'changed',
      reason: decision.reason ?? '',
      withdrawnOn: decidedOn,
      noticeUntil: decision.noticeUntil ?? decidedOn,
    }
    return { state: 'gone', on: decidedOn, agencySlug, tombstone: notice }
  }
  if (decision.decision === 'withhold' || by === null) return { state: 'hidden', id, kind, agencySlug }
  return {
    state: 'public',
    version: {
      id,
      kind,
      open: storedFields(current.open),
      maskedFields: current.maskedFields,
      agency,
      linkedUscc: head.subjectUscc,
      publishedOn: storedDay(head.publishedOn ?? head.decidedOn),
      until: head.until === null ? null : storedDay(head.until),
      version: head.version,
      updatedOn: dayOfInstant(current.createdAt),
      decision: { rule: decision.rule, basis: decision.basis },
      sameLicence,
      marks: mark === null ? [] : [mark],
    },
    versions,
  }
}

/** Safe: written by the import from a `RecordContent`, whose keys are field ids. */
export function storedFields(open: Record<string, string>): FieldValues {
  return open as FieldValues
}

function storedDay(text: string): Day {
  const day = parseDay(text)
  if (!day) throw new Error(`"${text}" in the database is not a day.`)
  return day
}

function idOf(state: PublishState): string {
  if (state.state === 'public') return state.version.id
  return state.state === 'gone' ? state.tombstone.id : state.id
}
