import type { Json } from '#domain/canonical-json'
import { type CaseCommand, takeCaseStep } from '#domain/case-life'
import type { Day } from '#domain/day'
import type { FailureOf, FilerFailure } from '#domain/failure'
import { isOverLimit, secondsToNextHour } from '#domain/intake-limits'
import { scanPersonalData } from '#domain/masking'
import { fail, ok, type Result } from '#domain/result'
import type { ActorKind, CaseRole } from '#domain/vocabulary'
import type { CaseFound, CaseStepWrite, PaperText } from './case-ports.ts'
import {
  checkProof,
  commitTo,
  countersOf,
  digestOf,
  hashKey,
  type IntakeDeps,
  type Proof,
  type Sender,
} from './intake.ts'
import { type CaseStanding, findCase, type LookUpKey, standingOf } from './look-up-case.ts'
import { isAgeFile, uploadTrouble } from './submit-case.ts'
import { workDueAfter } from './work-due.ts'

export type Supplement = {
  content: { part: { text: string } } | { sealed: Uint8Array }
  uploads: readonly string[]
  proof: Proof
}

/** Papers for a case, once: the same post again changes nothing. Where they were asked for, the clock goes on. */
export async function supplementCase(
  deps: IntakeDeps,
  key: LookUpKey,
  supplement: Supplement,
  sender: Sender,
): Promise<Result<CaseStanding, FilerFailure>> {
  const proof = await checkProof(deps, 'case', supplement.proof)
  if (!proof.ok) return proof
  const found = await findCase(deps, key, sender.address)
  if (!found.ok) return found
  const idempotencyHash = await hashKey(deps, sender.idempotencyKey)
  const cases = await deps.cases()
  const digest = await digestOf(deps, sender.idempotencyKey, await comparable(deps, supplement))
  const known = await cases.knownSupplement(idempotencyHash)
  if (known) {
    const isSame = known.receipt === found.value.receipt && known.digest === digest
    return isSame ? ok(standingOf(deps, found.value)) : fail({ code: 'key-reused' })
  }
  const { receipt, state, seq, kind } = found.value
  const next = takeCaseStep(kind, state, 'supplement', 'filer')
  if (!next.ok) return next
  const { content, uploads } = supplement
  if ('sealed' in content && !isAgeFile(content.sealed)) return fail({ code: 'sealed-malformed' })

  const { counters, hour } = await countersOf(deps, proof.value.limit, sender.address)
  const before = await cases.before({ idempotencyHash: null, proofId: proof.value.id, counters, hour, uploads })
  if (before.isProofUsed) return fail({ code: 'proof-refused', why: 'used' })
  if (isOverLimit(proof.value.limit, before.counts)) {
    return fail({ code: 'too-many', retryAfter: secondsToNextHour(deps.clock()) })
  }
  const trouble = uploadTrouble(uploads, before.uploads)
  if (trouble) return fail(trouble)
  const { deskKey } = before
  if (deskKey === undefined) return fail({ code: 'intake-closed' })
  const at = deps.clock()
  const sealed =
    'sealed' in content
      ? { sealed: content.sealed, sealedBy: 'browser' as const }
      : {
          sealed: await deps.seal(new TextEncoder().encode(JSON.stringify(content.part)), deskKey.recipients),
          sealedBy: 'server' as const,
        }
  const written = await cases.supplement({
    ...{ receipt, seq: seq + 1, from: state, to: next.value, deskKey: deskKey.id, ...sealed },
    ...{ uploads, idempotencyHash, digest, counters, hour, at },
    workDue: workDueAfter(deps, found.value, { command: 'supplement', to: next.value, at }),
    proof: { id: proof.value.id, expiresAt: proof.value.expiresAt },
    ...(await commitTo(deps, { event: 'supplement', receipt, seq: seq + 1, at })),
  })
  if (written === 'over') return fail({ code: 'too-many', retryAfter: secondsToNextHour(at) })
  if (written === 'taken' || written === 'stale') {
    const own = await cases.knownSupplement(idempotencyHash)
    if (own?.receipt === receipt && own.digest === digest) return again(deps, receipt)
    if (own) return fail({ code: 'key-reused' })
    return written === 'taken'
      ? fail({ code: 'proof-refused', why: 'used' })
      : fail({ code: 'case-changed-meanwhile', receipt })
  }
  if (written === 'claimed') return fail({ code: 'upload-unknown', id: uploads[0] ?? '' })
  return again(deps, receipt)
}

async function comparable({ secrets }: IntakeDeps, { content, uploads }: Supplement): Promise<Json> {
  const sealed = 'sealed' in content ? await secrets.hash(content.sealed) : null
  return { part: 'part' in content ? content.part : null, sealed, uploads: [...uploads] }
}

/** The filer takes a case back. Asked again for one that is withdrawn already, it is withdrawn. */
export async function withdrawCase(
  deps: IntakeDeps,
  key: LookUpKey,
  address: string,
): Promise<Result<CaseStanding, FilerFailure>> {
  const found = await findCase(deps, key, address)
  if (!found.ok) return found
  if (found.value.state === 'withdrawn') return ok(standingOf(deps, found.value))
  return step(deps, found.value, { command: 'withdraw', role: 'filer', actor: 'filer', note: null, until: null })
}

export type StaffStep = {
  receipt: string
  command: Exclude<CaseCommand, 'supplement' | 'withdraw'>
  role: CaseRole
  actor: ActorKind
  /** What the filer will read. */
  note: string | null
  /** For `ask`: the last day on which the papers may come. */
  until: Day | null
  /** Who at the desk takes it, with what they write for other staff. */
  desk?: { staffId: string; handlerSlug: string | null; papers: readonly PaperText[] }
}

/** A step that the desk or the clock takes. What the filer reads of it must name nobody: it is not sealed. */
export async function stepCase(
  deps: IntakeDeps,
  staff: StaffStep,
): Promise<Result<CaseStanding, FilerFailure | FailureOf<'note-personal-data'>>> {
  const planned = await planStep(deps, staff)
  return planned.ok ? taken(deps, planned.value) : planned
}

/** The same step, checked and not yet written: for what has to be written with it or not at all. */
export async function planStep(
  deps: IntakeDeps,
  staff: StaffStep,
): Promise<Result<CaseStepWrite, FilerFailure | FailureOf<'note-personal-data'>>> {
  const found = await (await deps.cases()).find(staff.receipt)
  if (!found) return fail({ code: 'case-not-found' })
  if (staff.note !== null && scanPersonalData(staff.note).length > 0) return fail({ code: 'note-personal-data' })
  const { receipt: _, ...move } = staff
  return moved(deps, found, move)
}

type Move = Omit<StaffStep, 'receipt' | 'command'> & { command: CaseCommand }

const NOBODY = { staffId: null, handlerSlug: null, papers: [] }

async function step(deps: IntakeDeps, found: CaseFound, move: Move): Promise<Result<CaseStanding, FilerFailure>> {
  const planned = await moved(deps, found, move)
  return planned.ok ? taken(deps, planned.value) : planned
}

async function moved(deps: IntakeDeps, found: CaseFound, move: Move): Promise<Result<CaseStepWrite, FilerFailure>> {
  const { receipt, kind, state, seq } = found
  const next = takeCaseStep(kind, state, move.command, move.role)
  if (!next.ok) return next
  const at = deps.clock()
  const event = { event: move.command, receipt, seq: seq + 1, to: next.value, at }
  const { command, role, actor, note, until, desk = NOBODY } = move
  return ok({
    ...{ receipt, seq: seq + 1, from: state, to: next.value, at, command, role, actor, note, until, ...desk },
    workDue: workDueAfter(deps, found, { command, to: next.value, at }),
    ...(await commitTo(deps, event)),
  })
}

async function taken(deps: IntakeDeps, write: CaseStepWrite): Promise<Result<CaseStanding, FilerFailure>> {
  const { receipt } = write
  const written = await (await deps.cases()).step(write)
  return written ? again(deps, receipt) : fail({ code: 'case-changed-meanwhile', receipt })
}

async function again(deps: IntakeDeps, receipt: string): Promise<Result<CaseStanding, FilerFailure>> {
  const found = await (await deps.cases()).find(receipt)
  return found ? ok(standingOf(deps, found)) : fail({ code: 'case-not-found' })
}
