import { createHash } from 'node:crypto'
import { cp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dayOfInstant } from '#domain/day'
import { INTEGRITY_KINDS } from '#domain/kind-groups'
import { KIND_PATH } from '#domain/record-kinds'
import { finishPage } from '#site/lib/finish-page.ts'
import { clockFrom } from '#site/runtime.ts'
import { TEST_DAY } from '../test-day.ts'
import { ownSite, recordPath, rowsOf, sharedSite, startNode, startWorker } from './site.ts'

test('the same address has the same bytes prerendered, on demand in Node, and on demand in workerd', async () => {
  const site = sharedSite()
  const bare = await ownSite()
  for (const section of [...Object.values(KIND_PATH), 'agencies']) {
    await rm(join(bare.nodeBuild, 'client', section), { recursive: true, force: true })
  }
  await cp(join(site.nodeBuild, 'build.json'), join(bare.nodeBuild, 'build.json'))
  const node = await startNode(bare)
  const worker = await startWorker(site)
  const rows = [
    ...(await rowsOf(node.origin, 'licence')).slice(0, 100),
    ...(await rowsOf(node.origin, 'penalty')).slice(0, 100),
    ...(await Promise.all(INTEGRITY_KINDS.map((kind) => rowsOf(node.origin, kind)))).flat(),
  ]
  const addresses = [...rows.map(recordPath), ...new Set(rows.map((row) => `/agencies/${row.agency.slug}/`))]

  const today = dayOfInstant(clockFrom(TEST_DAY)())
  const different: string[] = []
  for (const address of addresses) {
    const built = await readFile(join(site.nodeBuild, 'client', address, 'index.html'), 'utf8')
    const onNode = await text(`${node.origin}${address}`)
    const onEdge = await text(`${worker.origin}${address}`)
    const sent = finishPage(built, { today, view: 'standard' })
    if (sent !== onNode || sent !== onEdge) different.push(address)
  }
  await node.close()
  await worker.close()

  expect(rows.filter((row) => row.kind === 'licence')).toHaveLength(100)
  expect(rows.filter((row) => row.kind === 'penalty')).toHaveLength(100)
  expect(different).toEqual([])
})

test('what programs read has the same bytes in Node and in workerd', async () => {
  const site = sharedSite()
  const node = await startNode(site)
  const worker = await startWorker(site)
  const [row] = await rowsOf(node.origin, 'penalty')
  const feeds = ['all', 'licences', 'penalties', `agencies/${row?.agency.slug}`]
  const files = ['penalties.csv', 'licences.json', 'penalties.ndjson', `agencies/${row?.agency.slug}/penalties.csv`]
  const addresses = [
    ...feeds.flatMap((feed) => [`/feeds/${feed}.atom`, `/feeds/${feed}.json`]),
    ...[...files, 'records.sqlite', 'datapackage.json', 'catalog.jsonld', 'dictionary.csv'].map((it) => `/data/${it}`),
    ...['/data/', '/developers/', '/api/v1/downloads'],
  ]

  const different: string[] = []
  for (const address of addresses) {
    const onNode = await answer(`${node.origin}${address}`)
    const onEdge = await answer(`${worker.origin}${address}`)
    if (onNode.status !== 200 || JSON.stringify(onNode) !== JSON.stringify(onEdge)) different.push(address)
  }
  await node.close()
  await worker.close()

  expect(different).toEqual([])
})

async function answer(address: string) {
  const response = await fetch(address)
  const hash = createHash('sha256').update(new Uint8Array(await response.arrayBuffer()))
  return { status: response.status, type: response.headers.get('Content-Type'), sha256: hash.digest('hex') }
}

async function text(address: string): Promise<string> {
  return (await fetch(address)).text()
}
