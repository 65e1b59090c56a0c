import { expect, test } from 'vitest'
import { TaskList, TaskView } from '#contract/task'
import { TASK_STATES, TASK_TERMS } from '#domain/vocabulary'
import { type World, world } from '../world.ts'

const ask = async (w: World, query = '') => TaskList.strict().parse((await w.get(`tasks?limit=200&${query}`)).body)
const keyOf = ({ policy, id }: TaskList['items'][number]) => `${policy.slug}/${id}`

test('every task comes once however the pages are cut, the place’s own first', async () => {
  const w = await world()
  const all = await ask(w)
  const keys: string[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body } = await w.get(`tasks?limit=7${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
    const { items, next, total } = TaskList.parse(body)
    expect(total).toBe(all.total)
    keys.push(...items.map(keyOf))
    cursor = next
  }

  expect(keys).toEqual(all.items.map(keyOf))
  expect(new Set(keys).size).toBe(110)
  expect(keys[0]).toBe('demo-2025-1/1-1')
  expect(all.policies.map(({ total }) => total)).toEqual([10, 20, 16, 31, 21, 12])
})

test('each filter gives exactly the tasks that it means, and the counts of documents stay', async () => {
  const w = await world()
  const { items, policies } = await ask(w)
  const only = async (query: string) => (await ask(w, query)).items

  for (const { policy } of policies) {
    expect(await only(`policy=${policy.slug}`)).toEqual(items.filter((it) => it.policy.slug === policy.slug))
  }
  for (const state of TASK_STATES) {
    const found = items.filter((it) => it.state === state)
    expect(found.length).toBeGreaterThan(0)
    expect(await only(`state=${state}`)).toEqual(found)
    expect(policies.reduce((sum, it) => sum + (it.states[state] ?? 0), 0)).toBe(found.length)
  }
  for (const term of TASK_TERMS) expect(await only(`due=${term}`)).toEqual(items.filter((it) => it.due.kind === term))
  for (const { number } of items.flatMap(({ mechanisms }) => mechanisms)) {
    const meant = items.filter((it) => it.mechanisms.some((mechanism) => mechanism.number === number))
    expect(await only(`mechanism=${number}`)).toEqual(meant)
  }
  expect((await ask(w, 'state=done')).policies).toEqual(policies)
})

test('a unit is found by part of its name, and only a lead that the document calls so is one', async () => {
  const w = await world()
  const find = async (query: Record<string, string>) => (await ask(w, String(new URLSearchParams(query)))).items

  const led = await find({ lead: '省财政厅' })
  const named = await find({ unit: '财政厅' })

  expect(new Set(led.map(({ policy }) => policy.slug))).toEqual(new Set(['hebei-2019-3']))
  expect(led).toHaveLength(8)
  expect(new Set(named.map(({ policy }) => policy.slug))).toEqual(
    new Set(['hebei-2019-3', 'guangdong-2017-140', 'heilongjiang-2017']),
  )
  expect(await find({ unit: '各乡（镇）', policy: 'huaxian-2017-31' })).toHaveLength(20)
  expect(await find({ unit: '各乡(镇)', policy: 'huaxian-2017-31' })).toHaveLength(20)
  expect(await find({ unit: '没有这个单位' })).toEqual([])
})

test('of real documents nothing is claimed: no report, and none is called overdue', async () => {
  const w = await world()
  const { items } = await ask(w)
  const real = items.filter(({ policy }) => policy.slug !== 'demo-2025-1')

  expect(real).toHaveLength(100)
  expect(real.filter((it) => it.state !== 'unreported' || it.reportedOn !== null)).toEqual([])
})

test('a task has its words, its last day and its reports, newest first', async () => {
  const w = await world()

  const annex = TaskView.strict().parse((await w.get('tasks/huaxian-2017-31/annex-13')).body)
  const done = TaskView.strict().parse((await w.get('tasks/demo-2025-1/1-1')).body)

  expect(annex).toMatchObject({
    text: '健全信用权益保护和信用修复机制',
    lead: [],
    members: ['县发改委', '人行滑县支行', '县政府法制办'],
    membersAs: '负责单位',
    due: { kind: 'dated', text: '2017年年底前完成，涉及法律、行政法规的按照立法程序推进', lastDay: '2017-12-31' },
    state: 'unreported',
    reports: [],
  })
  expect(done.reports.map(({ state }) => state)).toEqual(['done', 'under-way'])
})

test('what the calendar says changes with the day, without anybody reporting', async () => {
  const stateOn = async (day: string) =>
    TaskView.parse((await (await world({ day })).get('tasks/demo-2025-1/2-2')).body).state

  expect([await stateOn('2026-12-31'), await stateOn('2027-01-01')]).toEqual(['late', 'overdue'])
})

test.each([
  ['tasks?policy=nowhere', 404, 'policy-not-found'],
  ['tasks/huaxian-2017-31/annex-99', 404, 'task-not-found'],
  ['tasks/nowhere/1-1', 404, 'task-not-found'],
  ['tasks?cursor=nowhere/1-1', 422, 'input-invalid'],
  ['tasks?state=finished', 422, 'input-invalid'],
  ['tasks?mechanism=0', 422, 'input-invalid'],
  ['tasks?limit=201', 422, 'input-invalid'],
  ['tasks?unit=', 422, 'input-invalid'],
])('%s is refused with %i %s', async (path, status, code) => {
  const w = await world()

  expect(await w.get(path)).toMatchObject({ status, body: { code, status } })
})

test('all tasks are one table that a spreadsheet opens', async () => {
  const w = await world()
  const response = await w.app.request('/data/tasks.csv')
  const text = await response.text()
  const lines = text.trimEnd().split('\r\n')

  expect(response.headers.get('Content-Type')).toBe('text/csv; charset=utf-8')
  expect(lines).toHaveLength(111)
  expect(new Set(lines.map((line) => line.split('","').length))).toEqual(new Set([15]))
  expect(lines[0]).toContain('"牵头单位"')
})

test('tasks are read where neither snapshot nor database answers', async () => {
  const w = await world({
    ping: () => Promise.reject(new Error('down')),
    readThrough: (blobs) => ({ ...blobs, get: () => Promise.reject(new Error('down')) }),
  })

  expect((await w.get('tasks')).status).toBe(200)
})
