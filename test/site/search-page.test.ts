import { describe, expect, test } from 'vitest'
import type { ExactAnswer } from '#contract/record'
import type { SearchAnswer } from '#contract/search'
import { amountWords } from '#site/lib/search-filters.ts'
import { readSearchQuery, searchPage } from '#site/lib/search-page.ts'
import { createUrls } from '#site/lib/urls.ts'
import { context, found, row } from './samples.ts'

const nothing: ExactAnswer = { query: '', records: [], subjects: [], agencies: [], suggestion: null }
const asked = (params: Record<string, string>) => readSearchQuery(new URLSearchParams(params))

function answer(more: Partial<SearchAnswer> = {}): SearchAnswer {
  return {
    query: '',
    exact: nothing,
    agencies: [],
    pages: [],
    items: [],
    total: 0,
    isCapped: false,
    facets: { kind: [], agency: [], year: [], category: [], state: [], amount: [] },
    next: null,
    terms: ['食品'],
    ignored: [],
    isLoosened: false,
    isWhole: false,
    ...more,
  }
}

const item = (id: string): SearchAnswer['items'][number] => ({
  record: row({ id }),
  name: [{ text: '甲', isHit: false }],
  number: [{ text: '乙', isHit: true }],
  agency: [{ text: '丙局', isHit: false }],
  snippets: [],
})

describe('what an address asks for', () => {
  test('an empty or very long query asks nobody', () => {
    expect([asked({ q: '甲'.repeat(201) }).isAskable, asked({ q: '  ' }).isAskable]).toEqual([false, false])
    expect(searchPage(context(), asked({ q: '甲'.repeat(201) }), null)).toMatchObject({ outcome: 'too-long' })
    expect(searchPage(context(), asked({ q: '' }), null)).toMatchObject({ outcome: 'not-asked', total: null })
  })

  test('a filter alone is enough, and empty choices of the form are none', () => {
    expect(asked({ q: '', kind: 'penalty', agency: '', order: '' })).toMatchObject({
      isAskable: true,
      ask: { q: '', kind: 'penalty' },
    })
  })

  test.each([
    { kind: 'x' },
    { year: '20' },
    { amount: 'viel' },
    { cursor: "1' OR 1" },
    { cursor: 'n0-1' },
    { agency: 'A"B' },
  ])('%o is no search', (params: Record<string, string>) => {
    expect(searchPage(context(), asked({ q: '食品', ...params }), null)).toMatchObject({
      state: 'notice',
      status: 404,
    })
  })

  test('the whole query is in the address, and an address read again is the same query', () => {
    const params = {
      q: '食品 公司',
      kind: 'penalty',
      agency: 'a',
      year: '2026',
      state: 'late',
      amount: '-1000',
      order: 'newest',
    }
    const { ask } = asked(params)
    const url = new URL(createUrls('/xinyong/').search(ask ?? ''), 'http://localhost')

    expect(Object.fromEntries(url.searchParams)).toEqual(params)
    expect(readSearchQuery(url.searchParams).ask).toEqual(ask)
  })
})

describe('what a page of results says', () => {
  test('a search without a hit offers the other way of writing', () => {
    const reply = found(answer({ exact: { ...nothing, suggestion: '91410526MA40000000' } }))
    expect(searchPage(context(), asked({ q: '9141O526' }), reply)).toMatchObject({
      status: 200,
      outcome: 'nothing',
      suggestion: { href: '/xinyong/search/?q=91410526MA40000000' },
    })
  })

  test('what is exactly it stands apart, before the rest', () => {
    const exact = { ...nothing, records: [row()] }
    const reply = found(answer({ exact, items: [item('0123456789ac')], total: 2 }))
    const view = searchPage(context(), asked({ q: '澜市监罚〔2026〕1号' }), reply)

    expect(view).toMatchObject({
      outcome: 'found',
      records: [{ href: '/xinyong/penalties/0123456789ab/' }],
      results: [{ href: '/xinyong/penalties/0123456789ac/' }],
    })
  })

  test('says what it left out, took apart, and where it stopped counting', () => {
    const reply = found(
      answer({
        items: [item('0123456789ac')],
        total: 10_000,
        isCapped: true,
        ignored: ['的'],
        isLoosened: true,
        next: 'b1-2z',
      }),
    )
    const view = searchPage(context(), asked({ q: '食品 的', cursor: 'b1-1' }), reply)
    if (view.state !== 'search') throw new Error('a notice')

    expect(view.total).toBe('共 10,000 条以上，各项条数按最新的 10,000 条统计')
    const narrow = found(answer({ items: [item('0123456789ac')], total: 14, isCapped: true }))
    expect(searchPage(context(), asked({ q: '食品', amount: '5-6' }), narrow)).toMatchObject({
      total: '含有这些词的超过 10,000 条，最新的 10,000 条中有 14 条符合条件',
    })
    expect(view.notes).toHaveLength(2)
    expect(view.first).toBe('/xinyong/search/?q=%E9%A3%9F%E5%93%81%20%E7%9A%84')
    expect(view.next).toBe('/xinyong/search/?q=%E9%A3%9F%E5%93%81%20%E7%9A%84&cursor=b1-2z')
  })

  test('offers filters with their counts, what was chosen too, and none with a single value', () => {
    const facets = {
      ...answer().facets,
      kind: [{ value: 'penalty' as const, count: 12 }],
      agency: [
        { value: 'a', name: '甲局', count: 1234 },
        { value: 'b', name: '乙局', count: 1 },
      ],
    }
    const reply = found(answer({ items: [item('0123456789ac')], total: 1235, facets }))
    const view = searchPage(context(), asked({ q: '食品', year: '2025' }), reply)

    expect(view).toMatchObject({
      filters: {
        selects: [
          { name: 'agency', choices: [{ text: '甲局（1,234 条）' }, { text: '乙局（1 条）' }] },
          { name: 'year', choices: [{ text: '2025年（0 条）', isChosen: true }] },
        ],
        clear: '/xinyong/search/?q=%E9%A3%9F%E5%93%81',
      },
    })
  })

  test('while nothing may be said of records, is a 503 that only the fixed pages are searched on', () => {
    expect(searchPage(context(), asked({ q: '1号' }), { state: 'unavailable' })).toMatchObject({
      state: 'search',
      status: 503,
      outcome: 'unavailable',
    })
  })

  test('without the index says so, and still shows what is exact', () => {
    const value = { exact: { ...nothing, records: [row()] }, agencies: [], pages: [] }
    expect(searchPage(context(), asked({ q: '1号' }), { state: 'limited', value })).toMatchObject({
      status: 200,
      isLimited: true,
      outcome: 'found',
      results: [],
    })
    const empty = { exact: nothing, agencies: [], pages: [] }
    expect(searchPage(context(), asked({ q: '1号' }), { state: 'limited', value: empty })).toMatchObject({
      isLimited: true,
      outcome: 'nothing',
    })
  })

  test('of a known number offers to look for it everywhere', () => {
    const exact = { ...nothing, records: [row()] }
    expect(searchPage(context(), asked({ q: '1号' }), found(answer({ exact, isWhole: true })))).toMatchObject({
      anywhere: { href: `/xinyong/search/?q=${encodeURIComponent('“1号”')}` },
    })
  })

  test('one character is not searched for, and that is said', () => {
    const reply = found(answer({ terms: [], ignored: ['鑫'] }))
    expect(searchPage(context(), asked({ q: '鑫' }), reply)).toMatchObject({ outcome: 'too-short' })
  })
})

test.each([
  ['1000-10000', '1,000 元以上、不到 10,000 元'],
  ['-1000', '不到 1,000 元'],
  ['1000000-', '1,000,000 元以上'],
])('%s reads %s', (text, words) => {
  expect(amountWords(text)).toBe(words)
})
