import { readFile } from 'node:fs/promises'
import { inspect } from 'node:util'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openSealed, unwrapIdentity } from '#adapters/desk-keys'
import { openDatabaseFile } from '#db/client'
import { publishPending } from '#usecase/publish-pending'
import { makeDeskKey } from '../../scripts/lib/desk-key.ts'
import { databaseFileOf } from '../../scripts/lib/workspace.ts'
import { codeOfUri, type DeskAnswer, type DeskVisitor, type DeskWorld, deskWorld, setUp } from '../desk/desk-world.ts'
import { filesUnder } from '../files.ts'
import { clearOf, freshKey, openedPartsBy, PARTS, PATHS, receiptIn, tokenOf } from '../http/sending.ts'
import { TEST_SECRET } from '../test-day.ts'
import { wordsIn } from './canary-search.ts'
import { CANARY_FILE, SUPPLEMENT, typedWords, witness } from './witness.ts'

const PASSPHRASE = 'three quiet birds over the river'
const PASSWORDS = ['mountains after the rain', 'a lamp in the window'] as const
const COUNTER = { ...PARTS.complaint, facts: '来电反映的暗号', wanted: '电话里说的暗号', phone: '0372-7654322' }

/** Secrets that the server works with, each another one, so that each can be looked for and tried. */
const SECRETS = {
  DESK_SECRET: 'the desk works with this, at least 32 characters',
  INTAKE_SECRET: 'intake works with this one, at least 32 characters',
  // Ids of the demo's records were made with it.
  PLACE_SECRET: TEST_SECRET,
} as const

/** One thing that whoever took the machine away has. */
type Held = { what: string; bytes: Buffer }

/** Every row of every table as text, and blobs as they are. */
async function rowsOf(folder: string): Promise<Held[]> {
  const database = await openDatabaseFile(databaseFileOf(folder))
  onTestFinished(() => database.$client.close())
  const run = (sql: string) => database.$client.execute(sql)
  const tables = (await run(`SELECT name FROM sqlite_master WHERE type = 'table'`)).rows.map(({ name }) => String(name))
  const held: Held[] = []
  for (const table of tables) {
    const { columns, rows } = await run(`SELECT * FROM "${table}"`)
    const cells = rows.flatMap((row) => columns.map((_, at) => row[at]))
    const bytes = cells.map((cell) => (cell instanceof ArrayBuffer ? Buffer.from(cell) : Buffer.from(String(cell))))
    held.push({ what: `table ${table}`, bytes: Buffer.concat(bytes.flatMap((it) => [it, Buffer.from('\n')])) })
  }
  return held
}

/** Database, files, environment and logs. */
async function seized(w: DeskWorld, logs: readonly unknown[]): Promise<Held[]> {
  const files = await filesUnder(w.folder)
  return [
    ...(await Promise.all(files.map(async (file) => ({ what: file, bytes: await readFile(file) })))),
    ...files.map((file) => ({ what: 'name of a file', bytes: Buffer.from(file) })),
    { what: 'environment', bytes: Buffer.from(JSON.stringify(w.env)) },
    { what: 'logs', bytes: Buffer.from(inspect([w.faults, logs], { depth: 20, maxStringLength: null })) },
    ...(await rowsOf(w.folder)),
  ]
}

const found = (held: readonly Held[], words: readonly string[]): string[] =>
  held.flatMap(({ what, bytes }) => wordsIn(bytes, words).map((word) => `${word} in ${what}`))

function listenToConsole(): unknown[] {
  const said: unknown[] = []
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    const spy = vi.spyOn(console, method).mockImplementation((...words) => void said.push(words))
    onTestFinished(() => spy.mockRestore())
  }
  return said
}

/** Somebody at the desk with a password of their own and an authenticator, signed in by both. */
async function hire(w: DeskWorld, role: 'clerk' | 'reviewer', own: string) {
  const account = `kept.${role}`
  const first = `given at first ${role}`
  await (await w.deskDeps.signIn()).create({
    ...{ account, password: first, role, organSlug: null, name: account, isDemo: false },
  })
  const { uri, recovery } = await setUp(w.visitor(), account, first, own)
  const who = w.visitor()
  await who.post('/sign-in', { account, password: own })
  const entered = await who.post('/sign-in/code', { kind: 'totp', code: await codeOfUri(uri) })
  expect(entered.status).toBe(200)
  const lost = w.visitor()
  await lost.post('/sign-in', { account, password: own })
  await lost.post('/sign-in/code', { kind: 'recovery', code: recovery[0] })
  const secret = new URL(uri).searchParams.get('secret') ?? ''
  return { who, account, tokens: tokensIn(entered), secrets: [own, first, secret, ...recovery] }
}

/** The session's token, as it stands in the cookie before its signature. */
function tokensIn({ cookies }: DeskAnswer): string[] {
  const token = cookies.map((it) => /session_token=([^.;%]+)/.exec(it)?.[1]).find((it) => it !== undefined)
  return token === undefined ? [] : [token]
}

async function step(who: DeskVisitor, receipt: string, body: Record<string, unknown>): Promise<void> {
  const { seq } = (await who.get(`/cases/${receipt}`)).body
  const done = await who.post(`/cases/${receipt}/steps`, { seq, ...body })
  expect(done.status, JSON.stringify(done.body)).toBe(200)
}

/** Everything that people and the desk do with cases, from what comes in to what was found. */
async function worked(w: DeskWorld) {
  const clerk = await hire(w, 'clerk', PASSWORDS[0])
  const reviewer = await hire(w, 'reviewer', PASSWORDS[1])
  const key = await makeDeskKey({ ...w, clock: () => w.clock() + 1 }, [{ name: clerk.account, passphrase: PASSPHRASE }])
  const seen = witness(w)
  const receipts: string[] = []
  for (const kind of ['objection', 'complaint'] as const) {
    const uploads = [await seen.upload(kind, CANARY_FILE, false)]
    const proof = { token: await tokenOf(w, kind), uploads }
    const taken = await seen.post(PATHS[kind], { ...(await clearOf(w, kind)), part: PARTS[kind], ...proof })
    const { receipt, code } = receiptIn(taken)
    receipts.push(receipt)
    const more = { part: SUPPLEMENT, token: await tokenOf(w, 'case'), uploads: [] }
    expect((await seen.post(`cases/${receipt}/supplements`, { code, ...more })).status).toBe(201)
  }
  const [objection = '', complaint = ''] = receipts
  const counterKey = freshKey().slice(0, 32)
  const counter = await clerk.who.post('/cases', {
    ...{ kind: 'complaint', key: counterKey, source: 'phone', externalNumber: null },
    ...{ clear: { ...(await clearOf(w, 'complaint')), creditor: null }, part: COUNTER },
  })
  expect(counter.status, JSON.stringify(counter.body)).toBe(201)
  seen.codes.push(String(counter.body.code))
  seen.keys.push(`counter-${counterKey}`)

  for (const receipt of receipts) {
    const { parts, uploads } = (await clerk.who.get(`/cases/${receipt}/sealed`)).body as SealedAnswer
    expect([parts.length, uploads.length]).toEqual([2, 1])
    await step(clerk.who, receipt, { command: 'accept' })
    const agency = receipt === complaint ? { handlerSlug: 'shichang-jianguan' } : {}
    const papers = [{ kind: 'extract', text: '请核实罚款金额和付款情况。' }]
    await step(clerk.who, receipt, { command: 'refer', papers, ...agency })
    const handler = String((await clerk.who.get(`/cases/${receipt}`)).body.handlerSlug)
    const organ = await w.as('organ', handler)
    await step(organ, receipt, { command: 'answer', papers: [{ kind: 'answer', text: '经核对，应为 2000 元。' }] })
  }
  await step(reviewer.who, objection, { command: 'uphold', note: '异议成立，将更正。' })
  await publishPending(w)
  const staffSecrets = [...clerk.secrets, ...reviewer.secrets, ...clerk.tokens, ...reviewer.tokens, PASSPHRASE]
  return { seen, key, receipts: [...receipts, String(counter.body.receipt)], clerk, staffSecrets }
}

type SealedAnswer = { parts: { bytes: string }[]; uploads: string[] }

test('who has database, files, environment and logs, with every secret of the server, learns of no filer', {
  timeout: 240_000,
}, async () => {
  const logs = listenToConsole()
  const w = await deskWorld({ secrets: { given: SECRETS, inFiles: ['DESK_SECRET', 'PLACE_SECRET'] } })
  const { seen, key, receipts, clerk, staffSecrets } = await worked(w)

  const held = await seized(w, logs)

  const whats = held.map(({ what }) => what)
  const files = ['gongxin.db', 'gongxin.db-wal', 'gongxin.db-shm', 'snapshot/']
  for (const file of files)
    expect(
      whats.some((it) => it.startsWith(`${w.folder}/${file}`)),
      file,
    ).toBe(true)
  for (const table of ['case_file', 'case_sealed', 'case_paper', 'sealed_piece', 'audit', 'staff_session']) {
    expect(held.find(({ what }) => what === `table ${table}`)?.bytes.length, table).toBeGreaterThan(0)
  }
  // The search does find what is there: each secret of the server, and what is not sealed.
  for (const secret of Object.values(SECRETS)) expect(found(held, [secret]).length).toBeGreaterThan(0)
  expect(found(held, receipts).length).toBeGreaterThan(receipts.length)

  const words = [...new Set([...typedWords(seen), ...Object.values(COUNTER)])]
  expect(words.length).toBeGreaterThan(20)
  expect(staffSecrets.length).toBeGreaterThan(20)
  expect(found(held, [...words, ...staffSecrets, key.identity, key.recoveryIdentity ?? ''])).toEqual([])
  for (const word of words) {
    expect(found([{ what: 'planted', bytes: Buffer.from(`x${word}y`) }], words)).toContain(`${word} in planted`)
  }
  expect(w.faults).toEqual([])

  // What lies sealed is what was sent: without the key it stays shut, whatever secret of the server is tried.
  expect((await openedPartsBy(w, receipts[0] ?? '', key.identity))[0]).toEqual(PARTS.objection)
  const wraps = await w.cases.wraps(key.id)
  expect(wraps.map((wrap) => wrap.clerk)).toEqual([clerk.account])
  const tried = [...Object.values(SECRETS), clerk.account]
  for (const { wrapped } of wraps) {
    for (const secret of tried) await expect(unwrapIdentity(wrapped, secret), secret).rejects.toThrow()
    expect(await unwrapIdentity(wrapped, PASSPHRASE)).toBe(key.identity)
  }
  const other = await makeDeskKey({ ...w, clock: () => w.clock() + 2 }, [])
  for (const { bytes } of await w.cases.sealedParts(receipts[0] ?? '')) {
    await expect(openSealed(bytes, other.identity)).rejects.toThrow()
  }
})

test('a session out of the database lets nobody in, even with the secret that signs cookies', async () => {
  const w = await deskWorld({ secrets: { given: SECRETS, inFiles: [] } })
  const clerk = await hire(w, 'clerk', PASSWORDS[0])
  const [own = ''] = clerk.tokens
  const rows = (await rowsOf(w.folder)).find(({ what }) => what === 'table staff_session')?.bytes.toString() ?? ''
  const stored = rows.split('\n').filter((cell) => cell.startsWith('sha256:'))
  const meBy = async (token: string) => {
    const cookie = `desk.session_token=${encodeURIComponent(`${token}.${await signed(token)}`)}`
    return (await w.desk.app.request(`${w.content.place.base}api/desk/me`, { headers: { cookie } })).status
  }

  expect(stored.length).toBeGreaterThan(0)
  for (const token of stored) expect([await meBy(token), await meBy(token.slice(7))]).toEqual([401, 401])
  // The cookie is made as the library makes it: with the token that only the browser has, it lets in.
  expect(await meBy(own)).toBe(200)
})

async function signed(text: string): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' }
  const secret = new TextEncoder().encode(SECRETS.DESK_SECRET)
  const key = await crypto.subtle.importKey('raw', secret, algorithm, false, ['sign'])
  return Buffer.from(await crypto.subtle.sign(algorithm, key, new TextEncoder().encode(text))).toString('base64')
}
