import { expect, test } from 'vitest'
import { type Day, parseDay } from '#domain/day'
import { type StaffStep, stepCase } from '#usecase/change-case'
import type { IntakeDeps } from '#usecase/intake'
import { runCaseClock } from '#usecase/run-case-clock'
import { clearOf, freshKey, given, PARTS, PATHS, post, tokenOf } from '../http/sending.ts'
import { PDF } from '../upload-files.ts'
import { type World, world } from '../world.ts'

const DAY_MS = 86_400_000

function day(text: string): Day {
  const parsed = parseDay(text)
  if (parsed === undefined) throw new Error(`${text} is not a day`)
  return parsed
}

function later(w: World, days: number): IntakeDeps {
  return { ...w.deps, ...w.deps.intake, clock: () => w.clock() + days * DAY_MS }
}

async function stepped(w: World, receipt: string, step: Pick<StaffStep, 'command'> & Partial<StaffStep>) {
  const done = await stepCase(later(w, 0), {
    receipt,
    role: 'clerk',
    actor: 'operator',
    note: null,
    until: null,
    ...step,
  })
  if (!done.ok) throw new Error(done.failure.code)
}

const ASK = { command: 'ask', note: '请补交授权书', until: day('2026-11-27') } as const

test('papers that did not come by their last day end a case that was not taken up, and one that was goes on', async () => {
  const w = await world()
  const [fresh, accepted, untouched] = [
    (await given(w, 'objection')).receipt,
    (await given(w, 'correction')).receipt,
    (await given(w, 'repair')).receipt,
  ]
  await stepped(w, fresh, ASK)
  await stepped(w, accepted, { command: 'accept' })
  await stepped(w, accepted, ASK)

  const onLastDay = await runCaseClock(later(w, 7))
  const dayAfter = await runCaseClock(later(w, 8))
  const again = await runCaseClock(later(w, 8))

  expect([onLastDay.expired, dayAfter.expired, again.expired]).toEqual([0, 2, 0])
  expect((await w.cases.find(fresh))?.state).toBe('lapsed')
  expect((await w.cases.find(accepted))?.state).toBe('accepted')
  expect((await w.cases.find(untouched))?.state).toBe('submitted')
  expect((await w.cases.find(fresh))?.trail.at(-1)).toMatchObject({ command: 'expire', role: 'clock' })
})

test('papers that came in time are safe from the clock', async () => {
  const w = await world()
  const { receipt, code } = await given(w, 'objection')
  await stepped(w, receipt, ASK)

  const asked = await post(w, 'look-ups', { receipt, code })
  await post(w, `cases/${receipt}/supplements`, { code, part: { text: '授权书' }, token: await tokenOf(w, 'case') })
  const run = await runCaseClock(later(w, 30))

  expect(asked.body).toMatchObject({ state: 'papers-asked', asked: '请补交授权书', askedUntil: '2026-11-27' })
  expect(run.expired).toBe(0)
  expect((await w.cases.find(receipt))?.state).toBe('submitted')
})

test('what the filer is to read must name nobody', async () => {
  const w = await world()
  const { receipt } = await given(w, 'objection')

  const refused = await stepCase(later(w, 0), {
    ...{ receipt, command: 'ask', role: 'clerk', actor: 'operator' },
    ...{ note: '请联系13800138000', until: day('2026-11-27') },
  })

  expect(refused).toEqual({ ok: false, failure: { code: 'note-personal-data' } })
  expect((await w.cases.find(receipt))?.state).toBe('submitted')
})

test('a file that nobody claimed in two days is gone, and one that belongs to a case stays', async () => {
  const w = await world()
  const token = await tokenOf(w, 'correction')
  const [claimed, left] = [await uploaded(w, token), await uploaded(w, token)]
  const body = { ...(await clearOf(w, 'correction')), part: PARTS.correction, token, uploads: [claimed] }
  await post(w, PATHS.correction, body)

  const early = await runCaseClock(later(w, 2))
  const after = await runCaseClock(later(w, 2.1))

  expect([early.purged, after.purged]).toEqual([0, 1])
  expect(await w.cases.sealedUpload(left)).toBeUndefined()
  expect(await w.cases.sealedUpload(claimed)).toBeDefined()
})

test('proofs that are over and counters of past hours are gone; a proof that is still good stays used', async () => {
  const w = await world()
  const token = await tokenOf(w, 'correction')
  const body = { ...(await clearOf(w, 'correction')), part: PARTS.correction, token }
  await post(w, PATHS.correction, body)

  await runCaseClock(later(w, 0))

  expect(await post(w, PATHS.correction, body)).toMatchObject({ status: 403, body: { why: 'used' } })
})

async function uploaded(w: World, token: string): Promise<string> {
  const response = await w.app.request(`/api/v1/uploads?form=correction&sealed=no&token=${token}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream', 'Idempotency-Key': freshKey() },
    body: new Uint8Array(PDF),
  })
  const { id } = await response.json()
  return id
}
