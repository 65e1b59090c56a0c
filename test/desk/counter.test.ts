import { expect, test } from 'vitest'
import { serveRegister } from '#site/lib/desk/register-page.ts'
import { publishPending } from '#usecase/publish-pending'
import { importRows, PENALTY } from '../csv.ts'
import { clearOf, freshKey, openedParts, PARTS, post, tokenOf } from '../http/sending.ts'
import { pageFor, shown } from './desk-pages.ts'
import { type DeskWorld, deskWorld } from './desk-world.ts'

const AGENT = { agentName: '暗号受托人', agentRelation: '暗号职工' } as const

async function ofAgent(w: DeskWorld, clear: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  return {
    ...{ kind: 'objection', key: freshKey().slice(0, 32), source: 'visit', externalNumber: null },
    clear: { ...(await clearOf(w, 'objection')), filer: 'agent', isMandateSeen: true, ...clear },
    part: { ...PARTS.objection, ...AGENT },
  }
}

test('an agent who shows the mandate at the counter is registered, and the case says that it was seen', async () => {
  const w = await deskWorld()
  const [clerk, auditor] = [await w.as('clerk'), await w.as('auditor')]

  const taken = await clerk.post('/cases', await ofAgent(w))

  expect(taken.status, JSON.stringify(taken.body)).toBe(201)
  const receipt = String(taken.body.receipt)
  const seen = { label: '授权委托书', text: '已当面查验原件，复印件已留存' }
  const shown = (await clerk.get(`/cases/${receipt}`)).body
  expect(shown.clear).toContainEqual(seen)
  expect(await openedParts(w, receipt)).toEqual([{ ...PARTS.objection, ...AGENT }])
  const rows = await (await w.deskDeps.staff()).auditAfter(0, 1000)
  expect(rows.find(({ verb }) => verb === 'case-submit')).toMatchObject({
    ...{ target: receipt, actor: 'staff' },
    detail: { source: 'visit', mandate: 'original-seen' },
  })
  for (const answer of [shown, (await auditor.get(`/cases/${receipt}`)).body, rows]) {
    expect(JSON.stringify(answer)).not.toContain('暗号')
  }
})

test('without the original, without who they are, or from afar, an agent is not registered', async () => {
  const w = await deskWorld()
  const clerk = await w.as('clerk')
  const good = await ofAgent(w)

  const unseen = await clerk.post('/cases', await ofAgent(w, { isMandateSeen: undefined }))
  const nameless = await clerk.post('/cases', { ...good, part: PARTS.objection })

  expect(unseen).toMatchObject({ status: 422, body: { code: 'papers-missing' } })
  expect(unseen.body.errors).toMatchObject([{ field: 'clear.isMandateSeen' }])
  expect(nameless.body.errors).toMatchObject([
    { field: 'part.agentName', message: expect.stringContaining('请填写受托人姓名') },
    { field: 'part.agentRelation', message: expect.stringContaining('请填写受托人和单位的关系') },
  ])
  for (const source of ['phone', 'letter', 'hotline']) {
    const answer = await clerk.post('/cases', { ...good, key: freshKey().slice(0, 32), source })
    expect(answer, source).toMatchObject({ status: 422, body: { code: 'papers-missing' } })
  }
  expect((await clerk.post('/cases', await ofAgent(w, { isMandateSeen: false }))).status).toBe(422)
})

test('the public form still asks an agent for papers, and nobody there can say that they were seen', async () => {
  const w = await deskWorld()
  const send = async (more: Record<string, unknown>) => {
    const token = await tokenOf(w, 'objection')
    const clear = { ...(await clearOf(w, 'objection')), filer: 'agent', ...more }
    return post(w, 'objections', { ...clear, part: PARTS.objection, token })
  }
  expect(await send({})).toMatchObject({ status: 422, body: { code: 'papers-missing' } })
  expect(await send({ isMandateSeen: true })).toMatchObject({ status: 422, body: { code: 'input-invalid' } })
})

test('of several records under one number the counter offers links that tell them apart, and takes the one that is chosen', async () => {
  const w = await deskWorld()
  const number = '澜市监罚〔2026〕8801号'
  const names = ['试样食品甲有限公司', '试样食品乙有限公司']
  await importRows(
    w,
    'penalty',
    names.map((name) => ({ ...PENALTY, 行政处罚决定书文号: number, 行政相对人名称: name, 统一社会信用代码: '' })),
  )
  await publishPending(w)
  const clerk = await w.as('clerk')
  const typed = {
    ...{ key: freshKey().slice(0, 32), source: 'visit', record: number, ground: 'wrong', filer: 'subject' },
    ...PARTS.objection,
  }
  const send = async (more: Record<string, string>) => {
    const { locals, request } = pageFor(w, clerk, 'register/?kind=objection', { ...typed, ...more })
    return shown(await serveRegister(locals, request))
  }

  const asked = await send({ chosen: 'of another number' })
  const [, second] = asked.offered
  const taken = await send({ chosen: second?.id ?? '' })

  expect(asked.offered.map(({ subject }) => subject).sort()).toEqual([...names].sort())
  for (const it of asked.offered) {
    expect(it).toMatchObject({ agency: expect.stringContaining('市场监督管理局'), decidedOn: '2026年11月10日' })
    expect(it.publicHref).toBe(`/penalties/${it.id}/`)
  }
  expect(asked).toMatchObject({ status: 422, trouble: { heading: '有几条记录用这个文书号' } })
  expect(JSON.stringify(asked.trouble)).not.toContain(second?.id ?? '?')
  expect((await clerk.get(`/cases/${taken.receipt?.receipt}`)).body).toMatchObject({ record: second?.id })
})
