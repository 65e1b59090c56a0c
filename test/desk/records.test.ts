import { expect, test } from 'vitest'
import { publishPending } from '#usecase/publish-pending'
import { given } from '../http/sending.ts'
import { penaltyOf } from '../usecase/changing.ts'
import { type DeskAnswer, type DeskVisitor, type DeskWorld, deskWorld } from './desk-world.ts'

const REASON = '核实单位确认，原决定书写的是另一个数。'

async function publicPenalty(w: DeskWorld): Promise<string> {
  const [row] = await w.rows('kind=penalty&limit=1')
  if (!row) throw new Error('The demo has no public penalty.')
  return row.id
}

async function propose(who: DeskVisitor, id: string, more: Record<string, unknown>): Promise<DeskAnswer> {
  const { seq } = (await who.get(`/records/${id}`)).body
  return who.post(`/records/${id}/changes`, { seq, reason: REASON, ...more })
}

const correct = { request: { change: 'correct', fields: { content: '罚款人民币贰仟元整' } } }

test('a correction waits for another person, and its case is upheld with it or not at all', async () => {
  const w = await deskWorld()
  const { receipt } = await given(w, 'objection')
  const [clerk, reviewer, publisher] = [await w.as('clerk'), await w.as('reviewer'), await w.as('publisher')]
  const { seq } = (await clerk.get(`/cases/${receipt}`)).body
  await clerk.post(`/cases/${receipt}/steps`, { seq, command: 'accept' })
  const id = String((await clerk.get(`/cases/${receipt}`)).body.record)
  const asked = await propose(clerk, id, { ...correct, caseReceipt: receipt })
  expect(asked.status, JSON.stringify(asked.body)).toBe(201)
  const change = String(asked.body.change)
  expect((await reviewer.get(`/changes/${change}`)).body).toMatchObject({
    isOwn: false,
    fields: [{ label: '处罚内容' }],
  })
  const decision = { verdict: 'approve', note: null, upholdNote: null }
  // A clerk decides nothing, and a publisher upholds no case.
  expect((await clerk.post(`/changes/${change}/decision`, decision)).status).toBe(403)
  const upheld = { ...decision, upholdNote: '异议成立，已经更正。' }
  expect((await publisher.post(`/changes/${change}/decision`, upheld)).status).toBe(403)
  expect((await reviewer.get(`/records/${id}`)).body).toMatchObject({ version: 1, openChange: change })
  expect((await reviewer.post(`/changes/${change}/decision`, upheld)).status).toBe(200)
  expect((await reviewer.get(`/records/${id}`)).body).toMatchObject({ version: 2, openChange: null })
  expect((await clerk.get(`/cases/${receipt}`)).body).toMatchObject({ state: 'upheld' })
  await publishPending(w)
  expect(JSON.stringify((await w.get(`records/${id}`)).body)).toContain('罚款人民币贰仟元整')
  const rows = (await (await w.deskDeps.staff()).audit(null, 50)).filter(({ target }) => target === id)
  expect(rows.map(({ verb }) => verb)).toEqual(
    expect.arrayContaining(['record-read', 'change-propose', 'change-read', 'record-correct']),
  )
  expect(rows.every(({ staff }) => staff !== null && staff !== '')).toBe(true)
  expect(w.faults).toEqual([])
})

test('upholding with the change needs words for the filer: without them neither is done', async () => {
  const w = await deskWorld()
  const { receipt } = await given(w, 'objection')
  const [clerk, reviewer] = [await w.as('clerk'), await w.as('reviewer')]
  const { seq } = (await clerk.get(`/cases/${receipt}`)).body
  await clerk.post(`/cases/${receipt}/steps`, { seq, command: 'accept' })
  const id = String((await clerk.get(`/cases/${receipt}`)).body.record)
  const change = String((await propose(clerk, id, { ...correct, caseReceipt: receipt })).body.change)

  const said = (upholdNote: string) =>
    reviewer.post(`/changes/${change}/decision`, { verdict: 'approve', note: null, upholdNote })
  for (const words of ['', '   ', '请联系 13800138000。']) {
    expect(await said(words)).toMatchObject({ status: 422, body: { errors: [{ field: 'upholdNote' }] } })
  }

  expect((await reviewer.get(`/records/${id}`)).body).toMatchObject({ version: 1, openChange: change })
  expect((await clerk.get(`/cases/${receipt}`)).body).toMatchObject({ state: 'accepted' })
  expect((await said('异议成立，已经更正。')).status).toBe(200)
})

test('a change counts as overtaken only where another one came between', async () => {
  const w = await deskWorld()
  const id = await publicPenalty(w)
  const [clerk, publisher, reviewer] = [await w.as('clerk'), await w.as('publisher'), await w.as('reviewer')]
  const [first, own] = [String((await propose(clerk, id, correct)).body.change), { verdict: 'approve', note: null }]
  expect((await publisher.get(`/changes/${first}`)).body).toMatchObject({ isStale: false, isOpen: true })
  expect((await publisher.post(`/changes/${first}/decision`, own)).status).toBe(200)
  expect((await publisher.get(`/changes/${first}`)).body).toMatchObject({ isStale: false, state: '已同意' })

  const second = { request: { change: 'correct', fields: { content: '罚款人民币叁仟元整' } } }
  const waiting = String((await propose(clerk, id, second)).body.change)
  expect((await reviewer.post(`/records/${id}/hiding`, { reason: '页面上有不该公开的内容。' })).status).toBe(201)
  expect((await publisher.get(`/changes/${waiting}`)).body).toMatchObject({ isStale: true, state: '已失效' })
})

test('values are shown as people read them, and taken back as they type them', async () => {
  const w = await deskWorld()
  const id = await penaltyOf(w)
  const [clerk, publisher] = [await w.as('clerk'), await w.as('publisher')]
  type Field = { id: string; label: string; value: string; options: string[] | null }
  const fieldsNow = async () => (await clerk.get(`/records/${id}`)).body.fields as Field[]
  const one = async (name: string) => (await fieldsNow()).find((field) => field.id === name)
  expect(await one('fineAmount')).toMatchObject({ label: '罚款金额', value: '5,000元', options: null })
  expect(await one('procedure')).toMatchObject({ value: '普通程序', options: ['简易程序', '普通程序'] })
  expect(await one('decidedOn')).toMatchObject({ value: '2026年11月10日' })

  const bare = await propose(clerk, id, { request: { change: 'correct', fields: { fineAmount: '26500' } } })
  expect(String(bare.body.detail)).toContain('写明单位')
  // As the form has them: what is not touched says the same again.
  const same = Object.fromEntries(
    (await fieldsNow()).filter(({ value }) => value !== '').map((it) => [it.id, it.value]),
  )
  const fields = { ...same, content: '罚款人民币26500元。', fineAmount: '26,500 元', procedure: '简易程序' }
  const asked = await propose(clerk, id, { request: { change: 'correct', fields } })
  expect((await publisher.get(`/changes/${asked.body.change}`)).body.fields).toEqual([
    { label: '处罚内容', before: '罚款人民币5000元。', after: '罚款人民币26500元。' },
    { label: '罚款金额', before: '5,000元', after: '26,500元' },
    { label: '程序类别', before: '普通程序', after: '简易程序' },
  ])
})

test('who proposes does not approve, and what was refused names field and value', async () => {
  const w = await deskWorld()
  const id = await publicPenalty(w)
  const publisher = await w.as('publisher')
  const wrong = await propose(publisher, id, { request: { change: 'correct', fields: { decidedOn: '昨天' } } })
  expect(wrong).toMatchObject({ status: 409, body: { code: 'change-refused' } })
  expect(String(wrong.body.detail)).toContain('昨天')
  const asked = await propose(publisher, id, correct)
  const change = String(asked.body.change)
  const own = await publisher.post(`/changes/${change}/decision`, { verdict: 'approve', note: null, upholdNote: null })
  expect(own).toMatchObject({ status: 409, body: { why: 'same-person' } })
  expect(await propose(publisher, id, correct)).toMatchObject({ status: 409, body: { why: 'change-open' } })
  expect((await publisher.get('/changes')).body).toMatchObject({ total: 1 })
})

test('who asked takes it back before it is decided, nobody else does, and the record can be asked about anew', async () => {
  const w = await deskWorld()
  const id = await publicPenalty(w)
  const [clerk, other, publisher] = [await w.as('clerk'), await w.as('clerk'), await w.as('publisher')]
  const change = String((await propose(clerk, id, correct)).body.change)
  expect(await other.post(`/changes/${change}/retraction`)).toMatchObject({
    ...{ status: 409, body: { why: 'change-of-other' } },
  })

  expect((await clerk.post(`/changes/${change}/retraction`)).status).toBe(200)

  expect((await publisher.get(`/changes/${change}`)).body).toMatchObject({ isOpen: false, state: '已由提出人撤回' })
  const decision = { verdict: 'approve', note: null, upholdNote: null }
  expect((await publisher.post(`/changes/${change}/decision`, decision)).body).toMatchObject({ why: 'change-closed' })
  expect((await clerk.post(`/changes/${change}/retraction`)).body).toMatchObject({ why: 'change-closed' })
  const [row] = (await (await w.deskDeps.staff()).audit(null, 50)).filter(({ verb }) => verb === 'change-retract')
  expect(row).toMatchObject({ target: id, detail: { change, kind: 'correct' } })
  expect((await propose(other, id, correct)).status).toBe(201)
})

test('what was hidden at once does not come back by whoever hid it', async () => {
  const w = await deskWorld()
  const id = await publicPenalty(w)
  const clerk = await w.as('clerk')
  const { change } = (await clerk.post(`/records/${id}/hiding`, { reason: '页面上有不该公开的内容。' })).body
  expect(await clerk.post(`/changes/${change}/retraction`)).toMatchObject({
    ...{ status: 409, body: { why: 'hiding-needs-review' } },
  })
})

test('one person hides at once; another one reviews it, and it comes back only then', async () => {
  const w = await deskWorld()
  const id = await publicPenalty(w)
  const [clerk, publisher] = [await w.as('clerk'), await w.as('publisher')]
  const hidden = await clerk.post(`/records/${id}/hiding`, { reason: '页面上有不该公开的内容。' })
  expect(hidden.status).toBe(201)
  await publishPending(w)
  expect((await w.get(`records/${id}`)).status).toBe(404)
  const change = String(hidden.body.change)
  const review = { to: 'restore', reason: '核对过，没有不该公开的内容。' }
  expect((await publisher.post(`/changes/${change}/review`, review)).status).toBe(200)
  await publishPending(w)
  expect((await w.get(`records/${id}`)).status).toBe(200)
})

test('auditors and organs see no more of records than they may', async () => {
  const w = await deskWorld()
  const id = await publicPenalty(w)
  const [auditor, organ, admin] = [await w.as('auditor'), await w.as('organ'), await w.as('admin')]
  expect((await auditor.get(`/records/${id}`)).status).toBe(200)
  expect((await auditor.post(`/records/${id}/hiding`, { reason: REASON })).status).toBe(403)
  for (const who of [organ, admin]) expect((await who.get(`/records/${id}`)).status).toBe(403)
  const fields = (await auditor.get(`/records/${id}`)).body.fields as { isSealed: boolean; value: string }[]
  expect(fields.filter(({ isSealed }) => isSealed).every(({ value }) => value === '')).toBe(true)
})
