import type { FailureOf } from '#domain/failure'
import type { TokenForm } from '#domain/form-token'
import { isOverLimit, secondsToNextHour } from '#domain/intake-limits'
import { fail, ok, type Result } from '#domain/result'
import { MAX_UPLOAD_BYTES, uploadType } from '#domain/upload-type'
import type { UploadType } from '#domain/vocabulary'
import { checkProof, countersOf, hashKey, type IntakeDeps, type Proof, type Sender } from './intake.ts'
import { isAgeFile } from './submit-case.ts'

const MEGABYTE = 1024 * 1024

/** What a sealed file may be longer than what is in it: header, and 16 bytes for each 64 KiB. */
const SEAL_OVERHEAD = 64 * 1024

type UploadFailure = FailureOf<'proof-refused' | 'upload-refused' | 'too-many' | 'intake-closed'>

/** How long a file waits for the submission that claims it. */
export const UPLOAD_WAIT_MS = 48 * 3600_000

/**
 * Takes in one file. A browser sealed it and looked at its kind; what comes in clear is looked at and sealed here. The same
 * key again is the same file.
 */
export async function receiveUpload(
  deps: IntakeDeps,
  upload: { form: TokenForm; bytes: Uint8Array; isSealed: boolean; proof: Proof },
  sender: Sender,
): Promise<Result<{ id: string; bytes: number }, UploadFailure>> {
  const { bytes, isSealed } = upload
  const proof = await checkProof(deps, upload.form, upload.proof)
  if (!proof.ok) return proof
  if (bytes.length > MAX_UPLOAD_BYTES + SEAL_OVERHEAD) return fail({ code: 'upload-refused', why: 'too-large' })
  const type: Result<UploadType | null, FailureOf<'upload-refused'>> = isSealed ? sealedType(bytes) : clearType(bytes)
  if (!type.ok) return type
  const files = await countersOf(deps, 'upload', sender.address)
  const weights = await countersOf(deps, 'upload-mb', sender.address)
  const { hour } = files
  const cases = await deps.cases()
  const counters = [...files.counters, ...weights.counters]
  const before = await cases.before({ idempotencyHash: null, proofId: '', counters, hour, uploads: [] })
  if (isOverLimit('upload', before.counts) || isOverLimit('upload-mb', before.counts.slice(2))) {
    return fail({ code: 'too-many', retryAfter: secondsToNextHour(deps.clock()) })
  }
  const { deskKey } = before
  if (deskKey === undefined) return fail({ code: 'intake-closed' })
  const id = (await hashKey(deps, `upload:${sender.idempotencyKey}`)).slice(0, 32)
  const sealed = isSealed ? bytes : await deps.seal(bytes, deskKey.recipients)
  await cases.saveUpload({
    ...{ id, sealed, deskKey: deskKey.id, type: type.value, sealedBy: isSealed ? 'browser' : 'server' },
    counts: [
      ...files.counters.map((counter) => ({ counter, n: 1 })),
      ...weights.counters.map((counter) => ({ counter, n: Math.ceil(bytes.length / MEGABYTE) })),
    ],
    ...{ hour, at: deps.clock() },
  })
  return ok({ id, bytes: bytes.length })
}

function sealedType(bytes: Uint8Array): Result<null, FailureOf<'upload-refused'>> {
  return isAgeFile(bytes) ? ok(null) : fail({ code: 'upload-refused', why: 'sealed-malformed' })
}

function clearType(bytes: Uint8Array): Result<UploadType, FailureOf<'upload-refused'>> {
  const type = uploadType(bytes)
  return type.ok ? type : fail({ code: 'upload-refused', why: type.failure })
}
