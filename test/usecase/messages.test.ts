import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { createHookPost } from '#adapters/hook-post'
import { createSmtpPost } from '#adapters/mail-post'
import { openDatabaseFile } from '#db/client'
import { dueMessages } from '#db/message-store'
import { MOST_TRIES, waitAfter } from '#domain/message'
import { type StaffStep, stepCase } from '#usecase/change-case'
import type { IntakeDeps } from '#usecase/intake'
import { publishPending } from '#usecase/publish-pending'
import { endRecord } from '#usecase/remove-record'
import { runCaseClock } from '#usecase/run-case-clock'
import { type MessageDeps, runMessages } from '#usecase/send-messages'
import { messagesOf } from '../../scripts/lib/messages.ts'
import { databaseFileOf } from '../../scripts/lib/workspace.ts'
import { CANARY, given, PARTS } from '../http/sending.ts'
import { mailServer, readLetter } from '../mail-server.ts'
import { type World, world } from '../world.ts'

const DAY_MS = 86_400_000
const ADDRESSES = new Map([
  ['desk', 'desk@gov.invalid'],
  ['organ:shichang-jianguan', 'market@gov.invalid'],
])

function intakeAt(w: World, ms: number): IntakeDeps {
  return { ...w.deps, ...w.deps.intake, clock: () => w.clock() + ms }
}

/** As the place is set up, with mail to this server; what is told does not depend on when. */
function run(w: World, deps: Partial<MessageDeps>, ms = 0) {
  const clock = () => w.clock() + ms
  return runMessages({ ...messagesOf(w, w.env), addresses: ADDRESSES, ...deps, clock }, intakeAt(w, ms))
}

async function stepped(w: World, receipt: string, step: Pick<StaffStep, 'command'> & Partial<StaffStep>) {
  const done = await stepCase(intakeAt(w, 0), {
    ...{ receipt, role: 'clerk', actor: 'operator', note: null, until: null },
    ...step,
  })
  if (!done.ok) throw new Error(done.failure.code)
}

async function referred(w: World): Promise<string> {
  const { receipt } = await given(w, 'complaint')
  await stepped(w, receipt, { command: 'accept', note: '已经受理暗号说明' })
  const papers = [{ kind: 'extract', text: '暗号摘要' }] as const
  const desk = { staffId: 'somebody', handlerSlug: 'shichang-jianguan', papers }
  await stepped(w, receipt, { command: 'refer', desk })
  return receipt
}

async function rowsOf(w: World, query: ReturnType<typeof sql>): Promise<unknown[]> {
  const database = await openDatabaseFile(databaseFileOf(w.folder))
  onTestFinished(() => database.$client.close())
  return database.all(query)
}

test('an organ is told once by mail that it is asked, and again when the last day is near and when it has passed', async () => {
  const w = await world()
  const { url, letters } = await mailServer()
  const mail = createSmtpPost(url)
  const receipt = await referred(w)

  const reports = []
  for (let day = 0; day <= 60; day++) reports.push(await run(w, { mail }, day * DAY_MS))
  for (let times = 0; times < 2; times++) reports.push(await run(w, { mail }, 60 * DAY_MS))

  const read = letters.map((letter) => ({ to: letter.to, subject: readLetter(letter).subject }))
  expect(read).toEqual([
    { to: 'market@gov.invalid', subject: `【信用澜溪】投诉 ${receipt}：请核实` },
    { to: 'market@gov.invalid', subject: `【信用澜溪】投诉 ${receipt}：即将到期` },
    { to: 'market@gov.invalid', subject: `【信用澜溪】投诉 ${receipt}：已经超过期限` },
    { to: 'desk@gov.invalid', subject: `【信用澜溪】投诉 ${receipt}：已经超过期限` },
  ])
  expect(reports.filter(({ sent }) => sent > 0).map(({ queued, sent }) => [queued, sent])).toEqual([
    [1, 1],
    [1, 1],
    [2, 2],
  ])
  expect(letters.every(({ from }) => from === 'desk@gov.invalid')).toBe(true)
  expect(readLetter(letters[0] ?? { from: '', to: '', raw: '' }).text).toContain(`/desk/cases/${receipt}/`)
})

test('the desk is told of what came in, and who waits for papers is not hurried', async () => {
  const w = await world()
  const { url, letters } = await mailServer()
  const mail = createSmtpPost(url)
  const { receipt } = await given(w, 'objection')

  await run(w, { mail })
  await stepped(w, receipt, { command: 'ask', note: '请补交授权书' })
  await run(w, { mail }, 60 * DAY_MS)

  expect(letters.map((letter) => readLetter(letter).subject)).toEqual([`【信用澜溪】异议 ${receipt}：有新的来件`])
})

test('no word of a filer or of staff is in any mail, and no address of anybody in the database', async () => {
  const w = await world()
  const { url, letters } = await mailServer()
  for (const kind of ['objection', 'complaint', 'repair', 'correction'] as const) await given(w, kind)
  await referred(w)

  await run(w, { mail: createSmtpPost(url) }, 40 * DAY_MS)

  expect(letters.length).toBeGreaterThan(5)
  const words = [
    ...Object.values(PARTS).flatMap((part) => Object.values<string>(part)),
    ...Object.values(CANARY),
    '暗号',
  ]
  for (const letter of letters) {
    const { whole, subject } = readLetter(letter)
    expect(words.filter((word) => whole.includes(word) || subject.includes(word))).toEqual([])
  }
  const rows = JSON.stringify(await rowsOf(w, sql`SELECT * FROM message`))
  expect([...words, '@'].filter((word) => rows.includes(word))).toEqual([])
})

test('a sender that is killed after sending and before noting it sends the same mail again, under the same id', async () => {
  const w = await world()
  const { url, letters } = await mailServer()
  const mail = createSmtpPost(url)
  await given(w, 'repair')
  const sent = () => Promise.reject(new Error('killed'))

  await expect(run(w, { mail, messages: { ...w.messages, sent } })).rejects.toThrow('killed')
  const atOnce = await run(w, { mail })
  const later = await run(w, { mail }, waitAfter(1))
  const afterwards = await run(w, { mail }, waitAfter(1) + 1)

  expect([atOnce.sent, later.sent, afterwards.sent]).toEqual([0, 1, 0])
  expect(letters).toHaveLength(2)
  expect(new Set(letters.map((letter) => readLetter(letter).id)).size).toBe(1)
})

test('two senders at once send a mail once', async () => {
  const w = await world()
  const { url, letters } = await mailServer()
  const mail = createSmtpPost(url)
  for (let n = 0; n < 5; n++) await given(w, 'correction')

  const reports = await Promise.all([run(w, { mail }), run(w, { mail }), run(w, { mail })])

  expect(reports.reduce((sum, { sent }) => sum + sent, 0)).toBe(5)
  expect(letters).toHaveLength(5)
})

test('what is refused is tried less and less often, then given up, and the audit says so without the words of the server', async () => {
  const w = await world()
  const { url, letters, says } = await mailServer()
  const mail = createSmtpPost(url)
  const { receipt } = await given(w, 'repair')
  says.no = true

  let at = 0
  const failed: number[] = []
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    failed.push((await run(w, { mail }, at)).failed)
    expect((await run(w, { mail }, at + waitAfter(tries) - 1)).failed).toBe(0)
    at += waitAfter(tries)
  }
  says.no = false
  const after = await run(w, { mail }, at)

  expect(failed).toEqual([...Array.from({ length: MOST_TRIES - 1 }, () => 0), 1])
  expect(letters.map((letter) => readLetter(letter).subject).filter((it) => it.includes('有新的来件'))).toEqual([])
  expect(after.failed).toBe(0)
  const rows = await rowsOf(w, sql`SELECT target, detail FROM audit WHERE verb = 'message-failed'`)
  expect(rows).toContainEqual({
    target: receipt,
    detail: JSON.stringify({ event: 'submitted', to: 'desk', tries: MOST_TRIES, trouble: 'smtp-550' }),
  })
  expect(JSON.stringify(rows)).not.toContain('secret')
})

test('with nobody there the mails wait, and with no server named they lie in a folder, whole and once', async () => {
  const w = await world()
  await given(w, 'repair')
  await given(w, 'correction')

  const away = await run(w, { mail: createSmtpPost('smtp://127.0.0.1:1') })
  const spooled = await run(w, {}, waitAfter(1))
  const names = await readdir(join(w.folder, 'mail'))
  const first = await readFile(join(w.folder, 'mail', names[0] ?? ''), 'latin1')

  expect([away.sent, away.failed, spooled.sent]).toEqual([0, 0, 2])
  expect(names.filter((name) => name.endsWith('.eml'))).toHaveLength(2)
  expect(first).toMatch(/^To: desk@gov\.invalid\r$/m)
  expect(first).toMatch(/^Auto-Submitted: auto-generated\r$/m)
})

test('messages of a case go with what it held', async () => {
  const w = await world()
  const { receipt } = await given(w, 'correction')
  await run(w, {})
  await stepped(w, receipt, { command: 'return' })

  await runCaseClock(intakeAt(w, 181 * DAY_MS))

  expect(await rowsOf(w, sql`SELECT key FROM message`)).toEqual([])
})

test('to find what is to be sent nothing is scanned', async () => {
  const w = await world()
  const database = await openDatabaseFile(databaseFileOf(w.folder))
  onTestFinished(() => database.$client.close())
  const query = dueMessages(database, 1, 10).toSQL()

  const { rows } = await database.$client.execute({
    sql: `EXPLAIN QUERY PLAN ${query.sql}`,
    // Safe: all are texts and numbers.
    args: query.params as (string | number)[],
  })

  expect(rows.map(({ detail }) => detail)).toEqual(['SEARCH message USING INDEX message_queued (next_at<?)'])
})

test('a sender that is asked to stop stops after the message in hand, and the rest is sent by the next one', async () => {
  const w = await world()
  const { url, letters } = await mailServer()
  const mail = createSmtpPost(url)
  for (let n = 0; n < 4; n++) await given(w, 'correction')

  const stopped = await run(w, { mail, mayGoOn: () => letters.length < 2 })
  const rest = await run(w, { mail })

  expect([stopped.sent, rest.sent, letters.length]).toEqual([2, 2, 4])
})

type Call = { headers: Record<string, unknown>; body: string }

async function hookServer(answer: (call: Call) => number | 'nothing') {
  const calls: Call[] = []
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part)
    const call = { headers: { ...request.headers }, body: Buffer.concat(parts).toString('utf8') }
    calls.push(call)
    const status = answer(call)
    if (status !== 'nothing') response.writeHead(status, { Location: 'http://127.0.0.1:1/' }).end('words')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return { calls, url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/in?k=1` }
}

const KEY = 'a secret that both sides know, of 32 characters'

test('a program is told which records left, signed over the bytes, once and only of what comes after it was named', async () => {
  const w = await world()
  const { calls, url } = await hookServer(() => 204)
  const deps = messagesOf(w, { ...w.env, WEBHOOK_URLS: url, WEBHOOK_SECRET: KEY })
  const [gone, other] = await w.rows('kind=penalty&limit=2')
  const tell = () => runMessages({ ...deps, addresses: new Map() }, intakeAt(w, 0))

  const before = await tell()
  await endRecord(w, { id: gone?.id ?? '', ground: 'repaired', reason: '已完成信用修复', actor: 'operator' })
  const decided = await tell()
  await publishPending(w)
  const published = await tell()
  const again = await tell()

  expect([before.sent, decided.sent, published.sent, again.sent]).toEqual([0, 0, 1, 0])
  expect(calls).toHaveLength(1)
  const { headers, body } = calls[0] ?? { headers: {}, body: '{}' }
  expect(JSON.parse(body)).toMatchObject({ event: 'records-changed', changed: [], removed: [gone?.id] })
  expect(body).not.toContain(other?.id)
  expect(body).not.toContain(gone?.subject.name)
  expect(headers['x-gongxin-signature']).toBe(`sha256=${createHmac('sha256', KEY).update(body).digest('hex')}`)
  expect(headers['x-gongxin-delivery']).toMatch(/^records\.\d+\.hook\.[0-9a-f]{12}$/)
})

test('a program that answers with a fault, with another address or not at all is told again later', async () => {
  for (const answer of [500, 302, 'nothing'] as const) {
    const { calls, url } = await hookServer(() => answer)

    const sent = await createHookPost(() => KEY, 200).send({ id: 'x', url, body: '{}' })

    expect(sent).toEqual(
      answer === 'nothing'
        ? { trouble: 'unreachable', code: 'http-unreachable' }
        : { trouble: 'gone-wrong', code: `http-${answer}` },
    )
    expect(calls).toHaveLength(1)
  }
})
