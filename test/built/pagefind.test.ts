import { readFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { GUIDE_TITLE } from '#site/lib/site-pages.ts'
import { GUIDES } from '#site/lib/urls.ts'
import { loadContent } from '../../scripts/lib/content.ts'
import { indexedPages } from '../../scripts/lib/pagefind-index.ts'
import type { ReadingHit } from '../../site/src/enhance/static-search.ts'
import { filesUnder } from '../files.ts'
import { browserIsMissing, launch } from './chromium.ts'
import { MACHINES, rowsOf, type Server, sharedSite, start, startNode } from './site.ts'

const { agencies, reading } = await loadContent('demo')
const ADDRESSES = [...indexedPages({ reading }), ...agencies.map(({ slug }) => `agencies/${slug}/`)]

/** The text of every file of an index, without the seams between words. */
async function indexTexts(build: string): Promise<string[]> {
  const files = await filesUnder(join(build, 'client/pagefind'))
  return Promise.all(
    files.map(async (file) => {
      const bytes = await readFile(file)
      const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b
      return (isPacked ? gunzipSync(bytes) : bytes).toString().replaceAll('\u200b', '')
    }),
  )
}

/** What a reader finds at each address, blanks taken out: the truth that answers are compared with. */
async function indexedTexts(build: string): Promise<Map<string, string>> {
  const fragments = (await indexTexts(build)).filter((text) => text.startsWith('pagefind_dcd{'))
  return new Map(
    fragments.map((text) => {
      // Safe: Pagefind writes fragments in this form; the length of the map is checked.
      const { url, content } = JSON.parse(text.slice('pagefind_dcd'.length)) as { url: string; content: string }
      return [url, content.replace(/\s/g, '')]
    }),
  )
}

test('no name, number or code of a record is in any file of the index', async () => {
  const site = sharedSite()
  const server = await startNode(site)
  const rows = [...(await rowsOf(server.origin, 'licence')), ...(await rowsOf(server.origin, 'penalty'))]
  await server.close()
  const words = rows.flatMap(({ id, documentNumber, subject }) => [
    id,
    documentNumber,
    subject.name,
    subject.uscc ?? '',
  ])
  const known = [...new Set(words)].filter((word) => word !== '')

  for (const build of [site.nodeBuild, site.edgeBuild]) {
    const text = (await indexTexts(build)).join('\n')

    expect(rows.length).toBeGreaterThan(100)
    expect(known.filter((word) => text.includes(word))).toEqual([])
    expect(agencies.filter(({ name }) => !text.includes(name))).toEqual([])
  }
})

test('both machines have the same index, of exactly the listed addresses and with every clause', async () => {
  const { nodeBuild, edgeBuild } = sharedSite()

  const texts = await indexedTexts(nodeBuild)

  expect([...texts.keys()].sort()).toEqual([...ADDRESSES].sort())
  expect(await indexedTexts(edgeBuild)).toEqual(texts)
  for (const { slug, clauses } of reading.policies) {
    const text = texts.get(`policies/${slug}/`) ?? ''
    expect(clauses.filter(({ quote }) => !text.includes(quote.replace(/\s/g, '')))).toEqual([])
  }
  expect([...texts.values()].filter((text) => /当前位置|本站为演示|现在怎样联系/.test(text))).toEqual([])
})

describe.each(MACHINES)('%s', (machine) => {
  let server: Server
  beforeAll(async () => {
    server = await start(machine, sharedSite())
  })
  afterAll(() => server.close())

  test('hands out the files of the index and nothing else of that folder', async () => {
    const { nodeBuild, edgeBuild } = sharedSite()
    const folder = join(machine === 'node' ? nodeBuild : edgeBuild, 'client')
    const files = await filesUnder(join(folder, 'pagefind'))

    for (const file of files) {
      const response = await fetch(`${server.origin}${file.slice(folder.length)}`)
      const bytes = Buffer.from(await response.arrayBuffer())
      expect([file, response.status, bytes.equals(await readFile(file))]).toEqual([file, 200, true])
      expect(response.headers.get('Cache-Control')).toBe('no-cache')
    }
    for (const path of ['/pagefind/', '/pagefind/pagefind-worker.js', '/pagefind/pagefind-ui.js']) {
      expect((await fetch(`${server.origin}${path}`)).status, path).toBe(404)
    }
  })
})

describe.skipIf(browserIsMissing())('a search in Chromium under the policy of the search page', () => {
  const SCRIPT = '/_astro/static-search.js'
  let server: Server
  let browser: Browser
  let texts: Map<string, string>

  beforeAll(async () => {
    server = await startNode(sharedSite())
    browser = await launch()
    texts = await indexedTexts(sharedSite().nodeBuild)
  })
  afterAll(async () => {
    await browser.close()
    await server.close()
  })

  /** A page with the script as the site would hand it out, and what it says on the console. */
  async function open(path: string): Promise<{ page: Page; errors: string[] }> {
    const page = await browser.newPage()
    const errors: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') errors.push(message.text())
    })
    const source = await readFile('site/src/enhance/static-search.ts', 'utf8')
    const script = { contentType: 'text/javascript', body: stripTypeScriptTypes(source) }
    await page.route(`**${SCRIPT}`, (route) => route.fulfill(script))
    await page.goto(`${server.origin}${path}`)
    return { page, errors }
  }

  /** Asked one after another in one page; as text, so that the test runner leaves the import alone. */
  function ask(page: Page, queries: readonly string[], limit = 20): Promise<ReadingHit[][]> {
    return page.evaluate(`(async () => {
      const { searchReading } = await import('${SCRIPT}')
      const answers = []
      for (const query of ${JSON.stringify(queries)}) answers.push(await searchReading('/', query, ${limit}))
      return answers
    })()`)
  }

  /** Of all pages whose text has the query, letter by letter, the share among the first 20; and hits a query. */
  async function measure(page: Page, queries: readonly string[]) {
    const answers = await ask(page, queries)
    let [expected, found, hits, lost] = [0, 0, 0, [] as string[]]
    for (const [index, query] of queries.entries()) {
      const got = new Set((answers[index] ?? []).map(({ path }) => path.slice(1)))
      const truth = [...texts].filter(([, text]) => text.includes(query)).map(([path]) => path)
      const missed = truth.filter((path) => !got.has(path))
      expected += truth.length
      found += truth.length - missed.length
      hits += got.size
      lost = [...lost, ...missed.map((path) => `${query} → ${path}`)]
    }
    return { expected, recall: found / expected, hits: hits / queries.length, lost }
  }

  test('finds every organ, policy and guide by its name first', async () => {
    const { page, errors } = await open('/search/')
    const wanted = [
      ...agencies.flatMap(({ name, aliases, slug }) => [name, ...aliases].map((it) => [it, `/agencies/${slug}/`])),
      ...reading.policies.map(({ title, slug }) => [title, `/policies/${slug}/`]),
      ...reading.policies.flatMap(({ number, slug }) => (number === null ? [] : [[number, `/policies/${slug}/`]])),
      ...GUIDES.map((id) => [GUIDE_TITLE[id], `/guides/${id}/`]),
    ]

    const answers = await ask(
      page,
      wanted.map(([query]) => query ?? ''),
    )

    expect(wanted.length).toBeGreaterThan(25)
    expect(wanted.map(([query], index) => [query, answers[index]?.[0]?.path])).toEqual(wanted)
    expect(errors).toEqual([])
    await page.close()
  })

  test('finds the pages that have the words of a clause', async () => {
    const { page } = await open('/search/')
    const whole = [2, 4, 8].map((length) => [`开头 ${length} 字`, beginnings(length)] as const)
    // As people remember: from anywhere, through the middle of words.
    const pieces = [2, 3, 4, 6].map((length) => [`任意 ${length} 字`, piecesOf(length)] as const)

    for (const [what, queries] of [...whole, ...pieces]) {
      const { expected, recall, hits, lost } = await measure(page, queries)
      process.stderr.write(
        `  ${what}：查询 ${queries.length}，应有 ${expected}，召回 ${recall.toFixed(3)}，每次命中 ${hits.toFixed(1)}/${texts.size}\n`,
      )

      expect(queries.length, what).toBeGreaterThan(30)
      // All of them reach 1. Less is held, because every browser cuts a query by a word list of its own.
      expect(recall, `${what}：${lost.slice(0, 5).join('；')}`).toBeGreaterThanOrEqual(0.97)
      // An answer of nearly every page would find everything, too.
      expect(hits, what).toBeLessThan(texts.size / 3)
    }
    await page.close()
  })

  test('answers with title, section, address and an excerpt of marked text', async () => {
    const { page } = await open('/search/')

    const [hits = [], few = [], none = [], blank = []] = await ask(page, ['信用修复', '公示', '鑃鑃鑃', ' '])
    const [one] = await ask(page, ['公示'], 1)
    const statuses = await Promise.all(few.map(async ({ path }) => (await fetch(`${server.origin}${path}`)).status))

    expect(hits[0]).toMatchObject({ title: GUIDE_TITLE.repair, section: '办事指南', path: '/guides/repair/' })
    expect(hits[0]?.excerpt).toContain('<mark>信用修复</mark>')
    expect(new Set(few.map(({ section }) => section))).toEqual(new Set(['政策文件', '办事指南', '本站', '公示机关']))
    expect(statuses.every((status) => status === 200)).toBe(true)
    expect([none, blank]).toEqual([[], []])
    expect(one).toEqual(few.slice(0, 1))
    await page.close()
  })

  test('rejects on a page that may not run WebAssembly, and starts no worker', async () => {
    const { page } = await open('/about/')

    await expect(ask(page, ['公示'])).rejects.toThrow(/WASM|WebAssembly/)

    expect(page.workers()).toEqual([])
    await page.close()
  })
})

/** The first words of each clause that are exactly so long; those with digits or stops among them are left out. */
function beginnings(length: number): string[] {
  const segmenter = new Intl.Segmenter('zh-CN', { granularity: 'word' })
  const found = clauseQuotes().map((quote) => {
    let text = ''
    for (const { segment } of segmenter.segment(quote)) {
      if (text.length >= length) break
      text += segment
    }
    return text
  })
  return chinese(found, length)
}

/** A piece at every seventh letter of each clause. */
function piecesOf(length: number): string[] {
  const found = clauseQuotes().flatMap((quote) =>
    Array.from({ length: Math.ceil(quote.length / 7) }, (_, index) => quote.slice(index * 7, index * 7 + length)),
  )
  return chinese(found, length)
}

function clauseQuotes(): string[] {
  return reading.policies.flatMap(({ clauses }) => clauses.map(({ quote }) => quote))
}

function chinese(texts: readonly string[], length: number): string[] {
  return [...new Set(texts)].filter((text) => text.length === length && /^\p{Script=Han}+$/u.test(text))
}
