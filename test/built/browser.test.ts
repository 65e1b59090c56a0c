import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserIsMissing, launch } from './chromium.ts'
import { type Row, recordPath, rowsOf, type Server, sharedSite, startNode } from './site.ts'

describe.skipIf(browserIsMissing())('in Chromium without script', () => {
  let server: Server
  let browser: Browser
  let penalty: Row
  let paths: string[]

  beforeAll(async () => {
    server = await startNode(sharedSite())
    browser = await launch()
    const [first] = await rowsOf(server.origin, 'penalty')
    if (!first) throw new Error('The demo has no public penalty.')
    penalty = first
    paths = [
      '/',
      '/licences/',
      '/penalties/',
      recordPath(first),
      '/agencies/',
      `/agencies/${first.agency.slug}/`,
      '/search/',
      '/data/',
      '/developers/',
      '/about/',
      '/privacy/',
      '/policies/',
      '/policies/huaxian-2017-31/',
      '/policies/mechanisms/',
      '/tasks/',
      '/tasks/demo-2025-1/2-1/',
      '/guides/',
      '/guides/object/',
      '/guides/complain/',
      '/guides/repair/',
      '/guides/read-a-record/',
      '/accessibility/',
      '/sitemap/',
      `/object/?record=${first.id}`,
      `/object/?record=${first.id}&step=check`,
      `/repair/?record=${first.id}`,
      '/complain/',
      '/complain/?event=breach',
      '/complain/?event=arrears&creditor=small-business',
      '/correct/?page=/about/',
      '/look-up/',
      '/nothing/',
    ]
  })
  afterAll(async () => {
    await browser.close()
    await server.close()
  })

  async function open(width: number, path: string): Promise<Page> {
    const context = await browser.newContext({ viewport: { width, height: 900 }, javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(`${server.origin}${path}`)
    return page
  }

  test.each([320, 375, 640, 1280, 1920])('no page is wider than a window of %i px', async (width) => {
    for (const path of paths) {
      const context = await browser.newContext({ viewport: { width, height: 900 } })
      const page = await context.newPage()
      await page.goto(`${server.origin}${path}`)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth)
      await context.close()
      expect([path, wide <= width]).toEqual([path, true])
    }
  })

  test('a citizen finds a penalty by the number on the paper', async () => {
    const page = await open(375, '/')

    await page.getByRole('searchbox').first().fill(penalty.documentNumber.replace('〔', '(').replace('〕', ')'))
    await page.keyboard.press('Enter')
    await page
      .locator(`a[href="${recordPath(penalty)}"]`)
      .first()
      .click()

    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain(penalty.documentNumber)
    await page.context().close()
  })

  test('a citizen narrows the list of penalties to one organ and goes to the next page', async () => {
    const page = await open(1280, '/penalties/')

    await page.getByRole('combobox').first().selectOption(penalty.agency.slug)
    await page.locator('main form button').first().click()

    expect(page.url()).toContain(`agency=${penalty.agency.slug}`)
    const names = await page.locator('main a[href^="/penalties/"]').count()
    expect(names).toBeGreaterThan(0)
    await page.context().close()
  })

  test('the keyboard reaches the content first, and everything focused can be seen', async () => {
    const page = await open(1280, recordPath(penalty))

    await page.keyboard.press('Tab')
    expect(await page.locator(':focus').getAttribute('href')).toBe('#main')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')

    expect(await page.locator('main :focus').count()).toBe(1)
    const outline = await page.locator(':focus').evaluate((element) => getComputedStyle(element).outlineStyle)
    expect(outline).not.toBe('none')
    await page.context().close()
  })

  test('a record prints on one A4 page', async () => {
    const page = await open(1280, recordPath(penalty))

    const pdf = (await page.pdf({ format: 'A4', printBackground: true })).toString('latin1')

    expect(pdf.match(/\/Type\s*\/Page[^s]/g)).toHaveLength(1)
    await page.context().close()
  })

  test('no page asks for anything from elsewhere, and none has an error in the console', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    const foreign: string[] = []
    const errors: string[] = []
    page.on('request', (request) => {
      if (!request.url().startsWith(server.origin) && !request.url().startsWith('data:')) foreign.push(request.url())
    })
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('404')) errors.push(message.text())
    })

    for (const path of paths) await page.goto(`${server.origin}${path}`)

    expect(foreign).toEqual([])
    expect(errors).toEqual([])
    await context.close()
  })
})
