import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { getPlatformProxy } from 'wrangler'
import { startEdge } from '../../scripts/lib/edge.ts'
import { freePort } from '../../scripts/lib/free-port.ts'
import { filesUnder } from '../files.ts'
import { TEST_DAY } from '../test-day.ts'
import { recordPath, rowsOf, type Server, type Site, sharedSite, startWorker } from './site.ts'

type Bucket = { put: (name: string, bytes: Uint8Array) => Promise<unknown> }

/** The bucket of this machine that the Worker is bound to, while no Worker runs. */
async function withBucket(site: Site, work: (bucket: Bucket) => Promise<void>): Promise<void> {
  const proxy = await getPlatformProxy<{ SNAPSHOT: Bucket }>({
    configPath: join(site.edgeBuild, 'server/wrangler.json'),
    persist: { path: join(site.dataFolder, 'edge-state/v3') },
  })
  await work(proxy.env.SNAPSHOT).finally(() => proxy.dispose())
}

async function putSnapshot(site: Site, prefix: string): Promise<number> {
  const folder = join(site.dataFolder, 'snapshot')
  const files = await filesUnder(folder)
  await withBucket(site, async (bucket) => {
    for (let from = 0; from < files.length; from += 50) {
      await Promise.all(
        files
          .slice(from, from + 50)
          .map(async (file) => bucket.put(`${prefix}/${relative(folder, file)}`, await readFile(file))),
      )
    }
  })
  return files.length
}

async function startOnBucket(site: Site, prefix: string): Promise<Server> {
  return startEdge({
    builtFolder: site.edgeBuild,
    dataFolder: site.dataFolder,
    port: await freePort(),
    variables: { CLOCK: TEST_DAY, SNAPSHOT_URL: '', SNAPSHOT_S3_PREFIX: prefix },
  })
}

/** What a reader gets, byte by byte, with the headers that carry meaning. */
async function answers(origin: string, paths: readonly string[]): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {}
  for (const path of paths) {
    const response = await fetch(`${origin}${path}`, { redirect: 'manual' })
    const kept = ['Content-Type', 'Cache-Control', 'ETag', 'Location'].map((name) => response.headers.get(name))
    const bytes = Buffer.from(await response.arrayBuffer())
    found[path] = [response.status, kept, bytes.toString('base64')]
  }
  return found
}

test('a Worker reads the same bytes from its bucket as over HTTP', async () => {
  const site = sharedSite()
  const overHttp = await startWorker(site)
  const [first] = await rowsOf(overHttp.origin, 'penalty')
  const [licence] = await rowsOf(overHttp.origin, 'licence')
  // Safe: test/http checks the shape.
  const removals = (await (await fetch(`${overHttp.origin}/api/v1/removals?since=2026-01-01`)).json()) as {
    items: { id: string }[]
  }
  const gone = `/api/v1/records/${removals.items[0]?.id}`
  if (!first || !licence) throw new Error('The demo has no public records.')
  const downloads = await (await fetch(`${overHttp.origin}/data/`)).text()
  const files = [...downloads.matchAll(/href="(\/data\/[^"]+\.(?:csv|json|sqlite))"/g)].map((match) => match[1] ?? '')
  const paths = [
    ...['/', '/licences/', '/penalties/?page=2', '/agencies/', '/data/', '/statistics/', '/no-such-page/'],
    ...[
      recordPath(first),
      recordPath(licence),
      `/subjects/${licence.subject.uscc}/`,
      `/agencies/${first.agency.slug}/`,
    ],
    ...[`/api/v1/records/${first.id}`, '/api/v1/records?kind=licence', '/api/v1/records/000000000000', gone],
    ...[`/api/v1/exact?q=${encodeURIComponent(first.documentNumber)}`, '/api/v1/removals?since=2026-01-01'],
    ...files.slice(0, 3),
    ...files.filter((path) => path.endsWith('.sqlite')),
  ]
  const expected = await answers(overHttp.origin, paths)
  await overHttp.close()

  const count = await putSnapshot(site, 'lanxi')
  const onBucket = await startOnBucket(site, 'lanxi')
  const seen = await answers(onBucket.origin, paths)
  await onBucket.close()

  expect(count).toBeGreaterThan(500)
  expect(files.length).toBeGreaterThan(3)
  expect(seen).toEqual(expected)
  expect(seen[gone]).toEqual([410, expect.anything(), expect.anything()])
})
