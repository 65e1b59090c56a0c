import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { openSealed } from '#adapters/desk-keys'
import { openWorkspace } from '../../scripts/lib/workspace.ts'
import { browserIsMissing, launch } from './chromium.ts'
import {
  envOf,
  MACHINES,
  type Machine,
  ownSite,
  type Row,
  rowsOf,
  type Server,
  type Site,
  startNode,
  startWorker,
} from './site.ts'

/** Told to nobody but the desk; looked for in everything that leaves the browser. */
const SECRET = {
  facts: '暗号事实：验收一年没有付款',
  name: '暗号甲乙丙有限公司',
  contact: '暗号联系人',
  phone: '0372-7654321',
}
const AGENCY = 'jiaotong-yunshu'
const PDF = { name: '材料.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n暗号文件') }

describe.skipIf(browserIsMissing())('what people send in, in Chromium', () => {
  let site: Site
  /** Its own, for the forms without script: both machines count the same address. */
  let workerSite: Site
  let server: Server
  let worker: Server
  let browser: Browser
  let licence: Row
  const removals: (() => Promise<void>)[] = []

  beforeAll(async () => {
    site = await ownSite((clean) => removals.push(clean))
    workerSite = await ownSite((clean) => removals.push(clean))
    // The clock of the machine: a form that is sent without script has to be some seconds old.
    server = await startNode(site, '')
    worker = await startWorker(workerSite, '')
    const found = (await rowsOf(server.origin, 'licence')).find(({ until }) => until === null)
    if (!found) throw new Error('The demo has no licence without an end.')
    licence = found
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await worker?.close()
    for (const remove of removals) await remove()
  })

  const originOf = (machine: Machine) => (machine === 'node' ? server : worker).origin

  type Opened = { page: Page; sent: string[]; errors: string[]; close: () => Promise<void> }

  /** `sent`: everything that left the browser, addresses and bodies. */
  async function open(path: string, hasScript: boolean, machine: Machine = 'node'): Promise<Opened> {
    const context = await browser.newContext({
      viewport: { width: 375, height: 800 },
      javaScriptEnabled: hasScript,
      bypassCSP: false,
    })
    const page = await context.newPage()
    const sent: string[] = []
    const errors: string[] = []
    page.on('request', (request) => {
      sent.push(`${decodeURIComponent(request.url())} ${request.postDataBuffer()?.toString('utf8') ?? ''}`)
    })
    page.on('pageerror', (error) => errors.push(String(error)))
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
        errors.push(message.text())
      }
    })
    await page.goto(`${originOf(machine)}${path}`)
    if (hasScript) await page.locator('[data-seal-where]', { hasText: '在您的浏览器中加密' }).waitFor()
    return { page, sent, errors, close: () => context.close() }
  }

  const press = (page: Page, name: string | RegExp) =>
    page.locator('main').getByRole('button', { name, exact: true }).click()
  const title = (page: Page, text: string) => page.getByRole('heading', { level: 2, name: text }).waitFor()
  const summary = (page: Page) => page.locator('[data-errors]').textContent()

  async function send(page: Page, hasScript: boolean): Promise<{ receipt: string; code: string }> {
    if (!hasScript) await page.waitForTimeout(3100)
    await press(page, '提交')
    await page.locator('[data-receipt]').waitFor()
    return {
      receipt: (await page.locator('[data-receipt-number]').textContent()) ?? '',
      code: (await page.locator('[data-receipt-code]').textContent()) ?? '',
    }
  }

  async function openedParts(receipt: string, machine: Machine = 'node'): Promise<string[]> {
    const workspace = await openWorkspace(envOf(machine === 'node' ? site : workerSite, ''))
    const parts = await workspace.cases.sealedParts(receipt)
    const opened = await Promise.all(parts.map(({ bytes }) => openSealed(bytes, inject('deskKey').identity)))
    await workspace.close()
    return opened.map((bytes) => new TextDecoder().decode(bytes))
  }

  const fill = {
    async objection(page: Page) {
      await page.getByLabel('内容有误').check()
      await page.getByLabel('有误的是哪一项').selectOption({ index: 1 })
      await press(page, '继续')
      await title(page, '事实和理由')
      await page.getByLabel('事实和理由').fill(SECRET.facts)
      await press(page, '继续')
      await title(page, '谁提出异议')
      await page.getByLabel('被公示的单位自己提出').check()
      await page.getByLabel('被公示单位的名称').fill(SECRET.name)
      await page.getByLabel('联系人').fill(SECRET.contact)
      await page.getByLabel('联系电话').fill('没有')
      await press(page, '继续')
      await page.locator('[data-errors]').waitFor()
      expect(await summary(page)).toContain('请填写能打通的电话号码')
      expect(await page.title()).toMatch(/^错误：/)
      expect(await page.getByLabel('联系人').inputValue()).toBe(SECRET.contact)
      await page.getByLabel('联系电话').fill(SECRET.phone)
      await press(page, '继续')
      await title(page, '核对并提交')
      await page.locator('input[type=file]').setInputFiles(PDF)
    },
    async complaint(page: Page) {
      await page.getByLabel('政府采购').check()
      await press(page, '继续')
      await title(page, '事情经过')
      await press(page, '继续')
      await page.locator('[data-errors]').waitFor()
      expect(await summary(page)).toContain('请填写事情经过')
      await page.getByLabel('事情经过').fill(SECRET.facts)
      await press(page, '继续')
      await title(page, '实名还是匿名')
      await page.getByLabel('匿名', { exact: true }).check()
      await press(page, '继续')
      await title(page, '办结以后是否公开')
      await page.getByLabel('不同意').check()
      await press(page, '继续')
      await title(page, '核对并提交')
    },
    async repair(page: Page) {
      await page.getByLabel('认定文书的文号').fill('暗号认〔2026〕1号')
      await page.getByLabel('还没有').check()
      await page.getByLabel('怎样纠正和履行的').fill(SECRET.facts)
      await press(page, '继续')
      await page.locator('[data-errors]').waitFor()
      expect(await summary(page)).toContain('需要先履行完义务')
      await page.getByLabel('已经全部履行').check()
      await press(page, '继续')
      await title(page, '信用承诺')
      await page.getByRole('checkbox', { name: /已经作出信用承诺/ }).check()
      await press(page, '继续')
      await title(page, '联系方式')
      await page.getByLabel('单位名称').fill(SECRET.name)
      await page.getByLabel('联系人').fill(SECRET.contact)
      await page.getByLabel('联系电话').fill(SECRET.phone)
      await press(page, '继续')
      await title(page, '核对并提交')
    },
    async correction(page: Page) {
      expect(await page.getByLabel('网页的路径').inputValue()).toBe('/about/')
      await press(page, '继续')
      await page.locator('[data-errors]').waitFor()
      expect(await summary(page)).toContain('请选择错误的种类')
      await page.getByLabel('错别字、语病').check()
      await press(page, '继续')
      await title(page, '错在哪里')
      await page.getByLabel('页面上有什么错').fill(SECRET.facts)
      await press(page, '继续')
      await title(page, '核对并提交')
    },
  }

  const addresses = {
    objection: () => `/object/?record=${licence.id}`,
    complaint: () => `/complain/?event=breach&agency=${AGENCY}&officials=no`,
    repair: () => `/repair/?agency=${AGENCY}`,
    correction: () => '/correct/?page=/about/',
  }
  const KINDS = ['objection', 'complaint', 'repair', 'correction'] as const
  const STORIES = MACHINES.flatMap((machine) => KINDS.map((kind) => ({ machine, kind })))
  const WAYS = [
    { way: 'with script', hasScript: true },
    { way: 'without script', hasScript: false },
  ]

  describe.each(WAYS)('$way', ({ hasScript }) => {
    test.each(STORIES)('$kind on $machine: filled in, sent, looked up, added to and withdrawn', async (story) => {
      const { kind, machine } = story
      const { page, sent, errors, close } = await open(addresses[kind](), hasScript, machine)

      await fill[kind](page)
      expect(await page.locator('form.steps').textContent()).toContain(SECRET.facts)
      const { receipt, code } = await send(page, hasScript)
      await page.goto(`${originOf(machine)}/look-up/`)
      await page.getByLabel('受理编号').fill(receipt.toLowerCase())
      await page.getByLabel('查询码').fill(code)
      await press(page, '查询')
      await page.getByRole('heading', { name: '补充材料' }).waitFor()
      await page.getByLabel('补充的内容').fill('暗号补充')
      await page.locator('input[type=file]').setInputFiles(PDF)
      if (!hasScript) await page.waitForTimeout(3100)
      await press(page, '提交补充材料')
      await page.getByText('已经收到您补充的材料。').waitFor()
      await press(page, '撤回这一件')
      await press(page, '确认撤回')
      await page.getByText('已经撤回。本站不再办理这一件。').waitFor()

      const parts = await openedParts(receipt, machine)
      expect(parts.join('\n')).toContain(SECRET.facts)
      expect(parts.join('\n')).toContain('暗号补充')
      expect(await page.locator('main').textContent()).toContain(hasScript ? '在您的浏览器中加密' : '到达服务器时加密')
      if (hasScript) expect(sent.filter((text) => text.includes('暗号') || text.includes(SECRET.phone))).toEqual([])
      expect(errors).toEqual([])
      await close()
    })

    test('what reads like a report on an official is not taken in, and is still there to be changed', async () => {
      const { page, close } = await open(addresses.complaint(), hasScript)
      await fill.complaint(page)
      await press(page, /修改.*事情经过/)
      await title(page, '事情经过')
      await page.getByLabel('事情经过').fill('局长张某收受贿赂，不给我们付款。')
      for (const next of ['实名还是匿名', '办结以后是否公开', '核对并提交']) {
        await press(page, '继续')
        await title(page, next)
      }

      if (!hasScript) await page.waitForTimeout(3100)
      await press(page, '提交')
      await title(page, '您写的内容像是在检举公职人员个人')
      await press(page, '回去修改')
      await title(page, '事情经过')

      expect(await page.getByLabel('事情经过').inputValue()).toContain('局长张某')
      await close()
    })

    test('a wrong code has one message, whatever is wrong', async () => {
      const { page, close } = await openLookUp(hasScript)
      await page.getByLabel('受理编号').fill('YY-7K3M9-Q2X8T-C')
      await page.getByLabel('查询码').fill('AAAAAAA-BBBBBBB-CCCCCCC')
      await press(page, '查询')

      await page.locator('[data-errors]').waitFor()
      expect(await summary(page)).toContain('受理编号或者查询码不对')
      await close()
    })
  })

  async function openLookUp(hasScript: boolean) {
    const context = await browser.newContext({ javaScriptEnabled: hasScript })
    const page = await context.newPage()
    await page.goto(`${server.origin}/look-up/`)
    return { page, close: () => context.close() }
  }

  test('with script, going back and loading anew keep what was typed, and a shared computer keeps nothing', async () => {
    const { page, close } = await open(addresses.correction(), true)
    await page.getByLabel('错别字、语病').check()
    await press(page, '继续')
    await title(page, '错在哪里')
    await page.getByLabel('页面上有什么错').fill(SECRET.facts)

    await page.goBack()
    await title(page, '哪个网页有错')
    expect(await page.getByLabel('错别字、语病').isChecked()).toBe(true)
    await page.goForward()
    await title(page, '错在哪里')
    await page.reload()
    await page.getByLabel('这是公用电脑').waitFor()
    expect(await page.getByLabel('页面上有什么错').inputValue()).toBe(SECRET.facts)
    await page.getByLabel('这是公用电脑').check()
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0)
    await page.reload()
    await page.getByLabel('这是公用电脑').waitFor()

    expect(await page.getByLabel('页面上有什么错').inputValue()).toBe('')
    await close()
  })

  const UNABLE = [
    { lack: 'a secure context', script: "Object.defineProperty(window, 'isSecureContext', { get: () => false })" },
    { lack: 'streams', script: "Reflect.deleteProperty(window, 'TransformStream')" },
  ]
  test.each(UNABLE)('in a browser without $lack form and supplement arrive, and nothing stays in it', async (story) => {
    const context = await browser.newContext()
    await context.addInitScript(story.script)
    const page = await context.newPage()
    await page.goto(`${server.origin}${addresses.correction()}`)

    await fill.correction(page)
    expect(await page.getByLabel('这是公用电脑').isVisible()).toBe(false)
    const { receipt, code } = await send(page, false)
    const kept = await page.evaluate(() => sessionStorage.length)
    await page.goto(`${server.origin}/look-up/`)
    await page.getByLabel('受理编号').fill(receipt)
    await page.getByLabel('查询码').fill(code)
    await press(page, '查询')
    await page.getByLabel('补充的内容').fill('暗号补充')
    await page.waitForTimeout(3100)
    await press(page, '提交补充材料')
    await page.getByText('已经收到您补充的材料。').waitFor()

    expect(kept).toBe(0)
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0)
    const parts = (await openedParts(receipt)).join('\n')
    expect(parts).toContain(SECRET.facts)
    expect(parts).toContain('暗号补充')
    await context.close()
  })

  test('with the server down, what is sealed waits in the browser, and arrives once', async () => {
    const { page, close } = await open(addresses.correction(), true)
    await fill.correction(page)
    let isDown = true
    await page.route('**/correct/**', (route) =>
      isDown && route.request().method() === 'POST' ? route.fulfill({ status: 503 }) : route.continue(),
    )

    await press(page, '提交')
    await page.getByText('还没有送达，已加密保存在本浏览器，正在重试。').waitFor()
    const kept = await page.evaluate(
      () => Object.entries(sessionStorage).find(([name]) => name.startsWith('gongxin-sealed:correction:'))?.[1] ?? '',
    )
    await page.reload()
    await page.getByText('还没有送达，已加密保存在本浏览器，正在重试。').waitFor()
    isDown = false
    await press(page, '现在重试')
    await page.locator('[data-receipt]').waitFor()

    expect(kept).toContain('sealed')
    expect(kept).not.toContain('暗号')
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0)
    await close()
  })

  test('from the code on the receipt, number and code are filled in and leave the address', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()

    await page.goto(`${server.origin}/look-up/#YY-7K3M9-Q2X8T-C/AAAAAAA-BBBBBBB-CCCCCCC`)

    await expect.poll(() => page.getByLabel('受理编号').inputValue()).toBe('YY-7K3M9-Q2X8T-C')
    expect(page.url()).toBe(`${server.origin}/look-up/`)
    await context.close()
  })

  test('axe finds nothing on a form with errors, on the check, on the receipt and on a case', async () => {
    const context = await browser.newContext({ viewport: { width: 375, height: 800 }, bypassCSP: true })
    const page = await context.newPage()
    const found: string[] = []
    const look = async (where: string) => {
      await page.evaluate(axe.source)
      const { violations } = await page.evaluate(() =>
        // Safe: the line before put axe there.
        (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        }),
      )
      for (const { id, nodes } of violations) found.push(`${where} ${id}: ${nodes[0]?.html}`)
    }
    await page.goto(`${server.origin}${addresses.correction()}`)
    await page.locator('[data-seal-where]', { hasText: '在您的浏览器中加密' }).waitFor()
    await press(page, '继续')
    await page.locator('[data-errors]').waitFor()
    await look('errors')
    await fill.correction(page)
    await look('check')
    const { receipt, code } = await send(page, true)
    await look('receipt')
    await page.goto(`${server.origin}/look-up/#${receipt}/${code}`)
    await expect.poll(() => page.getByLabel('受理编号').inputValue()).toBe(receipt)
    await press(page, '查询')
    await page.getByRole('heading', { name: '补充材料' }).waitFor()
    await look('case')

    expect(found).toEqual([])
    await context.close()
  })
})
