import { expect, test } from 'vitest'
import { AgencyQualityView } from '#contract/record'
import { type AgencyQuality, qualityOf } from '#domain/data-quality'
import type { Journal } from '#domain/snapshot'
import { publishPending } from '#usecase/publish-pending'
import { publishQuality } from '#usecase/publish-quality'
import { endRecord } from '#usecase/remove-record'
import { agencyQualityPage } from '../../site/src/lib/agency-quality-page.ts'
import { importRows, PENALTY } from '../csv.ts'
import { localsOf } from '../site/locals.ts'
import { type World, world } from '../world.ts'

const NUMBER = '行政处罚决定书文号'
const CODE = '行政相对人代码_1(统一社会信用代码)'

/** Six rows of one organ, each wrong in its own way. */
const ROWS = [
  { ...PENALTY, 公示日期: '2026-12-20' },
  { ...PENALTY, [NUMBER]: '澜市监罚〔2026〕2号', [CODE]: '91999001MA0000007A' },
  { ...PENALTY, [NUMBER]: '澜市监罚〔2026〕2号', 行政相对人名称: '澜溪县另一食品有限公司', [CODE]: '' },
  { ...PENALTY, [NUMBER]: '澜市监罚〔2026〕4号', '罚款金额（万元）': '若干', 处罚依据: '' },
  { ...PENALTY, [NUMBER]: '澜市监罚〔2026〕4号', '罚款金额（万元）': '若干', 处罚依据: '' },
  { ...PENALTY, [NUMBER]: '澜市监罚〔2026〕6号', 处罚决定日期: '去年' },
]

test('what is incomplete, wrong, late, shared, repeated and rejected is counted, and sending a file again counts nothing twice', async () => {
  const w = await world({ empty: true })
  await importRows(w, 'penalty', ROWS)
  const first = (await w.store.qualityCounts()).map(qualityOf)

  await importRows(w, 'penalty', ROWS)

  expect((await w.store.qualityCounts()).map(qualityOf)).toEqual(first)
  expect(first).toMatchObject([
    {
      agency: 'shichang-jianguan',
      kind: 'penalty',
      records: 4,
      badCheckDigits: 1,
      missingCodes: 1,
      unreadValues: 1,
      late: 1,
      sharedNumbers: 2,
      rejectedRows: 1,
      repeatedRows: 1,
    },
  ])
  expect(first[0]?.fields).toContainEqual({ field: 'legalBasis', filled: 3, percent: 75 })
  expect(first[0]?.fields).toContainEqual({ field: 'sourceName', filled: 0, percent: 0 })
})

test("a natural person, who has no credit code, is no gap in the organ's data", async () => {
  const w = await world({ empty: true })
  const person = { 行政相对人名称: '欧阳测试', 行政相对人类别: '自然人', [CODE]: '' }

  await importRows(w, 'penalty', [PENALTY, { ...PENALTY, ...person, [NUMBER]: '澜市监罚〔2026〕7号' }])

  const [quality] = (await w.store.qualityCounts()).map(qualityOf)
  expect(quality?.fields).toContainEqual({ field: 'subjectCode', filled: 2, percent: 100 })
})

test('what left is in no count', async () => {
  const w = await world({ empty: true })
  await importRows(w, 'penalty', [PENALTY])
  const [id = ''] = await w.store.publicIds('', 1)

  await endRecord(w, { id, ground: 'repaired', reason: '已完成信用修复', actor: 'operator' })

  expect(await w.store.qualityCounts()).toMatchObject([{ records: 0, late: 0 }])
})

test('the counts come out with the organ, and only pages of organs whose counts changed are made anew', async () => {
  const w = await world()
  await publishQuality(w)
  const again = await publishQuality(w)
  const before = await pagesChanged(w)

  await importRows(w, 'penalty', [{ ...PENALTY, 处罚决定日期: '去年' }])
  await importRows(w, 'penalty', [PENALTY])
  await publishPending(w)
  const report = await publishQuality(w)

  const rejected = (await qualityIn(w)).find((it) => it.kind === 'penalty')?.rejectedRows
  expect(again).toEqual({ agencies: 0 })
  expect(report).toEqual({ agencies: 1 })
  expect(before).toContain('agency:shichang-jianguan')
  expect(rejected).toBe(1)
})

test('an organ has its counts by themselves, as they are on its page, and without a word of a record', async () => {
  const w = await world()
  await importRows(w, 'penalty', ROWS)
  await publishQuality(w)

  const { status, body } = await w.get('agencies/shichang-jianguan/quality')
  const told = AgencyQualityView.strict().parse(body)
  const view = agencyQualityPage(localsOf(w), { state: 'found', value: told })

  expect(status).toBe(200)
  expect(told.items).toEqual(await qualityIn(w))
  expect(told.items.find(({ kind }) => kind === 'penalty')).toMatchObject({ rejectedRows: 1, unreadValues: 1 })
  const [penalty] = view.state === 'notice' ? [] : view.kinds.filter(({ anchor }) => anchor === 'penalty')
  expect(penalty?.gaps.find(({ label }) => label === '处罚依据')).toMatchObject({ missing: '1' })
  expect(penalty?.troubles).toContainEqual(expect.objectContaining({ label: '没有接收的行', count: '1' }))
  for (const word of ['澜溪县另一食品有限公司', '91999001MA0000007A', '澜市监罚〔2026〕4号'])
    expect(JSON.stringify(body) + JSON.stringify(view)).not.toContain(word)
  expect((await w.get('agencies/nobody/quality')).body).toMatchObject({ code: 'agency-not-found' })
})

async function pagesChanged(w: World): Promise<string[]> {
  const bytes = await w.blobs.read('journal.json')
  const journal: Journal = JSON.parse(new TextDecoder().decode(bytes))
  return journal.changed
}

async function qualityIn(w: World): Promise<AgencyQuality[]> {
  const { body } = await w.get('agencies/shichang-jianguan')
  return typeof body === 'object' && body !== null && 'quality' in body ? (body.quality as AgencyQuality[]) : []
}
