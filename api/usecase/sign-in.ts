import type { FailureOf } from '#domain/failure'
import { fail, ok, type Result } from '#domain/result'
import { lockedFor, TRIES_OF_ACCOUNT, TRIES_OF_ADDRESS } from '#domain/sign-in-lock'
import { passwordTrouble, type Staff } from '#domain/staff'
import type { Clock } from './ports.ts'
import type { SentCookies, SetCookies, SignIn, StaffStore } from './staff-ports.ts'

export type SignInDeps = {
  /** Both opened for each verb: a database that comes back is noticed. */
  signIn: () => Promise<SignIn>
  staff: () => Promise<StaffStore>
  /** Keyed hash of an address, which is never stored as it is. */
  mac: (text: string) => Promise<string>
  clock: Clock
}

export type SignedIn = { next: 'in' | 'second-factor'; cookies: SetCookies }

/**
 * Account and password. Every try is counted before it is made, by account and by address, so that guessing is slow
 * whoever guesses; the right password within the lock is refused like a wrong one.
 */
export async function signIn(
  deps: SignInDeps,
  { account, password }: { account: string; password: string },
  address: string,
  sent: SentCookies,
): Promise<Result<SignedIn, FailureOf<'sign-in-wrong' | 'sign-in-locked'>>> {
  const store = await deps.staff()
  const at = deps.clock()
  const keys = [`account:${account}`, `address:${(await deps.mac(`sign-in:${address}`)).slice(0, 32)}`]
  const [ofAccount, ofAddress] = await store.countTries(keys, at)
  const wait = Math.max(
    ofAccount === undefined ? 0 : lockedFor(ofAccount, TRIES_OF_ACCOUNT, at),
    ofAddress === undefined ? 0 : lockedFor(ofAddress, TRIES_OF_ADDRESS, at),
  )
  const known = await store.findAccount(account)
  const note = (verb: string) =>
    // What is no account may be a password in the wrong field, so it is not written down.
    store.note({ at, staffId: known?.id ?? null, verb, target: known?.id ?? '', detail: {} })
  if (wait > 0) {
    if (known && ofAccount?.n === TRIES_OF_ACCOUNT + 1) await note('sign-in-locked')
    return fail({ code: 'sign-in-locked', retryAfter: wait })
  }
  const done = await (await deps.signIn()).withPassword(account, password, sent)
  if (done === null || known === undefined) {
    await note('sign-in-refused')
    return fail({ code: 'sign-in-wrong' })
  }
  await store.forgetTries(keys.slice(0, 1))
  if (done.next === 'in') await note('sign-in')
  return ok(done)
}

/** The second step: a code of the authenticator, or one of the recovery codes, each of which works once. */
export async function giveCode(
  deps: SignInDeps,
  { kind, code }: { kind: 'totp' | 'recovery'; code: string },
  sent: SentCookies,
): Promise<Result<SetCookies, FailureOf<'second-factor-wrong' | 'sign-in-locked' | 'sign-in-stale'>>> {
  const signing = await deps.signIn()
  const done = await signing.withCode(kind, code, sent)
  const note = async (verb: string, staffId: string | null) =>
    (await deps.staff()).note({ at: deps.clock(), staffId, verb, target: staffId ?? '', detail: { kind } })
  if (typeof done !== 'string') {
    const staff = await signing.current(asSent(done.cookies))
    await note('sign-in', staff?.id ?? null)
    return ok(done.cookies)
  }
  await note('sign-in-refused', null)
  if (done === 'locked') return fail({ code: 'sign-in-locked', retryAfter: 900 })
  return fail({ code: done === 'wrong' ? 'second-factor-wrong' : 'sign-in-stale' })
}

/** The cookies that were just set, as a browser will send them. */
function asSent(cookies: SetCookies): Headers {
  const pairs = cookies.map((cookie) => cookie.split(';', 1)[0] ?? '').filter((pair) => !pair.endsWith('='))
  return new Headers({ cookie: pairs.join('; ') })
}

export async function signOut(deps: SignInDeps, staff: Staff, sent: SentCookies): Promise<SetCookies> {
  const cookies = await (await deps.signIn()).signOut(sent)
  await noteOn(deps, staff, 'sign-out')
  return cookies
}

export async function changePassword(
  deps: SignInDeps,
  staff: Staff,
  { present, next }: { present: string; next: string },
  sent: SentCookies,
): Promise<Result<SetCookies, FailureOf<'password-weak' | 'password-wrong'>>> {
  const trouble = passwordTrouble(next, staff.account)
  if (trouble) return fail({ code: 'password-weak', trouble })
  const done = await (await deps.signIn()).changePassword(present, next, sent)
  if (done === null) return fail({ code: 'password-wrong' })
  await noteOn(deps, staff, 'password-change')
  return ok(done.cookies)
}

export async function startSecondFactor(
  deps: SignInDeps,
  staff: Staff,
  password: string,
  sent: SentCookies,
): Promise<Result<{ uri: string; recoveryCodes: string[] }, FailureOf<'password-wrong'>>> {
  const started = await (await deps.signIn()).startSecondFactor(password, sent)
  if (started === null) return fail({ code: 'password-wrong' })
  await noteOn(deps, staff, 'second-factor-start')
  return ok(started)
}

export async function confirmSecondFactor(
  deps: SignInDeps,
  staff: Staff,
  code: string,
  sent: SentCookies,
): Promise<Result<SetCookies, FailureOf<'second-factor-wrong'>>> {
  const done = await (await deps.signIn()).confirmSecondFactor(code, sent)
  if (done === 'wrong') return fail({ code: 'second-factor-wrong' })
  await noteOn(deps, staff, 'second-factor-set')
  return ok(done.cookies)
}

async function noteOn(deps: SignInDeps, { id }: Staff, verb: string): Promise<void> {
  await (await deps.staff()).note({ at: deps.clock(), staffId: id, verb, target: id, detail: {} })
}
