import { expect, test } from 'vitest'
import { RecordPage } from '#contract/record'
import { isDecision } from '#domain/kind-groups'
import type { RecordRow } from '#domain/public-record'
import { standingsOf } from '#domain/standing'
import { RECORD_KINDS } from '#domain/vocabulary'
import { publishPending } from '#usecase/publish-pending'
import { endRecord } from '#usecase/remove-record'
import { importRows, PENALTY } from '../csv.ts'
import { type World, world } from '../world.ts'

async function everyRow(w: World, query: string): Promise<RecordRow[]> {
  const rows: RecordRow[] = []
  for (let page: string | null = '1'; page !== null; ) {
    const { body } = await w.get(`records?${query}&limit=100&page=${page}`)
    const answer = RecordPage.parse(body)
    rows.push(...answer.items)
    page = answer.next
  }
  return rows
}

const ask = async (w: World, query: string) => RecordPage.parse((await w.get(`records?${query}`)).body)
const latenessOf = ({ late }: RecordRow) => (late === null ? 'unknown' : late > 0 ? 'late' : 'on-time')
const stateOf = (row: RecordRow) => row.standing ?? latenessOf(row)

test.each(RECORD_KINDS)('every %s filter lists exactly the rows that it means, and counts them', async (kind) => {
  const w = await world()
  const all = await everyRow(w, `kind=${kind}`)
  const { categories, states } = await ask(w, `kind=${kind}`)
  // Litigation is counts by year: nothing to narrow it by.
  expect(categories.length).toBeGreaterThan(kind === 'litigation' ? -1 : 1)
  // Where nothing has a standing, as in most lists, there is none to choose.
  const hasStates = isDecision(kind) || standingsOf(kind).length > 0
  expect(states.length).toBeGreaterThan(!hasStates ? -1 : kind === 'litigation' ? 0 : 1)

  for (const { state, count } of states) {
    expect(count).toBe(all.filter((row) => stateOf(row) === state).length)
  }
  for (const { category, count } of categories) {
    const wanted = all.filter((row) => row.categories.includes(category))
    const narrowed = await ask(w, `kind=${kind}&category=${category}`)
    expect(count).toBe(wanted.length)
    expect(await everyRow(w, `kind=${kind}&category=${category}`)).toEqual(wanted)
    for (const { state, count: both } of narrowed.states) {
      const rows = wanted.filter((row) => stateOf(row) === state)
      expect(both).toBe(rows.length)
      expect(await everyRow(w, `kind=${kind}&category=${category}&state=${state}`)).toEqual(rows)
    }
    for (const { year, count: inYear } of narrowed.years) {
      expect(inYear).toBe(wanted.filter((row) => row.decidedOn.startsWith(year)).length)
    }
  }
})

test('a filter and an organ go together', async () => {
  const w = await world()
  const all = await everyRow(w, 'kind=penalty')
  const slug = all.find((row) => stateOf(row) === 'late')?.agency.slug ?? ''

  const rows = await everyRow(w, `kind=penalty&agency=${slug}&state=late`)

  expect(rows).toEqual(all.filter((row) => row.agency.slug === slug && stateOf(row) === 'late'))
})

test('a record that ends is counted off every filter at once', async () => {
  const w = await world()
  const [row] = await everyRow(w, 'kind=penalty&state=late&category=fine')
  const before = await ask(w, 'kind=penalty&state=late&category=fine')

  await endRecord(w, { id: row?.id ?? '', ground: 'repaired', reason: '已完成信用修复', actor: 'operator' })
  await publishPending(w)

  const after = await ask(w, 'kind=penalty&state=late&category=fine')
  expect(after.total).toBe(before.total - 1)
  expect(after.items.map(({ id }) => id)).not.toContain(row?.id)
})

test('records whose last day has passed are counted off before anything is published', async () => {
  const now = await world()
  const later = await world({ day: '2028-06-01' })

  for (const state of ['late', 'on-time']) {
    const rows = await everyRow(later, `kind=penalty&state=${state}`)
    const { total } = await ask(later, `kind=penalty&state=${state}`)
    expect(total).toBe(rows.length)
    expect(total).toBeLessThan((await ask(now, `kind=penalty&state=${state}`)).total)
    expect(rows.every(({ until }) => until === null || until >= '2028-06-01')).toBe(true)
  }
})

test('a corrected record says what changed, and not what an earlier wording was', async () => {
  const w = await world({ empty: true })
  await importRows(w, 'penalty', [{ ...PENALTY, 违法事实: '原先写错的事实' }])
  await importRows(w, 'penalty', [{ ...PENALTY, 违法事实: '更正后的事实', '罚款金额（万元）': '0.6' }])
  await publishPending(w)
  const [row] = await w.rows('kind=penalty')

  const { body } = await w.get(`records/${row?.id}`)

  expect(body).toMatchObject({
    version: 2,
    history: [
      {
        version: 2,
        changes: [
          { label: '违法事实', before: null, after: null },
          { label: '罚款金额', before: '5,000元', after: '6,000元' },
        ],
      },
    ],
  })
  expect(JSON.stringify(body)).not.toContain('原先写错的事实')
})

test('a version that was never let out leaves nothing in the history', async () => {
  const w = await world({ empty: true })
  const withheld = { ...PENALTY, 行政相对人类别: '', '罚款金额（万元）': '99' }
  await importRows(w, 'penalty', [PENALTY])
  await importRows(w, 'penalty', [withheld])
  await importRows(w, 'penalty', [{ ...PENALTY, '罚款金额（万元）': '0.6' }])
  await publishPending(w)
  const [row] = await w.rows('kind=penalty')

  const { body } = await w.get(`records/${row?.id}`)

  expect(body).toMatchObject({
    version: 3,
    history: [{ version: 3, changes: [{ label: '罚款金额', before: '5,000元', after: '6,000元' }] }],
  })
  expect(JSON.stringify(body)).not.toContain('990,000')
})

test('answers of the API are kept out of search engines', async () => {
  const w = await world()
  const [row] = await w.rows('kind=penalty&limit=1')

  for (const path of [`records/${row?.id}`, 'records?kind=penalty', 'records/000000000000']) {
    expect((await w.get(path)).headers.get('X-Robots-Tag'), path).toBe('noindex')
  }
})
