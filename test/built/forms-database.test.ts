import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { startHranaBridge } from '../../scripts/hrana-bridge.ts'
import { startFaultProxy } from '../../scripts/lib/fault-proxy.ts'
import { browserIsMissing, launch } from './chromium.ts'
import { MACHINES, type Machine, ownSite, startNode, startWorker, workspaceOf } from './site.ts'

const WAITING = '还没有送达，已加密保存在本浏览器，正在重试。'
const TYPED = '暗号错误：一九四九写成了一九四八'

/** What the person sends is refused (stopped), or taken in and the answer lost (hangs): the page cannot know which. */
const CASES = MACHINES.flatMap((machine) => (['stopped', 'hangs'] as const).map((fault) => ({ machine, fault })))

test.skipIf(browserIsMissing()).each(CASES)(
  'on $machine, with the database that $fault on submit, the page keeps what it sealed, says so, and one case arrives',
  async ({ machine, fault }) => {
    const { site, proxy, server } = await overProxy(machine)
    const browser = await launched()
    const page = await browser.newPage()
    const keys: string[] = []
    page.on('request', (request) => {
      const key = /name="key"\r\n\r\n([0-9a-f]{32})/.exec(request.postData() ?? '')?.[1]
      if (request.method() === 'POST' && key !== undefined) keys.push(key)
    })
    const press = (name: string) => page.locator('main').getByRole('button', { name, exact: true }).click()
    await page.goto(`${server.origin}/correct/?page=/about/`)
    await page.locator('[data-seal-where]', { hasText: '在您的浏览器中加密' }).waitFor()
    await page.getByLabel('错别字、语病').check()
    await press('继续')
    await page.getByLabel('页面上有什么错').fill(TYPED)
    await press('继续')
    await page.getByRole('heading', { level: 2, name: '核对并提交' }).waitFor()

    await proxy.set(fault)
    await press('提交')
    await page.getByText(WAITING).waitFor()
    const kept = await page.evaluate(
      () => Object.entries(sessionStorage).find(([name]) => name.startsWith('gongxin-sealed:'))?.[1] ?? '',
    )
    await proxy.set('none')
    // Nobody presses anything: it goes by itself.
    await page.locator('[data-receipt]').waitFor()
    const receipt = (await page.locator('[data-receipt-number]').textContent()) ?? ''
    await page.close()

    expect(kept).toContain('sealed')
    expect(kept).not.toContain('一九四八')
    expect(keys.length).toBeGreaterThan(1)
    expect(new Set(keys).size).toBe(1)
    const { cases } = await workspaceOf(site)
    expect((await cases.list(100)).map((it) => it.receipt)).toEqual([receipt])
  },
)

test.each(MACHINES)(
  'without script, on %s, the form comes back with what was typed and says what to do',
  async (machine) => {
    const { site, proxy, server } = await overProxy(machine)
    const address = `${server.origin}/correct/?page=/about/`
    const hidden = (page: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? ''
    const first = await (await fetch(address)).text()
    const fields = { page: '/about/', what: 'typo', found: TYPED, step: 'check', go: 'send' }
    const sent = { ...fields, key: hidden(first, 'key'), token: hidden(first, 'token') }
    const post = (body: Record<string, string>) =>
      fetch(address, { method: 'POST', body: new URLSearchParams(body), headers: { Origin: server.origin } })
    await new Promise((done) => setTimeout(done, 3200))

    await proxy.set('stopped')
    const refused = await post(sent)
    const text = await refused.text()
    await proxy.set('none')
    const again = await post({ ...sent, key: hidden(text, 'key'), token: hidden(text, 'token') })

    expect([refused.status, refused.headers.get('Retry-After') !== null]).toEqual([503, true])
    expect(text).toContain('没有确认收到')
    expect(text).toContain(TYPED)
    expect(hidden(text, 'key')).toBe(sent.key)
    expect(await again.text()).toContain('data-receipt')
    const { cases } = await workspaceOf(site)
    expect(await cases.list(100)).toHaveLength(1)
  },
)

async function overProxy(machine: Machine) {
  const site = await ownSite()
  const bridge = await startHranaBridge({ databasePath: join(site.dataFolder, 'gongxin.db') })
  const proxy = await startFaultProxy(bridge.url)
  const variables = { DATABASE_URL: proxy.url }
  // The clock of the machine: a form that is sent without script has to be some seconds old.
  const server = await (machine === 'node' ? startNode(site, '', variables) : startWorker(site, '', variables))
  onTestFinished(async () => {
    await server.close()
    await proxy.close()
    await bridge.close()
  })
  return { site, proxy, server }
}

async function launched(): Promise<Browser> {
  const browser = await launch()
  onTestFinished(() => browser.close())
  return browser
}
