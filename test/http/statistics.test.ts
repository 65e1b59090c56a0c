import { expect, test } from 'vitest'
import { CaseStatistics } from '#contract/statistics'
import type { CaseCommand } from '#domain/case-life'
import type { CaseRole } from '#domain/vocabulary'
import { stepCase } from '#usecase/change-case'
import { publishCases, publishSummary } from '#usecase/publish-cases'
import { type World, world } from '../world.ts'
import { clearOf, given, PARTS, post, receiptIn, tokenOf } from './sending.ts'

/** In the month after, when this one is counted. */
const carry = (w: World) =>
  publishCases({ ...w, agencies: w.deps.intake.agencies, clock: () => w.clock() + 20 * 86_400_000 })

async function stepAs(w: World, receipt: string, ...steps: [CaseCommand, CaseRole][]): Promise<void> {
  for (const [command, role] of steps) {
    if (command === 'supplement' || command === 'withdraw') throw new Error('That is the filer’s.')
    const intake = { ...w.deps, ...w.deps.intake }
    const moved = await stepCase(intake, { receipt, command, role, actor: 'operator', note: null, until: null })
    expect(moved.ok).toBe(true)
  }
}

test('fewer than five cases are not told apart from one another, five are', async () => {
  const w = await world()
  await carry(w)
  const empty = await w.get('statistics/cases')
  for (let n = 0; n < 4; n++) await given(w, 'correction', { address: `192.0.2.${n}` })
  await carry(w)

  const four = CaseStatistics.parse((await w.get('statistics/cases')).body)
  await given(w, 'correction', { address: '192.0.2.9' })
  await carry(w)
  const five = CaseStatistics.parse((await w.get('statistics/cases')).body)

  await publishCases({ ...w, agencies: w.deps.intake.agencies })
  const early = CaseStatistics.parse((await w.get('statistics/cases')).body)

  const correction = (it: CaseStatistics) => it.items.find(({ kind }) => kind === 'correction')
  expect(CaseStatistics.strict().safeParse(empty.body).error?.issues ?? []).toEqual([])
  expect(correction(four)).toMatchObject({ groups: { open: null }, total: null })
  expect(correction(five)).toMatchObject({ groups: { open: 5 }, total: 5 })
  // In the month itself nothing of it is told.
  expect(early).toMatchObject({ asOf: '2026-10-31' })
  expect(correction(early)).toMatchObject({ groups: { open: 0 }, total: 0 })
})

test('a complaint is summed up in public only when it is answered, and only with consent', async () => {
  const w = await world()
  const send = async (mayPublishSummary: boolean) => {
    const clear = { ...(await clearOf(w, 'complaint')), mayPublishSummary }
    return receiptIn(
      await post(w, 'complaints', { ...clear, part: PARTS.complaint, token: await tokenOf(w, 'complaint') }),
    )
  }
  const [agreed, silent] = [await send(true), await send(false)]
  const words = { summary: '反映合同款逾期未付。', reply: '已于 10 日内付清。' }

  const early = await publishSummary(w, { receipt: agreed.receipt, ...words })
  for (const { receipt } of [agreed, silent]) await stepAs(w, receipt, ['accept', 'clerk'], ['settle', 'clerk'])
  const withoutConsent = await publishSummary(w, { receipt: silent.receipt, ...words })
  const personal = await publishSummary(w, { receipt: agreed.receipt, ...words, reply: '请拨打 13800138000。' })
  const done = await publishSummary(w, { receipt: agreed.receipt, ...words })
  await carry(w)

  expect(early).toMatchObject({ failure: { code: 'summary-not-allowed' } })
  expect(withoutConsent).toMatchObject({ failure: { code: 'summary-not-allowed' } })
  expect(personal).toMatchObject({ failure: { code: 'note-personal-data' } })
  expect(done.ok).toBe(true)
  const { body } = await w.get('statistics/cases')
  expect(CaseStatistics.parse(body).summaries).toEqual([
    {
      ...{ domain: 'procurement', outcome: 'settled', ...words, closedOn: '2026-11-20' },
      agency: { slug: 'jiaotong-yunshu', name: '澜溪县交通运输局' },
    },
  ])
  expect(JSON.stringify(body)).not.toContain(agreed.receipt)
})
