import { DOMParser, type Element, onErrorStopParsing } from '@xmldom/xmldom'
import { expect, test } from 'vitest'
import { z } from 'zod'
import type { RecordRow } from '#domain/public-record'
import { publishPending } from '#usecase/publish-pending'
import { endRecord } from '#usecase/remove-record'
import { importRows, LICENCE, PENALTY } from '../csv.ts'
import { OPEN_DATA } from '../privacy/outputs.ts'
import { TEST_DAY } from '../test-day.ts'
import { type World, world } from '../world.ts'

const FEEDS = ['all', 'licences', 'penalties', 'agencies/shichang-jianguan']

/** What RFC 4287 asks of a feed and of an entry, once each. */
const ASKED = { feed: ['id', 'title', 'updated', 'author'], entry: ['id', 'title', 'updated', 'author', 'summary'] }
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\+08:00$/

const JsonFeed = z.strictObject({
  version: z.literal('https://jsonfeed.org/version/1.1'),
  title: z.string().min(1),
  description: z.string(),
  home_page_url: z.string(),
  feed_url: z.string(),
  language: z.literal('zh-CN'),
  authors: z.array(z.strictObject({ name: z.string().min(1) })),
  items: z.array(
    z.strictObject({
      id: z.string().regex(/^tag:/),
      url: z.string(),
      title: z.string().min(1),
      content_text: z.string().min(1),
      date_published: z.string().regex(RFC_3339),
      date_modified: z.string().regex(RFC_3339),
      authors: z.array(z.strictObject({ name: z.string().min(1) })),
      tags: z.array(z.string()),
    }),
  ),
})

async function ask(w: World, path: string, headers: Record<string, string> = {}) {
  const response = await w.app.request(path, { headers })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

/** The elements of a feed; a document that is not well-formed stops the test. */
async function atom(w: World, name: string) {
  const { status, headers, text } = await ask(w, `/feeds/${name}.atom`)
  expect([name, status]).toEqual([name, 200])
  expect(headers.get('Content-Type')).toBe('application/atom+xml; charset=utf-8')
  const root = new DOMParser({ onError: onErrorStopParsing }).parseFromString(text, 'text/xml').documentElement
  if (!root) throw new Error('The feed has no element.')
  return { text, root, entries: childrenOf(root, 'entry') }
}

function childrenOf(element: Element, name: string): Element[] {
  return Array.from(element.childNodes).filter(
    (node): node is Element => node.nodeName === name && node.namespaceURI === 'http://www.w3.org/2005/Atom',
  )
}

const textIn = (element: Element, name: string) => childrenOf(element, name)[0]?.textContent ?? ''

test.each(FEEDS)('the feed %s is what RFC 4287 asks for', async (name) => {
  const w = await world()

  const { root, entries } = await atom(w, name)

  expect([root.nodeName, root.namespaceURI]).toEqual(['feed', 'http://www.w3.org/2005/Atom'])
  expect(entries.length).toBeGreaterThan(3)
  for (const [element, asked] of [[root, ASKED.feed] as const, ...entries.map((it) => [it, ASKED.entry] as const)]) {
    for (const child of asked) expect([child, childrenOf(element, child).length]).toEqual([child, 1])
    expect(textIn(element, 'id')).toMatch(/^tag:demo\.invalid,2026:demo\/(feed\/[a-z/-]+|record\/[0-9a-z]{12})$/)
    expect(textIn(element, 'updated')).toMatch(RFC_3339)
    const alternates = childrenOf(element, 'link').filter((link) => link.getAttribute('rel') === 'alternate')
    expect(alternates.map((link) => link.getAttribute('type'))).toEqual(['text/html'])
  }
  const ids = entries.map((entry) => textIn(entry, 'id'))
  const updated = entries.map((entry) => textIn(entry, 'updated'))
  expect(new Set(ids).size).toBe(ids.length)
  expect(updated).toEqual([...updated].sort().reverse())
  expect(textIn(root, 'updated')).toBe(updated[0])
  const self = childrenOf(root, 'link').find((link) => link.getAttribute('rel') === 'self')
  expect(self?.getAttribute('href')).toBe(`http://localhost:4321/feeds/${name}.atom`)
})

test.each(FEEDS)('the feed %s as JSON Feed 1.1 tells the same', async (name) => {
  const w = await world()

  const { headers, text } = await ask(w, `/feeds/${name}.json`)
  const feed = JsonFeed.parse(JSON.parse(text))
  const { root, entries } = await atom(w, name)

  expect(headers.get('Content-Type')).toBe('application/feed+json; charset=utf-8')
  expect(feed.title).toBe(textIn(root, 'title'))
  expect(feed.items.map(({ id, title, content_text }) => [id, title, content_text])).toEqual(
    entries.map((entry) => ['id', 'title', 'summary'].map((child) => textIn(entry, child))),
  )
})

test('no feed names the subject of a penalty, and a licence names its holder', async () => {
  const w = await world()
  // Published last, so that every feed has it.
  const publishedOn = { 公示日期: TEST_DAY }
  const violation = `${PENALTY.行政相对人名称}无证经营`
  await importRows(w, 'penalty', [{ ...PENALTY, ...publishedOn, 违法行为类型: violation }])
  await importRows(w, 'licence', [{ ...LICENCE, ...publishedOn, 行政相对人名称: '澜溪县领证食品有限公司' }])
  await publishPending(w)
  const punished = (await w.rows('kind=penalty&limit=100')).map(({ subject }) => subject)
  const licensed = new Set((await w.rows('kind=licence&limit=100')).map(({ subject }) => subject.name))
  const unnamed = punished.filter(({ name }) => !licensed.has(name))

  for (const name of FEEDS.flatMap((feed) => [`${feed}.atom`, `${feed}.json`])) {
    const { text } = await ask(w, `/feeds/${name}`)
    expect(unnamed.filter((it) => text.includes(it.name) || text.includes(it.uscc ?? '?'))).toEqual([])
    if (!name.startsWith('licences')) expect(text).toContain(PENALTY.行政处罚决定书文号)
  }
  expect(unnamed.map(({ name }) => name)).toContain(PENALTY.行政相对人名称)
  expect((await ask(w, '/feeds/licences.atom')).text).toContain('澜溪县领证食品有限公司')
})

test('an entry is gone with its record at the next request, and the ones that stay keep their ids', async () => {
  const w = await world()
  const before = await idsIn(w)
  const [row] = await firstOf(w, before)

  await endRecord(w, { id: row?.id ?? '', ground: 'repaired', reason: '已完成信用修复', actor: 'operator' })
  await publishPending(w)

  const after = await idsIn(w)
  expect(before.slice(0, 1)).toEqual([row?.id])
  expect(after).not.toContain(row?.id)
  expect(after.slice(0, 49)).toEqual(before.slice(1))
})

test('past its last day an entry is gone though nobody published', async () => {
  const w = await world({ day: '2029-12-31' })

  const { root, entries } = await atom(w, 'penalties')

  expect(entries).toEqual([])
  expect(textIn(root, 'updated')).toBe('2026-11-20T00:00:00+08:00')
})

test('a correction puts its entry first, with the same id and a new day', async () => {
  const w = await world()
  await importRows(w, 'penalty', [PENALTY])
  await publishPending(w)
  const corrected = (await w.rows('kind=penalty&limit=100')).find(
    (row) => row.documentNumber === PENALTY.行政处罚决定书文号,
  )
  await importRows({ ...w, clock: () => w.clock() + 86_400_000 }, 'penalty', [{ ...PENALTY, 处罚内容: '罚款4000元。' }])
  await publishPending(w)

  const { entries } = await atom(w, 'penalties')

  const [first, second] = entries
  expect(first && textIn(first, 'id')).toBe(`tag:demo.invalid,2026:demo/record/${corrected?.id}`)
  expect(first && textIn(first, 'published')).toBe('2026-11-12T00:00:00+08:00')
  expect(first && textIn(first, 'updated')).toBe('2026-11-21T00:00:00+08:00')
  expect(second && textIn(second, 'updated')).toBe('2026-11-20T00:00:00+08:00')
})

test('who has the current feed is told 304, and bytes do not change by themselves', async () => {
  const w = await world()
  const first = await ask(w, '/feeds/all.atom')
  const tag = first.headers.get('ETag') ?? ''

  const again = await ask(w, '/feeds/all.atom', { 'If-None-Match': tag })
  const later = await ask(await world({ day: '2026-11-21' }), '/feeds/all.atom')

  expect(tag).not.toBe('')
  expect([again.status, again.text]).toEqual([304, ''])
  expect(later.text).toBe(first.text)
})

test('an address that is no feed is refused, and an unreadable snapshot says 503', async () => {
  const w = await world()
  const broken = await world({
    readThrough: (blobs) => ({ ...blobs, read: () => Promise.reject(new Error('EIO')) }),
  })

  for (const path of ['all.rss', 'all', 'penalty.atom', 'agencies/nobody.json', 'agencies/../x.atom', '.atom']) {
    const { status, headers } = await ask(w, `/feeds/${path}`)
    expect([path, status]).toEqual([path, 404])
    expect(headers.get('Content-Type')).toBe('application/problem+json; charset=utf-8')
  }
  expect((await ask(broken, '/feeds/all.atom')).status).toBe(503)
})

test('every route outside the API is in the list of outputs', async () => {
  const w = await world()

  const routes = w.app.routes.filter(({ path, method }) => method !== 'ALL' && !path.startsWith('/api/'))

  expect([...new Set(routes.map(({ path }) => path))].sort()).toEqual(Object.keys(OPEN_DATA).sort())
})

async function idsIn(w: World): Promise<string[]> {
  const { entries } = await atom(w, 'penalties')
  return entries.map((entry) => textIn(entry, 'id').slice(-12))
}

async function firstOf(w: World, ids: string[]): Promise<RecordRow[]> {
  return (await w.rows('kind=penalty&limit=100')).filter(({ id }) => id === ids[0])
}
