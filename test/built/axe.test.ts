import axe from 'axe-core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { INTEGRITY_KINDS } from '#domain/kind-groups'
import { browserIsMissing, launch } from './chromium.ts'
import { ownSite, record, recordPath, rowsOf, type Server, startNode } from './site.ts'

const WIDTHS = [375, 1280]
const LOOKS = ['light', 'dark', 'elder'] as const

/** Every template in every state it has. */
async function statesOf(server: Server): Promise<string[]> {
  const [penalty, withdrawn, ended] = await rowsOf(server.origin, 'penalty')
  const [licence] = (await rowsOf(server.origin, 'licence')).filter(({ subject }) => subject.uscc)
  const own = await Promise.all(INTEGRITY_KINDS.map(async (kind) => (await rowsOf(server.origin, kind))[0]))
  if (!penalty || !withdrawn || !ended || !licence) throw new Error('The demo has too few records.')
  return [
    '/',
    '/licences/',
    '/penalties/?state=late&category=fine',
    '/penalties/?year=1999',
    '/penalties/?page=999',
    recordPath(penalty),
    recordPath(licence),
    recordPath(withdrawn),
    recordPath(ended),
    `${recordPath(penalty)}cite/`,
    `${recordPath(penalty)}card/`,
    `${recordPath(withdrawn)}card/`,
    ...[
      '/integrity/',
      '/evaluations/',
      '/promises/?state=kept',
      '/court-defaults/',
      '/litigation/',
      '/lists/',
      '/openness/',
      '/powers/',
    ],
    ...own.flatMap((row) => (row === undefined ? [] : [recordPath(row)])),
    ...['/agencies/', '/agencies/shihe-zhen/', '/agencies/shihe-zhen/quality/'],
    ...['/reports/calendar/', '/reports/calendar/?state=mismatch'],
    `/agencies/${penalty.agency.slug}/`,
    `/subjects/${licence.subject.uscc}/`,
    '/search/',
    `/search/?q=${encodeURIComponent(penalty.documentNumber)}`,
    '/search/?q=nothing-like-this',
    `/search/?q=${encodeURIComponent('食品')}&kind=penalty`,
    `/search/?q=${encodeURIComponent('信用修复')}`,
    '/search/?q=scjd',
    '/nothing/',
    ...['/about/', '/privacy/', '/accessibility/', '/sitemap/', '/data/', '/developers/'],
    `/object/?record=${licence.id}`,
    `/object/?record=${licence.id}&step=facts`,
    `/object/?record=${licence.id}&step=check`,
    `/repair/?record=${penalty.id}`,
    `/repair/?record=${licence.id}`,
    `/repair/?agency=${penalty.agency.slug}`,
    ...['/complain/', '/complain/?event=breach', '/complain/?event=official', '/correct/?page=/about/', '/look-up/'],
    '/statistics/',
    '/statistics/method/',
    `/complain/?event=breach&agency=${penalty.agency.slug}&officials=no`,
    `/complain/?event=breach&agency=${penalty.agency.slug}&officials=no&step=stop`,
    ...['/policies/', '/policies/huaxian-2017-31/', '/policies/mechanisms/', '/guides/', '/guides/repair/'],
    ...['/tasks/', '/tasks/?state=overdue', '/tasks/demo-2025-1/2-1/', '/tasks/huaxian-2017-31/annex-13/'],
  ]
}

describe.skipIf(browserIsMissing())('axe finds nothing against WCAG 2.2 AA', () => {
  let server: Server
  let browser: Browser
  let paths: string[]
  let remove: () => Promise<void>

  beforeAll(async () => {
    const site = await ownSite((clean) => {
      remove = clean
    })
    server = await startNode(site)
    const [, withdrawn, ended] = await rowsOf(server.origin, 'penalty')
    paths = await statesOf(server)
    await record(site, 'withdraw', withdrawn?.id ?? '', '经行政复议被撤销。')
    await record(site, 'end', ended?.id ?? '', '已完成信用修复')
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await remove?.()
  })

  test.each(WIDTHS.flatMap((width) => LOOKS.map((look) => [width, look] as const)))(
    '%i px, %s',
    async (width, look) => {
      const context = await browser.newContext({
        viewport: { width, height: 900 },
        colorScheme: look === 'dark' ? 'dark' : 'light',
        // The checker is put into the page, which the site's own policy rightly refuses.
        bypassCSP: true,
      })
      if (look === 'elder') await context.addCookies([{ name: 'view', value: 'elder', url: server.origin }])
      const page = await context.newPage()
      const found: string[] = []
      for (const path of paths) {
        await page.goto(`${server.origin}${path}`)
        await page.evaluate(axe.source)
        const { violations } = await page.evaluate(() =>
          // Safe: the line before put axe there.
          (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
          }),
        )
        for (const { id, nodes } of violations) found.push(`${path} ${id}: ${nodes[0]?.html}`)
      }
      await context.close()
      expect(found).toEqual([])
    },
  )
})
