import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { publishPending } from '#usecase/publish-pending'
import { publishQuality } from '#usecase/publish-quality'
import { withdrawRecord } from '#usecase/remove-record'
import { publishDownloadFiles } from '../../scripts/lib/download-files.ts'
import { importRows, LICENCE, PENALTY } from '../csv.ts'
import { wordsIn } from '../privacy/canary-search.ts'
import { type S3Server, startS3 } from '../s3-server.ts'
import { type World, world } from '../world.ts'

const LEAVING = { ...PENALTY, 违法事实: '经查，当事人销售鲜榨沙棘汁三十七瓶。' }

const STAYING = {
  ...PENALTY,
  行政相对人名称: '澜溪县留存食品有限公司',
  '行政相对人代码_1(统一社会信用代码)': '91999001MA0000015L',
  行政处罚决定书文号: '澜市监罚〔2026〕9002号',
}

async function publishAll(w: World): Promise<void> {
  await publishPending(w)
  await publishQuality(w)
  await publishDownloadFiles(w)
}

/** Names of the objects, and of files that were begun, that hold one of the words in any writing. */
function holding({ objects, uploads }: S3Server, words: readonly string[]): string[] {
  const parts = [...uploads.values()].flatMap(({ key, parts }) =>
    [...parts.values()].map((part) => [key, part] as const),
  )
  return [...objects, ...parts].filter(([, bytes]) => wordsIn(bytes, words).length > 0).map(([name]) => name)
}

test('a record that is withdrawn is in no object of the bucket, nor on this machine beside the database', async () => {
  const server = await startS3()
  onTestFinished(() => server.close())
  const w = await world({ empty: true, bucket: { ...server.settings, SNAPSHOT_S3_PREFIX: 'lanxi' } })
  await importRows(w, 'penalty', [LEAVING, STAYING])
  await importRows(w, 'licence', [{ ...LICENCE, 行政相对人名称: '澜溪县留存食品有限公司' }])
  await publishAll(w)
  const words = ['澜溪县试样食品有限公司', '鲜榨沙棘汁三十七瓶']
  const [row] = await w.rows('kind=penalty&subject=91999001MA0000007U')
  const id = row?.id ?? ''
  const before = holding(server, words)

  await withdrawRecord(w, { id, ground: 'quashed', reason: '经行政复议撤销。', actor: 'operator' })
  await publishPending(w)
  const atOnce = holding(server, words)
  await publishAll(w)

  expect(before.map((it) => it.replace(/^lanxi\/g[^/]+\//, '').replace(/^lanxi\/downloads\/.*\./, '*.'))).toEqual(
    expect.arrayContaining([expect.stringMatching(/^packs\//), '*.csv', '*.json', '*.sqlite']),
  )
  expect(atOnce).toEqual([])
  expect(holding(server, words)).toEqual([])
  expect(holding(server, ['澜溪县留存食品有限公司']).length).toBeGreaterThan(5)
  expect([...server.objects.keys()].every((name) => name.startsWith('lanxi/'))).toBe(true)
  expect(await w.get(`records/${id}`)).toMatchObject({ status: 410 })
  expect(await w.rows('kind=penalty')).toHaveLength(1)
  expect((await readdir(w.folder)).sort()).not.toContain('snapshot')
  expect(await readdir(join(w.folder, 'spool'))).toEqual([])
})

test('while the bucket cannot be reached, a reader is told so and never shown what may have left', async () => {
  const server = await startS3()
  onTestFinished(() => server.close())
  const w = await world({ empty: true, bucket: server.settings })
  await importRows(w, 'penalty', [PENALTY])
  await publishAll(w)
  const [row] = await w.rows('kind=penalty')
  server.troubled = /journal/
  server.troubles.push(403, 200)

  const during = await w.get(`records/${row?.id}`)
  server.troubles.length = 0
  const after = await w.get(`records/${row?.id}`)

  expect([during.status, after.status]).toEqual([503, 200])
})
