import type { Context } from 'hono'
import {
  CodeBody,
  ConfirmFactorBody,
  DemoBody,
  type Me,
  NothingBody,
  PasswordBody,
  SignInBody,
  StartFactorBody,
} from '#contract/desk'
import { ADDRESS_HEADER, addressGroup } from '#domain/client-address'
import type { StaffFailure } from '#domain/failure'
import { signInGap } from '#domain/staff'
import {
  changePassword,
  confirmSecondFactor,
  giveCode,
  type SignInDeps,
  signIn,
  signOut,
  startSecondFactor,
} from '#usecase/sign-in'
import { problem } from '../problem.ts'
import { type DeskRouter, withCookies } from './desk-router.ts'
import { staffView } from './staff-view.ts'

export type DemoDesk = {
  /** Null where demo accounts may not be used: another place, or a server that others can reach. */
  passwordOf: ((account: string) => Promise<string>) | null
}

/** Signing in and out, the first password, the second factor. */
export function signInRoutes(
  desk: DeskRouter,
  deps: SignInDeps & DemoDesk & { agencies: ReadonlyMap<string, string> },
): void {
  desk.open('/sign-in', SignInBody, async ({ c, body, sent }) => {
    const done = await signIn(deps, body, addressOf(c), sent)
    return done.ok ? withCookies(c.json({ next: done.value.next }), done.value.cookies) : refuse(c, done.failure)
  })

  desk.open('/sign-in/code', CodeBody, async ({ c, body, sent }) => {
    const done = await giveCode(deps, body, sent)
    return done.ok ? withCookies(c.json({ next: 'in' }), done.value) : refuse(c, done.failure)
  })

  desk.open('/sign-in/demo', DemoBody, async ({ c, body: { role }, sent }) => {
    if (deps.passwordOf === null) return problem(c, 'address-unknown')
    const account = `demo-${role}`
    const done = await signIn(deps, { account, password: await deps.passwordOf(account) }, addressOf(c), sent)
    return done.ok ? withCookies(c.json({ next: done.value.next }), done.value.cookies) : refuse(c, done.failure)
  })

  desk.post('/sign-out', 'signed-in', NothingBody, async ({ c, staff, sent }) =>
    withCookies(c.json({}), await signOut(deps, staff, sent)),
  )

  desk.get('/me', 'signed-in', ({ c, staff }) => {
    const me: Me = { ...staffView(deps.agencies, staff), gap: signInGap(staff) }
    return c.json(me)
  })

  desk.post('/me/password', 'signed-in', PasswordBody, async ({ c, staff, body, sent }) => {
    const done = await changePassword(deps, staff, body, sent)
    return done.ok ? withCookies(c.json({}), done.value) : refuse(c, done.failure)
  })

  desk.post('/me/second-factor', 'signed-in', StartFactorBody, async ({ c, staff, body, sent }) => {
    const done = await startSecondFactor(deps, staff, body.password, sent)
    return done.ok ? c.json(done.value) : refuse(c, done.failure)
  })

  desk.post('/me/second-factor/confirm', 'signed-in', ConfirmFactorBody, async ({ c, staff, body, sent }) => {
    const done = await confirmSecondFactor(deps, staff, body.code, sent)
    return done.ok ? withCookies(c.json({}), done.value) : refuse(c, done.failure)
  })
}

export function refuse(c: Context, failure: StaffFailure): Response {
  const { code } = failure
  if (failure.code === 'sign-in-locked') return problem(c, failure.code, { retryAfter: failure.retryAfter })
  if (failure.code === 'password-weak') return problem(c, failure.code, { body: { trouble: failure.trouble } })
  return problem(c, code)
}

function addressOf(c: Context): string {
  return addressGroup(c.req.header(ADDRESS_HEADER) ?? '')
}
