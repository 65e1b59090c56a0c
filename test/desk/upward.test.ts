import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { expect, onTestFinished, test } from 'vitest'
import { createDeskApp } from '#api/desk-app'
import type { UpwardView } from '#contract/desk-upward'
import { batchText } from '#domain/upward-batch'
import { renderUpwardBatch } from '#usecase/make-upward-batch'
import { publishPending } from '#usecase/publish-pending'
import { endRecord } from '#usecase/remove-record'
import { sendUpwardBatches } from '#usecase/send-upward-batches'
import type { UpwardChannel } from '#usecase/upward-ports'
import { httpChannel } from '../../site/src/upward-parts.ts'
import { publicRecords } from '../usecase/reporting.ts'
import { type DeskWorld, deskWorld } from './desk-world.ts'

const SECRETS = {
  PLACE_SECRET: 'another place has a secret of its own, of course',
  INTAKE_SECRET: 'i'.repeat(40),
  DESK_SECRET: 'd'.repeat(40),
}

type Sending = Omit<Awaited<ReturnType<DeskWorld['deskDeps']['upward']>>, 'channel'> & { channel: UpwardChannel }

/** Another instance, empty, that listens; who may report to it is said here and not in its content. */
async function listening(senders: ReadonlyMap<string, { name: string; key: string }>) {
  const to = await deskWorld({ empty: true, secrets: { given: SECRETS, inFiles: [] } })
  const inbound = async () => ({ ...(await to.deskDeps.inbound()), senders })
  const server = serve({
    ...{ fetch: createDeskApp({ ...to.deskDeps, inbound }).app.fetch, port: 0, hostname: '127.0.0.1' },
  })
  onTestFinished(() => void server.close())
  await new Promise((done) => server.once('listening', done))
  const { port } = server.address() as AddressInfo
  return { to, url: `http://127.0.0.1:${port}${to.content.place.base}api/desk/inbound/batches` }
}

async function twoPlaces(knowsSender = true) {
  const from = await deskWorld()
  const own = await from.deskDeps.upward()
  const senders = new Map([['demo', { name: '信用澜溪', key: own.signing.key }]])
  const { to, url } = await listening(knowsSender ? senders : new Map())
  const receiverKey = (await to.deskDeps.upward()).signing.key
  const send: Sending = { ...own, channel: channelTo(url), receiverKey }
  return { from, to, url, send, senders }
}

function channelTo(url: string): UpwardChannel {
  const channel = httpChannel(url)
  if (channel === null) throw new Error('There is an address.')
  return channel
}

test('over HTTP a whole place arrives at another one, and a removal follows', async () => {
  const { from, to, send } = await twoPlaces()

  const first = await sendUpwardBatches(send)
  const [gone] = await from.rows('kind=licence')
  await endRecord(from, { id: gone?.id ?? '', actor: 'operator', ground: 'repaired', reason: '信用修复完成停止公示' })
  await publishPending(from)
  const second = await sendUpwardBatches(send)
  const third = await sendUpwardBatches(send)

  expect(first).toMatchObject({ refused: 0, trouble: null, delivered: first.made })
  expect(first.made).toBeGreaterThan(1)
  expect([second, third]).toEqual([
    { made: 1, delivered: 1, refused: 0, trouble: null },
    { made: 0, delivered: 0, refused: 0, trouble: null },
  ])
  expect(await publicRecords(to)).toEqual(await publicRecords(from))
  const verbs = (await (await to.deskDeps.staff()).auditAfter(0, 10_000)).map(({ verb }) => verb)
  expect(verbs.filter((verb) => verb === 'inbound-batch')).toHaveLength(first.made + 1)
  expect([...from.faults, ...to.faults]).toEqual([])
})

test('a receiver that does not know the sender refuses before it reads, and the desk of the sender says so', async () => {
  const { from, to, send } = await twoPlaces(false)

  const report = await sendUpwardBatches(send)

  expect(report).toMatchObject({ delivered: 0, trouble: expect.stringContaining('HTTP 404') })
  expect(await publicRecords(to)).toEqual([])
  const { body } = await (await from.as('publisher')).get('/upward')
  // Safe in tests: the view is what the route answers.
  const { items, maySend } = body as unknown as UpwardView
  expect(items.some(({ state, said }) => state === 'undelivered' && said?.includes('404'))).toBe(true)
  expect(maySend).toBe(false)
})

test('an address that does not answer, or answers something else, is trouble that the log keeps, and nothing is lost', async () => {
  const { from, to, send } = await twoPlaces()

  const away = await sendUpwardBatches({ ...send, channel: channelTo('http://127.0.0.1:1/') })
  const liar = await sendUpwardBatches({ ...send, receiverKey: send.signing.key })

  expect(away.trouble).toContain('没有应答')
  expect(liar.trouble).toContain('签名不是接收方的')
  const { body } = await (await from.as('auditor')).get('/upward')
  expect((body as unknown as UpwardView).items.some(({ state }) => state === 'undelivered')).toBe(true)
  expect(await sendUpwardBatches(send)).toMatchObject({ trouble: null, refused: 0 })
  expect(await publicRecords(to)).toEqual(await publicRecords(from))
})

test('the receiver lost some: what is missing is sent again with the next batch', async () => {
  const { from, send, senders } = await twoPlaces()
  await sendUpwardBatches(send)
  const { to: rest, url } = await listening(senders)
  const receiverKey = (await rest.deskDeps.upward()).signing.key
  const [gone] = await from.rows('kind=licence')
  await endRecord(from, { id: gone?.id ?? '', actor: 'operator', ground: 'repaired', reason: '信用修复完成停止公示' })
  await publishPending(from)

  const report = await sendUpwardBatches({ ...send, channel: channelTo(url), receiverKey })

  expect(report.made).toBe(1)
  expect(report.delivered).toBeGreaterThan(1)
  expect(await publicRecords(rest)).toEqual(await publicRecords(from))
})

test('what is posted there by a stranger is a clear answer and changes nothing', async () => {
  const { from, to, url, send } = await twoPlaces()
  await sendUpwardBatches({ ...send, channel: { kind: 'http', deliver: async () => ({ acknowledgement: null }) } })
  const batch = await renderUpwardBatch(send, 1)
  if (batch === undefined) throw new Error('There is a batch.')
  const text = batchText(batch)
  const post = async (body: string, type = 'application/json') => {
    const response = await fetch(url, { method: 'POST', body, headers: { 'Content-Type': type } })
    return [response.status, ((await response.json()) as { code?: string; refusal?: string }) ?? {}] as const
  }

  const [broken, alien, empty, changed] = [
    await post('{'),
    await post(text, 'text/plain'),
    await post('{}'),
    await post(text.replace('新增', '变更')),
  ]

  expect([broken[0], broken[1].code]).toEqual([400, 'json-broken'])
  expect([alien[0], alien[1].code]).toEqual([403, 'origin-unknown'])
  expect([empty[0], empty[1].code]).toEqual([404, 'sender-unknown'])
  expect([changed[0], changed[1].refusal]).toEqual([200, 'checksum-wrong'])
  expect(await publicRecords(to)).toEqual([])
  expect(from.faults).toEqual([])
})

test('a publisher has a batch sent again, which the audit keeps; who has no address is told what to do', async () => {
  const { from, send } = await twoPlaces()
  await sendUpwardBatches(send)
  const publisher = await from.as('publisher')
  const desk = createDeskApp({ ...from.deskDeps, upward: async () => send })
  const again = await desk.app.request(`${from.content.place.base}api/desk/upward/1/resend`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Cookie: publisher.cookie() },
    body: '{}',
  })

  expect(again.status).toBe(200)
  const { body } = await (await from.as('auditor')).get('/audit?group=reporting')
  expect(JSON.stringify(body)).toContain('重新报送')
  expect((await publisher.post('/upward/1/resend')).body.code).toBe('upward-nowhere')
  expect((await publisher.post('/upward/none/resend')).body.code).toBe('batch-not-found')
  expect((await (await from.as('clerk')).post('/upward/1/resend')).status).toBe(403)
})
