import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserIsMissing, launch } from './chromium.ts'
import { ownSite, type Row, rowsOf, type Server, startNode } from './site.ts'

const FACTS = '决定书写明罚款 2000 元，页面写成 20000 元。'
const AGENCY = 'jiaotong-yunshu'

describe.skipIf(browserIsMissing())('forms without a mouse, and enlarged', () => {
  let server: Server
  let browser: Browser
  let licence: Row
  let penalty: Row
  const removals: (() => Promise<void>)[] = []

  beforeAll(async () => {
    const site = await ownSite((clean) => removals.push(clean))
    server = await startNode(site, '')
    licence = await lasting('licence')
    penalty = await lasting('penalty')
    browser = await launch()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    for (const remove of removals) await remove()
  })

  async function lasting(kind: 'licence' | 'penalty'): Promise<Row> {
    const found = await rowsOf(server.origin, kind)
    const row = found.find(({ until }) => until === null) ?? found.at(0)
    if (!row) throw new Error(`The demo has no public ${kind}.`)
    return row
  }

  test('an objection is filled in, corrected, sent, looked up, added to and withdrawn by keyboard alone', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const page = await context.newPage()
    const keys = keyboardOf(page)

    await page.goto(`${server.origin}/object/?record=${licence.id}`)
    await page.locator('[data-seal-where]', { hasText: '在您的浏览器中加密' }).waitFor()
    expect(await keys.next()).toMatchObject({ name: '跳到正文' })
    await keys.press('Enter')
    expect(await keys.order()).toEqual([
      ...[licence.documentNumber, '内容有误', '有误的是哪一项'],
      ...[expect.stringContaining('这是公用电脑'), '继续'],
    ])

    await keys.to('继续')
    await keys.press('Enter')
    expect(await keys.focused()).toMatchObject({ isSummary: true, isSeen: true })
    await keys.to('请选择提出异议的理由')
    await keys.press('Enter')
    expect(await keys.focused()).toMatchObject({ name: '内容有误' })
    await keys.press('ArrowDown')
    expect(await page.locator('input[name=ground]:checked').getAttribute('value')).not.toBe('wrong')
    await keys.press('ArrowUp')
    expect(await page.getByLabel('内容有误').isChecked()).toBe(true)
    await keys.to('有误的是哪一项')
    await keys.press('ArrowDown')
    expect(await page.getByLabel('有误的是哪一项').inputValue()).not.toBe('')
    await keys.press('Tab')
    await keys.to('继续')
    await keys.press('Enter')

    await keys.waitForTitle('事实和理由')
    await keys.to('事实和理由')
    await page.keyboard.insertText(FACTS)
    await keys.to('继续')
    await keys.press('Enter')

    await keys.waitForTitle('谁提出异议')
    await keys.next()
    await keys.press('Space')
    expect(await page.getByLabel('被公示的单位自己提出').isChecked()).toBe(true)
    for (const [label, text] of [
      ['被公示单位的名称', '某某商贸有限公司'],
      ['联系人', '张三'],
      ['联系电话', '没有'],
    ] as const) {
      await keys.to(label)
      await page.keyboard.insertText(text)
    }
    // In a line of text this sends the step.
    await keys.press('Enter')
    expect(await keys.focused()).toMatchObject({ isSummary: true, isSeen: true })
    await keys.next()
    await keys.press('Enter')
    expect(await keys.focused()).toMatchObject({ name: '联系电话', isSeen: true })
    await keys.press('Control+A')
    await page.keyboard.insertText('0372-7654321')
    await keys.to('继续')
    await keys.press('Space')

    await keys.waitForTitle('核对并提交')
    await keys.to('上传文件')
    await keys.to('提交')
    await keys.press('Enter')
    await page.locator('[data-receipt]').waitFor()
    expect(await keys.focused()).toMatchObject({ tag: 'H1' })
    const receipt = (await page.locator('[data-receipt-number]').textContent()) ?? ''
    const code = (await page.locator('[data-receipt-code]').textContent()) ?? ''
    await keys.to('复制编号和查询码')
    await keys.press('Enter')
    await page.getByText('已经复制。').waitFor()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect([copied.includes(receipt), copied.includes(code)]).toEqual([true, true])
    await keys.to('进度查询')
    await keys.press('Enter')

    await page.getByRole('heading', { level: 1, name: '进度查询' }).waitFor()
    await keys.skip()
    await keys.to('查询')
    await keys.press('Enter')
    await page.locator('[data-errors]').waitFor()
    await keys.skip()
    await keys.to('请填写受理编号')
    await keys.press('Enter')
    expect(await keys.focused()).toMatchObject({ name: '受理编号', isSeen: true })
    await page.keyboard.insertText(receipt)
    await keys.to('查询码')
    await page.keyboard.insertText(code)
    await keys.press('Enter')
    await page.getByRole('heading', { name: '补充材料' }).waitFor()
    await page.locator('[data-seal-where]', { hasText: '在您的浏览器中加密' }).waitFor()
    await keys.skip()
    await keys.to('提交补充材料')
    await keys.press('Enter')
    expect(await keys.focused()).toMatchObject({ isSummary: true, isSeen: true })
    await keys.next()
    await keys.press('Enter')
    expect(await keys.focused()).toMatchObject({ name: '补充的内容', isSeen: true })
    await page.keyboard.insertText('补一份决定书。')
    await keys.to('提交补充材料')
    await keys.press('Enter')
    await page.getByText('已经收到您补充的材料。').waitFor()
    await keys.to('撤回这一件')
    await keys.press('Enter')
    await page.getByRole('heading', { level: 1, name: '确认撤回' }).waitFor()
    await keys.skip()
    await keys.to('确认撤回')
    await keys.press('Space')
    await page.getByText('已经撤回。本站不再办理这一件。').waitFor()

    expect(keys.unseen).toEqual([])
    await context.close()
  })

  /** 1280 px at 200 % zoom, and a telephone whose letters are twice as large. */
  const SIZES = [
    { size: '1280 at 200 %', options: { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 }, rootSize: '' },
    { size: '375 with 200 % text', options: { viewport: { width: 375, height: 800 } }, rootSize: '200%' },
  ]
  const FORMS = {
    object: () => `/object/?record=${licence.id}`,
    complain: () => `/complain/?event=breach&agency=${AGENCY}&officials=no`,
    repair: () => `/repair/?agency=${AGENCY}`,
    correct: () => '/correct/?page=/about/',
    'look-up': () => '/look-up/',
  }
  /** Of a form's page: what is not its steps. */
  const OTHERS = {
    complain: () => ['/complain/', '/complain/?event=breach', '/complain/?event=wages'],
    repair: () => [`/repair/?record=${penalty.id}`, '/repair/'],
  }

  test.each(SIZES)('at $size nothing of any step is cut off or has to be scrolled sideways', async (size) => {
    const context = await browser.newContext(size.options)
    const page = await context.newPage()
    const found: string[] = []
    const look = async (path: string) => {
      await page.goto(`${server.origin}${path}`)
      await page.evaluate((rootSize) => {
        document.documentElement.style.fontSize = rootSize
      }, size.rootSize)
      for (const trouble of await page.evaluate(cutOff)) found.push(`${path} ${trouble}`)
    }

    for (const [form, address] of Object.entries(FORMS)) {
      await look(address())
      const steps = await page.evaluate(
        () => document.querySelector<HTMLElement>('[data-steps]')?.dataset.steps ?? '[]',
      )
      const ids = [...JSON.parse(steps).map(({ id }: { id: string }) => id), 'check']
      if (form === 'look-up') continue
      expect(ids.length, form).toBeGreaterThan(2)
      for (const id of ids) await look(`${address()}${address().includes('?') ? '&' : '?'}step=${id}`)
    }
    for (const path of Object.values(OTHERS).flatMap((paths) => paths())) await look(path)

    expect(found).toEqual([])
    await context.close()
  })

  /** What stands in the way of somebody who enlarges. Runs in the page. */
  function cutOff(): string[] {
    const { scrollWidth, clientWidth } = document.documentElement
    const wide = scrollWidth > clientWidth ? [`is ${scrollWidth} wide in ${clientWidth}`] : []
    const controls = document.querySelectorAll<HTMLElement>('input, select, textarea, button, label, legend, main a')
    return [...wide, ...[...controls].flatMap(troubleOf)]

    function troubleOf(control: HTMLElement): string[] {
      const { left, right, width } = control.getBoundingClientRect()
      const isHidden = width < 2 || control.closest('.website, .visually-hidden, .skip-link') !== null
      if (isHidden) return []
      const said = `${control.tagName} ${control.id || control.textContent?.trim()}`
      if (left < 0 || right > clientWidth) return [`${said} reaches from ${left} to ${right}`]
      // What a person chose or typed may be longer than its box; what we say may not.
      const isOurs = control.matches('button, label, legend')
      return isOurs && control.scrollWidth > control.clientWidth + 1 && control.clientWidth > 0
        ? [`${said} is cut`]
        : []
    }
  }
})

type Focused = { name: string; tag: string; isSummary: boolean; isSeen: boolean; top: number }

/** Keys only; every stop that a person could not see is noted in `unseen`. */
function keyboardOf(page: Page) {
  const unseen: string[] = []
  const press = (key: string) => page.keyboard.press(key)
  const focused = (): Promise<Focused> => page.evaluate(describeFocus)

  async function next(): Promise<Focused> {
    await press('Tab')
    const stop = await focused()
    // Past the last stop is the browser itself.
    if (!stop.isSeen && stop.tag !== 'BODY') unseen.push(`${page.url()} ${stop.tag} ${stop.name}`)
    return stop
  }

  return {
    ...{ unseen, press, focused, next },

    /** On with Tab to what is called so. */
    async to(name: string): Promise<void> {
      const passed: string[] = []
      for (let stops = 0; stops < 60; stops++) {
        const stop = await next()
        if (stop.name === name) return
        passed.push(stop.name)
      }
      throw new Error(`Tab does not lead to ${name}, but to: ${passed.join(', ')}`)
    },

    /** Past the head of a page that has just been loaded. */
    async skip(): Promise<void> {
      for (let stops = 0; stops < 60; stops++) if ((await next()).name === '跳到正文') break
      await press('Enter')
    },

    /** The step has come, and with it the focus. */
    async waitForTitle(title: string): Promise<void> {
      await page.locator('[data-step-title]:focus', { hasText: title }).waitFor()
    },

    /** Names of the stops of the main part from here on, which have to lie one below the other. */
    async order(): Promise<string[]> {
      const stops: Focused[] = []
      for (let count = 0; count < 60; count++) {
        const stop = await next()
        if (await page.evaluate(() => document.activeElement?.closest('main') === null)) break
        stops.push(stop)
      }
      const tops = stops.map(({ top }) => top)
      expect(tops).toEqual(tops.toSorted((a, b) => a - b))
      return stops.map(({ name }) => name)
    },
  }
}

/** Of whatever has the focus. Runs in the page. */
function describeFocus() {
  const it = document.activeElement instanceof HTMLElement ? document.activeElement : document.body
  const label = it instanceof HTMLInputElement || it instanceof HTMLSelectElement || it instanceof HTMLTextAreaElement
  const words = label ? it.labels?.[0]?.textContent : it.textContent
  const { outlineStyle, outlineWidth } = getComputedStyle(it)
  const box = it.getBoundingClientRect()
  const isInView = box.bottom > 0 && box.top < innerHeight && box.width > 0
  return {
    name: (words ?? '').trim(),
    tag: it.tagName,
    isSummary: it.matches('[data-errors]'),
    isSeen: isInView && outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
    top: Math.round(box.top + scrollY),
  }
}
