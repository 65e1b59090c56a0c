import { expect, test } from 'vitest'
import { INTAKE_LIMITS } from '#domain/intake-limits'
import { type StaffStep, stepCase } from '#usecase/change-case'
import { publishPending } from '#usecase/publish-pending'
import { publishDownloadFiles } from '../../scripts/lib/download-files.ts'
import { type World, world } from '../world.ts'
import { clearOf, given, PARTS, post, workOf } from './sending.ts'

const PENDING = ['objection-pending']

/** What the database says of the record, and what the API shows of it once that is carried over. */
async function marksOf(w: World, id: string): Promise<{ stored: unknown; shown: unknown }> {
  const stored = (await w.store.publishStates([id])).get(id)
  await publishPending(w)
  const { body } = await w.get(`records/${id}`)
  return { stored: stored?.state === 'public' ? stored.version.marks : undefined, shown: membersOf(body).marks }
}

/** Safe in tests: test/contract checks every answer against its schema. */
function membersOf(body: unknown): Record<string, unknown> {
  return body as Record<string, unknown>
}

async function objectedRecord(w: World): Promise<string> {
  return String((await clearOf(w, 'objection')).record)
}

async function withdrawn(w: World, { receipt, code }: { receipt: string; code: string }): Promise<void> {
  expect((await post(w, `cases/${receipt}/withdrawal`, { code })).status).toBe(200)
}

async function stepped(w: World, receipt: string, command: StaffStep['command'], role: StaffStep['role'] = 'clerk') {
  const step = { receipt, command, role, actor: 'operator', note: null, until: null } as const
  const done = await stepCase({ ...w.deps, ...w.deps.intake }, step)
  if (!done.ok) throw new Error(done.failure.code)
}

async function isMarked(w: World, { receipt, code }: { receipt: string; code: string }): Promise<unknown> {
  return (await post(w, 'look-ups', { receipt, code })).body.isMarked
}

test('an objection puts a mark on its record, and its withdrawal takes it away', async () => {
  const w = await world()
  const id = await objectedRecord(w)
  const before = await marksOf(w, id)

  const receipt = await given(w, 'objection')
  const during = await marksOf(w, id)
  await withdrawn(w, receipt)
  const after = await marksOf(w, id)

  expect(before).toEqual({ stored: [], shown: [] })
  expect(during).toEqual({ stored: PENDING, shown: PENDING })
  expect(after).toEqual({ stored: [], shown: [] })
})

test('two objections are one mark, which stays until the last of them is closed', async () => {
  const w = await world()
  const id = await objectedRecord(w)
  const first = await given(w, 'objection')
  const second = await given(w, 'objection')

  const both = await marksOf(w, id)
  const borne = [await isMarked(w, first), await isMarked(w, second)]
  await withdrawn(w, first)
  const one = await marksOf(w, id)
  const moved = [await isMarked(w, first), await isMarked(w, second)]
  await withdrawn(w, second)
  const none = await marksOf(w, id)

  expect(both).toEqual({ stored: PENDING, shown: PENDING })
  expect(borne).toEqual([true, false])
  expect(one).toEqual({ stored: PENDING, shown: PENDING })
  expect(moved).toEqual([false, true])
  expect(none).toEqual({ stored: [], shown: [] })
})

test('closing the one that does not bear the mark leaves it where it is', async () => {
  const w = await world()
  const id = await objectedRecord(w)
  const first = await given(w, 'objection')
  const second = await given(w, 'objection')

  await withdrawn(w, second)

  expect(await marksOf(w, id)).toEqual({ stored: PENDING, shown: PENDING })
  expect(await isMarked(w, first)).toBe(true)
})

test('an objection that is returned, upheld or dismissed has no mark any more; one that goes on has', async () => {
  const w = await world()
  const id = await objectedRecord(w)

  for (const end of ['return', 'uphold', 'dismiss'] as const) {
    const { receipt } = await given(w, 'objection', { address: `192.0.2.${end.length}` })
    if (end !== 'return') {
      await stepped(w, receipt, 'accept')
      await stepped(w, receipt, 'refer')
      await stepped(w, receipt, 'answer', 'organ')
    }
    const during = await marksOf(w, id)
    await stepped(w, receipt, end, end === 'uphold' ? 'reviewer' : 'clerk')

    expect([end, during.shown]).toEqual([end, PENDING])
    expect([end, await marksOf(w, id)]).toEqual([end, { stored: [], shown: [] }])
  }
})

test('other kinds of cases mark nothing', async () => {
  const w = await world()
  const id = await objectedRecord(w)

  await given(w, 'complaint')
  await given(w, 'repair')
  await given(w, 'correction')

  expect(await marksOf(w, id)).toEqual({ stored: [], shown: [] })
})

test('lists, searches, feeds and files have the mark and nothing else, and none of them tells of the case', async () => {
  const w = await world()
  const id = await objectedRecord(w)
  const { body } = await w.get(`records/${id}`)
  const number = encodeURIComponent(String(membersOf(body).documentNumber))
  const paths = [
    ...['api/v1/records?kind=penalty&limit=20', 'api/v1/recent?kind=penalty', `api/v1/search?q=${number}`],
    ...[`api/v1/exact?q=${number}`, 'feeds/all.atom', 'feeds/penalties.json', 'data/penalties.csv'],
  ]
  const read = async (path: string) => {
    const response = await w.app.request(`/${path}`)
    return { path, status: response.status, text: await response.text() }
  }
  const before = await Promise.all(paths.map(read))

  const { receipt } = await given(w, 'objection')
  await publishPending(w)
  const stale = await read('data/penalties.csv')
  await publishDownloadFiles(w)
  const after = await Promise.all(paths.map(read))

  expect(before.map(({ status }) => status)).toEqual(paths.map(() => 200))
  // A file made before goes on without it, or anybody could keep all files from being served by objecting.
  expect([stale.status, stale.text]).toEqual([200, before.find(({ path }) => path === stale.path)?.text])
  for (const [n, { path, status, text }] of after.entries()) {
    expect([path, status]).toEqual([path, 200])
    expect([path, text.includes(receipt)]).toEqual([path, false])
    expect([path, /objection-pending|异议处理中/.test(text)]).toEqual([path, true])
    expect([path, text.replaceAll('"objection-pending"', '').replaceAll(/异议处理中。?/g, '')]).toEqual([
      ...[path, before[n]?.text],
    ])
  }
  expect(w.faults).toEqual([])
})

test('objections beyond the limit of marks are taken in all the same, many at once too', async () => {
  const w = await world()
  const ids = (await w.rows('kind=penalty&limit=26')).map(({ id }) => id)
  const bodies = await Promise.all(
    ids.map(async (record) => ({
      ...{ ...(await clearOf(w, 'objection')), record },
      ...{ part: PARTS.objection, work: await workOf(w, 'objection') },
    })),
  )

  const answers = await Promise.all(bodies.map((body) => post(w, 'objections', body)))
  await publishPending(w)

  expect(answers.map(({ status }) => status)).toEqual(ids.map(() => 201))
  const marked = (await w.rows('kind=penalty&limit=26')).filter(({ marks }) => marks.length > 0)
  expect(marked.length).toBeGreaterThan(0)
  expect(marked.length).toBeLessThanOrEqual(INTAKE_LIMITS.mark.address)
}, 120_000)
