import { describe, expect, test } from 'vitest'
import { ADDRESS_HEADER } from '#domain/client-address'
import { CASE_KINDS } from '#domain/vocabulary'
import { PDF } from '../upload-files.ts'
import { type World, world } from '../world.ts'
import { clearOf, freshKey, given, PARTS, PATHS, tokenOf, workOf } from './sending.ts'

/** Stands in everything that is typed; no answer may have it. */
const MARKER = '暗号不可回显'
const HAN = /\p{Script=Han}/u

type Body = Record<string, unknown>
type Route = {
  path: string
  body: Body
  /** Members without which nothing is taken; of a part, too. */
  needed: string[]
  neededInPart: string[]
  hasKey: boolean
  isSealable: boolean
}

type Request = {
  body: string | Uint8Array<ArrayBuffer>
  headers?: Record<string, string>
  method?: string
  path?: string
}
type Refused = { status: number; code: string; text: string }

const NEEDED = {
  objection: ['record', 'ground', 'filer'],
  complaint: ['agency', 'domain', 'isAboutBody', 'isNamed', 'mayPublishSummary'],
  repair: ['hasPromised', 'isDutyDone'],
  correction: ['page', 'what'],
} as const
const NEEDED_IN_PART = {
  objection: ['name', 'contact', 'phone', 'facts'],
  complaint: ['facts'],
  repair: ['name', 'contact', 'phone', 'determination', 'done'],
  correction: ['found'],
} as const

/** A text member of each part; what is wrong with a text is tried there. */
const TEXT = { objection: 'facts', complaint: 'facts', repair: 'done', correction: 'found' } as const

async function routesOf(w: World): Promise<Route[]> {
  const { receipt, code } = await given(w, 'correction', { address: '203.0.113.200' })
  const submissions = await Promise.all(
    CASE_KINDS.map(async (kind): Promise<Route> => {
      const part = { ...PARTS[kind], [TEXT[kind]]: `${PARTS[kind][TEXT[kind] as never]}${MARKER}` }
      return {
        path: PATHS[kind],
        body: { ...(await clearOf(w, kind)), part, token: await tokenOf(w, kind) },
        needed: [...NEEDED[kind], 'part', 'token'],
        neededInPart: [...NEEDED_IN_PART[kind]],
        ...{ hasKey: true, isSealable: true },
      }
    }),
  )
  const supplement: Route = {
    path: `cases/${receipt}/supplements`,
    body: { code, part: { text: MARKER }, token: await tokenOf(w, 'case') },
    ...{ needed: ['code', 'part', 'token'], neededInPart: ['text'], hasKey: true, isSealable: true },
  }
  const plain = { neededInPart: [], hasKey: false, isSealable: false }
  return [
    ...submissions,
    supplement,
    { path: 'look-ups', body: { receipt, code: MARKER }, needed: ['receipt', 'code'], ...plain },
    { path: `cases/${receipt}/withdrawal`, body: { code: MARKER }, needed: ['code'], ...plain },
  ]
}

let clients = 0

async function send(w: World, path: string, { body, headers = {}, method = 'POST' }: Request): Promise<Refused> {
  clients += 1
  const all: Record<string, string> = {
    ...{ 'Content-Type': 'application/json', 'Idempotency-Key': freshKey() },
    // Each from another address, so that none is refused for being too many.
    ...{ [ADDRESS_HEADER]: `10.0.${Math.floor(clients / 250)}.${clients % 250}`, ...headers },
  }
  for (const [name, value] of Object.entries(all)) if (value === '') delete all[name]
  const response = await w.app.request(`/api/v1/${path}`, {
    method,
    headers: all,
    ...(method === 'GET' ? {} : { body }),
  })
  const text = await response.text()
  const { code, title, detail, errors } = JSON.parse(text)
  const label = `${path} ${response.status} ${text.slice(0, 300)}`
  expect(response.headers.get('Content-Type'), label).toBe('application/problem+json; charset=utf-8')
  expect(response.headers.get('X-Robots-Tag'), label).toBe('noindex')
  if (method === 'POST') expect(response.headers.get('Cache-Control'), label).toBe('no-store')
  for (const said of [title, detail]) expect(said, label).toMatch(HAN)
  for (const { message } of errors) {
    expect(message, label).toMatch(HAN)
    expect(message, label).not.toMatch(/[A-Z][a-z]+ [a-z]+/)
  }
  for (const typed of [MARKER, encodeURIComponent(MARKER), ...new Set(Object.values(PARTS).flatMap(Object.values))]) {
    expect(text.includes(typed), label).toBe(false)
  }
  return { status: response.status, code, text }
}

function without(body: Body, field: string): Body {
  return Object.fromEntries(Object.entries(body).filter(([name]) => name !== field))
}

function deep(levels: number): unknown {
  let value: unknown = MARKER
  for (let n = 0; n < levels; n++) value = n % 2 === 0 ? [value] : { [MARKER]: value }
  return value
}

/** What is wrong, how it is sent, and the answers that are clear about it. */
type Case = [what: string, request: Request, ...codes: string[]]

function wrongEverywhere({ path, body, needed, neededInPart, hasKey }: Route): Case[] {
  const text = JSON.stringify(body)
  const part = typeof body.part === 'object' ? body.part : {}
  const json = (value: unknown) => ({ body: JSON.stringify(value) })
  const key = (value: string) => ({ body: text, headers: { 'Idempotency-Key': value } })
  return [
    ['an empty body', { body: '' }, 'json-broken'],
    ['broken JSON', { body: text.slice(0, -1) }, 'json-broken'],
    ['JSON with more behind it', { body: `${text}${text}` }, 'json-broken'],
    ['bytes that are no text', { body: new Uint8Array([0xff, 0xfe, 0x00]) }, 'json-broken'],
    ...[[], [body], 5, 'x', null, true, {}, MARKER].map(
      (value): Case => [`JSON of another type: ${JSON.stringify(value)}`.slice(0, 60), json(value), 'input-invalid'],
    ),
    ...needed.map((name): Case => [`no ${name}`, json(without(body, name)), 'input-invalid']),
    ...needed.map((name): Case => [`${name} that is null`, json({ ...body, [name]: null }), 'input-invalid']),
    ...needed.map((name): Case => [`${name} that is a list`, json({ ...body, [name]: [MARKER] }), 'input-invalid']),
    ...neededInPart.flatMap((name): Case[] => [
      [`no ${name} in the part`, json({ ...body, part: without({ ...part }, name) }), 'input-invalid'],
      [`an empty ${name} in the part`, json({ ...body, part: { ...part, [name]: ' 　' } }), 'input-invalid'],
    ]),
    ['a member nobody knows', json({ ...body, extra: MARKER }), 'input-invalid'],
    ['a member whose name is what was typed', json({ ...body, [MARKER]: 1 }), 'input-invalid'],
    ['a prototype', { body: text.replace(/^\{/, '{"__proto__":{"a":1},') }, 'input-invalid'],
    ['200 levels', json({ ...body, extra: deep(200) }), 'input-invalid'],
    ['50,000 levels', { body: `${'['.repeat(50_000)}${']'.repeat(50_000)}` }, 'input-invalid', 'json-broken'],
    ['another content type', { body: text, headers: { 'Content-Type': 'text/plain' } }, 'content-type-unknown'],
    ['a form', { body: text, headers: { 'Content-Type': 'multipart/form-data; boundary=x' } }, 'content-type-unknown'],
    [
      'no content type',
      { body: new TextEncoder().encode(text), headers: { 'Content-Type': '' } },
      'content-type-unknown',
    ],
    ['a compressed body', { body: text, headers: { 'Content-Encoding': 'gzip' } }, 'content-type-unknown'],
    ['too much', json({ ...body, extra: 'x'.repeat(300 * 1024) }), 'body-too-large'],
    ['another method', { body: text, method: 'PUT' }, 'address-unknown'],
    ['reading', { body: text, method: 'GET' }, 'address-unknown'],
    ...(hasKey
      ? ['', 'short', 'x'.repeat(21), 'x'.repeat(65), `${'x'.repeat(30)} `.repeat(2).trim(), '<script>'.repeat(4)].map(
          (value): Case => [`key ${JSON.stringify(value)}`, key(value), 'input-invalid'],
        )
      : []),
    ...(path.startsWith('cases/')
      ? [
          [
            'a case that nobody has',
            { body: text, path: path.replace(/[^/]+(?=\/\w+$)/, 'YY-0-0') },
            'case-not-found',
          ] as Case,
        ]
      : []),
  ]
}

function wrongInSending({ body }: Route, work: string): Case[] {
  const json = (value: unknown) => ({ body: JSON.stringify(value) })
  const sealed = btoa('age-encryption.org/v1\n-> X25519 abc\n')
  const plain = without(body, 'part')
  const ids = Array.from({ length: 11 }, (_, n) => n.toString(16).padStart(32, '0'))
  return [
    ['a part, and sealed', json({ ...body, sealed }), 'input-invalid'],
    ['a token, and work', json({ ...body, work }), 'input-invalid'],
    ['bytes that age did not seal', json({ ...plain, sealed: btoa('PK\u0003\u0004 hello') }), 'sealed-malformed'],
    ['no bytes', json({ ...plain, sealed: '' }), 'input-invalid'],
    ...['*', 'abcde', 'YWdl=', 'YQ=', '====', `${sealed}\n`, `${sealed} `, `${sealed}-_`, '暗号'].map(
      (text): Case => [`no base64: ${text.slice(0, 12)}`, json({ ...plain, sealed: text }), 'input-invalid'],
    ),
    ['sealed text beyond its limit', json({ ...plain, sealed: sealed.repeat(3000).slice(0, 98_308) }), 'input-invalid'],
    ['a file that nobody sent', json({ ...body, uploads: [ids[0]] }), 'upload-unknown'],
    ['eleven files', json({ ...body, uploads: ids }), 'input-invalid'],
    ['a file with a name', json({ ...body, uploads: [MARKER] }), 'input-invalid'],
    ['files that are no list', json({ ...body, uploads: MARKER }), 'input-invalid'],
    ['work that is nothing', json({ ...without(body, 'token'), work: MARKER }), 'proof-refused'],
    ['work that is JSON of nothing', json({ ...without(body, 'token'), work: btoa('{}') }), 'proof-refused'],
    ['work beyond its limit', json({ ...without(body, 'token'), work: 'x'.repeat(4097) }), 'input-invalid'],
    ['a token that is nothing', json({ ...body, token: MARKER }), 'proof-refused'],
    ['a token beyond its limit', json({ ...body, token: 'x'.repeat(201) }), 'input-invalid'],
  ]
}

/** Each trouble, with everything about its answer looked at in `send`. */
async function refusals(w: World, cases: readonly Case[], path: string): Promise<void> {
  for (const [what, request, ...codes] of cases) {
    const { status, code, text } = await send(w, request.path ?? path, request)
    expect.soft(codes, `${path}: ${what}: ${text.slice(0, 200)}`).toContain(code)
    expect.soft(status >= 400 && status < 500, `${path}: ${what}: ${status}`).toBe(true)
  }
}

test('whatever is wrong is refused clearly, in Chinese, without a fault and without a word of what was typed', async () => {
  const w = await world()
  const routes = await routesOf(w)
  const before = await w.cases.countCases()

  for (const route of routes) await refusals(w, wrongEverywhere(route), route.path)

  expect(w.faults).toEqual([])
  expect(await w.cases.countCases()).toEqual(before)
})

test('so is what is wrong with seals, proofs and files', async () => {
  const w = await world()
  const routes = (await routesOf(w)).filter(({ isSealable }) => isSealable)
  const before = await w.cases.countCases()

  for (const route of routes) await refusals(w, wrongInSending(route, await workOf(w, 'objection')), route.path)

  expect(w.faults).toEqual([])
  expect(await w.cases.countCases()).toEqual(before)
})

describe('text', () => {
  test('of ten thousand characters is refused, and so is a telephone that is none', async () => {
    const w = await world()
    for (const [kind, field] of Object.entries(TEXT)) {
      const route = (await routesOf(w)).find(({ path }) => path === PATHS[kind as keyof typeof PATHS])
      const part = { ...(route?.body.part as Body) }
      const cases: Case[] = [
        [
          '10,000 characters',
          { body: JSON.stringify({ ...route?.body, part: { ...part, [field]: MARKER.repeat(1667) } }) },
          'input-invalid',
        ],
      ]
      if ('phone' in part) {
        for (const phone of [MARKER, '1', '110', 'abcdefg', '１３８００１３８０００', '138 <b>']) {
          cases.push([
            `phone ${phone}`,
            { body: JSON.stringify({ ...route?.body, part: { ...part, phone } }) },
            'input-invalid',
          ])
        }
      }
      await refusals(w, cases, route?.path ?? '')
    }
    expect(w.faults).toEqual([])
  })

  test('with null bytes, half characters, and directions is text like any other: taken in, and sealed as it came', async () => {
    const w = await world()
    const odd = 'a\u0000b\ud800c\udc00d\u202ee\ufeff😀'
    for (const { path, body } of (await routesOf(w)).filter(({ isSealable }) => isSealable)) {
      const part: Body = { ...(body.part as Body) }
      for (const field of ['facts', 'done', 'found', 'text']) if (field in part) part[field] = odd

      const response = await w.app.request(`/api/v1/${path}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Idempotency-Key': freshKey() },
        body: JSON.stringify({ ...body, part }),
      })

      expect([path, response.status]).toEqual([path, 201])
    }
    expect(w.faults).toEqual([])
  })

  test('in the members that route a case is looked up, never stored as it is', async () => {
    const w = await world()
    const routes = await routesOf(w)
    const odd = ['\u0000', '\ud800', MARKER, '../../etc', "' OR 1=1 --", 'x'.repeat(64)]
    const at = (path: string) => routes.find((it) => it.path === path) ?? { body: {}, path }
    for (const value of odd) {
      const { body: objection } = at('objections')
      const { body: complaint } = at('complaints')
      const { body: repair } = at('repairs')
      const json = (it: unknown): Request => ({ body: JSON.stringify(it) })
      await refusals(
        w,
        [['record', json({ ...objection, record: value }), 'input-invalid', 'record-not-found']],
        'objections',
      )
      await refusals(w, [['agency', json({ ...complaint, agency: value }), 'agency-not-found']], 'complaints')
      await refusals(w, [['agency', json({ ...repair, agency: value }), 'agency-not-found']], 'repairs')
      await refusals(
        w,
        [['record', json({ ...repair, record: value }), 'input-invalid', 'record-not-found']],
        'repairs',
      )
      await refusals(
        w,
        [['page', json({ ...at('corrections').body, page: `${value} ?` }), 'input-invalid']],
        'corrections',
      )
      await refusals(w, [['receipt', json({ receipt: value, code: value }), 'case-not-found']], 'look-ups')
    }
    expect(w.faults).toEqual([])
  })
})

test('a file is refused as clearly', async () => {
  const w = await world()
  const token = await tokenOf(w, 'objection')
  const work = encodeURIComponent(await workOf(w, 'objection'))
  const pdf = new Uint8Array(PDF)
  const octets = { 'Content-Type': 'application/octet-stream' }
  const at = (query: string) => `uploads?${query}`
  const good = at(`form=objection&sealed=no&token=${token}`)
  const bytes = (
    body: Uint8Array<ArrayBuffer> | string,
    path = good,
    headers: Record<string, string> = octets,
  ): Request => ({
    ...{ body, headers, path },
  })
  const cases: Case[] = [
    ['JSON', bytes('{}', good, { 'Content-Type': 'application/json' }), 'content-type-unknown'],
    ['a form', bytes(pdf, good, { 'Content-Type': 'multipart/form-data; boundary=x' }), 'content-type-unknown'],
    ['compressed', bytes(pdf, good, { ...octets, 'Content-Encoding': 'gzip' }), 'content-type-unknown'],
    ['nothing', bytes(new Uint8Array(0)), 'upload-refused'],
    ['text', bytes(MARKER), 'upload-refused'],
    ['what is not sealed', bytes(pdf, good.replace('sealed=no', 'sealed=yes')), 'upload-refused'],
    ['too much', bytes(new Uint8Array(21 * 1024 * 1024 + 1)), 'body-too-large'],
    ['a little too much', bytes(new Uint8Array([...PDF, ...new Uint8Array(20 * 1024 * 1024)])), 'upload-refused'],
    ['no form', bytes(pdf, at(`sealed=no&token=${token}`)), 'input-invalid'],
    ['no such form', bytes(pdf, at(`form=${MARKER}&token=${token}`)), 'input-invalid'],
    ['neither sealed nor not', bytes(pdf, at(`form=objection&sealed=${MARKER}&token=${token}`)), 'input-invalid'],
    ['no proof', bytes(pdf, at('form=objection&sealed=no')), 'input-invalid', 'proof-refused'],
    ['both proofs', bytes(pdf, at(`form=objection&sealed=no&token=${token}&work=${work}`)), 'input-invalid'],
    ['a token for another form', bytes(pdf, at(`form=repair&sealed=no&token=${token}`)), 'proof-refused'],
    ['no key', bytes(pdf, good, { ...octets, 'Idempotency-Key': '' }), 'input-invalid'],
    ['another method', { ...bytes(pdf), method: 'PUT' }, 'address-unknown'],
  ]

  await refusals(w, cases, 'uploads')

  expect(w.faults).toEqual([])
})
