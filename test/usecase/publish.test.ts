import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import type { RecordRow } from '#domain/public-record'
import type { Journal, Manifest } from '#domain/snapshot'
import { publishPending } from '#usecase/publish-pending'
import { endRecord, withdrawRecord } from '#usecase/remove-record'
import { importRows, LICENCE, PENALTY } from '../csv.ts'
import { filesUnder, filesWith } from '../files.ts'
import { type World, world } from '../world.ts'

test('what is carried over change by change ends in the same documents as writing everything anew', async () => {
  const w = await world()
  await importRows(w, 'penalty', [PENALTY])
  await importRows(w, 'licence', [LICENCE])
  const [first, second, third] = await w.rows('kind=penalty&limit=3')
  await withdrawRecord(w, { id: first?.id ?? '', ground: 'quashed', reason: '经行政复议撤销。', actor: 'operator' })
  await endRecord(w, { id: second?.id ?? '', ground: 'repaired', reason: '已完成信用修复', actor: 'operator' })
  await publishPending(w)
  await importRows(w, 'penalty', [{ ...PENALTY, 处罚内容: '罚款人民币4000元。' }])
  await endRecord(w, { id: third?.id ?? '', ground: 'repaired', reason: '已完成信用修复', actor: 'operator' })
  await publishPending(w)
  const carried = await documents(w)

  await w.blobs.remove('manifest.json')
  await publishPending(w)

  expect(await documents(w)).toEqual(carried)
})

test('decisions on one licence name each other, whoever holds it, until one of them leaves', async () => {
  const w = await world()
  const issued = { ...LICENCE, 许可编号: 'JY（99001）８号', 行政许可决定文书号: '澜市监许〔2026〕9101号' }
  const changed = {
    ...issued,
    行政相对人名称: '澜溪县接手食品有限公司',
    行政许可决定文书号: '澜市监许〔2026〕9102号',
    许可编号: 'JY(99001)8号',
    许可决定日期: '2026-11-16',
  }
  await importRows(w, 'licence', [issued])
  await publishPending(w)
  await importRows(w, 'licence', [changed])
  await publishPending(w)
  const [second, first] = await w.rows('kind=licence&limit=2')
  const named = await siblings(w, first?.id)

  await withdrawRecord(w, { id: second?.id ?? '', ground: 'void', reason: '原决定被确认无效。', actor: 'operator' })
  await publishPending(w)

  expect(first?.documentNumber).toBe('澜市监许〔2026〕9101号')
  expect(named).toEqual([{ id: second?.id, documentNumber: '澜市监许〔2026〕9102号', decidedOn: '2026-11-16' }])
  expect(await siblings(w, first?.id)).toEqual([])
  expect((await json<Journal>(w, 'journal.json')).changed).toContain(`record:licence:${first?.id}`)
})

test('a decision whose 许可编号 was corrected is named no more, also after it ended', async () => {
  const w = await world()
  const number = { 许可编号: 'JY8' }
  const a = { ...LICENCE, ...number, 行政许可决定文书号: '澜市监许〔2026〕9201号', 许可决定日期: '2026-11-16' }
  const b = { ...LICENCE, ...number, 行政许可决定文书号: '澜市监许〔2026〕9202号' }
  await importRows(w, 'licence', [a, b])
  await publishPending(w)
  const [first, second] = await w.rows('kind=licence&limit=2')
  const named = await siblings(w, second?.id)

  await importRows(w, 'licence', [{ ...a, 许可编号: 'JY9' }])
  await publishPending(w)
  await endRecord(w, { id: first?.id ?? '', ground: 'repaired', reason: '已完成信用修复', actor: 'operator' })
  await publishPending(w)

  expect(named).toMatchObject([{ id: first?.id }])
  expect(await siblings(w, second?.id)).toEqual([])
})

test('a 许可编号 that everybody writes is the number of no licence', async () => {
  const w = await world({ empty: true })
  const rows = Array.from({ length: 30 }, (_, index) => ({
    ...LICENCE,
    许可编号: '见证书',
    行政许可决定文书号: `澜市监许〔2026〕${index}号`,
  }))

  await importRows(w, 'licence', rows)

  expect(await w.store.siblingIds(await w.store.publicIds('', 30))).toEqual([])
})

async function siblings(w: World, id: string | undefined): Promise<unknown> {
  const { body } = await w.get(`records/${id}`)
  return typeof body === 'object' && body !== null && 'sameLicence' in body ? body.sameLicence : body
}

test('every publish counts up the version, and the journal keeps from which version it speaks', async () => {
  const w = await world()
  const before = await manifest(w)
  const { since } = await json<Journal>(w, 'journal.json')
  const [row] = await w.rows('kind=licence&limit=1')

  await endRecord(w, { id: row?.id ?? '', ground: 'repaired', reason: '已完成信用修复', actor: 'operator' })
  await publishPending(w)

  const after = await manifest(w)
  const journal = await json<Journal>(w, 'journal.json')
  expect(after.version).toBe(before.version + 1)
  expect(journal).toMatchObject({
    since,
    version: after.version,
    removed: { [row?.id ?? '']: 'ended' },
  })
})

test('a publish that dies at any of its writes is finished by the next one, with nothing left behind', async () => {
  for (let dies = 1; ; dies++) {
    const w = await world()
    const rows = await w.rows('kind=penalty&limit=100')
    const row = rows.find((it) => rows.some((other) => other.id !== it.id && sharesLists(it, other)))
    if (!row) throw new Error('No list holds two penalties, so this test would prove little.')
    await withdrawRecord(w, { id: row.id, ground: 'void', reason: '原决定被确认无效。', actor: 'operator' })
    let writes = 0
    const dying = {
      ...w.blobs,
      write: (path: string, bytes: Uint8Array) =>
        ++writes === dies ? Promise.reject(new Error('disk full')) : w.blobs.write(path, bytes),
      remove: (path: string) => (++writes === dies ? Promise.reject(new Error('disk full')) : w.blobs.remove(path)),
    }
    const attempt = await publishPending({ ...w, blobs: dying }).then(
      () => 'done',
      () => 'died',
    )
    if (attempt === 'done') {
      expect(dies).toBeGreaterThan(8)
      return
    }

    await publishPending(w)

    const words = [row.subject.name, row.subject.uscc ?? '?']
    expect([dies, await filesWith(join(w.folder, 'snapshot'), words)]).toEqual([dies, []])
    expect(await w.get(`records/${row.id}`)).toMatchObject({ status: 410, body: { code: 'record-withdrawn' } })
  }
}, 240_000)

test('a withdrawal that falls into the writing of a new generation is in the journal after the next publish', async () => {
  const w = await world()
  const [row] = await w.rows('kind=penalty&limit=1')
  const id = row?.id ?? ''
  const many = Array.from({ length: 1600 }, (_, index) => ({
    ...LICENCE,
    行政许可决定文书号: `澜市监许〔2026〕${index}号`,
  }))
  await importRows(w, 'licence', many)
  let isDone = false
  const meanwhile = {
    ...w.store,
    publicIds: async (after: string, limit: number) => {
      if (!isDone) await withdrawRecord(w, { id, ground: 'void', reason: '原决定被确认无效。', actor: 'operator' })
      isDone = true
      return w.store.publicIds(after, limit)
    },
  }
  const before = await manifest(w)

  await publishPending({ ...w, store: meanwhile })
  await publishPending(w)

  expect((await manifest(w)).generation).not.toBe(before.generation)
  expect(await json<Journal>(w, 'journal.json')).toMatchObject({
    removed: { [id]: 'withdrawn' },
    changed: expect.arrayContaining([`record:penalty:${id}`]),
  })
})

test('a record older than the duty to publish holds up no other', async () => {
  const w = await world({ empty: true })
  await importRows(w, 'licence', [
    { ...LICENCE, 许可决定日期: '2014-03-01', 公示日期: '2015-03-01' },
    { ...LICENCE, 行政许可决定文书号: '另一号' },
  ])

  await publishPending(w)

  const rows = await w.rows('kind=licence')
  expect(rows.map(({ late }) => late).sort()).toEqual([0, null])
})

test('two publishers never work at the same time', async () => {
  const w = await world()
  await w.store.takeLease('publisher', 'someone-else', w.clock(), w.clock() + 60_000)

  const attempt = publishPending(w)

  await expect(attempt).rejects.toThrow('另一个发布程序正在运行')
})

test('the lease of a publisher that died runs out by itself', async () => {
  const w = await world()
  await w.store.takeLease('publisher', 'dead', w.clock() - 2000, w.clock() - 1000)

  const report = await publishPending(w)

  expect(report.version).toBeGreaterThan(1)
})

test('what a run that broke off had gathered lies nowhere after the next one', async () => {
  const w = await world()
  await w.store.forgetLineage()
  const isList = (path: string) => path.includes('/lists/')
  const breaking = {
    ...w.blobs,
    write: (path: string, bytes: Uint8Array) =>
      isList(path) ? Promise.reject(new Error('EIO')) : w.blobs.write(path, bytes),
  }

  await expect(publishPending({ ...w, blobs: breaking })).rejects.toThrow('EIO')
  await publishPending(w)

  expect(await filesUnder(join(w.folder, 'spill')).catch(() => [])).toEqual([])
  expect((await w.rows('kind=penalty&limit=1')).length).toBe(1)
})

test('a place that grows out of its shape gets a new generation, and the old one is removed', async () => {
  const w = await world({ empty: true })
  await importRows(w, 'licence', [LICENCE])
  await publishPending(w)
  const small = await manifest(w)
  const many = Array.from({ length: 700 }, (_, index) => ({
    ...LICENCE,
    行政许可决定文书号: `澜市监许〔2026〕${index}号`,
  }))

  await importRows(w, 'licence', many)
  await publishPending(w)

  const large = await manifest(w)
  expect(large.generation).not.toBe(small.generation)
  expect(large.packBits).toBeGreaterThan(small.packBits)
  expect((await filesUnder(join(w.folder, 'snapshot'))).filter((file) => file.includes(small.generation))).toEqual([])
  expect((await w.get('records?kind=licence')).body).toMatchObject({ total: 701 })
})

function sharesLists(a: RecordRow, b: RecordRow): boolean {
  return a.agency.slug === b.agency.slug && a.decidedOn.slice(0, 7) === b.decidedOn.slice(0, 7)
}

async function manifest(w: World): Promise<Manifest> {
  return json<Manifest>(w, 'manifest.json')
}

/** Safe in tests: the publisher under test wrote it. */
async function json<T>(w: World, path: string): Promise<T> {
  return JSON.parse(await readFile(join(w.folder, 'snapshot', path), 'utf8')) as T
}

/** All documents of the current generation by path, without the generation's name. */
async function documents(w: World): Promise<Record<string, string>> {
  const { generation } = await manifest(w)
  const root = join(w.folder, 'snapshot', generation)
  const files = (await filesUnder(root)).sort()
  return Object.fromEntries(
    await Promise.all(files.map(async (file) => [relative(root, file), await readFile(file, 'utf8')])),
  )
}
