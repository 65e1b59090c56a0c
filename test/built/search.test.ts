import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserIsMissing, launch } from './chromium.ts'
import { ownSite, sharedSite, startNode } from './site.ts'

const at = (q: string, more = '') => `/search/?q=${encodeURIComponent(q)}${more}`

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
