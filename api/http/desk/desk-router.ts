import type { z } from '@hono/zod-openapi'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { csrf } from 'hono/csrf'
import { HTTPException } from 'hono/http-exception'
import { isStoreUnavailable } from '#domain/failure'
import { type Staff, signInGap } from '#domain/staff'
import type { StaffRole } from '#domain/vocabulary'
import type { SetCookies, SignIn } from '#usecase/staff-ports'
import { invalidInput } from '../invalid-input.ts'
import { problem } from '../problem.ts'

/** `anyone`: nobody is signed in yet. `signed-in`: a session, even one that still lacks its second factor. */
export type Access = 'anyone' | 'signed-in' | readonly StaffRole[]

export type DeskRoute = { method: 'GET' | 'POST'; path: string; access: Access }

type Ask<S> = { c: Context; staff: S; sent: Headers }

export type DeskRouter = {
  app: Hono
  /** Every route with who may call it: the access table is made of this. */
  routes: DeskRoute[]
  open<B extends z.ZodType>(path: string, body: B, handle: Handle<null, z.output<B>>): void
  get(path: string, access: Exclude<Access, 'anyone'>, handle: Handle<Staff, undefined>): void
  post<B extends z.ZodType>(
    path: string,
    access: Exclude<Access, 'anyone'>,
    body: B,
    handle: Handle<Staff, z.output<B>>,
  ): void
  /** From another machine, which has no session: `isVouched` sees by a signature whose it is before more is looked at. */
  deliver<B extends z.ZodType>(
    path: string,
    isVouched: (json: unknown) => Promise<boolean>,
    body: B,
    handle: (c: Context, body: z.output<B>) => Promise<Response>,
  ): void
  /** Takes a file as it is, of at most 20 MB. */
  upload(path: string, access: Exclude<Access, 'anyone'>, handle: Handle<Staff, Uint8Array>): void
}

type Handle<S, B> = (ask: Ask<S> & { body: B }) => Promise<Response> | Response

/** Text that a clerk types; files of an import have a route of their own. */
const BODY_BYTES = 256 * 1024
/** A file of an import: some ten thousand rows. */
export const UPLOAD_BYTES = 20 * 1024 * 1024

/**
 * Routes of the desk: who is asked for first, then the body, then the verb. A route cannot be made without saying who may
 * call it. `base` is the path that they all lie under.
 */
export function createDeskRouter(
  base: string,
  signIn: () => Promise<SignIn>,
  report: (error: unknown) => void,
): DeskRouter {
  const app = new Hono().basePath(base)
  const routes: DeskRoute[] = []
  app.use('*', async (c, next) => {
    await next()
    c.header('Cache-Control', 'no-store')
    c.header('X-Robots-Tag', 'noindex')
  })
  app.use('*', csrf())
  const limitOf = (maxSize: number) => bodyLimit({ maxSize, onError: (c) => problem(c, 'body-too-large') })
  const uploads = new Set<string>()
  const [textLimit, fileLimit] = [limitOf(BODY_BYTES), limitOf(UPLOAD_BYTES)]
  // Of an upload nothing is read before its route knows who asks.
  app.use('*', (c, next) => (c.req.method === 'POST' && uploads.has(c.req.path) ? next() : textLimit(c, next)))
  app.notFound((c) => problem(c, 'address-unknown'))
  app.onError((error, c) => {
    if (isStoreUnavailable(error)) return problem(c, 'database-unavailable')
    if (error instanceof HTTPException) return problem(c, error.status === 403 ? 'origin-unknown' : 'json-broken')
    report(error)
    return problem(c, 'fault')
  })

  const whoAsks = async (c: Context, access: Exclude<Access, 'anyone'>): Promise<Staff | Response> => {
    const staff = await (await signIn()).current(c.req.raw.headers)
    if (staff === null) return problem(c, 'not-signed-in')
    if (access === 'signed-in') return staff
    const gap = signInGap(staff)
    if (gap !== null) return problem(c, 'sign-in-unfinished', { body: { gap } })
    return access.includes(staff.role) ? staff : problem(c, 'role-not-allowed')
  }
  const bodyOf = async <B extends z.ZodType>(c: Context, schema: B): Promise<z.output<B> | Response> => {
    const type = (c.req.header('Content-Type') ?? '').split(';', 1)[0]?.trim().toLowerCase()
    if (type !== 'application/json') return problem(c, 'content-type-unknown')
    const json: unknown = await c.req.json().catch(() => undefined)
    if (json === undefined) return problem(c, 'json-broken')
    const read = schema.safeParse(json)
    if (read.success) return read.data
    const refused = await invalidInput({ success: false, error: read.error, target: 'json' }, c)
    return refused instanceof Response ? refused : problem(c, 'input-invalid')
  }

  return {
    app,
    routes,
    open(path, schema, handle) {
      routes.push({ method: 'POST', path, access: 'anyone' })
      app.post(path, async (c) => {
        const body = await bodyOf(c, schema)
        return body instanceof Response ? body : handle({ c, staff: null, sent: c.req.raw.headers, body })
      })
    },
    get(path, access, handle) {
      routes.push({ method: 'GET', path, access })
      app.get(path, async (c) => {
        const staff = await whoAsks(c, access)
        return staff instanceof Response ? staff : handle({ c, staff, sent: c.req.raw.headers, body: undefined })
      })
    },
    post(path, access, schema, handle) {
      routes.push({ method: 'POST', path, access })
      app.post(path, async (c) => {
        const staff = await whoAsks(c, access)
        if (staff instanceof Response) return staff
        const body = await bodyOf(c, schema)
        return body instanceof Response ? body : handle({ c, staff, sent: c.req.raw.headers, body })
      })
    },
    deliver(path, isVouched, schema, handle) {
      routes.push({ method: 'POST', path, access: 'anyone' })
      uploads.add(`${base}${path}`)
      app.post(path, fileLimit, async (c) => {
        const json: unknown = await c.req.json().catch(() => undefined)
        if (json === undefined) return problem(c, 'json-broken')
        if (!(await isVouched(json))) return problem(c, 'sender-unknown')
        const body = await bodyOf(c, schema)
        return body instanceof Response ? body : handle(c, body)
      })
    },
    upload(path, access, handle) {
      routes.push({ method: 'POST', path, access })
      uploads.add(`${base}${path}`)
      app.post(path, async (c) => {
        const staff = await whoAsks(c, access)
        if (staff instanceof Response) return staff
        if (c.req.header('Content-Type') !== 'application/octet-stream') return problem(c, 'content-type-unknown')
        let answer: Response | undefined
        const refused = await fileLimit(c, async () => {
          const body = new Uint8Array(await c.req.arrayBuffer())
          answer = await handle({ c, staff, sent: c.req.raw.headers, body })
        })
        return refused ?? answer ?? problem(c, 'body-too-large')
      })
    },
  }
}

/** An answer that also sets what the sign-in wants the browser to keep. */
export function withCookies(response: Response, cookies: SetCookies): Response {
  for (const cookie of cookies) response.headers.append('Set-Cookie', cookie)
  return response
}
