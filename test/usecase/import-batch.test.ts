import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { purgeImports } from '#usecase/purge-imports'
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
  const [report] = await w.store.rowReports(changed.batch, 0, 1)
  expect(changed).toMatchObject({ accepted: 1, unchanged: 0 })
  expect(report?.changed).toEqual(['content'])
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

describe('an import that died', () => {
  const rows = Array.from({ length: 2300 }, (_, index) => ({
    ...LICENCE,
    行政许可决定文书号: `澜市监许〔2026〕${index}号`,
  }))

  test('while staging goes on where it stopped, and before that nothing of it is there', async () => {
    const w = await world({ empty: true })
    const { stageRows } = w.store
    let chunks = 0
    const die = { ...w, store: { ...w.store, stageRows: diesAt(2, stageRows, () => ++chunks) } }

    await expect(importRows(die, 'licence', rows)).rejects.toThrow('killed')
    const between = { empty: await w.store.isEmpty(), pending: (await w.store.pendingOutbox(10)).ids }
    const summary = await importRows(w, 'licence', rows)

    expect(between).toEqual({ empty: true, pending: [] })
    expect(summary).toMatchObject({ read: 2300, accepted: 2300, unchanged: 0 })
    expect(await w.store.countPublic()).toBe(2300)
  })

  test('before its one transaction is wholly absent, and a rerun completes it', async () => {
    const w = await world({ empty: true })
    const die = { ...w, store: { ...w.store, applyBatch: () => Promise.reject(new Error('killed')) } }

    await expect(importRows(die, 'licence', rows.slice(0, 20))).rejects.toThrow('killed')
    const between = await w.store.isEmpty()
    const summary = await importRows(w, 'licence', rows.slice(0, 20))

    expect(between).toBe(true)
    expect(summary).toMatchObject({ read: 20, accepted: 20, unchanged: 0 })
  })

  test('is not resumed under another kind: what was staged as licences is discarded', async () => {
    const w = await world({ empty: true })
    const die = { ...w, store: { ...w.store, applyBatch: () => Promise.reject(new Error('killed')) } }
    const file = [{ ...LICENCE, ...PENALTY }]

    await expect(importRows(die, 'licence', file)).rejects.toThrow('killed')
    const summary = await importRows(w, 'penalty', file)

    expect(summary).toMatchObject({ read: 1, accepted: 1 })
    expect(await w.store.countPublicByKind()).toMatchObject({ licence: 0, penalty: 1 })
  })
})

/** The store's write, which breaks off at the n-th call. */
function diesAt<A extends unknown[]>(n: number, write: (...args: A) => Promise<void>, count: () => number) {
  return (...args: A) => (count() === n ? Promise.reject(new Error('killed')) : write(...args))
}

test('a record that is withdrawn while its file is planned stays withdrawn', async () => {
  const w = await world({ empty: true })
  await importRows(w, 'penalty', [PENALTY])
  const [id = ''] = await w.store.publicIds('', 1)
  let first = true
  const { applyBatch } = w.store
  const overtaken = {
    ...w,
    store: {
      ...w.store,
      applyBatch: async (batch: Parameters<typeof applyBatch>[0]) => {
        if (first) await withdrawRecord(w, { id, ground: 'quashed', reason: '经行政复议撤销。', actor: 'operator' })
        first = false
        return applyBatch(batch)
      },
    },
  }

  const summary = await importRows(overtaken, 'penalty', [{ ...PENALTY, 处罚内容: '罚款人民币1元。' }])

  expect(summary).toMatchObject({ accepted: 1, published: 0 })
  expect(await w.store.head(id)).toMatchObject({ state: 'withdrawn', version: 2 })
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
])('%s keeps a penalty back', async (_, changes, rule) => {
  const w = await world({ empty: true })

  const summary = await importRows(w, 'penalty', [{ ...PENALTY, ...changes }])

  expect(summary.withheld).toEqual([{ rule, rows: 1 }])
})

describe('a row of a sealed category', () => {
  const SEALED = { 行政处罚决定书文号: '澜公（石）行罚决字〔2026〕1号', 违法事实: '秘字事实。' }
  const rule = 'penalty.sealed.public-security-number'

  test('leaves its number in the file and the rule, and nothing that it said', async () => {
    const w = await world({ empty: true })

    const summary = await importRows(w, 'penalty', [{ ...PENALTY, ...SEALED }])

    const [report] = await w.store.rowReports(summary.batch, 0, 1)
    expect(summary).toMatchObject({ read: 1, rejected: 1, sealed: [{ rule, rows: 1 }] })
    expect(report).toMatchObject({ n: 2, outcome: 'rejected', record: null, rule, notes: [] })
    expect(await everyByte(w.folder)).not.toContain('秘字事实')
  })

  test('is sealed by words in a column that no field was found for, and in a row that cannot be read', async () => {
    const w = await world({ empty: true })

    const summary = await importRows(w, 'penalty', [
      { ...PENALTY, 承办说明: '依照治安管理处罚法办理，秘字甲' },
      { ...PENALTY, 承办说明: '依照治安管理处罚法办理，秘字乙', 处罚决定日期: '去年' },
    ])

    expect(summary).toMatchObject({ rejected: 2, sealed: [{ rule: 'penalty.sealed.public-security', rows: 2 }] })
    expect(await everyByte(w.folder)).not.toContain('秘字')
  })

  test('takes the record out of public that an earlier file made of it', async () => {
    const w = await world({ empty: true })
    await importRows(w, 'penalty', [PENALTY])
    const [id = ''] = await w.store.publicIds('', 1)

    const summary = await importRows(w, 'penalty', [{ ...PENALTY, 处罚依据: '《治安管理处罚法》第四十三条' }])
    const again = await importRows(w, 'penalty', [{ ...PENALTY, 处罚依据: '《治安管理处罚法》第四十三条' }])

    expect(summary).toMatchObject({ rejected: 1, published: 0 })
    expect(again).toMatchObject({ rejected: 1, published: 0 })
    expect(await w.store.head(id)).toMatchObject({ state: 'withheld', seq: 2 })
    expect((await w.store.pendingOutbox(10)).ids).toContain(id)
  })
})

describe('a sealed row beside others of the same decision', () => {
  const SEALED = { ...PENALTY, 处罚依据: '《治安管理处罚法》第四十三条' }

  test('takes the corrected one with it, and the same file again changes nothing', async () => {
    const w = await world({ empty: true })
    await importRows(w, 'penalty', [PENALTY])
    const [id = ''] = await w.store.publicIds('', 1)
    const file = [SEALED, { ...PENALTY, 处罚内容: '罚款人民币1元。' }]

    const first = await importRows(w, 'penalty', file)
    const again = await importRows(w, 'penalty', file)

    expect(first).toMatchObject({ read: 2, rejected: 1, accepted: 1, published: 0 })
    expect(again).toMatchObject({ read: 2, rejected: 1, unchanged: 1, published: 0 })
    expect(await w.store.head(id)).toMatchObject({ state: 'withheld', version: 2 })
  })

  test('keeps a new one from becoming public', async () => {
    const w = await world({ empty: true })

    const first = await importRows(w, 'penalty', [SEALED, PENALTY])
    const again = await importRows(w, 'penalty', [SEALED, PENALTY])

    expect(first).toMatchObject({ read: 2, rejected: 1, published: 0, hidden: 0 })
    expect(again).toMatchObject({ read: 2, rejected: 1, unchanged: 1, published: 0 })
    expect(await w.store.countPublic()).toBe(0)
  })

  test('is found by its number though its day cannot be read', async () => {
    const w = await world({ empty: true })
    await importRows(w, 'penalty', [PENALTY])

    const summary = await importRows(w, 'penalty', [{ ...SEALED, 处罚决定日期: '去年' }])

    expect(summary).toMatchObject({ rejected: 1, hidden: 1 })
    expect(await w.store.countPublic()).toBe(0)
  })

  test('says so where its number or its organ cannot be told', async () => {
    const w = await world({ empty: true })

    const { batch } = await importRows(w, 'penalty', [{ ...SEALED, 处罚机关: '邻县某局' }])

    const [report] = await w.store.rowReports(batch, 0, 1)
    expect(report?.notes).toEqual([{ code: 'sealed-unmatched', column: null }])
  })

  test('is not undone by one changed word', async () => {
    const w = await world({ empty: true })
    await importRows(w, 'penalty', [PENALTY])
    await importRows(w, 'penalty', [SEALED])

    const summary = await importRows(w, 'penalty', [{ ...PENALTY, 处罚内容: '罚款人民币5000元整。' }])

    expect(summary).toMatchObject({ accepted: 1, published: 0 })
    expect(await w.store.countPublic()).toBe(0)
  })
})

test.each([
  ['a code', { '行政相对人代码_1(统一社会信用代码)': '11010519491231002X' }],
  ['a name', { 行政相对人名称: '孙某11010519491231002X' }],
])('an ID number for %s makes nobody an enterprise', async (_, changes) => {
  const w = await world({ empty: true })

  const summary = await importRows(w, 'penalty', [{ ...PENALTY, ...changes }])

  const [report] = await w.store.rowReports(summary.batch, 0, 1)
  expect(summary).toMatchObject({ published: 0, withheld: [{ rule: 'record.subject-unknown', rows: 1 }] })
  expect(report?.notes.map(({ code }) => code)).toContain('subject-looks-personal')
})

test('a row that could correct either of two records says so', async () => {
  const w = await world({ empty: true })
  await importRows(w, 'penalty', [PENALTY, { ...PENALTY, 违法事实: '另一事实，与前一行不同。' }])

  const { batch } = await importRows(w, 'penalty', [{ ...PENALTY, 处罚内容: '罚款人民币1元。' }])

  const [report] = await w.store.rowReports(batch, 0, 1)
  expect(report?.notes).toMatchObject([{ code: 'revision-unclear' }])
})

test('what was staged under other rules is judged again', async () => {
  const w = await world({ empty: true })
  const die = { ...w, store: { ...w.store, applyBatch: () => Promise.reject(new Error('killed')) } }
  await expect(importRows(die, 'penalty', [PENALTY])).rejects.toThrow('killed')
  const strict = w.rules.publication.map((rule) =>
    rule.when.ask === 'text-matches'
      ? { ...rule, when: { ...rule.when, words: [...rule.when.words, '食品安全法'] } }
      : rule,
  )

  const summary = await importRows({ ...w, rules: { ...w.rules, publication: strict } }, 'penalty', [PENALTY])

  expect(summary).toMatchObject({ rejected: 1, published: 0 })
})

test('a batch that someone discards meanwhile is refused, not called done', async () => {
  const w = await world({ empty: true })
  const { summary } = w.store
  const store = {
    ...w.store,
    summary: async (batchId: string) => {
      const counted = await summary(batchId)
      await w.store.discardBatch(batchId, w.clock())
      return counted
    },
  }

  await expect(importRows({ ...w, store }, 'penalty', [PENALTY])).rejects.toThrow('records-busy')
  expect(await w.store.isEmpty()).toBe(true)
})

test('what a stopped clearing left waiting is removed by the next purge', async () => {
  const w = await world({ empty: true })
  const { batch } = await importRows(w, 'penalty', [PENALTY])
  const row = { n: 9, outcome: 'rejected' as const, organSlug: null, lateBy: null, notes: [], received: ['遗留内容'] }
  await w.store.stageRows(batch, [row])
  const left = await w.store.summary(batch)

  await purgeImports(w)

  expect(left.read).toBe(1)
  expect((await w.store.summary(batch)).read).toBe(0)
})

test('a rejected row is kept as received, ID numbers covered, until its purge day', async () => {
  const w = await world({ empty: true })
  const DAY = 86_400_000

  await importRows(w, 'penalty', [{ ...PENALTY, 处罚决定日期: '去年', 承办说明: '身份证11010519491231002X' }])
  const kept = await everyByte(w.folder)
  const early = await w.store.purgeRejected(w.clock() + 89 * DAY)
  const late = await w.store.purgeRejected(w.clock() + 90 * DAY)

  expect(kept).toContain('去年')
  expect(kept).not.toContain('11010519491231002X')
  expect({ early, late }).toEqual({ early: 0, late: 1 })
})

test('a number whose subject is new is reported with the record that has it', async () => {
  const w = await world({ empty: true })
  await importRows(w, 'penalty', [PENALTY])
  const [id] = await w.store.publicIds('', 1)

  const summary = await importRows(w, 'penalty', [{ ...PENALTY, 行政相对人名称: '澜溪县另一食品有限公司' }])

  const [report] = await w.store.rowReports(summary.batch, 0, 1)
  expect(report?.notes).toEqual([{ code: 'number-known', column: null, records: [id] }])
})

test('rows of one number and two subjects name each other', async () => {
  const w = await world({ empty: true })

  const summary = await importRows(w, 'penalty', [PENALTY, { ...PENALTY, 行政相对人名称: '澜溪县另一食品有限公司' }])

  const reports = await w.store.rowReports(summary.batch, 0, 2)
  expect(reports.map(({ notes }) => notes)).toEqual([
    [{ code: 'number-shared', column: null, rows: [3] }],
    [{ code: 'number-shared', column: null, rows: [2] }],
  ])
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

/** All that lies in the place's folder, the database and its log, but not the files that were handed in. */
async function everyByte(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter((name) => name.includes('.db'))
  const files = await Promise.all(names.map((name) => readFile(join(folder, name))))
  return Buffer.concat(files).toString('utf8')
}
