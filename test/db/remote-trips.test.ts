import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createApp } from '#api/app'
import { createCaseStore } from '#db/case-store'
import { openDatabaseUrl } from '#db/remote-client'
import { createSearchIndex } from '#db/search-index'
import { startHranaBridge } from '../../scripts/hrana-bridge.ts'
import { clearOf, freshKey, PARTS, PATHS, post, receiptIn, workOf } from '../http/sending.ts'
import { PDF } from '../upload-files.ts'
import { world } from '../world.ts'

test('how often each public route asks a remote database', async () => {
  const w = await world()
  const bridge = await startHranaBridge({ databasePath: join(w.folder, 'gongxin.db') })
  onTestFinished(() => bridge.close())
  let trips = 0
  const remote = openDatabaseUrl(bridge.url, undefined, (request) => {
    trips += 1
    return fetch(request)
  })
  const intake = { ...w.deps.intake, cases: async () => createCaseStore(remote) }
  const app = createApp({ ...w.deps, intake, search: async () => createSearchIndex(remote) })
  const api = { app }
  const counted = async <T>(work: () => Promise<T>): Promise<[number, T]> => {
    const before = trips
    const answer = await work()
    return [trips - before, answer]
  }
  const read = async (path: string) => (await counted(async () => (await app.request(`/api/v1/${path}`)).text()))[0]
  const [row] = await w.rows('kind=penalty&limit=1')

  const reads = {
    record: await read(`records/${row?.id}`),
    list: await read('records?kind=penalty'),
    agency: await read('agencies/shichang-jianguan'),
    exact: await read(`exact?q=${encodeURIComponent(row?.documentNumber ?? '')}`),
    removals: await read('removals?since=2026-01-01'),
    challenge: await read('challenges?form=objection'),
    'desk key': await read('desk-key'),
    search: await read(`search?q=${encodeURIComponent('有限公司')}`),
    suggestions: await read(`suggestions?q=${encodeURIComponent('澜溪')}`),
  }
  const work = encodeURIComponent(await workOf(api, 'correction'))
  const [upload, uploaded] = await counted(async () =>
    app.request(`/api/v1/uploads?form=correction&sealed=no&work=${work}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream', 'Idempotency-Key': freshKey() },
      body: new Uint8Array(PDF),
    }),
  )
  const body = { ...(await clearOf(w, 'correction')), part: PARTS.correction, work: await workOf(api, 'correction') }
  const key = freshKey()
  const [submission, taken] = await counted(() => post(api, PATHS.correction, body, { key }))
  const [repeated] = await counted(() => post(api, PATHS.correction, body, { key }))
  const { receipt, code } = receiptIn(taken)
  const more = { code, part: { text: '补一份' }, work: await workOf(api, 'case') }
  const [lookUp] = await counted(() => post(api, 'look-ups', { receipt, code }))
  const [miss] = await counted(() => post(api, 'look-ups', { receipt, code: 'x' }))
  const [supplement, added] = await counted(() => post(api, `cases/${receipt}/supplements`, more))
  const [withdrawal] = await counted(() => post(api, `cases/${receipt}/withdrawal`, { code }))

  expect([uploaded.status, taken.status, added.status]).toEqual([201, 201, 201])
  expect(reads).toMatchInlineSnapshot(`
    {
      "agency": 0,
      "challenge": 0,
      "desk key": 1,
      "exact": 0,
      "list": 0,
      "record": 0,
      "removals": 0,
      "search": 2,
      "suggestions": 1,
    }
  `)
  expect({ upload, submission, repeated, lookUp, miss, supplement, withdrawal }).toMatchInlineSnapshot(`
    {
      "lookUp": 1,
      "miss": 3,
      "repeated": 1,
      "submission": 2,
      "supplement": 5,
      "upload": 2,
      "withdrawal": 3,
    }
  `)
})
