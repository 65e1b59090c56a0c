import { expect, test } from 'vitest'
import { withdrawRecord } from '#usecase/remove-record'
import { importRows, LICENCE, PENALTY } from '../csv.ts'
import { world } from '../world.ts'

test('every row of a file is accounted for, and the same file again changes nothing', async () => {
  const w = await world({ empty: true })
  const rows = Array.from({ length: 40 }, (_, index) => ({
    ...PENALTY,
    行政处罚决定书文号: `澜市监罚〔2026〕${index}号`,
  }))
  const broken = { ...PENALTY, 处罚决定日期: '去年' }

  const first = await importRows(w, 'penalty', [...rows, broken])
  const again = await importRows(w, 'penalty', [...rows, broken])

  expect(first).toMatchObject({ read: 41, accepted: 40, warned: 0, rejected: 1, unchanged: 0, published: 40 })
  expect(again).toMatchObject({ read: 41, accepted: 0, warned: 0, rejected: 1, unchanged: 40, published: 40 })
})

test('a changed row is a new version of the same record at the same address', async () => {
  const w = await world({ empty: true })
  await importRows(w, 'penalty', [PENALTY])
  const [before] = await w.store.publicIds('', 10)

  const changed = await importRows(w, 'penalty', [{ ...PENALTY, 处罚内容: '罚款人民币4000元。' }])

  const states = await w.store.publishStates(await w.store.publicIds('', 10))
  expect(changed).toMatchObject({ accepted: 1, unchanged: 0 })
  expect([...states.keys()]).toEqual([before])
  expect([...states.values()]).toMatchObject([
    { state: 'public', version: { version: 2, open: { content: '罚款人民币4000元。' } } },
  ])
})

test('the same number in another notation is the same record', async () => {
  const w = await world({ empty: true })
  await importRows(w, 'penalty', [PENALTY])

  const again = await importRows(w, 'penalty', [{ ...PENALTY, 行政处罚决定书文号: '澜市监罚（２０２６） 9001 号' }])

  expect(again.accepted).toBe(1)
  expect(await w.store.countPublic()).toBe(1)
})

test('two different rows with one number are both kept and each names the other', async () => {
  const w = await world({ empty: true })

  const summary = await importRows(w, 'penalty', [PENALTY, { ...PENALTY, 违法事实: '另一事实，与前一行不同。' }])

  const reports = await w.store.rowReports(summary.batch, 0, 10)
  expect(summary).toMatchObject({ read: 2, warned: 2, published: 2 })
  expect(reports.map(({ n, notes }) => [n, notes.find((note) => note.code === 'same-number')?.rows])).toEqual([
    [2, [3]],
    [3, [2]],
  ])
})

test('a row that stands twice, number and all, is one record and says so', async () => {
  const w = await world({ empty: true })

  const summary = await importRows(w, 'penalty', [PENALTY, PENALTY])

  const [, second] = await w.store.rowReports(summary.batch, 0, 10)
  expect(summary).toMatchObject({ read: 2, accepted: 1, unchanged: 1 })
  expect(second?.notes).toContainEqual({ code: 'duplicate-row', column: null, rows: [2] })
})

test('two rows without a number are never merged, not even when nothing in them differs', async () => {
  const w = await world({ empty: true })
  const unnumbered = { ...PENALTY, 行政处罚决定书文号: '——' }

  const first = await importRows(w, 'penalty', [unnumbered, unnumbered])
  const again = await importRows(w, 'penalty', [unnumbered, unnumbered])

  const reports = await w.store.rowReports(first.batch, 0, 10)
  expect(new Set(reports.map((row) => row.record)).size).toBe(2)
  expect(first.withheld).toEqual([{ rule: 'penalty.field-missing', rows: 2 }])
  expect(again.unchanged).toBe(2)
})

test('an unknown organ is accepted with a warning and withheld until someone completes it', async () => {
  const w = await world({ empty: true })

  const summary = await importRows(w, 'licence', [{ ...LICENCE, 许可机关: '邻县某局' }])

  expect(summary).toMatchObject({ warned: 1, published: 0, withheld: [{ rule: 'record.organ-unknown', rows: 1 }] })
})

test('an import that died while staging goes on where it stopped', async () => {
  const w = await world({ empty: true })
  const rows = Array.from({ length: 30 }, (_, index) => ({
    ...LICENCE,
    行政许可决定文书号: `澜市监许〔2026〕${index}号`,
  }))
  const die = { ...w, store: { ...w.store, nextFamilies: () => Promise.reject(new Error('killed')) } }

  await expect(importRows(die, 'licence', rows)).rejects.toThrow('killed')
  const between = await w.store.countPublic()
  const summary = await importRows(w, 'licence', rows)

  expect(between).toBe(0)
  expect(summary).toMatchObject({ read: 30, accepted: 30 })
  expect(await w.store.countPublic()).toBe(30)
})

test('an import that died between two chunks neither loses nor doubles a row', async () => {
  const w = await world({ empty: true })
  const rows = Array.from({ length: 450 }, (_, index) => ({
    ...LICENCE,
    行政许可决定文书号: `澜市监许〔2026〕${index}号`,
  }))
  let chunks = 0
  const die = {
    ...w,
    store: {
      ...w.store,
      applyChunk: (chunk: Parameters<typeof w.store.applyChunk>[0]) =>
        ++chunks === 2 ? Promise.reject(new Error('killed')) : w.store.applyChunk(chunk),
    },
  }

  await expect(importRows(die, 'licence', rows)).rejects.toThrow('killed')
  const summary = await importRows(w, 'licence', rows)

  expect(summary).toMatchObject({ read: 450, accepted: 450, unchanged: 0 })
  expect(await w.store.countPublic()).toBe(450)
})

test('a withdrawn record does not come back when its file is sent again, changed', async () => {
  const w = await world()
  const id = await idOf(w, PENALTY)
  await withdrawRecord(w, { id, ground: 'quashed', reason: '经行政复议撤销。', actor: 'operator' })

  const summary = await importRows(w, 'penalty', [{ ...PENALTY, 处罚内容: '罚款人民币1元。' }])

  expect(summary).toMatchObject({ accepted: 1, published: 0 })
  expect((await w.store.head(id))?.state).toBe('withdrawn')
  expect([...(await w.store.publishStates([id])).values()]).toMatchObject([
    { state: 'gone', tombstone: { state: 'withdrawn', reason: '经行政复议撤销。' } },
  ])
})

test('a withdrawn decision does not come back as two new rows with its number', async () => {
  const w = await world()
  const id = await idOf(w, PENALTY)
  await withdrawRecord(w, { id, ground: 'quashed', reason: '经行政复议撤销。', actor: 'operator' })

  const summary = await importRows(w, 'penalty', [
    { ...PENALTY, 处罚内容: '罚款人民币1元。' },
    { ...PENALTY, 处罚内容: '罚款人民币2元。' },
  ])

  expect(summary).toMatchObject({ read: 2, published: 0 })
})

test.each([
  ['a stated end that nobody can read', { 公示截止期: '另行通知' }, 'penalty.field-unread'],
  ['a severity that nobody can read', { 失信严重程度: '很一般' }, 'penalty.field-unread'],
  [
    'a number of the public security organs',
    { 行政处罚决定书文号: '澜公（石）行罚决字〔2026〕1号' },
    'penalty.sealed.public-security-number',
  ],
])('%s keeps a penalty back', async (_, changes, rule) => {
  const w = await world({ empty: true })

  const summary = await importRows(w, 'penalty', [{ ...PENALTY, ...changes }])

  expect(summary.withheld).toEqual([{ rule, rows: 1 }])
})

test('the name of a sealed representative is covered in the facts too', async () => {
  const w = await world({ empty: true })
  await importRows(w, 'penalty', [{ ...PENALTY, 法定代表人: '欧阳秘名', 违法事实: '欧阳秘名指使员工销售过期食品。' }])

  const [state] = [...(await w.store.publishStates(await w.store.publicIds('', 5))).values()]

  expect(JSON.stringify(state)).not.toContain('秘名')
  expect(state).toMatchObject({ state: 'public', version: { open: { facts: '欧阳**指使员工销售过期食品。' } } })
})

async function idOf(w: Awaited<ReturnType<typeof world>>, row: Record<string, string>): Promise<string> {
  const again = await importRows(w, 'penalty', [row])
  const [report] = await w.store.rowReports(again.batch, 0, 1)
  return report?.record ?? ''
}
