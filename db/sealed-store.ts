import { and, asc, desc, eq, inArray, isNull, lt, sql } from 'drizzle-orm'
import type { CaseStore } from '#usecase/case-ports'
import { runBatch } from './batch-of.ts'
import type { Database } from './client.ts'
import { intakeCount, usedProof } from './schema/case.ts'
import { caseSealed, deskKey, deskKeyWrap, sealedPiece, sealedUpload } from './schema/sealed.ts'
import { audit } from './schema/trail.ts'
import { isCollision, mentions, OVER_LIMIT } from './unavailable.ts'

type SealedStore = Pick<
  CaseStore,
  | 'saveUpload'
  | 'sealedParts'
  | 'sealedUpload'
  | 'uploadIds'
  | 'saveDeskKey'
  | 'wraps'
  | 'wrapsOf'
  | 'saveWraps'
  | 'purgeIntake'
>

const PIECE_BYTES = 1024 * 1024
const PURGED_AT_ONCE = 50

/** Bytes that the server cannot read, and the keys that can. */
export function createSealedStore(database: Database): SealedStore {
  const unclaimed = (id: string) =>
    database
      .select({ id: sealedUpload.id })
      .from(sealedUpload)
      .where(and(eq(sealedUpload.id, id), isNull(sealedUpload.receipt)))
  return {
    async saveUpload({ id, sealed, deskKey: keyId, sealedBy, type, counts, hour, at }) {
      const pieces = Array.from({ length: Math.ceil(sealed.length / PIECE_BYTES) }, (_, n) => ({
        ...{ uploadId: id, n },
        bytes: sealed.subarray(n * PIECE_BYTES, (n + 1) * PIECE_BYTES),
      }))
      try {
        await runBatch(database, [
          database.insert(sealedUpload).values({ id, receipt: null, keyId, size: sealed.length, type, sealedBy, at }),
          ...pieces.map((piece) => database.insert(sealedPiece).values(piece)),
          ...counts.map(({ counter, n, most }) =>
            database
              .insert(intakeCount)
              .values({ counter, hour, n, most })
              .onConflictDoUpdate({ target: [intakeCount.counter, intakeCount.hour], set: { n: sql`n + excluded.n` } }),
          ),
        ])
        return 'written'
      } catch (error) {
        if (mentions(error, OVER_LIMIT)) return 'over'
        // The first copy stays whole: pieces of a longer one must not be put behind it.
        if (isCollision(error, ['sealed_upload'])) return 'written'
        throw error
      }
    },

    async sealedParts(receipt) {
      const rows = await database
        .select({ n: caseSealed.n, bytes: caseSealed.bytes, deskKey: caseSealed.keyId })
        .from(caseSealed)
        .where(eq(caseSealed.receipt, receipt))
        .orderBy(asc(caseSealed.n))
      return rows.map((row) => ({ ...row, bytes: new Uint8Array(row.bytes) }))
    },

    async sealedUpload(id) {
      const pieces = await database
        .select({ bytes: sealedPiece.bytes })
        .from(sealedPiece)
        .where(eq(sealedPiece.uploadId, id))
        .orderBy(asc(sealedPiece.n))
      if (pieces.length === 0) return undefined
      const whole = new Uint8Array(pieces.reduce((sum, { bytes }) => sum + bytes.length, 0))
      let at = 0
      for (const { bytes } of pieces) {
        whole.set(bytes, at)
        at += bytes.length
      }
      return whole
    },

    async uploadIds(receipt) {
      const rows = await database
        .select({ id: sealedUpload.id })
        .from(sealedUpload)
        .where(eq(sealedUpload.receipt, receipt))
        .orderBy(asc(sealedUpload.at))
      return rows.map(({ id }) => id)
    },

    async saveDeskKey({ id, recipient, recoveryRecipient, wraps, at }) {
      await runBatch(database, [
        database.insert(deskKey).values({ id, recipient, recoveryRecipient, createdAt: at }),
        ...wraps.map((wrap) => database.insert(deskKeyWrap).values({ keyId: id, ...wrap })),
      ])
    },

    wraps: (keyId) =>
      database
        .select({ clerk: deskKeyWrap.clerk, wrapped: deskKeyWrap.wrapped })
        .from(deskKeyWrap)
        .where(eq(deskKeyWrap.keyId, keyId)),

    async wrapsOf(clerk) {
      return database
        .select({ keyId: deskKey.id, wrapped: deskKeyWrap.wrapped })
        .from(deskKey)
        .leftJoin(deskKeyWrap, and(eq(deskKeyWrap.keyId, deskKey.id), eq(deskKeyWrap.clerk, clerk)))
        .orderBy(desc(deskKey.createdAt), desc(deskKey.id))
    },

    async saveWraps({ clerk, wraps, by, at }) {
      await runBatch(database, [
        ...wraps.map(({ keyId, wrapped }) =>
          database
            .insert(deskKeyWrap)
            .values({ keyId, clerk, wrapped })
            .onConflictDoUpdate({ target: [deskKeyWrap.keyId, deskKeyWrap.clerk], set: { wrapped } }),
        ),
        database.insert(audit).values({
          ...{ at, actor: 'staff', staffId: by, verb: 'desk-key-grant', target: clerk },
          detail: { keys: wraps.length },
        }),
      ])
    },

    async purgeIntake({ uploads, proofs, hour }) {
      const stale = await database
        .select({ id: sealedUpload.id })
        .from(sealedUpload)
        .where(and(isNull(sealedUpload.receipt), lt(sealedUpload.at, uploads)))
        .limit(PURGED_AT_ONCE)
      await runBatch(database, [
        ...stale.flatMap(({ id }) => [
          // Asked again inside the batch: a submission may have claimed it meanwhile.
          database.delete(sealedPiece).where(inArray(sealedPiece.uploadId, unclaimed(id))),
          database.delete(sealedUpload).where(inArray(sealedUpload.id, unclaimed(id))),
        ]),
        database.delete(usedProof).where(lt(usedProof.expiresAt, proofs)),
        database.delete(intakeCount).where(lt(intakeCount.hour, hour)),
      ])
      return stale.length
    },
  }
}
