import { APIError, betterAuth } from 'better-auth'
import { twoFactor, username } from 'better-auth/plugins'
import type { Staff } from '#domain/staff'
import { isAccountName, LONGEST_PASSWORD, SHORTEST_PASSWORD } from '#domain/staff'
import { STAFF_ROLES } from '#domain/vocabulary'
import type { SentCookies, SetCookies, SignIn } from '#usecase/staff-ports'

export type SignInParts = {
  /** Tables of accounts, as the library takes them. */
  tables: Parameters<typeof betterAuth>[0]['database']
  secret: string
  siteName: string
  /** Path that the cookies are for. */
  base: string
  /** Over https the browser sends them nowhere else. */
  isSecure: boolean
}

const SESSION_SECONDS = 8 * 3600
const WRONG_CODES = 10
const CODE_LOCK_SECONDS = 15 * 60

/** Demo accounts have no second factor; everybody else is asked for it before anything can be done. */
export function createSignIn(parts: SignInParts): SignIn {
  const auth = createAuth(parts)
  const { api } = auth
  const staffBy = async (sent: SentCookies): Promise<Staff | null> => {
    const found = await api.getSession({ headers: sent })
    return found === null || found.user.closedAt ? null : staffOf(found.user)
  }
  return {
    async withPassword(account, password, sent) {
      const done = await refusable(() =>
        api.signInUsername({ body: { username: account, password }, headers: sent, returnHeaders: true }),
      )
      if (done === null) return null
      const isHalf = 'twoFactorRedirect' in done.response
      return { next: isHalf ? 'second-factor' : 'in', cookies: cookiesOf(done.headers) }
    },

    async withCode(kind, code, sent) {
      try {
        const { headers } =
          kind === 'totp'
            ? await api.verifyTOTP({ body: { code }, headers: sent, returnHeaders: true })
            : await api.verifyBackupCode({ body: { code }, headers: sent, returnHeaders: true })
        return { cookies: cookiesOf(headers) }
      } catch (error) {
        if (!(error instanceof APIError)) throw error
        if (error.statusCode === 429) return 'locked'
        const why = String(error.body?.code ?? '')
        return why === 'INVALID_CODE' || why === 'INVALID_BACKUP_CODE' ? 'wrong' : 'stale'
      }
    },

    async signOut(sent) {
      const { headers } = await api.signOut({ headers: sent, returnHeaders: true })
      return cookiesOf(headers)
    },

    current: staffBy,

    async startSecondFactor(password, sent) {
      const done = await refusable(() => api.enableTwoFactor({ body: { password, method: 'totp' }, headers: sent }))
      if (done === null || done.method !== 'totp') return null
      return { uri: done.totpURI, recoveryCodes: done.backupCodes }
    },

    async confirmSecondFactor(code, sent) {
      const done = await refusable(() => api.verifyTOTP({ body: { code }, headers: sent, returnHeaders: true }))
      return done === null ? 'wrong' : { cookies: cookiesOf(done.headers) }
    },

    async changePassword(present, next, sent) {
      const staff = await staffBy(sent)
      const done = await refusable(() =>
        api.changePassword({
          body: { currentPassword: present, newPassword: next, revokeOtherSessions: true },
          headers: sent,
          returnHeaders: true,
        }),
      )
      if (done === null || staff === null) return null
      await (await auth.$context).internalAdapter.updateUser(staff.id, { mustChangePassword: false })
      return { cookies: cookiesOf(done.headers) }
    },

    async create({ account, password, name, role, organSlug, isDemo }) {
      const { internalAdapter, password: hashes, adapter } = await auth.$context
      const where = [{ field: 'username', value: account }]
      if (!isAccountName(account) || (await adapter.findOne({ model: 'user', where })) !== null) return null
      const user = await internalAdapter.createUser(
        {
          ...{ name, role, organSlug, isDemo, username: account, mustChangePassword: !isDemo },
          ...{ email: `${account}@desk.invalid`, emailVerified: false },
        },
        { method: 'admin' },
      )
      const hash = await hashes.hash(password)
      await internalAdapter.linkAccount({
        ...{ userId: user.id, accountId: user.id, providerId: 'credential', password: hash },
      })
      return staffOf({ ...user, username: account, role, organSlug, isDemo, mustChangePassword: !isDemo })
    },

    async reset(id, password) {
      const { internalAdapter, password: hashes, adapter } = await auth.$context
      await internalAdapter.updatePassword(id, await hashes.hash(password))
      await adapter.deleteMany({ model: 'twoFactor', where: [{ field: 'userId', value: id }] })
      await internalAdapter.updateUser(id, { mustChangePassword: true, twoFactorEnabled: false })
      await internalAdapter.deleteUserSessions(id)
    },

    async endSessions(id) {
      await (await auth.$context).internalAdapter.deleteUserSessions(id)
    },
  }
}

function createAuth({ tables, secret, siteName, base, isSecure }: SignInParts) {
  return betterAuth({
    database: tables,
    secret,
    // Never called over HTTP: the desk's own routes call it in process, so nobody can sign up.
    baseURL: 'http://desk.invalid',
    basePath: '/',
    appName: siteName,
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: SHORTEST_PASSWORD,
      maxPasswordLength: LONGEST_PASSWORD,
    },
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true, freshAge: 0 },
    user: {
      additionalFields: {
        role: { type: 'string', input: false },
        organSlug: { type: 'string', required: false, input: false },
        mustChangePassword: { type: 'boolean', input: false },
        isDemo: { type: 'boolean', input: false },
        closedAt: { type: 'date', required: false, input: false },
      },
    },
    plugins: [
      username({ displayUsername: false, usernameValidator: isAccountName }),
      twoFactor({
        issuer: siteName,
        accountLockout: { maxFailedAttempts: WRONG_CODES, durationSeconds: CODE_LOCK_SECONDS },
      }),
    ],
    advanced: {
      cookiePrefix: 'desk',
      useSecureCookies: isSecure,
      defaultCookieAttributes: { httpOnly: true, sameSite: 'strict', path: base },
    },
  })
}

/** Null where the library refuses; what it would say of it is in English and of no use to anybody. */
async function refusable<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof APIError) return null
    throw error
  }
}

function cookiesOf(headers: Headers): SetCookies {
  return headers.getSetCookie()
}

type User = {
  id: string
  name: string
  username?: string | null | undefined
  role: string
  organSlug?: string | null | undefined
  twoFactorEnabled?: boolean | null | undefined
  mustChangePassword?: boolean | null | undefined
  isDemo?: boolean | null | undefined
}

function staffOf({ id, name, username, role, organSlug, ...user }: User): Staff {
  const known = STAFF_ROLES.find((it) => it === role)
  if (known === undefined) throw new Error(`The account ${id} has a role that is none.`)
  return {
    ...{ id, account: username ?? '', name, role: known, organSlug: organSlug ?? null },
    hasSecondFactor: user.twoFactorEnabled === true,
    mustChangePassword: user.mustChangePassword === true,
    isDemo: user.isDemo === true,
  }
}
