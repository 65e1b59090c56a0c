import { expect, test } from 'vitest'
import type { AgencyList, RecordPage } from '#contract/record'
import { byKind } from '#domain/kind-groups'
import { listPage, readListQuery } from '#site/lib/list-page.ts'
import { pagerView } from '#site/lib/pager.ts'
import { AGENCY, context, found, row } from './samples.ts'

const NONE = byKind(() => 0)
const agencies: AgencyList = {
  items: [{ ...AGENCY, uscc: null, counts: { ...NONE, penalty: 1234 }, late: { ...NONE, penalty: 2 } }],
}
const page = (changes: Partial<RecordPage> = {}): RecordPage => ({
  items: [row()],
  total: 1234,
  page: 1,
  pages: 62,
  next: null,
  years: [{ year: '2026', count: 1234 }],
  categories: [{ category: 'fine', count: 1200 }],
  states: [{ state: 'late', count: 2 }],
  ...changes,
})
const read = (query: string) => readListQuery('penalty', new URLSearchParams(query))

test('what a form leaves open means all', () => {
  expect(read('agency=&year=&page=')).toEqual({ agency: undefined, year: undefined, page: 1 })
})

test('a category of the other kind, or a state nobody knows, is refused', () => {
  expect(read('category=fine&state=late')).toMatchObject({ category: 'fine', state: 'late' })
  expect(['category=franchise', 'category=x', 'state=x'].map(read)).toEqual([null, null, null])
})

test('a year or page that cannot be is refused before anyone is asked', () => {
  expect(['year=26', 'page=0', 'page=-1', 'page=1.5', 'page=x'].map(read)).toEqual([null, null, null, null, null])
})

test('a list shows its total, its choices and its pages', () => {
  const view = listPage(
    context(),
    'penalty',
    { year: '2026', page: 2 },
    {
      records: found(page({ page: 2 })),
      agencies: found(agencies),
    },
  )

  expect(view).toMatchObject({
    status: 200,
    total: '共 1,234 条，第 2 页，共 62 页',
    years: [{ value: '2026', text: '2026年（1,234 条）', isChosen: true }],
    clear: '/xinyong/penalties/',
    frame: { title: '行政处罚公示（2026年，第 2 页） - 信用澜溪', isIndexed: false },
    pager: { previous: '/xinyong/penalties/?year=2026', next: '/xinyong/penalties/?year=2026&page=3' },
  })
})

test('an unknown agency or page is a 404 with a way back', () => {
  const ask = (query: Parameters<typeof listPage>[2]) =>
    listPage(context(), 'penalty', query, { records: found(page()), agencies: found(agencies) })

  for (const query of [{ agency: 'nobody' }, { page: 63 }]) {
    expect(ask(query)).toMatchObject({ status: 404, links: [{ href: '/xinyong/penalties/' }] })
  }
})

test('an empty list is a page, not an error', () => {
  const records = found(page({ items: [], total: 0, pages: 0, years: [] }))
  expect(listPage(context(), 'licence', {}, { records, agencies: found(agencies) })).toMatchObject({
    status: 200,
    rows: [],
    empty: '目前还没有公示中的行政许可信息。',
    pager: null,
  })
})

test('a list that cannot be read now says so', () => {
  expect(
    listPage(context(), 'licence', {}, { records: { state: 'unavailable' }, agencies: found(agencies) }).status,
  ).toBe(503)
})

test('the pager keeps the ends and the neighbours', () => {
  const shown = pagerView(10, 62, (to) => `?page=${to}`).items.map((item) => (item === 'gap' ? '…' : item.page))
  expect(shown).toEqual([1, '…', 8, 9, 10, 11, 12, '…', 62])
})

test('what was chosen stays on offer with nothing left of it', () => {
  const records = found(page({ items: [], total: 0, pages: 1, years: [], states: [] }))
  const query = { year: '1999', category: 'warning', state: 'unknown' } as const

  expect(listPage(context(), 'penalty', query, { records, agencies: found(agencies) })).toMatchObject({
    status: 200,
    frame: { title: '行政处罚公示（1999年，警告，无法判断） - 信用澜溪' },
    years: [{ text: '1999年（0 条）', isChosen: true }],
    categories: [
      { text: '罚款（1,200 条）', isChosen: false },
      { text: '警告（0 条）', isChosen: true },
    ],
    states: [{ text: '无法判断（0 条）', isChosen: true }],
  })
})
