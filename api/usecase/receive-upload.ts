import type { FailureOf } from '#domain/failure'
import type { TokenForm } from '#domain/form-token'
import { INTAKE_LIMITS, secondsToNextHour } from '#domain/intake-limits'
import { fail, ok, type Result } from '#domain/result'
import { MAX_UPLOAD_BYTES, SEAL_OVERHEAD, uploadType } from '#domain/upload-type'
import type { UploadType } from '#domain/vocabulary'
import { checkProof, countersOf, hashKey, type IntakeDeps, type Proof, type Sender } from './intake.ts'
import { isAgeFile } from './submit-case.ts'

const MEGABYTE = 1024 * 1024

type UploadFailure = FailureOf<'proof-refused' | 'upload-refused' | 'too-many' | 'intake-closed'>

/** How long a file waits for the submission that claims it. */
export const UPLOAD_WAIT_MS = 48 * 3600_000

/**
 * Takes in one file. A browser sealed it and looked at its kind; what comes in clear is looked at and sealed here. The same
 * key again is the same file.
 */
export async function receiveUpload(
  deps: IntakeDeps,
  upload: { form: TokenForm; read: () => Promise<Uint8Array>; isSealed: boolean; proof: Proof },
  sender: Sender,
): Promise<Result<{ id: string; bytes: number }, UploadFailure>> {
  const { isSealed } = upload
  const proof = await checkProof(deps, upload.form, upload.proof)
  if (!proof.ok) return proof
  const files = await countersOf(deps, 'upload', sender.address)
  const weights = await countersOf(deps, 'upload-mb', sender.address)
  const { hour } = files
  const byProof = { counter: `upload-proof:${proof.value.id}`, most: INTAKE_LIMITS['upload-proof'].all }
  const counters = [...files.counters, ...weights.counters, byProof]
  const cases = await deps.cases()
  const { counts, deskKey } = await cases.before({ idempotencyHash: null, proofId: '', counters, hour, uploads: [] })
  const tooMany = fail({ code: 'too-many' as const, retryAfter: secondsToNextHour(deps.clock()) })
  if (counters.some(({ most }, at) => (counts[at] ?? 0) >= most)) return tooMany
  if (deskKey === undefined) return fail({ code: 'intake-closed' })

  // Read only now: whoever may not send has nothing of it kept in memory.
  const bytes = await upload.read()
  if (bytes.length > MAX_UPLOAD_BYTES + SEAL_OVERHEAD) return fail({ code: 'upload-refused', why: 'too-large' })
  const type: Result<UploadType | null, FailureOf<'upload-refused'>> = isSealed ? sealedType(bytes) : clearType(bytes)
  if (!type.ok) return type
  const id = (await hashKey(deps, `upload:${sender.idempotencyKey}`)).slice(0, 32)
  const sealed = isSealed ? bytes : await deps.seal(bytes, deskKey.recipients)
  const megabytes = Math.ceil(bytes.length / MEGABYTE)
  const written = await cases.saveUpload({
    ...{ id, sealed, deskKey: deskKey.id, type: type.value, sealedBy: isSealed ? 'browser' : 'server' },
    counts: [
      ...[...files.counters, byProof].map((counter) => ({ ...counter, n: 1 })),
      ...weights.counters.map((counter) => ({ ...counter, n: megabytes })),
    ],
    ...{ hour, at: deps.clock() },
  })
  return written === 'over' ? tooMany : ok({ id, bytes: bytes.length })
}

function sealedType(bytes: Uint8Array): Result<null, FailureOf<'upload-refused'>> {
  return isAgeFile(bytes) ? ok(null) : fail({ code: 'upload-refused', why: 'sealed-malformed' })
}

function clearType(bytes: Uint8Array): Result<UploadType, FailureOf<'upload-refused'>> {
  const type = uploadType(bytes)
  return type.ok ? type : fail({ code: 'upload-refused', why: type.failure })
}
