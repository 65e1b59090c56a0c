import type { Calendar } from '#domain/calendar'
import { canonicalJson, type Json } from '#domain/canonical-json'
import type { CaseRules } from '#domain/case-clock'
import type { RetentionRules } from '#domain/case-retention'
import type { ComplaintDesk, ReportWords } from '#domain/complaint-route'
import { type Day, dayOfInstant } from '#domain/day'
import type { FailureOf } from '#domain/failure'
import { readToken, signedPart, type TokenForm, tokenText } from '#domain/form-token'
import { type Counter, HOUR_MS, hourOf, INTAKE_LIMITS, type LimitClass } from '#domain/intake-limits'
import { codeOf, normaliseLookUpCode } from '#domain/receipt'
import { fail, ok, type Result } from '#domain/result'
import type { CaseStore, IntakeSecrets, Seal, WorkProofs } from './case-ports.ts'
import type { ReadDeps } from './list-rows.ts'
import type { Clock } from './ports.ts'

/** All that verbs on cases need of the world and of the place. */
export type IntakeDeps = ReadDeps & {
  /** Opened for each verb: on the edge a connection may not outlive its request. */
  cases: () => Promise<CaseStore>
  secrets: IntakeSecrets
  seal: Seal
  proofs: WorkProofs
  clock: Clock
  rules: CaseRules & RetentionRules
  calendar: Calendar
  place: { base: string; areaCode: string | null }
  desk: ComplaintDesk
  /** Names of the place's organs, by slug. */
  agencies: ReadonlyMap<string, string>
  reportWords: ReportWords
}

/** Work that a program did, the token of a form with its field that people leave empty, or somebody at the counter. */
export type Proof = { work: string } | { token: string; website: string } | { clerk: string }

/** Who sends: the key of a post, and the address it came from, which is never stored as it is. */
export type Sender = { idempotencyKey: string; address: string }

export type CheckedProof = { id: string; expiresAt: number; limit: LimitClass }

/** Purposes of the keyed hash, so that no value of one can stand for another. */
const PURPOSE = { token: 'token', code: 'code', key: 'key', digest: 'digest', address: 'address' } as const

export async function issueToken({ secrets, clock }: IntakeDeps, form: TokenForm): Promise<string> {
  const text = tokenText(form, clock(), secrets.random(16))
  return `${text}.${await macOf(secrets, PURPOSE.token, text)}`
}

/** A task for a program that wants to send something. */
export function issueWork({ proofs, clock }: IntakeDeps, form: TokenForm): Promise<Record<string, unknown>> {
  return proofs.issue(form, clock())
}

/** Whether a proof is good for one of the forms; whether it was used before only the database knows. */
export async function checkProof(
  { secrets, proofs, clock }: IntakeDeps,
  form: TokenForm,
  proof: Proof,
): Promise<Result<CheckedProof, FailureOf<'proof-refused'>>> {
  const now = clock()
  if ('clerk' in proof) {
    return ok({ id: `c:${secrets.random(16)}`, expiresAt: now + HOUR_MS, limit: 'clerk' })
  }
  if ('work' in proof) {
    const checked = await proofs.check(form, proof.work, now)
    if (!checked.ok) return fail({ code: 'proof-refused', why: checked.why })
    return ok({ id: `w:${checked.id}`, expiresAt: checked.expiresAt, limit: 'work' })
  }
  // 蜜罐：people do not see this field.
  if (proof.website !== '') return fail({ code: 'proof-refused', why: 'malformed' })
  const mac = await macOf(secrets, PURPOSE.token, signedPart(proof.token))
  const read = readToken(proof.token, mac, form, now)
  if (!read.ok) return fail({ code: 'proof-refused', why: read.failure })
  return ok({ id: `t:${read.value.key}`, expiresAt: read.value.expiresAt, limit: 'token' })
}

/** Counters of this hour: of the address, by the day, and of all. */
export async function countersOf(
  { secrets, clock }: IntakeDeps,
  which: LimitClass,
  address: string,
): Promise<{ counters: Counter[]; hour: number; today: Day }> {
  const now = clock()
  const today = dayOfInstant(now)
  const keyed = await macOf(secrets, PURPOSE.address, `${today}:${address}`)
  const { address: own, all } = INTAKE_LIMITS[which]
  const counters = [
    { counter: `${which}:${keyed.slice(0, 32)}`, most: own },
    { counter: which, most: all },
  ]
  return { counters, hour: hourOf(now), today }
}

/** The same for the same key and receipt, whenever it is asked; nobody without the intake secret can compute it. */
export async function lookUpCode({ secrets }: IntakeDeps, idempotencyKey: string, receipt: string): Promise<string> {
  const key = await secrets.hash(idempotencyKey)
  return codeOf(await macOf(secrets, PURPOSE.code, `${key}:${receipt}`))
}

export function hashCode({ secrets }: IntakeDeps, code: string): Promise<string> {
  return secrets.hash(normaliseLookUpCode(code))
}

export function hashKey({ secrets }: IntakeDeps, idempotencyKey: string): Promise<string> {
  return macOf(secrets, PURPOSE.key, idempotencyKey)
}

/** Tells a repeated post from another one under its key; without that key, which is nowhere, no guess can be tried. */
export async function digestOf({ secrets }: IntakeDeps, idempotencyKey: string, content: Json): Promise<string> {
  const own = await macOf(secrets, PURPOSE.digest, idempotencyKey)
  return secrets.hash(`${own}${canonicalJson(content)}`)
}

/** A salted commitment of an event; the salt lies beside the case and goes with it. */
export async function commitTo({ secrets }: IntakeDeps, event: Json): Promise<{ salt: string; commitment: string }> {
  const salt = secrets.random(16)
  return { salt, commitment: await secrets.hash(`${salt}${canonicalJson(event)}`) }
}

function macOf(secrets: IntakeSecrets, purpose: string, text: string): Promise<string> {
  return secrets.mac(`${purpose}:${text}`)
}
