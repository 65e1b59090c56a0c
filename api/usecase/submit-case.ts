import type { Json } from '#domain/canonical-json'
import { type CaseDue, caseClock, caseDue } from '#domain/case-clock'
import { FIRST_STATE } from '#domain/case-life'
import { type ComplaintRoute, eventOfDomain, reportSigns, routeComplaint } from '#domain/complaint-route'
import { dayOfInstant } from '#domain/day'
import type { FailureOf, SubmitFailure } from '#domain/failure'
import { isOverLimit, type LimitClass, secondsToNextHour } from '#domain/intake-limits'
import { receiptOf } from '#domain/receipt'
import { repairChannelOf } from '#domain/repair-estimate'
import { fail, ok, type Result } from '#domain/result'
import { lacksPapers, MAX_UPLOAD_BYTES, MAX_UPLOADS, SEAL_OVERHEAD } from '#domain/upload-type'
import type {
  CaseKind,
  CaseSource,
  ComplaintDomain,
  CorrectionKind,
  Creditor,
  FilerRole,
  ObjectionGround,
} from '#domain/vocabulary'
import type { BeforeSubmission, CaseStore, ClearPart } from './case-ports.ts'
import {
  checkProof,
  commitTo,
  countersOf,
  digestOf,
  hashCode,
  hashKey,
  type IntakeDeps,
  lookUpCode,
  type Proof,
  type Sender,
} from './intake.ts'
import { readRecord } from './read-record.ts'
import { NO_DUE, type WorkDue } from './work-ports.ts'

export type Submission = {
  /** What the filer wrote: in clear, to be sealed before anything is stored, or sealed already. */
  content: { part: Record<string, string | undefined> } | { sealed: Uint8Array }
  uploads: readonly string[]
  proof: Proof
} & (
  | { kind: 'objection'; clear: ObjectionSaid }
  | {
      kind: 'complaint'
      clear: {
        agency: string
        domain: ComplaintDomain
        creditor: Creditor | null
        isAboutBody: boolean
        isNamed: boolean
        mayPublishSummary: boolean
      }
    }
  | { kind: 'repair'; clear: { record: string | null; agency: string | null; hasPromised: true; isDutyDone: true } }
  | { kind: 'correction'; clear: { page: string; what: CorrectionKind } }
)

type ObjectionSaid = {
  record: string
  ground: ObjectionGround
  field: string | null
  filer: FilerRole
  /** A clerk saw the original of the mandate and kept a copy; no form of the site can say so. */
  isMandateSeen?: true
}

/** How it came in, where that was not through a form of the site. */
export type Origin = { source: CaseSource; externalNumber: string | null; staffId: string | null }
const FROM_WEB: Origin = { source: 'web', externalNumber: null, staffId: null }

export type Receipt = { receipt: string; code: string; due: CaseDue | null }

/** Where a submission belongs: about which record or organ, and who looks into it. */
type Target = { recordId: string | null; organSlug: string | null; handlerSlug: string | null }

/** A sealed file of age: its first line says so. */
const AGE_HEADER = 'age-encryption.org/v1'

/**
 * Takes something in, once: the same post again, under the same key, has the same receipt and the same code. Nothing is
 * stored before it is sealed.
 */
export async function submitCase(
  deps: IntakeDeps,
  submission: Submission,
  sender: Sender,
  origin: Origin = FROM_WEB,
): Promise<Result<Receipt, SubmitFailure>> {
  const proof = await checkProof(deps, submission.kind, submission.proof)
  // A post that is repeated late has an old proof; whether it was taken in is asked first.
  if (!proof.ok && proof.failure.why !== 'expired') return proof
  if ('sealed' in submission.content && !isAgeFile(submission.content.sealed)) return fail({ code: 'sealed-malformed' })
  if (submission.kind === 'objection' && lacksMandate(submission, origin)) return fail({ code: 'papers-missing' })

  const { counters, hour, today } = await countersOf(deps, proof.ok ? proof.value.limit : 'work', sender.address)
  const marking = await countersOf(deps, 'mark', sender.address)
  const idempotencyHash = await hashKey(deps, sender.idempotencyKey)
  const digest = await digestOf(deps, sender.idempotencyKey, await comparable(deps, submission))
  const cases = await deps.cases()
  const asked = {
    idempotencyHash,
    proofId: proof.ok ? proof.value.id : '',
    counters,
    hour,
    uploads: submission.uploads,
  }
  const before = await cases.before(asked)
  if (before.known) return knownReceipt(deps, submission.kind, sender, before.known, digest)
  if (!proof.ok) return proof

  const target = await targetOf(deps, submission)
  if (!target.ok) return target
  const refusal = refusalOf(deps, submission, before, proof.value.limit)
  if (refusal) return fail(refusal)
  const { deskKey } = before
  if (deskKey === undefined) return fail({ code: 'intake-closed' })
  const at = deps.clock()
  const receipt = receiptOf(submission.kind, deps.secrets.random(16))
  const code = await lookUpCode(deps, sender.idempotencyKey, receipt)
  const clock = caseClock(submission.kind, deps.place.areaCode, today, deps.rules)
  const isMarkable = submission.kind === 'objection' && clock?.marksOnReceipt === true
  const workDue: WorkDue = dueFrom(deps, submission.kind, at)?.on ?? NO_DUE
  const write = {
    ...{ receipt, kind: submission.kind, ...target.value, clear: clearOf(submission) },
    ...{ codeHash: await hashCode(deps, code), idempotencyHash, digest, uploads: submission.uploads },
    ...(await sealedOf(deps, submission, deskKey.recipients)),
    ...{ deskKey: deskKey.id, hour, at, ...origin },
    workDue,
    proof: { id: proof.value.id, expiresAt: proof.value.expiresAt },
    ...(await commitTo(deps, { event: 'submit', receipt, digest, at })),
  }
  const marked = { ...write, marks: true, counters: [...counters, ...marking.counters] }
  const plain = { ...write, marks: false, counters }
  const marks = isMarkable && !isOverLimit('mark', before.counts.slice(2))
  const first = await cases.submit(marks ? marked : plain)
  // The marks of this hour may have been used up meanwhile; that is no reason to refuse an objection.
  const written = marks && first === 'over' ? await cases.submit(plain) : first
  if (written === 'written') return ok({ receipt, code, due: dueFrom(deps, submission.kind, at) })
  if (written === 'over') return fail({ code: 'too-many', retryAfter: secondsToNextHour(at) })
  if (written === 'claimed') return fail({ code: 'upload-unknown', id: submission.uploads[0] ?? '' })
  return afterCollision(deps, cases, submission.kind, sender, asked, digest)
}

function lacksMandate(
  { clear, uploads }: Extract<Submission, { kind: 'objection' }>,
  { source, staffId }: Origin,
): boolean {
  const isOriginalSeen = staffId !== null && clear.isMandateSeen === true
  return lacksPapers(clear.filer, { uploads: uploads.length, source, isOriginalSeen })
}

/** The same post arrived twice at once, and the other one was faster: both get its receipt. */
async function afterCollision(
  deps: IntakeDeps,
  cases: CaseStore,
  kind: CaseKind,
  sender: Sender,
  asked: Parameters<CaseStore['before']>[0],
  digest: string,
): Promise<Result<Receipt, SubmitFailure>> {
  const { known } = await cases.before(asked)
  return known ? knownReceipt(deps, kind, sender, known, digest) : fail({ code: 'proof-refused', why: 'used' })
}

async function knownReceipt(
  deps: IntakeDeps,
  kind: CaseKind,
  { idempotencyKey }: Sender,
  known: NonNullable<BeforeSubmission['known']>,
  digest: string,
): Promise<Result<Receipt, SubmitFailure>> {
  if (known.digest !== digest) return fail({ code: 'key-reused' })
  const { receipt, submittedAt } = known
  return ok({ receipt, code: await lookUpCode(deps, idempotencyKey, receipt), due: dueFrom(deps, kind, submittedAt) })
}

function refusalOf(
  { clock }: IntakeDeps,
  { uploads }: Submission,
  before: BeforeSubmission,
  limit: LimitClass,
): SubmitFailure | undefined {
  if (before.isProofUsed) return { code: 'proof-refused', why: 'used' }
  if (isOverLimit(limit, before.counts)) return { code: 'too-many', retryAfter: secondsToNextHour(clock()) }
  return uploadTrouble(uploads, before.uploads)
}

/** Files of one post are at most 20 MB together; more come as supplements. */
export function uploadTrouble(
  named: readonly string[],
  waiting: readonly { id: string; bytes: number }[],
): FailureOf<'upload-unknown' | 'upload-refused'> | undefined {
  const lost = named.find((id) => !waiting.some((it) => it.id === id))
  if (lost !== undefined) return { code: 'upload-unknown', id: lost }
  const bytes = waiting.reduce((sum, it) => sum + it.bytes, 0)
  return bytes > MAX_UPLOAD_BYTES + MAX_UPLOADS * SEAL_OVERHEAD
    ? { code: 'upload-refused', why: 'too-large' }
    : undefined
}

async function targetOf(deps: IntakeDeps, submission: Submission): Promise<Result<Target, SubmitFailure>> {
  switch (submission.kind) {
    case 'objection':
      return publicRecord(deps, submission.clear.record)
    case 'complaint':
      return complaintTarget(deps, submission)
    case 'repair':
      return repairTarget(deps, submission.clear)
    case 'correction':
      return ok({ recordId: null, organSlug: null, handlerSlug: deps.desk.operator })
  }
}

async function publicRecord(deps: IntakeDeps, id: string): Promise<Result<Target, SubmitFailure>> {
  const found = await readRecord(deps, id)
  if (!found.ok) return fail({ code: 'record-not-found', id })
  if (found.value.state !== 'public') return fail({ code: 'record-not-public', id })
  return ok({ recordId: id, organSlug: null, handlerSlug: found.value.agency.slug })
}

/**
 * 不得将检举、揭发材料转给被检举人或单位: what reads like a report on officials is not taken in where it can be read; what a
 * browser sealed was looked at there, by the same rule.
 */
function complaintTarget(
  deps: IntakeDeps,
  { clear, content }: Extract<Submission, { kind: 'complaint' }>,
): Result<Target, SubmitFailure> {
  if (!deps.agencies.has(clear.agency)) return fail({ code: 'agency-not-found', slug: clear.agency })
  const creditor = clear.creditor ?? undefined
  const answers = {
    event: eventOfDomain(clear.domain),
    creditor,
    accused: clear.agency,
    namesOfficials: !clear.isAboutBody,
  }
  const route: ComplaintRoute = routeComplaint(answers, deps.desk)
  if (route.to === 'elsewhere') return fail({ code: 'complaint-elsewhere', channels: route.channels, why: route.why })
  if (route.to !== 'here') return fail({ code: 'complaint-elsewhere', channels: ['sme-arrears'], why: 'not-ours' })
  const written = 'part' in content ? Object.values(content.part).join('\n') : ''
  if (reportSigns(written, deps.reportWords).length > 0) {
    return fail({ code: 'complaint-elsewhere', channels: ['discipline'], why: 'names-officials' })
  }
  return ok({ recordId: null, organSlug: clear.agency, handlerSlug: route.handler })
}

/** 双公示 is repaired at 信用中国 alone; here only what is recorded here. */
async function repairTarget(
  deps: IntakeDeps,
  { record, agency }: { record: string | null; agency: string | null },
): Promise<Result<Target, SubmitFailure>> {
  if (record !== null) {
    const found = await readRecord(deps, record)
    if (!found.ok) return fail({ code: 'record-not-found', id: record })
    const channel = repairChannelOf(found.value.kind)
    if (channel !== 'here' || found.value.state !== 'public') return fail({ code: 'repair-elsewhere', channel })
    return ok({ recordId: record, organSlug: found.value.agency.slug, handlerSlug: deps.desk.operator })
  }
  if (agency === null || !deps.agencies.has(agency)) return fail({ code: 'agency-not-found', slug: agency ?? '' })
  return ok({ recordId: null, organSlug: agency, handlerSlug: deps.desk.operator })
}

function clearOf(submission: Submission): ClearPart {
  const { clear } = submission
  // Which record, organ or page it is about has columns of its own, but for the page.
  const { record: _, agency: __, ...rest }: Record<string, string | boolean | null> = { ...clear }
  return rest
}

async function comparable({ secrets }: IntakeDeps, submission: Submission): Promise<Json> {
  const { kind, clear, content, uploads } = submission
  const sealed = 'sealed' in content ? await secrets.hash(content.sealed) : null
  return { kind, clear, part: 'part' in content ? content.part : null, sealed, uploads: [...uploads] }
}

async function sealedOf(deps: IntakeDeps, { content }: Submission, recipients: readonly string[]) {
  if ('sealed' in content) return { sealed: content.sealed, sealedBy: 'browser' as const }
  const plain = new TextEncoder().encode(JSON.stringify(content.part))
  return { sealed: await deps.seal(plain, recipients), sealedBy: 'server' as const }
}

export function isAgeFile(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes.subarray(0, AGE_HEADER.length)) === AGE_HEADER
}

function dueFrom({ place, rules, calendar, clock }: IntakeDeps, kind: CaseKind, submittedAt: number): CaseDue | null {
  const on = dayOfInstant(submittedAt)
  const terms = caseClock(kind, place.areaCode, on, rules)
  if (terms === null) return null
  return caseDue([{ command: 'submit', to: FIRST_STATE, on }], terms, dayOfInstant(clock()), calendar) ?? null
}
