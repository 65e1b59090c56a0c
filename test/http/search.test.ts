import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { SearchAnswer, SuggestionList } from '#contract/search'
import { openDatabaseFile } from '#db/client'
import type { RecordRow } from '#domain/public-record'
import { publishPending } from '#usecase/publish-pending'
import { endRecord, withdrawRecord } from '#usecase/remove-record'
import type { SearchIndex } from '#usecase/search-ports'
import { databaseFileOf } from '../../scripts/lib/workspace.ts'
import { type World, world } from '../world.ts'

async function search(w: World, q: string, more = ''): Promise<SearchAnswer> {
  const { status, body } = await w.get(`search?q=${encodeURIComponent(q)}${more}`)
  expect([q, more, status]).toEqual([q, more, 200])
  return SearchAnswer.parse(body)
}

const idsOf = ({ items }: SearchAnswer) => items.map(({ record }) => record.id)

async function allPages(w: World, q: string, more: string): Promise<RecordRow[]> {
  const rows: RecordRow[] = []
  for (let cursor = ''; ; ) {
    const page = await search(w, q, `${more}&limit=7${cursor}`)
    rows.push(...page.items.map(({ record }) => record))
    if (page.next === null) return rows
    cursor = `&cursor=${page.next}`
  }
}

async function onePenalty(w: World): Promise<RecordRow> {
  const [row] = await w.rows('kind=penalty&limit=1')
  if (!row) throw new Error('The demo has no penalty.')
  return row
}

/** Asks SQLite itself whether the index still says exactly what its sources say. */
async function expectSoundIndex(w: World): Promise<void> {
  const database = await openDatabaseFile(databaseFileOf(w.dataFolder))
  await database.run(sql`INSERT INTO search_text (search_text, rank) VALUES ('integrity-check', 1)`)
  const [counts] = await database.all(sql`SELECT (SELECT count(*) FROM search_entry) AS entries,
    (SELECT count(*) FROM search_source) AS sources, (SELECT count(*) FROM record WHERE state = 'public') AS public`)
  expect(counts).toEqual({
    entries: await w.store.countPublic(),
    sources: await w.store.countPublic(),
    public: await w.store.countPublic(),
  })
  database.$client.close()
}

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
    expect(facets.kind).toHaveLength(2)
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

  test('organs are found by part of a name and by pinyin, policies and guides by their words', async () => {
    const w = await world()

    for (const q of ['市场监督', 'scjd', 'shichangjiandu', 'shichang']) {
      expect([q, (await search(w, q)).agencies.map(({ slug }) => slug)]).toEqual([q, ['shichang-jianguan']])
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

describe('what leaves', () => {
  test.each(['withdraw', 'end'] as const)(
    'by %s is found no more by the batch that takes it, before any publishing',
    async (way) => {
      const w = await world()
      const row = await onePenalty(w)
      const number = row.documentNumber ?? ''
      expect(idsOf(await search(w, number))).toContain(row.id)

      const done =
        way === 'withdraw'
          ? await withdrawRecord(w, {
              id: row.id,
              ground: 'quashed',
              reason: '经行政复议，原决定被撤销。',
              actor: 'operator',
            })
          : await endRecord(w, { id: row.id, ground: 'repaired', reason: '已完成信用修复', actor: 'operator' })

      expect(done.ok).toBe(true)
      expect(idsOf(await search(w, number))).not.toContain(row.id)
      expect(idsOf(await search(w, row.subject.name, '&limit=50'))).not.toContain(row.id)
      await publishPending(w)
      expect(idsOf(await search(w, number))).not.toContain(row.id)
      const suggested = SuggestionList.parse((await w.get(`suggestions?q=${encodeURIComponent(number)}`)).body)
      expect(suggested.items.filter(({ path }) => path.includes(row.id))).toEqual([])
      await expectSoundIndex(w)
    },
  )

  test('on its last day is found, on the day after it is not, though nobody published', async () => {
    const first = await world()
    const row = (await first.rows('kind=penalty&limit=100')).find(({ until }) => until !== null)
    const until = row?.until ?? ''
    const next = new Date(Date.parse(`${until}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

    const on = await world({ day: until })
    const after = await world({ day: next })

    expect(idsOf(await search(on, row?.documentNumber ?? ''))).toContain(row?.id)
    const gone = await search(after, row?.documentNumber ?? '')
    expect(idsOf(gone)).not.toContain(row?.id)
    expect(gone.exact?.records).toEqual([])
  })

  test('a publishing without changes writes no entry, and one record of all is one entry', async () => {
    const w = await world()
    const written: number[] = []
    const index = {
      ...w.index,
      indexEntries: async (entries: Parameters<typeof w.index.indexEntries>[0]) => {
        const count = await w.index.indexEntries(entries)
        written.push(count)
        return count
      },
    }
    await publishPending({ ...w, index })
    await w.blobs.remove('manifest.json')
    await publishPending({ ...w, index })

    expect(written.reduce((sum, it) => sum + it, 0)).toBe(0)
    await expectSoundIndex(w)
  })

  test('an entry whose record left meanwhile is not put in', async () => {
    const w = await world()
    const row = await onePenalty(w)
    const late: SearchIndexed[] = []
    const index = {
      ...w.index,
      indexEntries: async (entries: SearchIndexed[]) => {
        late.push(...entries.map((entry) => ({ ...entry, digest: 'other' })))
        return 0
      },
    }
    await w.blobs.remove('manifest.json')
    await publishPending({ ...w, index })
    await withdrawRecord(w, { id: row.id, ground: 'quashed', reason: '经行政复议，原决定被撤销。', actor: 'operator' })
    await w.index.indexEntries(late)

    expect(late.map(({ id }) => id)).toContain(row.id)
    expect(idsOf(await search(w, row.documentNumber ?? ''))).not.toContain(row.id)
    await expectSoundIndex(w)
  })
})

type SearchIndexed = Parameters<World['index']['indexEntries']>[0][number]

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
    expect(body).toMatchObject({ isLimited: true, items: [{ of: 'agency', path: '/agencies/shichang-jianguan/' }] })
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

describe('hostile queries', () => {
  const NASTY = [
    ...[
      '"',
      '""',
      '"食品',
      "'",
      "' OR 1=1 --",
      '食品" OR "药品',
      'NOT',
      'AND',
      'OR 食品',
      '食品 NOT',
      'NEAR(食品 药品)',
    ],
    ...[
      'name:食品',
      '{name} : 食品',
      '^食品',
      '食品*',
      '*',
      '-食品',
      '食品 + 药品',
      '(',
      ')',
      '((((',
      '{',
      '}',
      ':',
      '\\',
      '%',
      '_',
    ],
    ...[
      '\u0000',
      '食\u0000品',
      '\u0001\u0002',
      '\u202e食品',
      '\ud800',
      '👨‍👩‍👧‍👦',
      '🏛️ 公信',
      '٣٤٥',
      'ﷺ',
      'Z̴͈a̷l̶g̴o̶',
      '<script>alert(1)</script>',
    ],
    ...[
      '; DROP TABLE search_entry',
      'a'.repeat(200),
      '食品 '.repeat(40),
      '〔〕【】',
      '....',
      '1.2.3.4',
      '\t\n\r',
      '　　',
    ],
  ]

  test('operators, quotes, SQL, emoji and control characters are text like any other', async () => {
    const w = await world()
    for (const q of NASTY) {
      for (const path of ['search', 'suggestions', 'exact']) {
        const { status } = await w.get(`${path}?q=${encodeURIComponent(q.toWellFormed())}`)
        expect([q, path, [200, 422].includes(status)]).toEqual([q, path, true])
      }
    }
    expect(w.faults).toEqual([])
  })

  test('ten thousand characters, and what no filter has, are refused by name', async () => {
    const w = await world()
    for (const [query, field] of [
      [`q=${'长'.repeat(10_000)}`, 'q'],
      ['q=a&kind=all', 'kind'],
      ['q=a&year=26', 'year'],
      ['q=a&agency=%22OR', 'agency'],
      ['q=a&amount=viel', 'amount'],
      ['q=a&order=oldest', 'order'],
      ['q=a&cursor=9-zz', 'cursor'],
      ['q=a&limit=1000', 'limit'],
    ] as const) {
      const { status, body } = await w.get(`search?${query}`)
      expect([query.slice(0, 20), status]).toEqual([query.slice(0, 20), 422])
      expect(body).toMatchObject({ errors: [{ field }] })
    }
  })

  test('anything at all is an answer or a clear 422, never a fault', async () => {
    const w = await world()
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.string({ unit: fc.constantFrom(...`"'*^:(){}+-_ \\\u0000食品罚款aA1.〔`), maxLength: 60 }),
    )
    const more = fc.constantFrom('', '&order=newest', '&kind=penalty', '&amount=-1000', '&cursor=2-zzzz', '&limit=1')
    await fc.assert(
      fc.asyncProperty(text, more, async (q, rest) => {
        const { status } = await w.get(`search?q=${encodeURIComponent(q.toWellFormed())}${rest}`)
        expect([200, 422]).toContain(status)
      }),
      { numRuns: 400 },
    )
    expect(w.faults).toEqual([])
  })
})
