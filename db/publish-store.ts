import { and, asc, count, eq, gt, inArray, isNull, lt, lte, type SQL, sql } from 'drizzle-orm'
import { byKind } from '#domain/kind-groups'
import type { FieldValues } from '#domain/record-content'
import type { RecordStore } from '#usecase/ports'
import { runBatch } from './batch-of.ts'
import type { Database } from './client.ts'
import { createPublishStates, storedFields } from './publish-states.ts'
import { organ, publication, record, version } from './schema/record.ts'
import { searchEntry } from './schema/search.ts'
import { audit, commitment, outbox, setting, trail } from './schema/trail.ts'

type PublishStore = Pick<
  RecordStore,
  | 'ping'
  | 'isEmpty'
  | 'saveOrgans'
  | 'organs'
  | 'head'
  | 'openVersions'
  | 'step'
  | 'over'
  | 'takeLease'
  | 'dropLease'
  | 'lineage'
  | 'forgetLineage'
  | 'pendingOutbox'
  | 'settleOutbox'
  | 'openContents'
  | keyof ReturnType<typeof createPublishStates>
  | 'publicOfKinds'
  | 'queue'
  | 'publicIds'
  | 'goneIds'
  | 'countPublic'
  | 'countPublicByKind'
>

const KEYS_PER_QUERY = 500

export function createPublishStore(database: Database): PublishStore {
  return {
    ...createPublishStates(database),

    async ping() {
      await database.run(sql`SELECT 1 FROM setting LIMIT 1`)
    },

    async isEmpty() {
      return (await database.select({ id: record.id }).from(record).limit(1)).length === 0
    },

    async saveOrgans(organs) {
      await runBatch(
        database,
        organs.map(({ slug, ...rest }) =>
          database
            .insert(organ)
            .values({ slug, ...rest })
            .onConflictDoUpdate({ target: organ.slug, set: rest }),
        ),
      )
    },

    organs: () => database.select().from(organ).orderBy(asc(organ.slug)),

    async head(id) {
      const [found] = await database
        .select({
          id: record.id,
          kind: record.kind,
          state: record.state,
          seq: record.seq,
          version: record.version,
          open: version.open,
          shown: sql<number>`EXISTS (SELECT 1 FROM ${publication} WHERE ${publication.recordId} = ${record.id} AND ${publication.decision} <> 'withhold')`,
        })
        .from(record)
        .innerJoin(version, and(eq(version.recordId, record.id), eq(version.n, record.version)))
        .where(eq(record.id, id))
      if (!found) return undefined
      const { open, shown, ...head } = found
      return {
        ...head,
        wasPublic: shown === 1,
        subjectName: open.subjectName ?? '',
        subjectCode: open.subjectCode ?? '',
        documentNumber: open.documentNumber ?? '',
      }
    },

    async openVersions(id) {
      const rows = await database
        .select({ n: version.n, at: version.createdAt, open: version.open })
        .from(version)
        .where(eq(version.recordId, id))
        .orderBy(asc(version.n))
      return rows.map((row) => ({ ...row, open: storedFields(row.open) }))
    },

    async step(write) {
      try {
        await runBatch(database, [
          database.insert(trail).values({
            recordId: write.id,
            seq: write.seq,
            command: write.command,
            fromState: write.fromState,
            toState: write.toState,
            actor: write.actor,
            at: write.at,
          }),
          database.insert(publication).values({
            recordId: write.id,
            seq: write.seq,
            version: write.version,
            decision: 'withhold',
            rule: write.rule,
            basis: write.reason,
            needsReview: false,
            ground: write.ground,
            reason: write.reason,
            noticeUntil: write.noticeUntil,
            decidedAt: write.at,
          }),
          database
            .update(record)
            .set({ state: write.toState, seq: write.seq, updatedAt: write.at })
            .where(eq(record.id, write.id)),
          database.insert(audit).values({
            at: write.at,
            actor: write.actor,
            verb: `record-${write.command}`,
            target: write.id,
            detail: { ground: write.ground },
          }),
          database.insert(commitment).values({ event: write.command, hash: write.commitment, at: write.at }),
          database.insert(outbox).values({ recordId: write.id, at: write.at }),
          database.delete(searchEntry).where(eq(searchEntry.id, write.id)),
        ])
        return true
      } catch (error) {
        if (isTrailCollision(error)) return false
        throw error
      }
    },

    async over(today, limit) {
      const rows = await database
        .select({ id: record.id })
        .from(record)
        .where(and(eq(record.state, 'public'), lt(record.until, today)))
        .limit(limit)
      return rows.map(({ id }) => id)
    },

    async takeLease(name, holder, at, until) {
      const key = `lease:${name}`
      const value = JSON.stringify({ holder, until })
      const taken = await database
        .insert(setting)
        .values({ key, value })
        .onConflictDoUpdate({
          target: setting.key,
          set: { value },
          setWhere: sql`json_extract(${setting.value}, '$.until') < ${at}
            OR json_extract(${setting.value}, '$.holder') = ${holder}`,
        })
        .returning({ key: setting.key })
      return taken.length === 1
    },

    async dropLease(name, holder) {
      await database
        .delete(setting)
        .where(and(eq(setting.key, `lease:${name}`), sql`json_extract(${setting.value}, '$.holder') = ${holder}`))
    },

    async forgetLineage() {
      await database.delete(setting).where(eq(setting.key, 'lineage'))
    },

    async lineage(fresh) {
      await database.insert(setting).values({ key: 'lineage', value: fresh }).onConflictDoNothing()
      const [found] = await database.select().from(setting).where(eq(setting.key, 'lineage'))
      return found?.value ?? fresh
    },

    async pendingOutbox(limit, after = 0) {
      const rows = await database
        .select({ id: outbox.id, recordId: outbox.recordId })
        .from(outbox)
        .where(and(isNull(outbox.doneAt), gt(outbox.id, after)))
        .orderBy(asc(outbox.id))
        .limit(limit)
      return { upTo: rows.at(-1)?.id ?? 0, ids: [...new Set(rows.map((row) => row.recordId))], rows: rows.length }
    },

    async settleOutbox(upTo, at) {
      await database
        .update(outbox)
        .set({ doneAt: at })
        .where(and(isNull(outbox.doneAt), lte(outbox.id, upTo)))
    },

    async openContents(ids) {
      const contents: FieldValues[] = []
      for (let at = 0; at < ids.length; at += KEYS_PER_QUERY) {
        const rows = await database
          .select({ open: version.open })
          .from(record)
          .innerJoin(version, and(eq(version.recordId, record.id), eq(version.n, record.version)))
          .where(inArray(record.id, ids.slice(at, at + KEYS_PER_QUERY)))
        contents.push(...rows.map(({ open }) => storedFields(open)))
      }
      return contents
    },

    async publicOfKinds(kinds, after, limit) {
      const rows = await database
        .select({ id: record.id, kind: record.kind, organ: record.organSlug, open: version.open })
        .from(record)
        .innerJoin(version, and(eq(version.recordId, record.id), eq(version.n, record.version)))
        .where(and(eq(record.state, 'public'), inArray(record.kind, [...kinds]), gt(record.id, after)))
        .orderBy(asc(record.id))
        .limit(limit)
      return rows.map((row) => ({ ...row, open: storedFields(row.open) }))
    },

    async queue(ids, at) {
      const rows = ids.map((recordId) => ({ recordId, at }))
      await runBatch(
        database,
        Array.from({ length: Math.ceil(rows.length / KEYS_PER_QUERY) }, (_, n) =>
          database.insert(outbox).values(rows.slice(n * KEYS_PER_QUERY, (n + 1) * KEYS_PER_QUERY)),
        ),
      )
    },

    publicIds: (after, limit) => idsWhere(database, sql`+${record.state} = 'public'`, after, limit),
    goneIds: (after, limit) => idsWhere(database, sql`+${record.state} IN ('withdrawn', 'ended')`, after, limit),

    async countPublic() {
      const [found] = await database.select({ rows: count() }).from(record).where(eq(record.state, 'public'))
      return found?.rows ?? 0
    },

    async countPublicByKind() {
      const rows = await database
        .select({ kind: record.kind, rows: count() })
        .from(record)
        .where(eq(record.state, 'public'))
        .groupBy(record.kind)
      return byKind((kind) => rows.find((row) => row.kind === kind)?.rows ?? 0)
    },
  }
}

/** Walked by id, all pages together once; by the index on states, every page would sort all of them anew. */
async function idsWhere(database: Database, isWanted: SQL, after: string, limit: number): Promise<string[]> {
  const rows = await database
    .select({ id: record.id })
    .from(record)
    .where(and(isWanted, gt(record.id, after)))
    .orderBy(asc(record.id))
    .limit(limit)
  return rows.map(({ id }) => id)
}

function isTrailCollision(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at.message.includes('UNIQUE constraint failed: trail')) return true
  }
  return false
}
