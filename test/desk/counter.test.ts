import { expect, test } from 'vitest'
import { clearOf, freshKey, openedParts, PARTS, post, tokenOf } from '../http/sending.ts'
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
