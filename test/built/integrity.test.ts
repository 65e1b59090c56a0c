import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { feedPath } from '#domain/addresses'
import { type Day, dayOfInstant } from '#domain/day'
import { INTEGRITY_KINDS } from '#domain/kind-groups'
import { fieldSpec, fieldsOf } from '#domain/record-fields'
import { KIND_LABEL, KIND_PATH } from '#domain/record-kinds'
import { REPORT_KIND } from '#domain/report-submission'
import type { RecordKind, StaffRole } from '#domain/vocabulary'
import { demoIntegrity } from '../../scripts/demo/integrity.ts'
import { demoOpenness } from '../../scripts/demo/openness.ts'
import { demoReports } from '../../scripts/demo/reports.ts'
import { openWorkspace } from '../../scripts/lib/workspace.ts'
import { browserIsMissing, launch } from './chromium.ts'
import { objectTo } from './objecting.ts'
import { envOf, ownSite, recordPath, rowsOf, type Server, startNode } from './site.ts'

const NUMBER = '试〔2026〕七七号'
const STATEMENT = '本机关已经核对，说明如下：款项和进度以台账为准。'
const WORDS = '台账为准'

describe.skipIf(browserIsMissing())('an organ’s own record, in Chromium', () => {
  let server: Server
  let browser: Browser
  let rows: Map<RecordKind, Record<string, string>>
  const removals: (() => Promise<void>)[] = []

  beforeAll(async () => {
    const site = await ownSite((clean) => removals.push(clean))
    server = await startNode(site, '')
    const workspace = await openWorkspace(envOf(site, ''))
    const { agencies, reading } = workspace.content
    const today = dayOfInstant(workspace.clock())
    const reports = demoReports({ agencies, today, duties: reading.duties, confirmed: [] })
    // The list of reports has several pages, and its first one the newest.
    const newest = reports.toSorted((a, b) => ((a.decidedOn ?? '') < (b.decidedOn ?? '') ? 1 : -1))
    rows = samples(agencies, today, [[REPORT_KIND, newest]])
    await workspace.close()
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    for (const remove of removals) await remove()
  })

  async function signedIn(role: StaffRole): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(`${server.origin}/desk/`)
    await page.locator(`button[value=${role}]`).click()
    await page.locator('.desk-me').waitFor()
    return page
  }

  async function take(page: Page, label: string): Promise<void> {
    const step = page.locator('.desk-steps details', {
      has: page.locator('summary', { hasText: new RegExp(`^${label}$`) }),
    })
    await step.locator('summary').click()
    await step.getByRole('button', { name: label, exact: true }).click()
    await page.locator('.done-note').waitFor()
  }

  test.each(INTEGRITY_KINDS)(
    '%s: template, import, desk, page, search, API, feed, objection, consequence',
    async (kind) => {
      const template = await fetch(`${server.origin}/data/templates/${kind}.xlsx`)
      const row = rows.get(kind) ?? {}
      const line = (cells: string[]) => cells.map((cell) => `"${cell}"`).join(',')
      const text = [line(Object.keys(row)), line(Object.values(row))].join('\n')

      const clerk = await signedIn('clerk')
      await clerk.goto(`${server.origin}/desk/imports/`)
      await clerk
        .getByLabel('文件', { exact: true })
        .setInputFiles({ name: `${kind}.csv`, mimeType: 'text/csv', buffer: Buffer.from(text) })
      await clerk.getByLabel('类别').selectOption({ label: KIND_LABEL[kind] })
      await clerk.getByRole('button', { name: '上传并核对' }).click()
      await clerk.getByText('接收').first().waitFor()
      const reviewer = await signedIn('reviewer')
      await reviewer.goto(`${server.origin}/desk/imports/`)
      await reviewer.getByRole('link', { name: `${kind}.csv` }).click()
      await reviewer.getByRole('button', { name: '批准导入' }).click()
      await reviewer.locator('.done-note', { hasText: '已经导入' }).waitFor()

      const own = async () => (await rowsOf(server.origin, kind)).find((it) => it.documentNumber === NUMBER)
      await expect.poll(own, { timeout: 15_000 }).toBeTruthy()
      const record = await own()
      if (!record) throw new Error('The entry is not public.')
      const get = async (path: string) => (await fetch(`${server.origin}${path}`)).text()
      expect(template.status).toBe(200)
      expect(await get(recordPath(record))).toContain(NUMBER)
      expect(await get(`/${KIND_PATH[kind]}/`)).toContain(NUMBER)
      expect(await get(`/api/v1/search?q=${encodeURIComponent(NUMBER)}`)).toContain(record.id)
      expect(await get(`/api/v1/exact?q=${encodeURIComponent(NUMBER)}`)).toContain(record.id)
      expect(await get(`/${feedPath({ of: 'kind', kind }, 'json')}`)).toContain(record.id)
      expect(await get(`/agencies/${record.agency.slug}/`)).toContain(KIND_LABEL[kind])

      const receipt = await objectTo(browser, server.origin, {
        ...{ record: record.id, facts: '记录缺少机关的说明。' },
        ...{ name: '被公示的机关', contact: '经办人员' },
      })
      await expect.poll(() => get(recordPath(record)), { timeout: 15_000 }).toContain('异议处理中')
      await clerk.goto(`${server.origin}/desk/cases/${receipt}/`)
      await take(clerk, '受理')
      await clerk.getByRole('link', { name: '提出更正、撤下或者停止公示' }).click()
      const correction = clerk.locator('.desk-steps details', { has: clerk.locator('input[value=correct]') })
      if ((await correction.getAttribute('open')) === null) await correction.locator('summary').click()
      await correction.getByLabel('机关说明').fill(STATEMENT)
      await correction.getByLabel('理由').fill('补充机关的说明。')
      await correction.getByRole('button', { name: '提出更正' }).click()
      const address = clerk.url()
      await reviewer.goto(address)
      await reviewer.getByLabel('告知提交人的话').fill('异议成立，已经附上机关说明。')
      await reviewer.getByRole('button', { name: '同意，并认定该件成立' }).click()
      await reviewer.locator('.done-note').waitFor()

      await expect.poll(() => get(recordPath(record)), { timeout: 15_000 }).toContain(STATEMENT)
      expect(await get(recordPath(record))).not.toContain('异议处理中')
      expect(await get(`/agencies/${record.agency.slug}/`)).toContain(STATEMENT)
      expect(await get(`/api/v1/search?q=${encodeURIComponent(WORDS)}&kind=${kind}`)).toContain(record.id)
      for (const page of [clerk, reviewer]) await page.context().close()
    },
  )
})

/** Of each kind a row that every rule lets out, by header. */
function samples(
  agencies: Parameters<typeof demoIntegrity>[0]['agencies'],
  today: Day,
  more: ReturnType<typeof demoIntegrity>,
): Map<RecordKind, Record<string, string>> {
  const organ = agencies[0]?.name ?? ''
  return new Map(
    [...demoIntegrity({ agencies, today }), ...demoOpenness({ agencies, today }), ...more].map(
      ([kind, [first = {}]]) => {
        const { statement: _, ...row } = { ...first, agencyName: organ, agencyCode: '', documentNumber: NUMBER }
        const values: Partial<Record<string, string>> = row
        const cells = fieldsOf(kind).flatMap((field): [string, string][] => {
          const value = values[field]
          return value === undefined ? [] : [[fieldSpec(kind, field)?.header ?? field, value]]
        })
        return [kind, Object.fromEntries(cells)]
      },
    ),
  )
}
