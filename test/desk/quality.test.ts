import { expect, test } from 'vitest'
import type { FlawsView } from '#contract/desk-quality'
import { qualityOf } from '#domain/data-quality'
import { serveQuality } from '../../site/src/lib/desk/quality-page.ts'
import { importRows, PENALTY } from '../csv.ts'
import { pageFor, shown } from './desk-pages.ts'
import { type DeskVisitor, type DeskWorld, deskWorld } from './desk-world.ts'

const NUMBER = '行政处罚决定书文号'
const CODE = '行政相对人代码_1(统一社会信用代码)'
const ORGAN = 'shichang-jianguan'

/** Everything the standard asks for. */
const WHOLE = {
  ...{ ...PENALTY, 处罚有效期: '2027-11-10', 处罚机关统一社会信用代码: '11999001MAJDTL5G19' },
  ...{ 数据来源单位: '澜溪县市场监督管理局', 数据来源单位统一社会信用代码: '11999001MAJDTL5G19' },
}
const numbered = (n: number, more: Record<string, string>) => ({
  ...WHOLE,
  [NUMBER]: `澜市监罚〔2026〕${n}号`,
  ...more,
})

/** Each row wrong in one way, with the row that mends it. */
const FLAWED: [string, Record<string, string>, Record<string, string>][] = [
  ['field-missing', { 处罚依据: '' }, {}],
  ['code-check', { [CODE]: '91999001MA0000007A' }, {}],
  ['value-unread', { '罚款金额（万元）': '若干' }, {}],
  ['late', { 公示日期: '2026-12-20' }, {}],
  ['field-missing,code-missing', { [CODE]: '' }, {}],
  ['field-missing,code-malformed', { [CODE]: '999' }, {}],
]

async function flawsIn(who: DeskVisitor, query = ''): Promise<FlawsView> {
  const { status, body } = await who.get(`/quality?${query}`)
  expect(status).toBe(200)
  // Safe in tests: what does not hold them fails where they are used.
  return body as FlawsView
}

const spoken = ({ items }: FlawsView) =>
  items.map(({ documentNumber, flaws }) => [documentNumber, flaws.map((it) => it.flaw)])

/** Everything, page by page. */
async function every(who: DeskVisitor, query: string): Promise<FlawsView['items']> {
  const items: FlawsView['items'] = []
  for (let after = ''; ; ) {
    const page = await flawsIn(who, `${query}&after=${after}`)
    items.push(...page.items)
    if (page.next === null) return items
    after = page.next
  }
}

test('every problem is listed with its record and its columns, and gone when the row is sent again as it should be', async () => {
  const w = await deskWorld({ empty: true })
  const clerk = await w.as('clerk')
  await importRows(w, 'penalty', [WHOLE])
  const clean = await flawsIn(clerk)
  await importRows(
    w,
    'penalty',
    FLAWED.map(([, wrong], n) => numbered(n + 1, wrong)),
  )
  const listed = await flawsIn(clerk)

  await importRows(
    w,
    'penalty',
    FLAWED.map(([, , right], n) => numbered(n + 1, right)),
  )

  expect(spoken(clean)).toEqual([])
  const flat = listed.items.map(({ documentNumber, flaws }) => `${documentNumber} ${flaws.map((it) => it.flaw)}`)
  expect(flat.toSorted()).toEqual(FLAWED.map(([flaw], n) => `澜市监罚〔2026〕${n + 1}号 ${flaw}`))
  const texts = listed.items.flatMap(({ flaws }) => flaws.map(({ text }) => text))
  expect(texts).toContain('没有填写“处罚依据”')
  expect(texts).toContain(`“${CODE}”的校验位不对`)
  expect(listed.items.flatMap(({ flaws }) => flaws).every(({ mending }) => mending.endsWith('。'))).toBe(true)
  expect(spoken(await flawsIn(clerk))).toEqual([])
})

test('a number that two records have is told of both, and of none when one of them leaves', async () => {
  const w = await deskWorld({ empty: true })
  const clerk = await w.as('clerk')
  await importRows(w, 'penalty', [
    WHOLE,
    { ...WHOLE, 行政相对人名称: '澜溪县另一食品有限公司', [CODE]: '91999001MA000001XC' },
  ])
  const shared = await flawsIn(clerk, 'flaw=number-shared')
  const { id } = shared.items[0] ?? { id: '' }
  const { seq } = (await clerk.get(`/records/${id}`)).body
  const request = { change: 'withdraw', ground: 'void' }
  const asked = await clerk.post(`/records/${id}/changes`, { seq, reason: '核对后是同一份文书，重复报送。', request })

  const decided = await (await w.as('publisher')).post(`/changes/${asked.body.change}/decision`, {
    verdict: 'approve',
    note: null,
  })

  expect(shared.items).toHaveLength(2)
  expect([asked.status, decided.status], JSON.stringify([asked.body, decided.body])).toEqual([201, 200])
  expect((await flawsIn(clerk, 'flaw=number-shared')).items).toEqual([])
})

test('a correction at the desk mends a wrong code, in the list and in the counts', async () => {
  const w = await deskWorld({ empty: true })
  const [clerk, publisher] = [await w.as('clerk'), await w.as('publisher')]
  await importRows(w, 'penalty', [numbered(1, { [CODE]: '91999001MA0000007A' })])
  const [wrong] = (await flawsIn(clerk)).items
  const before = (await w.store.qualityCounts()).map(qualityOf)
  const { seq } = (await clerk.get(`/records/${wrong?.id}`)).body
  const request = { change: 'correct', fields: { subjectCode: '91999001MA0000007U' } }
  const asked = await clerk.post(`/records/${wrong?.id}/changes`, { seq, reason: '核对执照，末位应为 U。', request })

  const decided = await publisher.post(`/changes/${asked.body.change}/decision`, { verdict: 'approve', note: null })

  expect([asked.status, decided.status], JSON.stringify([asked.body, decided.body])).toEqual([201, 200])
  expect(wrong?.flaws.map(({ flaw }) => flaw)).toEqual(['code-check'])
  expect(wrong?.flaws[0]?.mending).toContain('申请更正')
  expect(before[0]?.badCheckDigits).toBe(1)
  expect((await flawsIn(clerk)).items).toEqual([])
  expect((await w.store.qualityCounts()).map(qualityOf)[0]?.badCheckDigits).toBe(0)
})

test('an organ sees its own rows; another organ is not there for it, and the office sees all', async () => {
  const w = await deskWorld({ empty: true })
  await importRows(w, 'penalty', [numbered(1, { 处罚依据: '' })])
  const [own, other] = [await w.as('organ', ORGAN), await w.as('organ', 'jiaotong-yunshu')]

  expect(spoken(await flawsIn(own))).toEqual([['澜市监罚〔2026〕1号', ['field-missing']]])
  expect(spoken(await flawsIn(own, `organ=${ORGAN}`))).toHaveLength(1)
  expect((await flawsIn(other)).items).toEqual([])
  for (const who of [own, other]) {
    const asked = who === own ? 'jiaotong-yunshu' : ORGAN
    expect(await who.get(`/quality?organ=${asked}`)).toMatchObject({ status: 404, body: { code: 'agency-not-found' } })
  }
  for (const role of ['clerk', 'reviewer', 'publisher', 'auditor'] as const) {
    const who = await w.as(role)
    expect.soft((await flawsIn(who)).items, role).toHaveLength(1)
    expect.soft((await flawsIn(who, 'organ=jiaotong-yunshu')).items, role).toEqual([])
    expect.soft((await who.get('/quality?organ=nobody')).status, role).toBe(404)
  }
  expect((await (await w.as('admin')).get('/quality')).status).toBe(403)
})

test('the list names nobody: neither who was punished nor what was written', async () => {
  const w = await deskWorld({ empty: true })
  await importRows(w, 'penalty', [
    numbered(1, { 处罚依据: '' }),
    numbered(2, { 行政相对人名称: '欧阳测试', 行政相对人类别: '自然人', [CODE]: '', 处罚依据: '' }),
  ])

  const told = JSON.stringify(await flawsIn(await w.as('clerk')))

  expect(told).toContain('澜市监罚〔2026〕2号')
  for (const word of ['欧阳测试', '澜溪县试样食品有限公司', '91999001MA0000007U', '超过保质期'])
    expect(told).not.toContain(word)
})

test('of the demo, the list has as many records as the counts say, narrowed by organ, kind and problem', async () => {
  const w = await deskWorld()
  const clerk = await w.as('clerk')
  const counts = (await w.store.qualityCounts()).map(qualityOf)

  for (const it of counts.filter(({ kind }) => kind === 'penalty' || kind === 'dishonesty')) {
    const of = async (flaw: string) => (await every(clerk, `organ=${it.agency}&kind=${it.kind}&flaw=${flaw}`)).length
    const told = `${it.agency} ${it.kind}`
    expect.soft([told, await of('late')]).toEqual([told, it.late])
    expect.soft([told, await of('code-missing')]).toEqual([told, it.missingCodes])
    expect.soft([told, await of('number-shared')]).toEqual([told, it.sharedNumbers])
    // Counted by what was noticed: a record with a day and a sum that cannot be read is in it twice.
    const unread = await of('value-unread')
    expect.soft([told, unread > 0, unread <= it.unreadValues]).toEqual([told, it.unreadValues > 0, true])
    const gaps = it.fields.map(({ filled }) => it.records - filled)
    expect.soft(await of('field-missing')).toBeGreaterThanOrEqual(Math.max(0, ...gaps))
  }
})

test('pages follow each other without a gap or a repetition', async () => {
  const w = await deskWorld()
  const clerk = await w.as('clerk')

  const all = await every(clerk, '')

  expect(all.length).toBeGreaterThan(50)
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
})

test('the page of the office leads to the record, that of an organ to what is public of it', async () => {
  const w = await deskWorld()
  const page = async (who: DeskVisitor, path: string) => shown(await serve(w, who, path))

  const office = await page(await w.as('clerk'), 'quality/?kind=penalty')
  const own = await page(await w.as('organ', ORGAN), 'quality/?kind=penalty')

  expect(office.rows.length).toBeGreaterThan(0)
  expect(office.rows.every(({ href }) => href?.startsWith('/desk/records/'))).toBe(true)
  expect(own.rows.every(({ href }) => href === null || href.startsWith('/penalties/'))).toBe(true)
  expect(own.selects.map(({ name }) => name)).toEqual(['kind', 'flaw'])
  expect(own.templates).toHaveLength(1)
})

function serve(w: DeskWorld, who: DeskVisitor, path: string) {
  const { locals, request } = pageFor(w, who, path)
  return serveQuality(locals, request)
}
