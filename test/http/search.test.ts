import { describe, expect, test } from 'vitest'
import { SuggestionList } from '#contract/search'
import type { RecordRow } from '#domain/public-record'
import type { SearchIndex } from '#usecase/search-ports'
import { world } from '../world.ts'
import { allPages, onePenalty, search } from './searching.ts'

describe('a search', () => {
  test.each(['best', 'newest'])('%s first: pages hold every match once, as many as are counted', async (order) => {
    const w = await world()
    const rows = await allPages(w, '食品', `&order=${order}`)

    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
    expect((await search(w, '食品')).total).toBe(rows.length)
    if (order === 'newest') {
      const days = rows.map(({ decidedOn }) => decidedOn)
      expect(days).toEqual([...days].sort().reverse())
    }
  })

  test.each(['有限公司 罚款', '食品销售超过保质期', '有限'])(
    '%j: pages under filters neither lose nor double',
    async (q) => {
      const w = await world()
      for (const filter of ['', '&kind=penalty', '&year=2026&state=on-time', '&amount=1000-100000']) {
        const rows = await allPages(w, q, filter)
        const { total } = await search(w, q, filter)
        expect([q, filter, new Set(rows.map(({ id }) => id)).size]).toEqual([q, filter, total])
      }
    },
  )

  test('the best come first: whose name begins with it, then name and number, then what it is about', async () => {
    const w = await world()
    const rows = await allPages(w, '食品', '&order=best')
    const isNamed = rows.map(({ subject }) => subject.name.includes('食品'))

    expect(isNamed.lastIndexOf(true)).toBeLessThan(isNamed.length - 1)
    expect(isNamed.slice(0, isNamed.filter(Boolean).length)).not.toContain(false)
  })

  test.each([
    ['kind', 'kind=penalty', (row: RecordRow) => row.kind === 'penalty'],
    ['organ', 'agency=shichang-jianguan', (row: RecordRow) => row.agency.slug === 'shichang-jianguan'],
    ['year', 'year=2026', (row: RecordRow) => row.decidedOn.startsWith('2026')],
    ['category', 'category=fine', (row: RecordRow) => row.categories.includes('fine')],
    ['state', 'state=late', (row: RecordRow) => (row.late ?? 0) > 0],
  ])('narrowed by %s holds what it says, all of it, and counts it', async (_, filter, isIn) => {
    const w = await world()
    const every = await allPages(w, '有限公司', '')
    const some = await allPages(w, '有限公司', `&${filter}`)

    expect(some.length).toBeGreaterThan(0)
    expect(some.length).toBeLessThan(every.length)
    expect(some.map(({ id }) => id).sort()).toEqual(
      every
        .filter(isIn)
        .map(({ id }) => id)
        .sort(),
    )
    expect((await search(w, '有限公司', `&${filter}`)).total).toBe(some.length)
  })

  test('facets say what each filter would find, and the one that is set says what another would', async () => {
    const w = await world()
    const { facets } = await search(w, '有限公司', '&kind=penalty')

    for (const { value, count } of facets.agency) {
      expect((await search(w, '有限公司', `&kind=penalty&agency=${value}`)).total).toBe(count)
    }
    for (const { value, count } of facets.kind)
      expect((await search(w, '有限公司', `&kind=${value}`)).total).toBe(count)
    for (const { value, count } of facets.amount) {
      expect((await search(w, '有限公司', `&kind=penalty&amount=${value}`)).total).toBe(count)
    }
    expect(facets.kind.length).toBeGreaterThan(1)
    expect(facets.amount.length).toBeGreaterThan(1)
  })

  test('a range of money that cuts through a step counts to the yuan', async () => {
    const w = await world()
    const amounts = new Map<string, number>()
    for (const { id } of await w.rows('kind=penalty&limit=100')) {
      const { coded } = (await w.get(`records/${id}`)).body as { coded: Record<string, string> }
      if (coded.fineAmount ?? coded.confiscatedAmount)
        amounts.set(id, Number(coded.fineAmount ?? 0) + Number(coded.confiscatedAmount ?? 0))
    }
    const found = new Set((await allPages(w, '', '&kind=penalty&amount=15000-43000')).map(({ id }) => id))
    const meant = [...amounts].filter(([, fen]) => fen >= 1_500_000 && fen < 4_300_000).map(([id]) => id)

    expect(meant.length).toBeGreaterThan(3)
    for (const [id] of amounts) expect([id, found.has(id)]).toEqual([id, meant.includes(id)])
  })

  test('words that stand together nowhere are taken apart, and that is said', async () => {
    const w = await world()
    const answer = await search(w, '食品销售超过保质期')

    expect(answer.isLoosened).toBe(true)
    expect(answer.items.length).toBeGreaterThan(0)
    expect((await search(w, '绝无此词也无彼词')).items).toEqual([])
  })

  test('a known number or code finds itself alone, and in quotes everything that has it', async () => {
    const w = await world()
    const row = await onePenalty(w)
    const uscc = row.subject.uscc ?? ''
    const whole = await search(w, uscc.toLowerCase())
    expect([whole.isWhole, whole.items.map(({ record }) => record.subject.uscc)]).toEqual([
      true,
      Array(whole.total).fill(uscc),
    ])
    expect(whole.total).toBeGreaterThan(0)
    const quoted = await search(w, `“${uscc}”`)
    expect([quoted.isWhole, quoted.total]).toEqual([false, whole.total])
    const number = await search(w, row.documentNumber ?? '')
    expect([number.isWhole, number.items]).toEqual([true, []])
    expect((await search(w, `“${row.documentNumber}”`)).items.map(({ record }) => record.id)).toContain(row.id)
  })

  test('organs are found by part of a name and by pinyin, policies and guides by their words', async () => {
    const w = await world()

    for (const q of ['市场监督', 'scjd', 'shichangjiandu', 'shichang']) {
      // 安全生产监督管理局, a former name of another organ, has scjd in it, too.
      expect([q, (await search(w, q)).agencies[0]?.slug]).toEqual([q, 'shichang-jianguan'])
    }
    const { pages } = await search(w, '信用修复')
    expect(pages.map(({ section }) => section)).toContain('办事指南')
    expect(pages[0]?.snippet.length).toBeGreaterThan(0)
  })

  test('the whole short name of an organ leads to it', async () => {
    const w = await world()
    const alias = w.content.agencies.find(({ aliases }) => aliases.length > 0)

    expect((await search(w, alias?.aliases[0] ?? '')).exact?.agencies).toEqual([
      { slug: alias?.slug, name: alias?.name },
    ])
  })
})

describe('without the index', () => {
  const broken = (): SearchIndex => {
    const fail = () => Promise.reject(new Error('SQLITE_IOERR: disk I/O error'))
    return { find: fail, count: fail, suggest: fail }
  }

  test('a search says 503, when to come again, and what it still knows', async () => {
    const w = await world({ search: broken })
    const row = await onePenalty(w)
    const { status, headers, body } = await w.get(`search?q=${encodeURIComponent(row.documentNumber ?? '')}`)

    expect([status, headers.get('Retry-After')]).toEqual([503, '60'])
    expect(body).toMatchObject({
      code: 'search-unavailable',
      exact: { records: [{ id: row.id }] },
      agencies: [],
      pages: [],
    })
    expect(w.faults).toHaveLength(1)
  })

  test('suggestions still have what is exact and organs, and say that they are limited', async () => {
    const w = await world({ search: broken })
    const { status, body } = await w.get('suggestions?q=scjd')

    expect(status).toBe(200)
    const [first] = SuggestionList.parse(body).items
    expect(body).toMatchObject({ isLimited: true })
    expect(first).toMatchObject({ of: 'agency', path: '/agencies/shichang-jianguan/' })
  })
})

describe('suggestions', () => {
  test('the exact one first, then names that begin with it, at most eight and none twice', async () => {
    const w = await world()
    const row = await onePenalty(w)
    const ask = async (q: string) =>
      SuggestionList.parse((await w.get(`suggestions?q=${encodeURIComponent(q)}`)).body).items

    expect((await ask(row.documentNumber?.replace(/号$/, '') ?? ''))[0]).toMatchObject({
      of: 'penalty',
      path: `/penalties/${row.id}/`,
    })
    expect((await ask(row.subject.name))[0]?.text).toBe(row.subject.name)
    const many = await ask('食品')
    expect(many).toHaveLength(8)
    expect(new Set(many.map(({ path }) => path)).size).toBe(8)
  })
})
