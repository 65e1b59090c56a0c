import { expect, test } from 'vitest'
import { AgencyView } from '#contract/record'
import { AgencyStatistics, CaseBreakdown, CaseClocks, CaseStatistics, RemovalStatistics } from '#contract/statistics'
import type { CaseCommand } from '#domain/case-life'
import { JOURNAL_PATH } from '#domain/snapshot-address'
import type { CaseRole } from '#domain/vocabulary'
import { stepCase } from '#usecase/change-case'
import { readJournal, writeDocument } from '#usecase/journal'
import { publishStatistics } from '#usecase/publish-statistics'
import { publishSummary } from '#usecase/publish-summary'
import { type World, world } from '../world.ts'
import { clearOf, given, PARTS, post, receiptIn, tokenOf } from './sending.ts'

/** In the quarter after, when this one is counted. */
const carry = (w: World) => publishStatistics({ ...w, intake: w.deps.intake, clock: () => w.clock() + 45 * 86_400_000 })

async function stepAs(w: World, receipt: string, ...steps: [CaseCommand, CaseRole][]): Promise<void> {
  for (const [command, role] of steps) {
    if (command === 'supplement' || command === 'withdraw') throw new Error('That is the filer’s.')
    const intake = { ...w.deps, ...w.deps.intake }
    const moved = await stepCase(intake, { receipt, command, role, actor: 'operator', note: null, until: null })
    expect(moved.ok).toBe(true)
  }
}

const corrections = async (w: World, count: number) => {
  const receipts = []
  for (let n = 0; n < count; n++) receipts.push((await given(w, 'correction', { address: `192.0.2.${n}` })).receipt)
  return receipts
}

test.each([
  [4, { least: 1, most: 4 }],
  [5, { least: 5, most: 5 }],
])('%i open cases are told as %j, and not before the quarter is over', async (count, told) => {
  const w = await world()
  await corrections(w, count)
  await publishStatistics({ ...w, intake: w.deps.intake })
  const early = CaseStatistics.parse((await w.get('statistics/cases')).body)
  await carry(w)

  const { body } = await w.get('statistics/cases')

  const open = (it: CaseStatistics) => it.items.find(({ kind }) => kind === 'correction')?.groups.open
  expect(CaseStatistics.strict().safeParse(body).error?.issues ?? []).toEqual([])
  expect([early.asOf, open(early)]).toEqual(['2026-09-30', { least: 0, most: 0 }])
  expect([CaseStatistics.parse(body).asOf, open(CaseStatistics.parse(body))]).toEqual(['2026-12-31', told])
})

test('before anything was counted every answer is empty, and the organs have theirs', async () => {
  const w = await world()

  const [cases, clocks, removals] = await Promise.all(
    ['cases', 'clocks', 'removals'].map((it) => w.get(`statistics/${it}`)),
  )
  const agencies = AgencyStatistics.strict().parse((await w.get('statistics/agencies')).body)

  expect(CaseStatistics.parse(cases?.body)).toEqual({ asOf: null, items: [], summaries: [] })
  expect(CaseClocks.parse(clocks?.body)).toEqual({ asOf: null, items: [] })
  expect(RemovalStatistics.parse(removals?.body)).toEqual({ asOf: null, items: [] })
  expect(agencies.items.length).toBeGreaterThan(3)
  const slugs = agencies.items.map(({ agency }) => agency.slug)
  expect(slugs).toEqual(slugs.toSorted())
  for (const { onTime, late, share } of agencies.items) {
    expect(share === null).toBe(onTime + late < 10)
    if (share !== null) expect(share).toBe(Math.floor((onTime * 100) / (onTime + late)))
  }
})

test('the clocks count what is closed, and what is overdue and open beside it', async () => {
  const w = await world()
  const receipts = await corrections(w, 12)
  for (const receipt of receipts.slice(0, 6)) await stepAs(w, receipt, ['accept', 'clerk'], ['dismiss', 'clerk'])
  await carry(w)

  const clocks = CaseClocks.strict().parse((await w.get('statistics/clocks')).body)

  const correction = clocks.items.find(({ kind }) => kind === 'correction')
  expect(correction?.stretches).toHaveLength(1)
  expect(correction?.recent).toMatchObject({ from: '2026Q1', to: '2026Q4', closed: { least: 6, most: 6 } })
  expect(correction?.recent?.times.final).toEqual({
    ...{ onTime: { least: 6, most: 6 }, late: { least: 0, most: 0 }, overdue: { least: 6, most: 6 } },
    ...{ share: { least: 50, most: 50 }, median: { days: 0 }, p90: { days: null } },
  })
})

test('what left is counted by way, ground and speed, and no record is named', async () => {
  const w = await world()
  await carry(w)

  const { body } = await w.get('statistics/removals')

  const removals = RemovalStatistics.strict().parse(body)
  expect(removals.items.map(({ way }) => way)).toEqual(['withdrawn', 'ended'])
  const told = removals.items.flatMap(({ stretches }) => stretches)
  expect(told.some(({ removed }) => removed.least >= 5)).toBe(true)
  for (const { speeds, removed } of told) {
    if (removed.least === removed.most) expect(speeds[0]?.removed).toEqual(removed)
  }
})

test('once counted, a quarter is not counted again', async () => {
  const w = await world()
  await carry(w)
  const first = await w.get('statistics/cases')
  await corrections(w, 5)

  const again = await carry(w)

  expect(again).toEqual({ changed: false })
  expect((await w.get('statistics/cases')).body).toEqual(first.body)
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

test('parts of cases are told by organ and domain, and the pages of organs are rendered anew', async () => {
  const w = await world()
  for (let n = 0; n < 14; n++) {
    const { receipt } = await given(w, 'complaint', { address: `192.0.2.${n}` })
    await stepAs(w, receipt, ['accept', 'clerk'], ['dismiss', 'reviewer'])
  }
  const early = CaseBreakdown.parse((await w.get('statistics/breakdown')).body)
  const journal = await readJournal(w.blobs)
  if (journal) await writeDocument(w.blobs, JOURNAL_PATH, { ...journal, changed: [] })
  await carry(w)

  const told = CaseBreakdown.strict().parse((await w.get('statistics/breakdown')).body)
  const organ = told.complaints?.organs.find(({ closed }) => closed.least > 0)
  const view = AgencyView.parse((await w.get(`agencies/${organ?.agency.slug}`)).body)

  expect(early).toEqual({ asOf: null, complaints: null, objections: null })
  expect(told.complaints?.organs.filter(({ closed }) => closed.least > 0).map(({ closed }) => closed)).toEqual([
    { least: 10, most: 19 },
  ])
  expect(told.complaints?.domains.flatMap(({ median }) => median ?? [])).toEqual([{ days: 0 }])
  expect(view.cases.complaints).toEqual({ from: '2026Q1', to: '2026Q4', closed: { least: 10, most: 19 } })
  expect((await readJournal(w.blobs))?.changed).toContain(`agency:${organ?.agency.slug}`)
})
