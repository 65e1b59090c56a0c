import { cp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ownSite, recordPath, rowsOf, sharedSite, startNode, startWorker } from './site.ts'

test('the same address has the same bytes prerendered, on demand in Node, and on demand in workerd', async () => {
  const site = sharedSite()
  const bare = await ownSite()
  for (const section of ['licences', 'penalties', 'agencies']) {
    await rm(join(bare.nodeBuild, 'client', section), { recursive: true, force: true })
  }
  await cp(join(site.nodeBuild, 'build.json'), join(bare.nodeBuild, 'build.json'))
  const node = await startNode(bare)
  const worker = await startWorker(site)
  const rows = [
    ...(await rowsOf(node.origin, 'licence')).slice(0, 100),
    ...(await rowsOf(node.origin, 'penalty')).slice(0, 100),
  ]
  const addresses = [...rows.map(recordPath), ...new Set(rows.map((row) => `/agencies/${row.agency.slug}/`))]

  const different: string[] = []
  for (const address of addresses) {
    const built = await readFile(join(site.nodeBuild, 'client', address, 'index.html'), 'utf8')
    const onNode = await text(`${node.origin}${address}`)
    const onEdge = await text(`${worker.origin}${address}`)
    if (built !== onNode || built !== onEdge) different.push(address)
  }
  await node.close()
  await worker.close()

  expect(rows.filter((row) => row.kind === 'licence')).toHaveLength(100)
  expect(rows.filter((row) => row.kind === 'penalty')).toHaveLength(100)
  expect(different).toEqual([])
})

async function text(address: string): Promise<string> {
  return (await fetch(address)).text()
}
