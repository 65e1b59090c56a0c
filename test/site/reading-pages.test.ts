import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { PAGE_IDS } from '#content/schema/policy'
import { guideFrame, guidesPage, objectionTerms, periodRows } from '#site/lib/guide-page.ts'
import { policiesPage, policyPage } from '#site/lib/policy-page.ts'
import { SITE_PAGES } from '#site/lib/site-pages.ts'
import { sitemapPage } from '#site/lib/sitemap-page.ts'
import { createUrls, GUIDES } from '#site/lib/urls.ts'
import { loadContent } from '../../scripts/lib/content.ts'
import { place as sample } from './samples.ts'

const PLACES = readdirSync(join(import.meta.dirname, '../../content/places'))
const ANCHOR = /^#[a-z0-9-]+$/

async function site(slug: string, base: string) {
  const { place, reading } = await loadContent(slug, base)
  return { context: { place, urls: createUrls(base), contacts: {} }, reading }
}

describe.each(PLACES)('the pages of %s without records', (slug) => {
  test.each(['/', '/xinyong/'])('have every address under %s and no hole in their words', async (base) => {
    const { context, reading } = await site(slug, base)
    const views = [
      policiesPage(context, reading),
      ...reading.policies.map((policy) => policyPage(context, reading, policy)),
      guidesPage(context),
      ...GUIDES.map((id) => guideFrame(context, id)),
      sitemapPage(context, reading),
    ]

    const text = JSON.stringify(views)
    const hrefs = Array.from(text.matchAll(/"href":"([^"]+)"/g), ([, href]) => href ?? '')

    expect(hrefs.length).toBeGreaterThan(60)
    expect(hrefs.filter((href) => !href.startsWith(base) && !ANCHOR.test(href))).toEqual([])
    expect(text).not.toMatch(/undefined|null(?=[^,}\]])|NaN|\[object/)
  })

  test('show the documents of the place before those of others, each once', async () => {
    const { context, reading } = await site(slug, '/')

    const { own, others } = policiesPage(context, reading)

    expect(own).toHaveLength(1)
    expect([...own, ...others].map(({ title }) => title).sort()).toEqual(
      reading.policies.map(({ title }) => title).sort(),
    )
  })

  test('have a title of their own', async () => {
    const { context, reading } = await site(slug, '/')
    const frames = [
      policiesPage(context, reading).frame,
      ...reading.policies.map((policy) => policyPage(context, reading, policy).frame),
      guidesPage(context).frame,
      ...GUIDES.map((id) => guideFrame(context, id)),
      sitemapPage(context, reading).frame,
    ]

    expect(new Set(frames.map(({ title }) => title)).size).toBe(frames.length)
  })
})

test('a document carries its issuer and day, and each of its notes has a target', async () => {
  const { context, reading } = await site('huaxian', '/')
  const policy = reading.policies.find(({ slug }) => slug === 'huaxian-2017-31')
  if (!policy) throw new Error('The document is gone.')

  const view = policyPage(context, reading, policy)

  const meta = Object.fromEntries(view.frame.meta.map(({ name, content }) => [name, content]))
  expect(meta).toMatchObject({
    ColumnType: '政策文件',
    ArticleTitle: '滑县加强政务诚信建设实施方案',
    PubDate: '2017-09-26 00:00',
    ContentSource: '滑县人民政府',
  })
  const anchors = view.changes.map(({ anchor }) => `#${anchor}`)
  expect(view.clauses.flatMap(({ changes }) => changes).filter(({ href }) => !anchors.includes(href))).toEqual([])
  expect(view.isOwn).toBe(true)
})

test('the numbers above a document add up to its clauses', async () => {
  const { context, reading } = await site('demo', '/')

  for (const policy of reading.policies) {
    const { summary, clauses } = policyPage(context, reading, policy)
    const [all, paged, , later, never] = Array.from(summary.matchAll(/\d+/g), Number)
    expect(all).toBe(clauses.length)
    expect((paged ?? 0) + (later ?? 0) + (never ?? 0)).toBe(clauses.length)
  }
})

test('every page that a document may point to is in the site map', async () => {
  const { context, reading } = await site('demo', '/')
  const listed = sitemapPage(context, reading).groups.flatMap(({ links }) => links.map(({ href }) => href))

  expect(PAGE_IDS.filter((id) => !listed.includes(SITE_PAGES[id].href(context.urls)))).toEqual([])
  expect(new Set(listed).size).toBe(listed.length)
})

describe('periods and terms', () => {
  test('of an objection are shown where the regulation was read, and nowhere else', async () => {
    const { reading } = await site('demo', '/')

    expect(objectionTerms(sample({ areaCode: '410526' }), reading)).toMatchObject({
      text: expect.stringContaining('3 个工作日'),
      basis: '《河南省社会信用条例》第四十一条',
      mark: '已核对原文',
    })
    for (const areaCode of ['130000', '350502', null]) expect(objectionTerms(sample({ areaCode }), reading)).toBeNull()
  })

  test('of publication say which are doubtful, and whether the place has confirmed them', async () => {
    const marks = async (slug: string) => periodRows((await site(slug, '/')).reading).map(({ mark }) => mark)

    expect(await marks('demo')).toContain('行业通行做法，本地已确认')
    expect(await marks('huaxian')).toContain('行业通行做法，本地尚未确认，相应的处罚暂不公示')
  })

  test('of publication are the rules’, newest first', async () => {
    const [newest] = periodRows((await site('demo', '/')).reading)

    expect(newest).toMatchObject({ decided: '2026年4月1日起', severity: '一般', min: '3 个月', max: '1 年' })
  })
})
