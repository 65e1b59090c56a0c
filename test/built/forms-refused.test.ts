import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Api, PARTS, PATHS, post, receiptIn, workOf } from '../http/sending.ts'
import { PDF } from '../upload-files.ts'
import { browserIsMissing, launch } from './chromium.ts'
import { ownSite, type Server, type Site, startNode } from './site.ts'

const FILE = { name: '材料.pdf', mimeType: 'application/pdf', buffer: PDF }

describe.skipIf(browserIsMissing())('what a person reads who is told to come later', () => {
  let site: Site
  let server: Server
  let browser: Browser
  const removals: (() => Promise<void>)[] = []

  beforeAll(async () => {
    site = await ownSite((clean) => removals.push(clean))
    server = await startNode(site, '')
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    for (const remove of removals) await remove()
  })

  async function given(): Promise<{ receipt: string; code: string }> {
    const api: Api = { app: { request: (path, init) => fetch(`${server.origin}${path}`, init) } }
    const clear = { page: '/about/', what: 'typo' }
    const work = await workOf(api, 'correction')
    return receiptIn(await post(api, PATHS.correction, { ...clear, part: PARTS.correction, work }))
  }

  async function openCase(hasScript: boolean) {
    const context = await browser.newContext({ javaScriptEnabled: hasScript })
    const page = await context.newPage()
    const { receipt, code } = await given()
    await page.goto(`${server.origin}/look-up/`)
    await page.getByLabel('受理编号').fill(receipt)
    await page.getByLabel('查询码').fill(code)
    await page.locator('main').getByRole('button', { name: '查询' }).click()
    await page.getByRole('heading', { name: '补充材料' }).waitFor()
    return { page, receipt, close: () => context.close() }
  }

  test('without script a supplement comes back when the database is away, and is taken in when sent again', async () => {
    const { page, receipt, close } = await openCase(false)
    const send = page.getByRole('button', { name: '提交补充材料' })
    const file = join(site.dataFolder, 'gongxin.db')
    await page.getByLabel('补充的内容').fill('补充的话\n第二行')
    await page.locator('input[type=file]').setInputFiles(FILE)
    await page.waitForTimeout(3100)

    await rename(file, `${file}.away`)
    await send.click()
    await page.locator('[data-errors]').waitFor()
    const said = await page.locator('[data-errors]').textContent()
    const shown = await page.locator('main').textContent()
    await rename(`${file}.away`, file)
    expect(await page.getByLabel('补充的内容').inputValue()).toBe('补充的话\n第二行')
    await page.locator('input[type=file]').setInputFiles(FILE)
    await send.click()
    await page.getByText('已经收到您补充的材料。').waitFor()

    for (const words of ['没有确认收到', '文件需要重新选择', '电话']) expect(said).toContain(words)
    expect(shown).toContain(receipt)
    expect(await page.locator('main').textContent()).toMatch(/收到的文件\s*1 个/)
    await close()
  })

  test.each(['form', 'supplement'])('with script, too many files in a %s show whom to turn to', async (where) => {
    const { page, close } = await openCase(true)
    if (where === 'form') {
      await page.goto(`${server.origin}/complain/?event=breach&agency=jiaotong-yunshu&officials=no`)
      await page.locator('[data-seal-where]', { hasText: '在您的浏览器中加密' }).waitFor()
      await page.getByLabel('政府采购').check()
      await page.getByRole('button', { name: '继续' }).click()
      await page.getByLabel('事情经过').fill('验收一年没有付款。')
      await page.getByRole('button', { name: '继续' }).click()
      await page.getByLabel('匿名', { exact: true }).check()
      await page.getByRole('button', { name: '继续' }).click()
      await page.getByLabel('不同意').check()
      await page.getByRole('button', { name: '继续' }).click()
    } else {
      await page.locator('[data-seal-where]', { hasText: '在您的浏览器中加密' }).waitFor()
      await page.getByLabel('补充的内容').fill('补充的话')
    }
    await page.locator('input[type=file]').setInputFiles(FILE)
    const contacts = page.locator('main [data-contacts]')
    expect(await contacts.isVisible()).toBe(false)
    let isFull = true
    const full = { status: 429, headers: { 'Retry-After': '600' }, json: { code: 'too-many', detail: '' } }
    await page.route('**/api/v1/uploads?*', (route) => (isFull ? route.fulfill(full) : route.continue()))

    await page.getByRole('button', { name: /^提交/ }).click()
    await page.getByText('请 10 分钟以后再试，也可以打电话或者到窗口办理，联系方式如下。').waitFor()

    expect(await contacts.isVisible()).toBe(true)
    expect(await contacts.textContent()).toContain('电话')
    isFull = false
    await page.getByRole('button', { name: /^提交/ }).click()
    await page.locator('[data-receipt], .done').waitFor()
    await close()
  })
})
