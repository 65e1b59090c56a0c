import { expect, test } from 'vitest'
import { createApp } from '#api/app'
import { HOUR_MS, INTAKE_LIMITS } from '#domain/intake-limits'
import { countersOf } from '#usecase/intake'
import { filesWith } from '../files.ts'
import { type World, world } from '../world.ts'
import { clearOf, given, PARTS, PATHS, post, tokenOf, workOf } from './sending.ts'

const ADDRESS = '198.51.100.77'
const NETWORK = '2001:db8:77:88:1:2:3:4'

async function byToken(w: World, address: string) {
  const body = { ...(await clearOf(w, 'correction')), part: PARTS.correction, token: await tokenOf(w, 'correction') }
  return post(w, PATHS.correction, body, { address })
}

/** As if so many had come this hour already. */
async function counted(w: World, which: 'token' | 'miss' | 'upload' | 'work', address: string, times: number) {
  const { counters, hour } = await countersOf({ ...w.deps, ...w.deps.intake }, which, address)
  for (let n = 0; n < times; n++) await w.cases.count(counters.slice(1), hour)
}

test('without script an address may send twelve an hour, the next one waits, and others are not in its way', async () => {
  const w = await world()

  for (let n = 0; n < INTAKE_LIMITS.token.address; n++) expect((await byToken(w, ADDRESS)).status).toBe(201)
  const late = await byToken(w, ADDRESS)

  expect(late).toMatchObject({ status: 429, body: { code: 'too-many' } })
  expect(Number(late.headers.get('Retry-After'))).toBeGreaterThan(0)
  expect(Number(late.headers.get('Retry-After'))).toBeLessThanOrEqual(3600)
  expect((await byToken(w, '198.51.100.78')).status).toBe(201)
  expect(await w.cases.countCases()).toEqual([{ kind: 'correction', state: 'submitted', cases: 13 }])
})

test('an address that waits may still send what its program worked for', async () => {
  const w = await world()
  for (let n = 0; n < INTAKE_LIMITS.token.address; n++) await byToken(w, ADDRESS)

  const body = { ...(await clearOf(w, 'correction')), part: PARTS.correction, work: await workOf(w, 'correction') }
  const worked = await post(w, PATHS.correction, body, { address: ADDRESS })

  expect((await byToken(w, ADDRESS)).status).toBe(429)
  expect(worked.status).toBe(201)
})

test('the hour after, an address may send again', async () => {
  const w = await world()
  for (let n = 0; n < INTAKE_LIMITS.token.address; n++) await byToken(w, ADDRESS)
  const app = createApp({ ...w.deps, intake: { ...w.deps.intake, clock: () => w.clock() + HOUR_MS } })

  const body = { ...(await clearOf(w, 'correction')), part: PARTS.correction, token: await tokenOf(w, 'correction') }

  expect((await post(w, PATHS.correction, body, { address: ADDRESS })).status).toBe(429)
  expect((await post({ app }, PATHS.correction, body, { address: ADDRESS })).status).toBe(201)
})

test('all addresses of one network count as one', async () => {
  const w = await world()

  for (let n = 0; n < INTAKE_LIMITS.token.address; n++) {
    expect((await byToken(w, `2001:db8:77:88::${n.toString(16)}`)).status).toBe(201)
  }

  expect((await byToken(w, NETWORK)).status).toBe(429)
  expect((await byToken(w, '2001:db8:77:89::1')).status).toBe(201)
})

test('all addresses together may send 240 forms without script an hour', async () => {
  const w = await world()
  await counted(w, 'token', ADDRESS, INTAKE_LIMITS.token.all - 1)

  expect((await byToken(w, '192.0.2.10')).status).toBe(201)
  expect(await byToken(w, '192.0.2.11')).toMatchObject({ status: 429, body: { code: 'too-many' } })
})

test('what is refused is not counted, and the same post again is not either', async () => {
  const w = await world()
  for (let n = 0; n < 20; n++) await post(w, PATHS.correction, { token: 'x' }, { address: ADDRESS })
  const body = { ...(await clearOf(w, 'correction')), part: PARTS.correction, token: await tokenOf(w, 'correction') }
  const key = 'k'.repeat(32)
  for (let n = 0; n < 20; n++) await post(w, PATHS.correction, body, { address: ADDRESS, key })

  for (let n = 1; n < INTAKE_LIMITS.token.address; n++) expect((await byToken(w, ADDRESS)).status).toBe(201)
})

test('thirty wrong codes an hour, whichever way they are tried; the right one is never kept out', async () => {
  const w = await world()
  const { receipt, code } = await given(w, 'correction')
  const wrong = code.replace(/^./, (it) => (it === '0' ? '1' : '0'))
  const ways = [
    () => post(w, 'look-ups', { receipt, code: wrong }, { address: ADDRESS }),
    () => post(w, `cases/${receipt}/withdrawal`, { code: wrong }, { address: ADDRESS }),
    async () =>
      post(
        w,
        `cases/${receipt}/supplements`,
        { code: wrong, part: { text: '补' }, token: await tokenOf(w, 'case') },
        { address: ADDRESS },
      ),
  ]

  for (let n = 0; n < INTAKE_LIMITS.miss.address; n++) expect((await ways[n % 3]?.())?.status).toBe(404)

  for (const way of ways) expect(await way()).toMatchObject({ status: 429, body: { code: 'too-many' } })
  expect((await post(w, 'look-ups', { receipt, code }, { address: ADDRESS })).status).toBe(200)
  expect((await post(w, 'look-ups', { receipt, code }, { address: '198.51.100.78' })).status).toBe(200)
})

test('what is found is not counted: who looks every minute is not stopped', async () => {
  const w = await world()
  const { receipt, code } = await given(w, 'correction')

  for (let n = 0; n < 60; n++) {
    expect((await post(w, 'look-ups', { receipt, code }, { address: ADDRESS })).status).toBe(200)
  }
})

test('counters hold no address, and say nothing of one the day after', async () => {
  const w = await world()
  await byToken(w, ADDRESS)
  await byToken(w, NETWORK)
  await post(w, 'look-ups', { receipt: 'YY', code: 'x' }, { address: ADDRESS })
  const deps = { ...w.deps, ...w.deps.intake }

  const today = await countersOf(deps, 'token', ADDRESS)
  const tomorrow = await countersOf({ ...deps, clock: () => w.clock() + 86_400_000 }, 'token', ADDRESS)

  expect(today.counters[0]?.counter).toMatch(/^token:[0-9a-f]{32}$/)
  expect(tomorrow.counters[0]?.counter).not.toBe(today.counters[0]?.counter)
  expect(await filesWith(w.folder, [ADDRESS, NETWORK, '2001:db8:77:88'])).toEqual([])
  expect(await filesWith(w.folder, [today.counters[0]?.counter ?? ''])).not.toEqual([])
})
