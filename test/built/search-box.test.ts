import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { browserIsMissing, launch } from './chromium.ts'
import { type Row, recordPath, rowsOf, type Server, sharedSite, startNode } from './site.ts'

const LIMITED = '输入联想暂时不可用，只能查到完整的文书号、代码和名称'

test('both builds have the same scripts, under the same names, and nothing in those of pages that Safari 14 cannot read', async () => {
  const { nodeBuild, edgeBuild } = sharedSite()
  const [node = [], edge] = await Promise.all([nodeBuild, edgeBuild].map(scriptsIn))
  // What seals and opens is fetched by itself; where a browser cannot read it, the server seals.
  const ofPages = node.filter(({ name }) => !/^(seal|dist|desk-keys)\.[\w-]+\.js$/.test(name))

  expect(node).toHaveLength(11)
  expect(ofPages).toHaveLength(8)
  expect(edge).toEqual(node)
  for (const { text } of ofPages) {
    expect(text).not.toMatch(/\(\?<[=!]|\.at\(|\?\?=|structuredClone|\bstatic\s*\{/)
  }
})

async function scriptsIn(build: string) {
  const folder = join(build, 'client/_astro')
  const names = (await readdir(folder)).filter((name) => name.endsWith('.js'))
  return Promise.all(names.map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') })))
}

describe.skipIf(browserIsMissing())('the search box in Chromium', () => {
  let server: Server
  let browser: Browser
  let penalty: Row
  let uscc: string

  beforeAll(async () => {
    server = await startNode(sharedSite())
    browser = await launch()
    const rows = await rowsOf(server.origin, 'penalty')
    const found = rows.find(
      (row) => row.subject.uscc && rows.filter((it) => it.documentNumber === row.documentNumber).length === 1,
    )
    if (!found?.subject.uscc) throw new Error('The demo has no penalty of an enterprise with a number of its own.')
    penalty = found
    uscc = found.subject.uscc
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  type Opened = { page: Page; errors: string[]; asked: string[]; close: () => Promise<void> }

  /** `asked`: what was asked while typing, in order. */
  async function open(path: string, options: BrowserContextOptions = {}): Promise<Opened> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
    const page = await context.newPage()
    const errors: string[] = []
    const asked: string[] = []
    page.on('pageerror', (error) => errors.push(String(error)))
    page.on('console', (message) => {
      // The browser's own line about an answer that is no success; that is looked at by what the page then says.
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
        errors.push(message.text())
      }
    })
    page.on('request', (request) => {
      const { pathname, search } = new URL(request.url())
      if (/^\/(?:exact|api)\//.test(pathname)) asked.push(`${pathname}${search}`)
    })
    await page.goto(`${server.origin}${path}`)
    return { page, errors, asked, close: () => context.close() }
  }

  const field = (page: Page) => page.getByRole('combobox', { name: '文书号、代码、名称或者文字' })
  const options = (page: Page) => page.getByRole('option')

  /** From here on time passes in the page only as the test says. */
  async function stopClock(page: Page): Promise<void> {
    await page.clock.install({ time: 0 })
    await page.clock.pauseAt(600_000)
  }

  async function type(page: Page, text: string): Promise<void> {
    await field(page).fill(text)
    await options(page).first().waitFor()
  }

  test('a number typed in the header leads by keyboard to its decision', async () => {
    const { page, errors, close } = await open('/about/')
    await type(page, penalty.documentNumber.replace('〔', '(').replace('〕', ')'))
    expect(await field(page).getAttribute('aria-expanded')).toBe('true')
    expect(await field(page).getAttribute('aria-activedescendant')).toBeNull()

    await page.keyboard.press('ArrowDown')
    const first = options(page).first()
    expect(await first.getAttribute('aria-selected')).toBe('true')
    expect(await field(page).getAttribute('aria-activedescendant')).toBe(await first.getAttribute('id'))
    await page.keyboard.press('Enter')
    await page.waitForURL(`**${recordPath(penalty)}`)

    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain(penalty.documentNumber)
    expect(errors).toEqual([])
    await close()
  })

  test('a code typed on the home page leads by mouse to the page of its enterprise, by touch too', async () => {
    for (const hasTouch of [false, true]) {
      const { page, errors, close } = await open('/', { hasTouch })
      await type(page, uscc.toLowerCase())

      const first = options(page).first()
      await (hasTouch ? first.tap() : first.click())
      await page.waitForURL(`**/subjects/${uscc}/`)

      expect(errors).toEqual([])
      await close()
    }
  })

  test('the arrow keys go round by way of no suggestion, and moving in the text leaves the list', async () => {
    const { page, close } = await open('/search/')
    await type(page, penalty.documentNumber)
    const active = () => field(page).getAttribute('aria-activedescendant')
    const last = (await options(page).count()) - 1

    await page.keyboard.press('ArrowUp')
    expect(await active()).toBe(await options(page).nth(last).getAttribute('id'))
    await page.keyboard.press('ArrowDown')
    expect(await active()).toBeNull()
    await page.keyboard.press('ArrowDown')
    expect(await active()).not.toBeNull()
    await page.keyboard.press('Home')
    expect(await active()).toBeNull()
    expect(await field(page).evaluate((input: HTMLInputElement) => input.selectionStart)).toBe(0)

    await page.keyboard.press('Enter')
    await page.waitForURL(`**/search/?q=${encodeURIComponent(penalty.documentNumber)}`)
    await close()
  })

  test('Escape closes the list and keeps the text, a second one clears it; Tab and a press elsewhere close it', async () => {
    const { page, close } = await open('/search/')
    const list = page.getByRole('listbox')

    await type(page, penalty.documentNumber)
    await page.keyboard.press('Escape')
    expect(await list.isVisible()).toBe(false)
    expect(await field(page).getAttribute('aria-expanded')).toBe('false')
    expect(await field(page).inputValue()).toBe(penalty.documentNumber)
    await page.keyboard.press('ArrowDown')
    await list.waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    expect(await field(page).inputValue()).toBe('')

    await type(page, penalty.documentNumber)
    await page.keyboard.press('Tab')
    expect(await list.isVisible()).toBe(false)
    expect(await page.locator('search-box button').evaluate((button) => button === document.activeElement)).toBe(true)

    await type(page, uscc)
    await page.getByRole('heading', { level: 1 }).click()
    expect(await list.isVisible()).toBe(false)
    await close()
  })

  test('while an input method composes nothing is asked and its Enter does not submit', async () => {
    const { page, asked, errors, close } = await open('/search/')
    await stopClock(page)
    const inputMethod = await page.context().newCDPSession(page)
    await field(page).focus()

    await inputMethod.send('Input.imeSetComposition', { text: 'lan xi', selectionStart: 6, selectionEnd: 6 })
    await page.clock.runFor(5000)
    expect(await field(page).inputValue()).toBe('lan xi')
    await page.keyboard.press('Enter')
    await inputMethod.send('Input.imeSetComposition', { text: 'lan xi', selectionStart: 6, selectionEnd: 6 })
    await page.clock.runFor(5000)
    expect(asked).toEqual([])

    await field(page).fill('')
    await inputMethod.send('Input.imeSetComposition', { text: 'lan', selectionStart: 3, selectionEnd: 3 })
    await inputMethod.send('Input.insertText', { text: penalty.documentNumber })
    await page.clock.runFor(200)
    await page.clock.resume()
    await options(page).first().waitFor()
    expect(asked.filter((path) => path.includes('q=lan'))).toEqual([])
    expect(page.url()).toBe(`${server.origin}/search/`)
    expect(errors).toEqual([])
    await close()
  })

  test('only the last of what is typed quickly is asked, and not before two characters', async () => {
    const { page, asked, close } = await open('/search/')
    await stopClock(page)

    await field(page).fill('澜')
    await page.clock.runFor(5000)
    await field(page).fill(uscc.slice(0, 10))
    await page.clock.runFor(100)
    await field(page).fill(uscc)
    await page.clock.runFor(200)
    await page.clock.resume()
    await options(page).first().waitFor()

    expect(asked.filter((path) => path.startsWith('/api/'))).toEqual([`/api/v1/suggestions?q=${uscc}`])
    expect(asked.filter((path) => path.startsWith('/exact/'))).toHaveLength(1)
    await close()
  })

  test('with the API down exact suggestions still come, and the page says once aloud that there is no more', async () => {
    const { page, errors, close } = await open('/')
    await page.route('**/api/**', (route) => route.abort())
    const status = page.getByRole('status')

    await type(page, penalty.documentNumber)
    await status.getByText(LIMITED).waitFor()
    expect(await options(page).first().textContent()).toContain('行政处罚决定')
    expect(await page.locator('.suggestion-note').textContent()).toContain(LIMITED)
    await field(page).fill('没有这样的东西')
    await status.getByText('没有联想。', { exact: true }).waitFor()
    expect(await page.getByRole('listbox').isVisible()).toBe(false)
    expect(await field(page).getAttribute('aria-expanded')).toBe('false')
    expect(await page.locator('.suggestion-note').isVisible()).toBe(true)

    await page.keyboard.press('Enter')
    await page.waitForURL('**/search/?q=*')
    expect(errors).toEqual([])
    await close()
  })

  test('a letter typed for a digit is asked back', async () => {
    const { page, close } = await open('/search/')

    await type(page, uscc.replace('0', 'O'))

    expect(await options(page).first().textContent()).toBe(`您要查的是不是 ${uscc}？`)
    await options(page).first().click()
    await page.locator(`main a[href="/subjects/${uscc}/"]`).first().waitFor()
    await close()
  })

  test('a part of a name is suggested by the API', async () => {
    const { page, errors, close } = await open('/')

    await type(page, penalty.subject.name.slice(0, 6))
    await options(page).filter({ hasText: penalty.subject.name }).first().click()
    await page.waitForURL(`**/subjects/${uscc}/`)

    expect(errors).toEqual([])
    await close()
  })

  test('without script there is a plain form on every page, and the server answers the same', async () => {
    for (const path of ['/', '/about/', recordPath(penalty)]) {
      const { page, close } = await open(path, { javaScriptEnabled: false })
      expect(await page.locator('[role=combobox], [aria-expanded]').count()).toBe(0)

      await page.getByRole('searchbox').fill(penalty.documentNumber)
      await page.keyboard.press('Enter')
      await page.waitForURL('**/search/?q=*')

      expect(await page.locator(`main a[href="${recordPath(penalty)}"]`).count()).toBeGreaterThan(0)
      await close()
    }
  })

  test('every page has one search form, and the script moves nothing', async () => {
    for (const path of ['/', '/search/', '/penalties/', recordPath(penalty), '/nothing/']) {
      const places: unknown[] = []
      for (const javaScriptEnabled of [false, true]) {
        const { page, close } = await open(path, { javaScriptEnabled, viewport: { width: 375, height: 800 } })
        if (javaScriptEnabled) await field(page).waitFor()
        expect([path, await page.locator('search-box').count()]).toEqual([path, 1])
        places.push(await page.locator('.site-footer').boundingBox())
        await close()
      }
      expect(places[1]).toEqual(places[0])
    }
  })

  test.each([320, 375, 640])(
    'in a window of %i px the list fits, under the field, with room for a finger',
    async (width) => {
      for (const path of ['/', recordPath(penalty)]) {
        const { page, close } = await open(path, { viewport: { width, height: 800 } })
        await type(page, penalty.documentNumber)

        const box = await page.locator('.suggestions').boundingBox()
        const row = await options(page).first().boundingBox()
        const above = await field(page).boundingBox()
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
        expect(box?.x).toBeGreaterThanOrEqual(0)
        expect((box?.x ?? 0) + (box?.width ?? width)).toBeLessThanOrEqual(width)
        expect(box?.y).toBeGreaterThanOrEqual((above?.y ?? 0) + (above?.height ?? 0))
        expect(row?.height).toBeGreaterThanOrEqual(44)
        expect(above?.height).toBeGreaterThanOrEqual(44)
        await close()
      }
    },
  )

  test.each(
    [375, 1280].flatMap((width) => (['light', 'dark'] as const).map((colorScheme) => [width, colorScheme] as const)),
  )('axe finds nothing in the open list at %i px, %s', async (width, colorScheme) => {
    for (const path of ['/', recordPath(penalty)]) {
      // The checker is put into the page, which the site's own policy rightly refuses.
      const { page, close } = await open(path, { viewport: { width, height: 900 }, colorScheme, bypassCSP: true })
      await type(page, penalty.documentNumber)
      await page.keyboard.press('ArrowDown')
      await page.evaluate(axe.source)
      const { violations } = await page.evaluate(() =>
        // Safe: the line before put axe there.
        (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        }),
      )

      expect(await page.getByRole('listbox').isVisible()).toBe(true)
      expect(violations.map(({ id, nodes }) => `${path} ${id}: ${nodes[0]?.html}`)).toEqual([])
      await close()
    }
  })

  test('neither the header form nor an open list is printed', async () => {
    const { page, close } = await open('/about/')
    await type(page, penalty.documentNumber)

    await page.emulateMedia({ media: 'print' })

    expect(await page.locator('.header-search').isVisible()).toBe(false)
    expect(await page.locator('.suggestions').isVisible()).toBe(false)
    await close()
  })
})
