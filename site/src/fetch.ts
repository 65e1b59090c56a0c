import { astro } from 'astro/hono'
import { Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { csrf } from 'hono/csrf'
import { etag } from 'hono/etag'
import { secureHeaders } from 'hono/secure-headers'
import { ADDRESS_HEADER } from '#domain/client-address'
import { runtime } from '#runtime'
import { createFinish, createViewSwitch } from './finish.ts'
import { createFormLimits } from './form-limits.ts'
import { createGuard, type GuardEnv } from './guard.ts'
import { createUrls } from './lib/urls.ts'
import { createMethods } from './methods.ts'

const { base } = runtime.place

/** A form of two short fields. */
const VIEW_FORM_BYTES = 4096
const CASE_PAGES = ['object', 'complain', 'repair', 'correct', 'look-up'].map((page) => `${base}${page}/`)
const SEARCH = `${base}search/`
const DESK = `${base}desk/`
const CARD = new RegExp(`^${base}(?:licences|penalties)/[0-9a-z]{12}/card/$`)

const app = new Hono<GuardEnv>()

app.use(runtime.compress)
app.use(exceptions())
app.use(
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      // Left out, it would follow scriptSrc.
      workerSrc: ["'none'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    referrerPolicy: 'no-referrer',
  }),
)
app.use(etag({ weak: true, generateDigest: runtime.digest }))
app.use(createFinish(runtime.clock))
app.use(cacheHeaders())
app.use(createMethods(base))
app.post(createUrls(base).viewSwitch(), bodyLimit({ maxSize: VIEW_FORM_BYTES }), createViewSwitch(base))
app.use(createFormLimits(base, [...CASE_PAGES, `${DESK}imports/`]))
app.use(createGuard(runtime.reader, base, runtime.stamp))
if (runtime.desk === null) {
  app.all(`${base}desk/*`, (c) => c.text('受理台不在这台服务器上。', 404))
} else {
  const { desk } = runtime
  // Behind a proxy that ends TLS the request's own address says http; the place knows what it is called.
  const { origin: known } = runtime.place
  const published = known === null ? null : new URL(known).origin
  const isOurs = (origin: string, url: string) => origin === new URL(url).origin || origin === published
  app.use(`${base}desk/*`, csrf({ origin: (origin, c) => isOurs(origin, c.req.url) }))
  app.all(`${base}api/desk/*`, (c) => desk.fetch(withAddress(c.req.raw)))
}
app.all(`${base}api/*`, (c) => runtime.app.fetch(withAddress(c.req.raw)))
app.all(`${base}feeds/*`, (c) => runtime.app.fetch(c.req.raw))
app.all(`${base}exact/*`, (c) => runtime.app.fetch(c.req.raw))
app.all(`${base}data/:file{.+\\.(?:csv|json|ndjson|jsonld|sqlite)}`, (c) => runtime.app.fetch(c.req.raw))
app.use(builtFiles())
app.use(asMiddleware(astro()))

/** The API believes this header, so whatever a client sent under it is replaced. */
function withAddress(request: Request): Request {
  const address = runtime.addressOf(request)
  if (request.headers.get(ADDRESS_HEADER) === address) return request
  const headers = new Headers(request.headers)
  headers.set(ADDRESS_HEADER, address)
  return new Request(request, { headers })
}

/** A record's card is there to be framed by others, and only the search page runs Pagefind, which is WebAssembly. */
function exceptions(): MiddlewareHandler {
  return async (c, next) => {
    await next()
    const { path } = c.req
    // Browsers then say where a post of the desk's own forms comes from; others may not post there.
    if (path.startsWith(DESK)) c.res.headers.set('Referrer-Policy', 'same-origin')
    if (path === SEARCH) loosen(c.res.headers, "script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
    if (!CARD.test(path)) return
    loosen(c.res.headers, "frame-ancestors 'none'", 'frame-ancestors *')
    c.res.headers.delete('X-Frame-Options')
  }
}

function loosen(headers: Headers, from: string, to: string): void {
  const policy = headers.get('Content-Security-Policy')
  if (policy !== null) headers.set('Content-Security-Policy', policy.replace(from, to))
}

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** `immutable` for hashed files only; whatever carries record text is asked for again every time. */
function cacheHeaders(): MiddlewareHandler {
  return async (c, next) => {
    await next()
    // Responses of the asset store have immutable headers.
    if (!runtime.hasRecordFiles) c.res = new Response(c.res.body, c.res)
    if (c.req.path.endsWith('.xlsx') && c.res.status === 200) c.res.headers.set('Content-Type', XLSX)
    const isHashed = c.req.path.startsWith(`${base}_astro/`) && c.res.status === 200
    // An answer to a form holds what a person typed, or the code of their case.
    const isCasePage = CASE_PAGES.includes(c.req.path)
    const isPrivate = isCasePage || c.req.path.startsWith(DESK) || c.req.path.startsWith(`${base}api/desk/`)
    const fresh = c.req.method === 'POST' || isPrivate ? 'no-store' : 'no-cache'
    c.res.headers.set('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : fresh)
    c.res.headers.delete('Last-Modified')
    if (c.res.headers.get('Content-Type')?.toLowerCase() === 'text/html') {
      c.res.headers.set('Content-Type', 'text/html; charset=utf-8')
    }
  }
}

function builtFiles(): MiddlewareHandler<GuardEnv> {
  const serve = asMiddleware(runtime.assets)
  return (c, next) => (c.get('mayServeFile') || !runtime.hasRecordFiles ? serve(c, next) : next())
}

/** Safe: both adapters hand out Hono middleware, typed against their own copy of the context. */
function asMiddleware(handler: unknown): MiddlewareHandler {
  return handler as MiddlewareHandler
}

/** A Worker is woken by its Cron Trigger through the same entry. */
export default runtime.scheduled === null ? app : Object.assign(app, { scheduled: runtime.scheduled })
