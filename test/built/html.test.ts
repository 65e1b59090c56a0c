import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { HtmlValidate } from 'html-validate/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { publishPending } from '#usecase/publish-pending'
import { buildSite } from '../../scripts/build.ts'
import { publishDownloadFiles } from '../../scripts/lib/download-files.ts'
import { openWorkspace } from '../../scripts/lib/workspace.ts'
import { envOf, ownSite, type Row, rowsOf, type Server, sharedSite, startNode } from './site.ts'

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended', 'html-validate:document'],
  rules: {
    'void-style': ['error', { style: 'omit' }],
    // What compressing leaves behind is no fault of the markup.
    'no-trailing-whitespace': 'off',
    'doctype-style': 'off',
    // Official names make long titles; files are our own and need no integrity hash; phone numbers break by locale rules.
    'long-title': 'off',
    'require-sri': 'off',
    'tel-non-breaking': 'off',
  },
})

type Seen = { path: string; status: number; text: string }

/** How many citation pages are looked at: they differ in numbers only. */
const CITED = 20
/** How many forms about one record or one page: they differ in what they are about only. */
const FORMS = 60
/** Lists of tasks, each narrowed in another way. */
const NARROWED = 30
const FORM_PAGE = /\/(?:object|repair|correct)\/\?/

/** More than the demo has, so that a crawl ends even where pages make pages. */
const MOST_PAGES = 4000

/** Follows every link of the site from the home page; lists only to their second page. */
async function crawl(origin: string, base: string): Promise<Seen[]> {
  const seen = new Map<string, Seen>()
  const waiting = [base]
  let cited = 0
  let forms = 0
  let narrowed = 0
  while (waiting.length > 0 && seen.size < MOST_PAGES) {
    const path = waiting.pop()
    if (path === undefined || seen.has(path)) continue
    if (path.endsWith('/cite/') && ++cited > CITED) continue
    if (FORM_PAGE.test(path) && ++forms > FORMS) continue
    if (path.includes('/tasks/?') && ++narrowed > NARROWED) continue
    const response = await fetch(`${origin}${path}`, { redirect: 'manual' })
    const text = await response.text()
    seen.set(path, { path, status: response.status, text })
    if (!response.headers.get('Content-Type')?.startsWith('text/html')) continue
    for (const [, href] of text.matchAll(/href="([^"]+)"/g)) {
      const target = (href ?? '').replaceAll('&amp;', '&').replaceAll('&#38;', '&')
      if (target.startsWith('/') && !/[?&]page=([3-9]|\d\d)/.test(target)) waiting.push(target.split('#')[0] ?? '')
    }
  }
  return [...seen.values()]
}

let server: Server
let pages: Seen[]
let penalties: Row[]
beforeAll(async () => {
  server = await startNode(sharedSite())
  penalties = await rowsOf(server.origin, 'penalty')
  pages = await crawl(server.origin, '/')
})
afterAll(() => server.close())

const html = () => pages.filter((page) => page.text.startsWith('<!DOCTYPE html>'))

test('no link of the site is broken', () => {
  expect(pages.length).toBeGreaterThan(200)
  expect(pages.filter((page) => page.status !== 200).map(({ path, status }) => `${status} ${path}`)).toEqual([])
})

test('every fixed page is reached by links from the home page', () => {
  const fixed = [
    ...['about', 'privacy', 'accessibility', 'sitemap', 'policies', 'guides', 'tasks', 'policies/mechanisms'],
    ...['integrity', 'lists', 'openness'],
    ...['demo-2025-1/1-1', 'huaxian-2017-31/annex-21', 'licheng-2019-43/4-4'].map((task) => `tasks/${task}`),
    ...['complain', 'correct', 'look-up', 'statistics', 'statistics/method'],
    ...['object', 'complain', 'repair', 'read-a-record'].map((guide) => `guides/${guide}`),
    ...['guangdong-2017-140', 'hebei-2019-3', 'heilongjiang-2017', 'huaxian-2017-31', 'licheng-2019-43'].map(
      (policy) => `policies/${policy}`,
    ),
  ]
  const reached = new Set(html().map(({ path }) => path))

  expect(fixed.filter((path) => !reached.has(`/${path}/`))).toEqual([])
})

test('every link to a place in a page finds it there', () => {
  const pagesByPath = new Map(html().map((page) => [page.path, page.text]))
  const links = html().flatMap(({ path, text }) =>
    Array.from(text.matchAll(/href="([^"#]*)#([^"]+)"/g), ([, target, id]) => ({ from: path, to: target || path, id })),
  )

  expect(links.filter(({ from }) => from.startsWith('/policies/')).length).toBeGreaterThan(20)
  expect(links.filter(({ to, id }) => !pagesByPath.get(to)?.includes(`id="${id}"`))).toEqual([])
})

async function faultsOf(seen: readonly Seen[]): Promise<string[]> {
  const findings: string[] = []
  for (const { path, text } of seen) {
    const report = await validator.validateString(text)
    for (const { messages } of report.results) {
      for (const message of messages) findings.push(`${path}: ${message.ruleId} ${message.message}`)
    }
  }

  return findings
}

test('every page is valid HTML', async () => {
  expect(await faultsOf(html())).toEqual([])
})

test('every page has one h1, one title of its own, its language and what government sites must say of themselves', () => {
  const titles = new Map<string, string[]>()
  for (const { path, text } of html()) {
    expect([path, text.match(/<h1[ >]/g)?.length]).toEqual([path, 1])
    expect(text, path).toContain('<html lang="zh-CN">')
    expect(text, path).toMatch(/<meta name="SiteName" content="信用澜溪">/)
    const title = text.match(/<title>([^<]+)<\/title>/)?.[1] ?? ''
    titles.set(title, [...(titles.get(title) ?? []), path])
  }

  const shared = [...titles].filter(([, paths]) => new Set(paths.map((path) => path.split('?')[0])).size > 1)
  expect(shared).toEqual([])
})

test('a penalty is named in title and meta by its number, never by its subject', () => {
  const heads = html()
    .filter(({ path }) => path.startsWith('/penalties/'))
    .map(({ text }) => text.slice(0, text.indexOf('</head>')))

  expect(heads.length).toBeGreaterThan(50)
  expect(penalties.filter((row) => heads.some((head) => head.includes(row.subject.name)))).toEqual([])
})

test('the whole site moves under the base path of the place', async () => {
  const site = await ownSite()
  const env = { ...envOf(site), BASE: '/xinyong/', PRERENDER_BUDGET: '40' }
  await buildSite('node', env)
  const moved = await startNode(site, undefined, { BASE: '/xinyong/' })

  const found = await crawl(moved.origin, '/xinyong/')
  const outside = found.filter(({ path }) => !path.startsWith('/xinyong/'))

  expect(found.length).toBeGreaterThan(200)
  expect(outside.map(({ path }) => path)).toEqual([])
  expect(found.filter((page) => page.status !== 200).map(({ path, status }) => `${status} ${path}`)).toEqual([])
  expect((await fetch(`${moved.origin}/`)).status).toBe(404)
  await moved.close()
})

const REAL_PLACES = readdirSync(join(import.meta.dirname, '../../content/places')).filter((slug) => slug !== 'demo')

test.each(REAL_PLACES)(
  '%s, without a record, has its whole site under a base path, and says that there is nothing yet',
  async (PLACE) => {
    const shared = sharedSite()
    const folder = join(shared.folder, `empty-${PLACE}`)
    const own = { PLACE, BASE: '/xinyong/', DATA_DIR: join(folder, 'data'), SITE_BUILD: join(folder, 'node') }
    const env = { ...envOf(shared), ...own }
    const workspace = await openWorkspace(env)
    const { areaName } = workspace.content.place
    await publishPending(workspace)
    await publishDownloadFiles(workspace)
    await workspace.close()
    await buildSite('node', env)
    const empty = await startNode(shared, undefined, own)

    const found = await crawl(empty.origin, '/xinyong/')
    await empty.close()

    const textOf = (path: string) => found.find((page) => page.path === path)?.text ?? ''
    const pagesOf = found.filter(({ text }) => text.startsWith('<!DOCTYPE html>'))
    expect(found.filter((page) => page.status !== 200).map(({ path, status }) => `${status} ${path}`)).toEqual([])
    expect(found.filter(({ path }) => !path.startsWith('/xinyong/')).map(({ path }) => path)).toEqual([])
    expect(pagesOf.length).toBeGreaterThan(25)
    expect(textOf('/xinyong/penalties/')).toContain('目前还没有公示中的行政处罚信息。')
    expect(textOf('/xinyong/policies/')).toContain(areaName)
    expect(found.filter(({ text }) => /澜溪|演示/.test(text)).map(({ path }) => path)).toEqual([])
    expect(await faultsOf(pagesOf)).toEqual([])
  },
)

test('a record and its styles are at most 30 KB, its script 8 KB before compression, in at most four requests', async () => {
  const [penalty] = penalties
  const text = pages.find(({ path }) => path === `/penalties/${penalty?.id}/`)?.text ?? ''
  const linked = [...text.matchAll(/<link rel="(?:stylesheet|icon)" href="([^"]+)"/g)].map(([, href]) => href)
  const sheets = pages.filter(({ path }) => linked.includes(path) && path.endsWith('.css'))
  const scripts = [...text.matchAll(/<script type="module" src="([^"]+)"><\/script>/g)].map(([, src]) => src)
  const script = await (await fetch(`${server.origin}${scripts[0]}`)).text()

  expect(sheets).toHaveLength(1)
  expect(linked).toHaveLength(2)
  expect(scripts).toHaveLength(1)
  expect(text.match(/<(?:script|img|iframe)\b/g)).toEqual(['<script'])
  expect(Buffer.byteLength(text) + Buffer.byteLength(sheets[0]?.text ?? '')).toBeLessThanOrEqual(30 * 1024)
  expect(Buffer.byteLength(script)).toBeLessThanOrEqual(8 * 1024)
  expect(gzipSync(script).byteLength).toBeLessThanOrEqual(4.25 * 1024)
})
