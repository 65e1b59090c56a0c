import { expect, test } from 'vitest'
import { openSealed, unwrapIdentity, wrapIdentity } from '#adapters/desk-keys'
import { makeDeskKey } from '../../scripts/lib/desk-key.ts'
import { freshKey, given, PARTS, post } from '../http/sending.ts'
import { type DeskAnswer, type DeskVisitor, type DeskWorld, deskWorld } from './desk-world.ts'

type Item = { receipt: string; state: string; due: { isOverdue: boolean; on: string } | null }

const itemsIn = (answer: DeskAnswer) => answer.body.items as Item[]
const caseAt = (who: DeskVisitor, receipt: string) => who.get(`/cases/${receipt}`)

async function step(who: DeskVisitor, receipt: string, body: Record<string, unknown>): Promise<DeskAnswer> {
  const { seq } = (await caseAt(who, receipt)).body
  return who.post(`/cases/${receipt}/steps`, { seq, ...body })
}

async function auditOf(w: DeskWorld, receipt: string): Promise<string[]> {
  const rows = await (await w.deskDeps.staff()).audit(null, 200)
  return rows.filter(({ target }) => target === receipt).map(({ verb }) => verb)
}

test('an objection goes from the clerk to the organ, back, and is upheld by another person', async () => {
  const w = await deskWorld()
  const { receipt } = await given(w, 'objection')
  const [clerk, reviewer] = [await w.as('clerk'), await w.as('reviewer')]
  const first = (await caseAt(clerk, receipt)).body
  const handler = String(first.handlerSlug)
  const [organ, stranger] = [
    await w.as('organ', handler),
    await w.as(
      'organ',
      w.content.agencies.map(({ slug }) => slug).find((slug) => slug !== handler),
    ),
  ]
  // Until it is referred, its own organ sees nothing of it.
  expect((await caseAt(organ, receipt)).status).toBe(404)
  expect((await step(clerk, receipt, { command: 'accept' })).status).toBe(200)
  const bare = await step(clerk, receipt, { command: 'refer' })
  expect(bare).toMatchObject({ status: 422, body: { errors: [{ field: 'extract' }] } })
  const papers = [{ kind: 'extract', text: '请核实罚款金额是 2000 元还是 20000 元。' }]
  expect((await step(clerk, receipt, { command: 'refer', papers })).status).toBe(200)

  expect((await caseAt(organ, receipt)).body).toMatchObject({ sight: 'extract', papers: [{ kind: 'extract' }] })
  const hidden = await caseAt(stranger, receipt)
  expect(hidden).toMatchObject({ status: 404, body: { detail: expect.not.stringContaining('查询码') } })
  expect((await stranger.post(`/cases/${receipt}/steps`, { command: 'answer', seq: 3 })).status).toBe(404)
  expect((await organ.get(`/cases/${receipt}/sealed`)).status).toBe(403)
  expect(itemsIn(await organ.get('/cases?view=waiting')).map((it) => it.receipt)).toEqual([receipt])
  expect(itemsIn(await stranger.get('/cases?view=open'))).toEqual([])

  const answer = [{ kind: 'answer', text: '经核对原决定书，应为 2000 元。' }]
  expect((await step(organ, receipt, { command: 'answer', papers: answer })).status).toBe(200)
  expect(await step(clerk, receipt, { command: 'uphold', note: '异议成立。' })).toMatchObject({ status: 409 })
  expect((await step(reviewer, receipt, { command: 'uphold', note: '异议成立，将更正。' })).status).toBe(200)
  expect((await caseAt(clerk, receipt)).body).toMatchObject({ state: 'upheld', commands: [], isMarked: false })
  expect(await auditOf(w, receipt)).toEqual(
    expect.arrayContaining(['case-accept', 'case-refer', 'case-answer', 'case-uphold', 'case-read']),
  )
  expect(w.faults).toEqual([])
})

test('who took an earlier step does not uphold, whatever their role is by now', async () => {
  const w = await deskWorld()
  const { receipt } = await given(w, 'correction')
  const [admin, clerk] = [await w.as('admin'), await w.as('clerk')]
  await step(clerk, receipt, { command: 'accept' })
  const me = (await clerk.get('/me')).body as { id: string }
  expect((await admin.post(`/staff/${me.id}/role`, { role: 'reviewer', organSlug: null })).status).toBe(200)
  expect(await step(clerk, receipt, { command: 'uphold', note: '已更正。' })).toMatchObject({
    status: 409,
    body: { code: 'upholder-involved' },
  })
})

test('sealed parts open with the clerk’s passphrase, in the browser only, and every opening is written down', async () => {
  const w = await deskWorld()
  const clerk = await w.as('clerk')
  const { account } = (await clerk.get('/me')).body as { account: string }
  await makeDeskKey({ ...w, clock: () => w.clock() + 1 }, [{ name: account, passphrase: 'three quiet birds' }])
  const { receipt } = await given(w, 'objection')
  const { keys } = (await clerk.get('/desk-keys')).body as { keys: { keyId: string; wrapped: string | null }[] }
  const wrapped = keys.find((it) => it.wrapped !== null)?.wrapped ?? ''
  const identity = await unwrapIdentity(wrapped, 'three quiet birds')
  const { parts } = (await clerk.get(`/cases/${receipt}/sealed`)).body as { parts: { bytes: string }[] }
  const plain = await openSealed(new Uint8Array(Buffer.from(parts[0]?.bytes ?? '', 'base64')), identity)
  expect(JSON.parse(new TextDecoder().decode(plain))).toMatchObject(PARTS.objection)
  expect(await auditOf(w, receipt)).toContain('case-open')
  for (const role of ['auditor', 'publisher', 'admin', 'organ'] as const) {
    expect((await (await w.as(role)).get(`/cases/${receipt}/sealed`)).status, role).toBe(403)
  }
})

test('a clerk with the key lets a colleague open, and nobody without it can', async () => {
  const w = await deskWorld()
  const [clerk, colleague, other] = [await w.as('clerk'), await w.as('reviewer'), await w.as('clerk')]
  const accountOf = async (who: DeskVisitor) => String((await who.get('/me')).body.account)
  const { id, identity } = await makeDeskKey({ ...w, clock: () => w.clock() + 1 }, [
    { name: await accountOf(clerk), passphrase: 'three quiet birds' },
  ])
  const wraps = [{ keyId: id, wrapped: await wrapIdentity(identity, 'a fourth bird') }]
  const account = await accountOf(colleague)
  expect((await other.post('/desk-keys', { account, wraps })).status).toBe(422)
  expect((await clerk.post('/desk-keys', { account, wraps })).status).toBe(200)
  const { keys } = (await colleague.get('/desk-keys')).body as { keys: { keyId: string; wrapped: string | null }[] }
  expect(await unwrapIdentity(keys.find(({ keyId }) => keyId === id)?.wrapped ?? '', 'a fourth bird')).toBe(identity)
})

test('what staff write names nobody, and a step that others took meanwhile is not stepped over', async () => {
  const w = await deskWorld()
  const { receipt } = await given(w, 'complaint')
  const [clerk, second] = [await w.as('clerk'), await w.as('clerk')]
  const leak = await step(clerk, receipt, { command: 'return', note: '请联系 13800138000。' })
  expect(leak).toMatchObject({ status: 422, body: { code: 'step-incomplete', errors: [{ field: 'note' }] } })
  const { seq } = (await caseAt(clerk, receipt)).body
  expect((await second.post(`/cases/${receipt}/steps`, { seq, command: 'accept' })).status).toBe(200)
  expect(
    await clerk.post(`/cases/${receipt}/steps`, { seq, command: 'return', note: '不属于受理范围。' }),
  ).toMatchObject({
    status: 409,
    body: { code: 'case-changed-meanwhile' },
  })
})

test('a case goes to a body outside and comes back, on the same clock', async () => {
  const w = await deskWorld()
  const { receipt } = await given(w, 'complaint')
  const [clerk, reviewer] = [await w.as('clerk'), await w.as('reviewer')]
  await step(clerk, receipt, { command: 'accept' })
  const before = (await caseAt(clerk, receipt)).body as { due: { on: string } | null }
  expect((await step(clerk, receipt, { command: 'transfer' })).status).toBe(422)
  expect((await step(reviewer, receipt, { command: 'transfer', note: '转 12345。' })).status).not.toBe(200)
  expect((await step(clerk, receipt, { command: 'transfer', note: '已转 12345，编号 1 号。' })).status).toBe(200)
  const away = await caseAt(clerk, receipt)
  expect(away.body).toMatchObject({ state: 'transferred', due: before.due })
  expect(itemsIn(await clerk.get('/cases?view=waiting'))).toEqual([])
  expect(itemsIn(await clerk.get('/cases?view=open'))).toHaveLength(1)
  expect((await step(clerk, receipt, { command: 'take-back', note: '对方已经办结。' })).status).toBe(200)
  expect((await caseAt(clerk, receipt)).body).toMatchObject({ state: 'accepted', due: before.due })
})

test('words to begin from are those of the kind and the step, and pass the same checks as what is typed', async () => {
  const w = await deskWorld()
  const { receipt } = await given(w, 'complaint')
  const clerk = await w.as('clerk')
  const { commands } = (await caseAt(clerk, receipt)).body as {
    commands: { command: string; templates: { id: string; field: string; text: string }[] }[]
  }
  const accept = commands.find(({ command }) => command === 'accept')
  expect(accept?.templates.map(({ id }) => id)).toEqual(['accept-all'])
  expect(commands.find(({ command }) => command === 'return')?.templates).toEqual([])
  const redirect = commands.find((it) => it.command === 'redirect')
  expect(redirect?.templates.map(({ id }) => id)).toEqual(['redirect-arrears', 'redirect-report'])
  const blank = await step(clerk, receipt, { command: 'return', note: '转到……办理。' })
  expect(blank).toMatchObject({ status: 422, body: { errors: [{ field: 'note' }] } })
  const note = accept?.templates[0]?.text ?? null
  expect((await step(clerk, receipt, { command: 'accept', note })).status).toBe(200)
})

test('an organ’s answer on paper is written down by the clerk, with where it came from', async () => {
  const w = await deskWorld()
  const { receipt, code } = await given(w, 'objection')
  const [clerk, reviewer] = [await w.as('clerk'), await w.as('reviewer')]
  await step(clerk, receipt, { command: 'accept' })
  const papers = [{ kind: 'extract', text: '请核实罚款金额。' }]
  await step(clerk, receipt, { command: 'refer', papers })
  const before = (await caseAt(clerk, receipt)).body
  const waiting = itemsIn(await clerk.get('/cases?view=waiting'))
  expect(waiting).toMatchObject([{ receipt, state: 'referred', due: before.due }])

  const answer = { kind: 'answer', text: '应为 2000 元。' }
  const bare = await step(clerk, receipt, { command: 'record-answer', papers: [answer] })
  expect(bare).toMatchObject({
    status: 422,
    body: { errors: [{ field: 'answer-source', message: '请填写答复的来源' }] },
  })
  const source = { kind: 'answer-source', text: '2026 年 11 月 20 日书面复函，原件存卷。' }
  expect((await step(reviewer, receipt, { command: 'record-answer', papers: [answer, source] })).status).toBe(403)
  expect((await step(clerk, receipt, { command: 'record-answer', papers: [answer, source] })).status).toBe(200)
  const after = (await caseAt(clerk, receipt)).body
  expect(after).toMatchObject({ state: 'answered', due: before.due })
  expect(after.papers).toMatchObject([{ kind: 'extract' }, answer, source])
  // To the filer it is the organ's answer; only who typed it is the clerk.
  const { steps } = (await post(w, 'look-ups', { receipt, code })).body as { steps: unknown[] }
  expect(steps.at(-1)).toMatchObject({ label: '核实单位答复', by: '由受理人员代录', state: '已核实，待答复' })
  expect((await step(reviewer, receipt, { command: 'uphold', note: '异议成立。' })).status).toBe(200)
})

test('a referred case is sent to another organ, or taken back, and the organ before sees it no more', async () => {
  const w = await deskWorld()
  const { receipt } = await given(w, 'objection')
  const clerk = await w.as('clerk')
  const handler = String((await caseAt(clerk, receipt)).body.handlerSlug)
  const other = w.content.agencies.map(({ slug }) => slug).find((slug) => slug !== handler) ?? ''
  const [first, second] = [await w.as('organ', handler), await w.as('organ', other)]
  await step(clerk, receipt, { command: 'accept' })
  const papers = [{ kind: 'extract', text: '请核实罚款金额。' }]
  await step(clerk, receipt, { command: 'refer', papers })
  const { commands } = (await caseAt(clerk, receipt)).body as { commands: { command: string; label: string }[] }
  expect(commands.map(({ label }) => label)).toEqual(['改转其他机关', '收回转办', '代录机关答复'])

  expect((await step(clerk, receipt, { command: 'refer', handlerSlug: other, papers })).status).toBe(200)
  expect((await caseAt(first, receipt)).status).toBe(404)
  expect((await caseAt(second, receipt)).body).toMatchObject({ state: 'referred', sight: 'extract' })
  expect((await step(clerk, receipt, { command: 'recall' })).status).toBe(422)
  expect((await step(clerk, receipt, { command: 'recall', note: '改由受理台核对原件。' })).status).toBe(200)
  expect((await caseAt(second, receipt)).status).toBe(404)
  expect(itemsIn(await second.get('/cases?view=open'))).toEqual([])
  expect((await caseAt(clerk, receipt)).body).toMatchObject({ state: 'accepted' })
})

test('papers brought to the counter are written down by the clerk, and the clock goes on', async () => {
  const w = await deskWorld()
  const clerk = await w.as('clerk')
  const { receipt } = await given(w, 'objection')
  const until = '2026-12-18'
  for (const [asked, back] of [
    ['papers-asked', 'submitted'],
    ['evidence-asked', 'accepted'],
  ]) {
    await step(clerk, receipt, { command: 'ask', note: '请补充材料。', until })
    expect((await caseAt(clerk, receipt)).body).toMatchObject({
      state: asked,
      askedUntil: until,
      due: { isRunning: false },
    })
    expect((await step(clerk, receipt, { command: 'record-papers' })).status).toBe(422)
    const note = '今天在窗口收到决定书复印件一份。'
    expect((await step(clerk, receipt, { command: 'record-papers', note })).status).toBe(200)
    expect((await caseAt(clerk, receipt)).body).toMatchObject({
      state: back,
      askedUntil: null,
      due: { isRunning: true },
    })
    await step(clerk, receipt, { command: 'accept' })
  }
})

test('who takes a step in a case that nobody has, has it; a case that is given to somebody stays theirs', async () => {
  const w = await deskWorld()
  const { receipt } = await given(w, 'objection')
  const [clerk, second] = [await w.as('clerk'), await w.as('clerk')]
  const { id } = (await clerk.get('/me')).body
  await step(clerk, receipt, { command: 'accept' })
  expect((await caseAt(clerk, receipt)).body).toMatchObject({ assignee: { id } })
  await step(second, receipt, { command: 'ask', note: '请补充材料。', until: '2026-12-18' })
  expect((await caseAt(clerk, receipt)).body).toMatchObject({ assignee: { id } })
  expect(itemsIn(await clerk.get('/cases?view=mine'))).toHaveLength(1)
})

test('a clerk who may not uphold is told so on every kind, and a reviewer finds what waits for it', async () => {
  const w = await deskWorld()
  const { receipt } = await given(w, 'objection')
  const [clerk, reviewer] = [await w.as('clerk'), await w.as('reviewer')]
  await step(clerk, receipt, { command: 'accept' })
  expect((await caseAt(clerk, receipt)).body).toMatchObject({ waitsForSecond: true })
  expect((await caseAt(reviewer, receipt)).body).toMatchObject({ waitsForSecond: false })
  expect(itemsIn(await reviewer.get('/cases?view=answered'))).toEqual([])
  await step(clerk, receipt, { command: 'refer', papers: [{ kind: 'extract', text: '请核实罚款金额。' }] })
  const papers = [
    { kind: 'answer', text: '应为 2000 元。' },
    { kind: 'answer-source', text: '书面复函，原件存卷。' },
  ]
  await step(clerk, receipt, { command: 'record-answer', papers })
  expect(itemsIn(await reviewer.get('/cases?view=answered'))).toMatchObject([{ receipt, state: 'answered' }])
})

test('filters are kept under a name of one’s own, twelve at most', async () => {
  const w = await deskWorld()
  const [clerk, other] = [await w.as('clerk'), await w.as('clerk')]
  const viewsOf = async (who: DeskVisitor) => (await who.get('/views')).body.items
  for (let n = 1; n <= 12; n++) {
    expect((await clerk.post('/views', { name: `筛选${n}`, query: `view=open&kind=complaint` })).status).toBe(200)
  }
  expect((await clerk.post('/views', { name: '筛选1', query: 'view=mine' })).status).toBe(200)
  expect(await clerk.post('/views', { name: '再一个', query: '' })).toMatchObject({ status: 409 })
  expect(await clerk.post('/views', { name: '坏的', query: 'q=<script>' })).toMatchObject({ status: 422 })
  expect(await viewsOf(clerk)).toContainEqual({ name: '筛选1', query: 'view=mine' })
  expect(await viewsOf(other)).toEqual([])
  await other.post('/views/remove', { name: '筛选1' })
  expect((await clerk.post('/views/remove', { name: '筛选1' })).status).toBe(200)
  expect(await viewsOf(clerk)).toHaveLength(11)
})

test('a complaint is never referred to the body that it is about', async () => {
  const w = await deskWorld()
  const { receipt } = await given(w, 'complaint')
  const clerk = await w.as('clerk')
  await step(clerk, receipt, { command: 'accept' })
  const { agencySlug } = (await caseAt(clerk, receipt)).body
  const papers = [{ kind: 'extract', text: '请核实合同付款情况。' }]
  const refused = await step(clerk, receipt, { command: 'refer', handlerSlug: agencySlug, papers })
  expect(refused).toMatchObject({ status: 422, body: { code: 'handler-refused' } })
  const accused = await w.as('organ', String(agencySlug))
  expect((await caseAt(accused, receipt)).status).toBe(404)
  expect(itemsIn(await accused.get('/cases?view=open'))).toEqual([])
})

test('what a clerk registers at the counter is sealed like everything else, with receipt, code and the same clock', async () => {
  const w = await deskWorld()
  const clerk = await w.as('clerk')
  const agency = 'jiaotong-yunshu'
  const body = {
    kind: 'complaint',
    key: freshKey().slice(0, 32),
    source: 'hotline',
    externalNumber: '12345-2026-0001',
    clear: {
      ...{ agency, domain: 'procurement', creditor: null, isAboutBody: true, isNamed: true },
      mayPublishSummary: false,
    },
    part: { ...PARTS.complaint, facts: '来电反映：验收一年没有付款，电话里说的暗号。' },
  }
  const first = await clerk.post('/cases', body)
  expect(first.status, JSON.stringify(first.body)).toBe(201)
  expect((await clerk.post('/cases', body)).body).toEqual(first.body)
  const receipt = String(first.body.receipt)
  expect((await caseAt(clerk, receipt)).body).toMatchObject({
    source: '12345 转来',
    externalNumber: '12345-2026-0001',
    sealedBy: '到达服务器时加密',
  })
  expect((await (await w.as('reviewer')).post('/cases', body)).status).toBe(403)
  const unsaid = { ...body, key: freshKey().slice(0, 32), clear: { ...body.clear, domain: 'arrears' } }
  expect(await clerk.post('/cases', unsaid)).toMatchObject({
    status: 422,
    body: { errors: [{ field: 'clear.creditor' }] },
  })
  const elsewhere = { ...unsaid, clear: { ...unsaid.clear, creditor: 'small-business' } }
  expect(await clerk.post('/cases', elsewhere)).toMatchObject({
    body: { code: 'complaint-elsewhere', channels: ['sme-arrears', 'hotline'] },
  })
  const found = await w.app.request(`${w.content.place.base}api/v1/look-ups`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ receipt, code: first.body.code }),
  })
  expect(found.status).toBe(200)
})

test('the work list has overdue cases first, then by due day, and counts what waits', async () => {
  const w = await deskWorld()
  const kinds = ['correction', 'objection', 'complaint'] as const
  const receipts: string[] = []
  for (const kind of kinds) receipts.push((await given(w, kind)).receipt)
  const clerk = await w.as('clerk')
  const now = await clerk.get('/cases?view=waiting')
  expect(now.body.counts).toMatchObject({ open: 3, waiting: 3, overdue: 0, mine: 0 })
  expect(new Set(itemsIn(now).map(({ receipt }) => receipt))).toEqual(new Set(receipts))
  const due = itemsIn(now).flatMap(({ due: it }) => (it === null ? [] : [it.on]))
  expect(due).toEqual([...due].sort())
  const me = String((await clerk.get('/me')).body.id)
  expect((await clerk.post(`/cases/${receipts[0]}/assignment`, { assignee: me })).status).toBe(200)
  const admin = String((await (await w.as('admin')).get('/me')).body.id)
  expect((await clerk.post(`/cases/${receipts[0]}/assignment`, { assignee: admin })).status).toBe(404)
  expect(itemsIn(await clerk.get('/cases?view=mine')).map(({ receipt }) => receipt)).toEqual([receipts[0]])
  expect(itemsIn(await clerk.get('/cases?view=open&kind=complaint')).map(({ receipt }) => receipt)).toEqual([
    receipts[2],
  ])
  w.later(120 * 86_400_000)
  const late = itemsIn(await clerk.get('/cases?view=open'))
  const states = late.map((it) => it.due?.isOverdue === true)
  expect(states).toEqual([...states].sort((a, b) => Number(b) - Number(a)))
  await step(clerk, receipts[2] ?? '', { command: 'return', note: '不属于受理范围。' })
  expect(itemsIn(await clerk.get('/cases?view=closed')).map(({ receipt }) => receipt)).toEqual([receipts[2]])
})
