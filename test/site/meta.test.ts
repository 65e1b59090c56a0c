import { expect, test } from 'vitest'
import { metaTags } from '#site/lib/meta.ts'
import { place } from './samples.ts'

const contentOf = (tags: ReturnType<typeof metaTags>) => Object.fromEntries(tags.map((tag) => [tag.name, tag.content]))

test('a site without a known domain or 标识码 claims neither', () => {
  expect(metaTags(place(), { kind: 'site' })).toEqual([{ name: 'SiteName', content: '信用澜溪' }])
})

test('a configured domain and 标识码 are on every page', () => {
  const { channels } = place()
  const configured = place({
    origin: 'https://www.example.gov.cn',
    channels: { ...channels, siteIdCode: '4105990001' },
  })

  expect(contentOf(metaTags(configured, { kind: 'site' }))).toEqual({
    SiteName: '信用澜溪',
    SiteDomain: 'www.example.gov.cn',
    SiteIDCode: '4105990001',
  })
})

test('a column page names its column, purpose, keywords and type', () => {
  const tags = contentOf(metaTags(place(), { kind: 'column', column: 'penalty' }))

  expect(tags).toMatchObject({
    ColumnName: '行政处罚',
    ColumnDescription: '澜溪县各行政机关作出、正在公示的行政处罚决定。',
    ColumnType: '数据发布',
  })
  expect(tags.ColumnKeywords).toContain('行政处罚')
})

test('a content page carries title, time and source in the form the guide asks for', () => {
  const tags = contentOf(
    metaTags(place(), {
      kind: 'article',
      column: 'licence',
      title: '行政许可决定 甲1号',
      publishedOn: '2026-03-16',
      source: '澜溪县卫生健康委员会',
      description: '公示信息。',
    }),
  )

  expect(tags).toMatchObject({
    ArticleTitle: '行政许可决定 甲1号',
    PubDate: '2026-03-16 00:00',
    ContentSource: '澜溪县卫生健康委员会',
    Description: '公示信息。',
  })
})

test('no page has the same meta name twice, whatever the case', () => {
  const names = metaTags(place(), { kind: 'column', column: 'home' }).map((tag) => tag.name.toLowerCase())
  expect(new Set(names).size).toBe(names.length)
})
