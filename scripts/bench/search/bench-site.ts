import { readFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ServerType, serve } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { wordsOf } from '#adapters/chinese-words'
import { createDirectoryBlobs } from '#adapters/directory-blobs'
import { createNodeIntakeSecrets } from '#adapters/node-intake-secrets'
import { webHash } from '#adapters/web-hash'
import { type AppDeps, createApp } from '#api/app'
import { createCaseStore } from '#db/case-store'
import { closeDatabase, openDatabaseFile } from '#db/client'
import { createSearchIndex } from '#db/search-index'
import { createReadingSearch } from '#domain/reading-page'
import { createSnapshotReader } from '#usecase/snapshot-reader'
import { readingPages } from '../../../site/src/lib/reading-pages.ts'
import { taskEntries } from '../../../site/src/lib/task-entries.ts'
import { clockFrom, intakeParts } from '../../../site/src/runtime.ts'
import { loadContent } from '../../lib/content.ts'
import { CORPUS_DAY } from '../corpus/records.ts'

/** What the real app needs, over a folder with `snapshot/` and `gongxin.db`. Faults are thrown at the end. */
export async function openBenchApp(folder: string) {
  const { place, reading, intake } = await loadContent('demo')
  const database = await openDatabaseFile(join(folder, 'gongxin.db'))
  const index = createSearchIndex(database)
  const faults: unknown[] = []
  const deps: AppDeps = {
    reader: createSnapshotReader({
      blobs: createDirectoryBlobs(join(folder, 'snapshot')),
      clock: clockFrom(CORPUS_DAY),
    }),
    hash: webHash,
    place,
    ping: async () => {},
    search: async () => index,
    readingPages: createReadingSearch(readingPages(place.slug, reading)),
    wordsOf,
    evaluations: reading.evaluations,
    duties: reading.duties,
    tasks: {
      ...{ entries: taskEntries(place.slug, reading), mechanisms: reading.mechanisms },
      clock: clockFrom(CORPUS_DAY),
    },
    intake: intakeParts({
      ...{ intake, place, clock: clockFrom(CORPUS_DAY) },
      cases: async () => createCaseStore(database),
      createSecrets: createNodeIntakeSecrets,
      intakeSecret: () => 'no submission is made in this benchmark',
    }),
    report: (error) => faults.push(error),
  }
  const close = async () => {
    await closeDatabase(database)
    if (faults.length > 0) throw new AggregateError(faults, `${faults.length} requests failed in the app.`)
  }
  return { deps, app: createApp(deps), place, close }
}

export type BenchSite = { origin: string; base: string; close: () => Promise<void> }

/**
 * The real app behind gzip as the site has it, on loopback; beside it the files of the others under /peers. `peers` holds
 * the folders of Pagefind's bundles and MiniSearch's file.
 */
export async function serveBench(folder: string, peers: string): Promise<BenchSite> {
  const { app, place, close } = await openBenchApp(folder)
  const scripts = await clientScripts()
  const site = new Hono()
  site.use(compress())
  site.get('/bench', (c) => c.html('<!doctype html><html lang="zh-CN"><title>bench</title></html>'))
  site.get('/bench/:name', (c) => {
    const script = scripts.get(c.req.param('name'))
    return script === undefined ? c.notFound() : c.body(script, 200, { 'Content-Type': 'text/javascript' })
  })
  site.use('/peers/*', serveStatic({ root: peers, rewriteRequestPath: (path) => path.replace(/^\/peers/, '') }))
  site.mount('/', (request) => app.fetch(request))
  const server = await new Promise<ServerType>((resolve) => {
    const started = serve({ fetch: site.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(started))
  })
  // Safe: it listens on a port.
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    base: place.base,
    close: async () => {
      await new Promise<void>((resolve) => server.close(() => resolve()))
      await close()
    },
  }
}

const ROOT = join(import.meta.dirname, '../../..')
const KEY_SOURCES = ['document-number', 'uscc', 'exact-key']

/** Scripts of the pages, not minified: the fold of a key from our own sources in one file; MiniSearch as it is shipped. */
async function clientScripts(): Promise<Map<string, string>> {
  const sources = KEY_SOURCES.map((name) => plainScript(join(ROOT, `api/domain/${name}.ts`)))
  const minisearch = fileURLToPath(import.meta.resolve('minisearch'))
  return new Map([
    ['exact-key.js', (await Promise.all(sources)).join('\n')],
    ['minisearch-options.js', await plainScript(join(import.meta.dirname, 'minisearch-options.ts'))],
    ['minisearch.js', await readFile(minisearch, 'utf8')],
  ])
}

/** Without types, comments and imports; what only unused functions import is not missed. */
async function plainScript(file: string): Promise<string> {
  const code = stripTypeScriptTypes(await readFile(file, 'utf8'))
  return code
    .replace(/^import\s[^;]*?from '[^']*'$/gm, '')
    .replace(/^\s*\/\*\*[\s\S]*?\*\/$/gm, '')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{2,}/g, '\n')
}
