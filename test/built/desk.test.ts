import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StaffRole } from '#domain/vocabulary'
import { openWorkspace } from '../../scripts/lib/workspace.ts'
import { PENALTY } from '../csv.ts'
import { TEST_SECRET } from '../test-day.ts'
import { browserIsMissing, launch } from './chromium.ts'
import { objectTo } from './objecting.ts'
import { envOf, ownSite, type Row, recordPath, rowsOf, type Server, startNode, startWorker } from './site.ts'

const FACTS = '暗号事实：决定书写的是两千元'

describe.skipIf(browserIsMissing())('the desk, in Chromium', () => {
  let server: Server
  let worker: Server
  let browser: Browser
  let penalty: Row
  const removals: (() => Promise<void>)[] = []

  beforeAll(async () => {
    const site = await ownSite((clean) => removals.push(clean))
    // The clock of the machine: a form that is sent without script has to be some seconds old.
    server = await startNode(site, '')
    worker = await startWorker(site, '')
    const workspace = await openWorkspace(envOf(site, ''))
    // Of the organ that the demo account of that role is of.
    const organ = workspace.content.agencies[0]?.slug
    await workspace.close()
    const found = (await rowsOf(server.origin, 'penalty')).find(({ agency }) => agency.slug === organ)
    if (!found) throw new Error('The demo has no penalty.')
    penalty = found
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await worker?.close()
    for (const remove of removals) await remove()
  })

  type Desk = { page: Page; errors: string[]; close: () => Promise<void> }

  async function signedIn(role: StaffRole, hasScript = true): Promise<Desk> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: hasScript })
    const page = await context.newPage()
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(String(error)))
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        errors.push(message.text())
    })
    await page.goto(`${server.origin}/desk/`)
    expect(new URL(page.url()).pathname).toBe('/desk/sign-in/')
    await page.locator(`button[value=${role}]`).click()
    await page.locator('.desk-me').waitFor()
    return { page, errors, close: () => context.close() }
  }

  async function take(page: Page, label: string, fill: Record<string, string> = {}): Promise<void> {
    const step = page.locator('.desk-steps details', {
      has: page.locator('summary', { hasText: new RegExp(`^${label}$`) }),
    })
    await step.locator('summary').click()
    for (const [name, text] of Object.entries(fill)) await step.locator(`[name="${name}"]`).fill(text)
    await step.getByRole('button', { name: label, exact: true }).click()
    await page.locator('.done-note').waitFor()
  }

  test('an objection is opened, referred, answered and upheld by another; the mark comes and goes', async () => {
    const receipt = await objectTo(browser, server.origin, {
      ...{ record: penalty.id, facts: FACTS },
      ...{ name: '暗号甲乙丙有限公司', contact: '暗号联系人' },
    })
    const publicPage = async () => (await fetch(`${server.origin}${recordPath(penalty)}`)).text()
    await expect.poll(publicPage, { timeout: 15_000 }).toContain('异议处理中')

    const clerk = await signedIn('clerk')
    await clerk.page.getByRole('link', { name: receipt }).click()
    await clerk.page.getByLabel('密钥口令').fill('not this one')
    await clerk.page.getByRole('button', { name: '解开并打开' }).click()
    await clerk.page.locator('[data-said]', { hasText: '口令不对' }).waitFor({ timeout: 60_000 })
    await clerk.page.getByLabel('密钥口令').fill(TEST_SECRET)
    await clerk.page.getByRole('button', { name: '解开并打开' }).click()
    await clerk.page.locator('[data-opened]', { hasText: FACTS }).waitFor({ timeout: 60_000 })
    await take(clerk.page, '受理')
    await take(clerk.page, '转核实单位', { 'paper-extract': '请核实罚款金额。' })
    // The key is still there: no passphrase is asked for again in this tab.
    await clerk.page.getByRole('button', { name: '打开封存的内容' }).click()
    await clerk.page.locator('[data-opened]', { hasText: FACTS }).waitFor({ timeout: 60_000 })
    expect(clerk.errors).toEqual([])

    const audit = await signedIn('auditor')
    await audit.page.goto(`${server.origin}/desk/audit/`)
    const openings = audit.page.locator('tr', { hasText: '打开封存的内容' }).filter({ hasText: receipt })
    expect(await openings.count()).toBe(2)
    await audit.page.goto(`${server.origin}/desk/cases/${receipt}/`)
    expect(await audit.page.locator('[data-opening]').count()).toBe(0)

    const organ = await signedIn('organ', false)
    await organ.page.goto(`${server.origin}/desk/cases/${receipt}/`)
    expect(await organ.page.locator('main').textContent()).not.toContain('暗号')
    await take(organ.page, '核实单位答复', { 'paper-answer': '应为 12.34 万元，原决定书可查。' })

    await clerk.page.goto(`${server.origin}/desk/cases/${receipt}/`)
    await clerk.page.getByRole('link', { name: '提出更正、撤下或者停止公示' }).click()
    const correction = clerk.page.locator('.desk-steps details[open]')
    await correction.getByLabel('处罚内容').fill('罚款人民币壹拾贰万叁仟肆佰元整')
    await correction.getByLabel('理由').fill('核实单位确认，原决定书为 12.34 万元。')
    await correction.getByRole('button', { name: '提出更正' }).click()
    await clerk.page.getByText('这是您提出的，请另一人复核。').waitFor()
    expect(await publicPage()).not.toContain('壹拾贰万叁仟肆佰')

    const reviewer = await signedIn('reviewer', false)
    await reviewer.page.goto(`${server.origin}/desk/cases/${receipt}/`)
    await reviewer.page.getByRole('link', { name: '公示', exact: true }).click()
    await reviewer.page.getByRole('link', { name: '更正' }).click()
    await reviewer.page.getByLabel('告知提交人的话').fill('异议成立，已经更正。')
    await reviewer.page.getByRole('button', { name: '同意，并认定该件成立' }).click()
    await reviewer.page.locator('.done-note').waitFor()

    const corrected = '壹拾贰万叁仟肆佰'
    await expect.poll(publicPage, { timeout: 15_000 }).toContain(corrected)
    expect(await publicPage()).not.toContain('异议处理中')
    const api = await fetch(`${server.origin}/api/v1/records/${penalty.id}`)
    expect(await api.text()).toContain(corrected)
    const search = await fetch(`${server.origin}/api/v1/search?q=${encodeURIComponent(corrected)}`)
    expect(await search.text()).toContain(penalty.id)
    await clerk.page.goto(`${server.origin}/desk/cases/${receipt}/`)
    expect(await clerk.page.locator('.facts').first().textContent()).toContain('异议成立')
    await organ.close()
    for (const it of [clerk, audit, reviewer]) await it.close()
  })

  test.each([
    ['withdraw', '撤下', 200],
    ['end', '停止公示', 410],
  ] as const)('a record is taken out by two people: %s', async (change, label, status) => {
    const rows = await rowsOf(server.origin, 'penalty')
    const row = rows.find(({ id }) => id !== penalty.id)
    if (!row) throw new Error('The demo has one penalty only.')
    const clerk = await signedIn('publisher', false)
    await clerk.page.goto(`${server.origin}/desk/records/${row.id}/`)
    const form = clerk.page.locator('.desk-steps details', { has: clerk.page.locator(`input[value=${change}]`) })
    await form.locator('summary').click()
    await form.getByLabel('理由').fill('原决定已经依法撤销。')
    await form.getByRole('button', { name: `提出${label}` }).click()
    const address = clerk.page.url()
    const reviewer = await signedIn('reviewer', false)
    await reviewer.page.goto(address)
    await reviewer.page.getByRole('button', { name: '同意', exact: true }).click()
    await reviewer.page.locator('.done-note').waitFor()
    const page = () => fetch(`${server.origin}${recordPath(row)}`)
    await expect
      .poll(async () => (await (await page()).text()).includes(row.subject.name), { timeout: 15_000 })
      .toBe(false)
    expect((await page()).status).toBe(status)
    expect((await fetch(`${server.origin}/api/v1/records/${row.id}`)).status).toBe(410)
    for (const it of [clerk, reviewer]) await it.close()
  })

  test('what came by telephone is registered without script, and has receipt and code', async () => {
    const { page, close } = await signedIn('clerk', false)
    await page.goto(`${server.origin}/desk/?receipt=TS-AAAAA-BBBBB-C`)
    expect(await page.locator('[data-errors]').textContent()).toContain('受理编号不对')
    await page.getByRole('link', { name: '登记' }).click()
    await page.getByLabel('来件方式').selectOption('phone')
    await page.getByRole('button', { name: '登记', exact: true }).click()
    const errors = page.locator('[data-errors]')
    await errors.waitFor()
    // In the words of the form, never in those of the program.
    expect(await errors.textContent()).toContain('请选择：被投诉的机关')
    expect(await errors.textContent()).not.toMatch(/[a-z]{3}/)
    await page.getByLabel('被投诉的机关').selectOption({ index: 3 })
    await page.getByLabel('领域').selectOption({ label: '政府采购' })
    await page.getByLabel('投诉单位').check()
    await page.getByLabel('事情经过').fill('来电反映验收以后没有付款。')
    await page.getByRole('button', { name: '登记', exact: true }).click()
    await page.locator('[data-receipt-code]').waitFor()
    await page.getByRole('link', { name: '办理这一件' }).click()
    expect(await page.locator('.facts').first().textContent()).toContain('电话')
    await close()
  })

  test('the receipt of the counter is one printed sheet, with a code that leads to the look-up', async () => {
    const { page, errors, close } = await signedIn('clerk')
    await page.goto(`${server.origin}/desk/register/?kind=correction`)
    await page.getByLabel('来件方式').selectOption('visit')
    await page.getByLabel('网页的路径').fill('/about/')
    await page.getByLabel('错误的种类').selectOption({ index: 1 })
    await page.getByLabel('页面上有什么错').fill('有一个错字。')
    await page.getByRole('button', { name: '登记', exact: true }).click()
    await page.locator('[data-receipt-code]').waitFor()
    await page.evaluate(() => Object.assign(window, { print: () => document.body.setAttribute('data-printed', '') }))
    await page.getByRole('button', { name: '打印回执' }).click()
    expect(await page.locator('body[data-printed]').count()).toBe(1)
    expect(await page.locator('.receipt-slip .qr svg').count()).toBe(1)
    const sheet = await page.pdf({ preferCSSPageSize: true })
    expect(sheet.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('.desk-header').isVisible()).toBe(false)
    expect(await page.getByRole('button', { name: '打印回执' }).isVisible()).toBe(false)
    expect(await page.locator('[data-receipt-code]').isVisible()).toBe(true)
    expect(errors).toEqual([])
    await close()
  })

  async function expectSound(page: Page, path: string, width: number): Promise<void> {
    await page.setViewportSize({ width, height: 900 })
    const response = await page.goto(`${server.origin}${path}`)
    expect(response?.status(), path).toBe(200)
    expect(response?.headers()['cache-control']).toBe('no-store')
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), path).toBe(true)
    await page.evaluate(axe.source)
    const { violations } = await page.evaluate(() =>
      (globalThis as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ['violations'] }),
    )
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
      `${path} at ${width}`,
    ).toEqual([])
  }

  test('a file is uploaded, its header chosen, its cell mended, and another approves it: the record is found', async () => {
    const headers = Object.keys(PENALTY)
    const row: Record<string, string> = { ...PENALTY, 处罚决定日期: '去年冬天' }
    const line = (cells: string[]) => cells.map((cell) => `"${cell}"`).join(',')
    const written = headers.map((it) => (it === '行政相对人名称' ? '被罚的是谁' : it))
    const text = [line(written), line(headers.map((it) => row[it] ?? ''))].join('\n')
    const clerk = await signedIn('clerk')
    const { page } = clerk
    await page.getByRole('link', { name: '导入', exact: true }).click()
    await page
      .getByLabel('文件', { exact: true })
      .setInputFiles({ name: '十一月.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })
    await page.getByRole('button', { name: '上传并核对' }).click()
    await page.getByText('找不到必需的列：相对人名称').waitFor()
    await page.getByLabel('被罚的是谁').selectOption({ label: '行政相对人名称' })
    await page.getByRole('button', { name: '保存对照并重新核对' }).click()
    const path = new URL(page.url()).pathname
    for (const width of [375, 1280]) await expectSound(page, path, width)
    await page.getByLabel('处罚决定日期，第 2 行').fill('2026-11-10')
    await page.getByRole('button', { name: '保存改动并重新核对' }).click()
    await page.locator('.done-note', { hasText: '改动已经保存' }).waitFor()
    expect(await page.getByRole('button', { name: '批准导入' }).count()).toBe(0)

    const reviewer = await signedIn('reviewer', false)
    await reviewer.page.goto(`${server.origin}/desk/imports/`)
    await reviewer.page.getByRole('link', { name: '十一月.csv' }).click()
    await reviewer.page.getByRole('button', { name: '批准导入' }).click()
    await reviewer.page.locator('.done-note', { hasText: '已经导入' }).waitFor()
    const number = encodeURIComponent(PENALTY.行政处罚决定书文号 ?? '')
    const exact = async () => (await fetch(`${server.origin}/api/v1/exact?q=${number}`)).text()
    await expect.poll(exact, { timeout: 15_000 }).toContain('试样食品')
    await expectSound(page, '/desk/imports/', 375)
    expect(clerk.errors).toEqual([])
    for (const it of [clerk, reviewer]) await it.close()
  })

  test('pages of the desk are accessible, fit a phone, and are no part of the Worker', async () => {
    const places: [StaffRole, string[]][] = [
      ['clerk', ['/desk/', '/desk/register/', '/desk/account/']],
      ['publisher', ['/desk/records/', `/desk/records/${penalty.id}/`]],
      ['admin', ['/desk/staff/']],
      ['auditor', ['/desk/audit/', '/desk/?view=closed']],
    ]
    const receipt = await objectTo(browser, server.origin, {
      ...{ record: penalty.id, facts: FACTS },
      ...{ name: '暗号甲乙丙有限公司', contact: '暗号联系人' },
    })
    places[0]?.[1].push(`/desk/cases/${receipt}/`)
    for (const [role, paths] of places) {
      const { page, errors, close } = await signedIn(role)
      for (const path of paths) {
        for (const width of [375, 1280]) await expectSound(page, path, width)
      }
      expect(errors).toEqual([])
      await close()
    }
    expect((await fetch(`${worker.origin}/desk/`)).status).toBe(404)
    expect((await fetch(`${worker.origin}/api/desk/me`)).status).toBe(404)
  })

  test('an address of the desk that has no page says so at the desk, with its menu', async () => {
    const { page, errors, close } = await signedIn('clerk')
    for (const path of ['/desk/nowhere/', '/desk/staff/nowhere/at/all/']) {
      const response = await page.goto(`${server.origin}${path}`)
      expect(response?.status(), path).toBe(404)
      expect(await page.locator('h1').textContent()).toBe('没有这个页面')
      expect(await page.locator('.desk-header nav a').count()).toBeGreaterThan(2)
      expect(response?.headers()['cache-control']).toBe('no-store')
    }
    expect(errors).toEqual([])
    await close()
  })

  test('without a session every page of the desk leads to the sign-in, and a post from elsewhere is refused', async () => {
    for (const path of [
      '/desk/',
      '/desk/staff/',
      '/desk/audit/',
      '/desk/account/',
      '/desk/imports/',
      '/desk/cases/YY-7K3M9-Q2X8T-C/',
      '/desk/nowhere/',
      '/desk/staff/nowhere/at/all/',
    ]) {
      const response = await fetch(`${server.origin}${path}`, { redirect: 'manual' })
      expect(response.status, path).toBe(303)
      expect(response.headers.get('location')).toContain('/desk/sign-in/')
    }
    const forged = await fetch(`${server.origin}/desk/sign-in/`, {
      method: 'POST',
      headers: { Origin: 'https://elsewhere.test', 'Sec-Fetch-Site': 'cross-site' },
      body: new URLSearchParams({ role: 'admin' }),
    })
    expect(forged.status).toBe(403)
    expect(forged.headers.getSetCookie()).toEqual([])
  })
})
