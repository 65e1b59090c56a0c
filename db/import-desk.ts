import { and, asc, desc, eq, gt, lt, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import type { DeskImport, DeskImportStore, ImportNote, SeenImport } from '#usecase/import-desk-ports'
import { runBatch } from './batch-of.ts'
import type { Database } from './client.ts'
import { readNotes } from './import-staging.ts'
import { deskImport, deskImportHand } from './schema/desk-import.ts'
import { deskImportFix, staged } from './schema/private.ts'
import { audit } from './schema/trail.ts'
import { isCollision, mentions, withAvailability } from './unavailable.ts'

/** What breaks a batch off whose import is no longer as it was seen: json() refuses what is no JSON. */
const MOVED = 'malformed JSON'

/** Imports of the desk, over any libSQL connection. */
export function createDeskImports(database: Database): DeskImportStore {
  const noted = (id: string, { verb, by, at, detail }: ImportNote): BatchItem<'sqlite'> =>
    database.insert(audit).values({
      ...{ at, verb, target: id, detail: { ...detail } },
      ...(by === null ? { actor: 'clock' as const } : { actor: 'staff' as const, staffId: by }),
    })
  const asSeen = ({ id, revision }: SeenImport): BatchItem<'sqlite'> =>
    database.run(sql`SELECT iif(EXISTS (SELECT 1 FROM desk_import
      WHERE id = ${id} AND state = 'waiting' AND revision = ${revision}), 1, json('moved'))`)
  const hand = (importId: string, { by }: ImportNote): BatchItem<'sqlite'>[] =>
    by === null ? [] : [database.insert(deskImportHand).values({ importId, staffId: by }).onConflictDoNothing()]
  const unlessMoved = async (statements: BatchItem<'sqlite'>[]): Promise<boolean> => {
    try {
      await runBatch(database, statements)
      return true
    } catch (error) {
      if (mentions(error, MOVED)) return false
      throw error
    }
  }

  return withAvailability({
    async open(made, note) {
      try {
        await runBatch(database, [
          database.insert(deskImport).values({ ...made, twin: twinOf(made), revision: 1, state: 'waiting' }),
          ...hand(made.id, note),
          noted(made.id, note),
        ])
        return true
      } catch (error) {
        if (isCollision(error, ['desk_import'])) return false
        throw error
      }
    },

    async find(id) {
      const [found] = await database.select().from(deskImport).where(eq(deskImport.id, id))
      return found
    },

    async list(organ, before, limit): Promise<DeskImport[]> {
      return database
        .select()
        .from(deskImport)
        .where(
          and(
            organ === null ? undefined : eq(deskImport.organSlug, organ),
            before === null ? undefined : lt(deskImport.n, before),
          ),
        )
        .orderBy(desc(deskImport.n))
        .limit(limit)
    },

    async waitingTwin(fileHash, sheet, organSlug) {
      const [found] = await database
        .select({ id: deskImport.id })
        .from(deskImport)
        .where(and(eq(deskImport.twin, twinOf({ fileHash, sheet, organSlug })), eq(deskImport.state, 'waiting')))
      return found?.id
    },

    async fixes(id) {
      const { n, place, text } = deskImportFix
      return database
        .select({ n, place, text })
        .from(deskImportFix)
        .where(eq(deskImportFix.importId, id))
        .orderBy(asc(n), asc(place))
    },

    async hands(id) {
      const rows = await database.select().from(deskImportHand).where(eq(deskImportHand.importId, id))
      return rows.map(({ staffId }) => staffId)
    },

    change: (seen, { choices, fixes = [] }, note) =>
      unlessMoved([
        asSeen(seen),
        database
          .update(deskImport)
          .set({ revision: seen.revision + 1, ...(choices === undefined ? {} : { choices }) })
          .where(eq(deskImport.id, seen.id)),
        ...fixes.map(({ n, place, text }) =>
          database
            .insert(deskImportFix)
            .values({ importId: seen.id, n, place, text })
            .onConflictDoUpdate({
              target: [deskImportFix.importId, deskImportFix.n, deskImportFix.place],
              set: { text },
            }),
        ),
        ...hand(seen.id, note),
        noted(seen.id, note),
      ]),

    saveCheck: (seen, check) =>
      unlessMoved([asSeen(seen), database.update(deskImport).set(check).where(eq(deskImport.id, seen.id))]),

    close: (seen, { state, note: said }, note) =>
      unlessMoved([
        asSeen(seen),
        database
          .update(deskImport)
          .set({ state, note: said, decidedBy: note.by, decidedAt: note.at })
          .where(eq(deskImport.id, seen.id)),
        database.delete(deskImportFix).where(eq(deskImportFix.importId, seen.id)),
        database.run(sql`DELETE FROM staged WHERE outcome <> 'rejected'
          AND batch_id = (SELECT batch_id FROM desk_import WHERE id = ${seen.id})`),
        noted(seen.id, note),
      ]),

    async stagedRejected(batchId, after, limit) {
      const rows = await database
        .select({ n: staged.n, received: staged.received, notes: staged.notes, rule: staged.rule })
        .from(staged)
        .where(and(eq(staged.batchId, batchId), eq(staged.outcome, 'rejected'), gt(staged.n, after)))
        .orderBy(asc(staged.n))
        .limit(limit)
      // Safe: written by the staging of the same batch.
      const cellsOf = (received: string | null) => (received === null ? null : (JSON.parse(received) as string[]))
      return rows.map(({ n, received, notes, rule }) => ({
        ...{ n, rule, received: cellsOf(received), notes: readNotes(notes) },
      }))
    },

    async overdue(before): Promise<DeskImport[]> {
      return database
        .select()
        .from(deskImport)
        .where(and(eq(deskImport.state, 'waiting'), lt(deskImport.uploadedAt, before)))
    },

    async waiting() {
      const rows = await database.select({ id: deskImport.id }).from(deskImport).where(eq(deskImport.state, 'waiting'))
      return rows.map(({ id }) => id)
    },

    async note(id, note) {
      await runBatch(database, [noted(id, note)])
    },
  })
}

function twinOf({ fileHash, sheet, organSlug }: Pick<DeskImport, 'fileHash' | 'sheet' | 'organSlug'>): string {
  return JSON.stringify([fileHash, sheet, organSlug])
}
