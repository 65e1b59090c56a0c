import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SearchAnswer, SuggestionList } from '#contract/search'
import { browserIsMissing, launch } from './chromium.ts'
import {
  MACHINES,
  ownSite,
  type Row,
  record,
  recordPath,
  rowsOf,
  type Server,
  sharedSite,
  start,
  startNode,
} from './site.ts'

const at = (q: string, more = '') => `/search/?q=${encodeURIComponent(q)}${more}`

describe.each(MACHINES)('full text in %s', (machine) => {
  let server: Server
  let penalty: Row

  beforeAll(async () => {
    server = await start(machine, sharedSite())
    const [first] = await rowsOf(server.origin, 'penalty')
    if (!first) throw new Error('The demo has no penalty.')
    penalty = first
  })
  afterAll(() => server.close())

  const ask = async (query: string): Promise<SearchAnswer> => {
    const response = await fetch(`${server.origin}/api/v1/search?${query}`)
    expect([query, response.status]).toEqual([query, 200])
    return SearchAnswer.parse(await response.json())
  }

  test('finds words, narrows, counts, turns pages and takes words apart', async () => {
    const q = encodeURIComponent('有限公司')
    const first = await ask(`q=${q}&kind=penalty&order=newest&limit=10`)
    const second = await ask(`q=${q}&kind=penalty&order=newest&limit=10&cursor=${first.next}`)
    const ids = [...first.items, ...second.items].map(({ record: row }) => row.id)

    expect(new Set(ids).size).toBe(20)
    expect(first.total).toBe(first.facets.kind.find(({ value }) => value === 'penalty')?.count)
    expect(first.facets.agency.reduce((sum, { count }) => sum + count, 0)).toBe(first.total)
    const loose = await ask(`q=${encodeURIComponent('食品销售超过保质期')}`)
    expect([loose.isLoosened, loose.items.length > 0]).toEqual([true, true])
  })

  test('knows names by pinyin, organs and documents', async () => {
    expect((await ask('q=scjd')).agencies[0]).toMatchObject({ slug: 'shichang-jianguan' })
    expect((await ask(`q=${encodeURIComponent('信用修复')}`)).pages.length).toBeGreaterThan(0)
    const response = await fetch(`${server.origin}/api/v1/suggestions?q=${encodeURIComponent(penalty.subject.name)}`)
    expect(SuggestionList.parse(await response.json()).items[0]?.text).toBe(penalty.subject.name)
  })

  test('the page shows the same as the API, without script', async () => {
    const answer = await ask(`q=${encodeURIComponent('食品')}&kind=penalty&order=newest`)
    const page = await (await fetch(`${server.origin}${at('食品', '&kind=penalty&order=newest')}`)).text()
    const shown = [...page.matchAll(/<h4><a href="\/penalties\/([0-9a-z]{12})\/">/g)].map(([, id]) => id)

    expect(shown).toEqual(answer.items.map(({ record: row }) => row.id))
    expect(page).toContain(`共 ${answer.total} 条`)
    expect(page).toContain('<mark>食品</mark>')
  })
})

test('with the database gone the search still has what is exact, says what is limited, and comes back with it', async () => {
  const site = await ownSite()
  const server = await startNode(site)
  const [row] = await rowsOf(server.origin, 'penalty')
  const number = row?.documentNumber ?? ''
  expect(await (await fetch(`${server.origin}${at(number)}`)).text()).not.toContain('全文检索暂时不可用')

  for (const end of ['', '-wal', '-shm']) await rm(join(site.dataFolder, `gongxin.db${end}`), { force: true })

  const page = await fetch(`${server.origin}${at(number)}`)
  const text = await page.text()
  expect([page.status, text.includes('全文检索暂时不可用'), text.includes(row ? recordPath(row) : '?')]).toEqual([
    200,
    true,
    true,
  ])
  const api = await fetch(`${server.origin}/api/v1/search?q=${encodeURIComponent(number)}`)
  expect([api.status, api.headers.get('Retry-After')]).toEqual([503, '60'])
  await server.close()
})

test('what was withdrawn is in no search of a running server, by whatever word', async () => {
  const site = await ownSite()
  const server = await startNode(site)
  const [row] = await rowsOf(server.origin, 'penalty')
  if (!row) throw new Error('The demo has no penalty.')
  const words = [row.documentNumber, row.subject.name, row.subject.name.slice(0, 6), row.subject.uscc ?? '']
  const found = async () => {
    const texts = words.map(async (q) => (await fetch(`${server.origin}${at(q, '&order=newest')}`)).text())
    return (await Promise.all(texts)).filter((text) => text.includes(row.id)).length
  }
  expect(await found()).toBeGreaterThan(1)

  await record(site, 'withdraw', row.id, '经行政复议被撤销。')

  expect(await found()).toBe(0)
  await server.close()
})

describe.skipIf(browserIsMissing())('in Chromium', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launch()
  })
  afterAll(() => browser?.close())

  test('while nothing may be said of records, organs, policies and guides are searched in the browser', async () => {
    const site = await ownSite()
    const server = await startNode(site)
    await writeFile(join(site.dataFolder, 'snapshot/journal.json'), '{"format":1,')
    const page = await browser.newPage()
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(String(error)))

    const response = await page.goto(`${server.origin}${at('信用修复')}`)
    expect(response?.status()).toBe(503)
    await page.locator('static-results li').first().waitFor()

    expect(await page.locator('static-results a').first().getAttribute('href')).toMatch(/^\/(guides|policies)\//)
    expect(await page.locator('static-results [role=status]').textContent()).toMatch(/^机关、政策和指南中找到 \d+ 项/)
    expect(errors).toEqual([])
    await page.close()
    await server.close()
  })

  test('the filters keep the words, and the address holds the whole query', async () => {
    const server = await startNode(sharedSite())
    const page = await browser.newPage({ javaScriptEnabled: false })
    await page.goto(`${server.origin}${at('有限公司')}`)
    await page.getByText('筛选和排序').click()
    await page.getByLabel('类别', { exact: true }).selectOption('penalty')
    await page.getByLabel('排序').selectOption('newest')
    await page.getByRole('button', { name: '筛选' }).click()
    await page.waitForURL('**/search/?**kind=penalty**')

    const query = new URL(page.url()).searchParams
    expect([query.get('q'), query.get('kind'), query.get('order')]).toEqual(['有限公司', 'penalty', 'newest'])
    expect(await page.locator('.results .kind').allInnerTexts()).toEqual(Array(20).fill('行政处罚'))
    await page.getByRole('link', { name: '下一页' }).click()
    await page.waitForURL('**cursor=**')
    expect(await page.locator('.results li').count()).toBeGreaterThan(0)
    await page.close()
    await server.close()
  })
})
