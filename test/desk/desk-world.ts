import { createOTP } from '@better-auth/utils/otp'
import { expect, onTestFinished } from 'vitest'
import { createDeskApp, type DeskDeps } from '#api/desk-app'
import type { StaffRole } from '#domain/vocabulary'
import { openDesk } from '../../scripts/lib/desk.ts'
import { type World, world } from '../world.ts'

export type DeskAnswer = { status: number; body: Record<string, unknown>; cookies: string[] }

/** A browser at the desk: it keeps its cookies. */
export type DeskVisitor = {
  get: (path: string) => Promise<DeskAnswer>
  post: (path: string, body?: Record<string, unknown>) => Promise<DeskAnswer>
  /** Bytes as they are. */
  upload: (path: string, bytes: Uint8Array) => Promise<DeskAnswer>
  /** What it would send along with a request of a page. */
  cookie: () => string
  /** What is no JSON. */
  download: (path: string) => Promise<{ status: number; bytes: Uint8Array }>
}

export type DeskWorld = World & {
  desk: ReturnType<typeof createDeskApp>
  deskDeps: DeskDeps
  visitor: (address?: string) => DeskVisitor
  /** Signed in under a demo account of the role, made for this test. */
  as: (role: StaffRole, organSlug?: string) => Promise<DeskVisitor>
  /** Moves the desk's clock. */
  later: (ms: number) => void
}

/** A place of one's own with a desk over it: the real routes, a real database, a clock that a test may move. */
export async function deskWorld(options: Parameters<typeof world>[0] = {}): Promise<DeskWorld> {
  const w = await world(options)
  let ahead = 0
  const env = w.env
  const opened = await openDesk({ ...w, clock: () => w.clock() + ahead }, env, (error) => w.faults.push(error))
  onTestFinished(opened.close)
  const deskDeps = opened.deps
  const desk = createDeskApp(deskDeps)
  const { base } = w.content.place
  const visitor = (address = '192.0.2.7'): DeskVisitor => {
    const jar = new Map<string, string>()
    const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const send = async (path: string, init: RequestInit = {}): Promise<Response> => {
      const headers = new Headers(init.headers)
      headers.set('Cookie', cookie())
      headers.set('X-Client-Address', address)
      return desk.app.request(`${base}api/desk${path}`, { ...init, headers })
    }
    const ask = async (path: string, init: RequestInit = {}): Promise<DeskAnswer> => {
      const response = await send(path, init)
      const cookies = response.headers.getSetCookie()
      for (const cookie of cookies) {
        const [pair = ''] = cookie.split(';', 1)
        const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
        if (value === '' || /max-age=0/i.test(cookie)) jar.delete(name)
        else jar.set(name, value)
      }
      const text = await response.text()
      // Safe in tests: every answer of the desk but its files is a JSON object.
      const body = JSON.parse(text.startsWith('{') ? text : '{}') as Record<string, unknown>
      return { status: response.status, body, cookies }
    }
    return {
      cookie,
      get: (path) => ask(path),
      post: (path, body = {}) =>
        ask(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
      upload: (path, bytes) =>
        ask(path, {
          method: 'POST',
          headers: { 'Content-Type': 'application/octet-stream' },
          body: new Uint8Array(bytes),
        }),
      download: async (path) => {
        const response = await send(path)
        return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) }
      },
    }
  }
  let made = 0
  const as = async (role: StaffRole, organSlug?: string): Promise<DeskVisitor> => {
    made += 1
    const account = `test-${role}-${made}`
    const password = `a quiet word ${made}`
    const slug = role === 'organ' ? (organSlug ?? w.content.agencies[0]?.slug ?? null) : null
    await (await deskDeps.signIn()).create({ account, password, role, organSlug: slug, name: account, isDemo: true })
    const who = visitor()
    const answer = await who.post('/sign-in', { account, password })
    if (answer.status !== 200) throw new Error(`Signing in as ${role} answered ${answer.status}.`)
    return who
  }
  return {
    ...{ ...w, desk, deskDeps, visitor, as },
    later: (ms) => {
      ahead += ms
    },
  }
}

/** As the first time: own password, then an authenticator. */
export async function setUp(visitor: DeskVisitor, account: string, first: string, own: string) {
  expect((await visitor.post('/sign-in', { account, password: first })).body).toEqual({ next: 'in' })
  expect((await visitor.post('/me/password', { present: first, next: own })).status).toBe(200)
  const started = await visitor.post('/me/second-factor', { password: own })
  const uri = String(started.body.uri)
  expect((await visitor.post('/me/second-factor/confirm', { code: await codeOfUri(uri) })).status).toBe(200)
  // Safe in tests: what does not hold them fails where they are used.
  return { uri, recovery: started.body.recoveryCodes as string[] }
}

/** What an authenticator shows for a secret now. */
export function codeOfUri(uri: string): Promise<string> {
  const secret = new URL(uri).searchParams.get('secret') ?? ''
  return createOTP(new TextDecoder().decode(base32(secret))).totp()
}

function base32(text: string): Uint8Array {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...text.replaceAll('=', '')].map((it) => letters.indexOf(it).toString(2).padStart(5, '0')).join('')
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2))
}
