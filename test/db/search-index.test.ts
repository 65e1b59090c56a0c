import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { type Database, openDatabaseFile } from '#db/client'
import { migrate } from '#db/migrate'
import { record } from '#db/schema/record'
import { createSearchIndex } from '#db/search-index'
import { createSearchWriter } from '#db/search-writer'
import { type Day, parseDay } from '#domain/day'
import { MOST_COUNTED } from '#domain/search-entry'
import { foldText, lengthOf, pairsOf } from '#domain/search-text'
import type { DigestedEntry, IndexQuery, SearchFilter } from '#usecase/search-ports'

const TODAY = parseDay('2026-11-20') as Day
const NO_FILTER: SearchFilter = { kind: null, agency: null, year: null, category: null, state: null, amount: null }

async function migrated(): Promise<Database> {
  const folder = await mkdtemp(join(tmpdir(), 'gongxin-search-'))
  const database = await openDatabaseFile(join(folder, 'test.db'))
  onTestFinished(async () => {
    database.$client.close()
    await rm(folder, { recursive: true, force: true })
  })
  await migrate(database)
  return database
}

async function givenPublic(database: Database, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await database
      .insert(record)
      .values({
        id,
        kind: 'penalty',
        familyKey: id,
        ordinal: 0,
        state: 'public',
        version: 1,
        seq: 1,
        decidedOn: '2026-01-01',
        updatedAt: 1,
      })
      .onConflictDoNothing()
  }
}

function entry(id: string, body: string, more: Partial<DigestedEntry> = {}): DigestedEntry {
  return {
    id,
    kind: 'penalty',
    agency: 'a-b',
    decidedOn: '2026-03-05',
    until: null,
    state: 'on-time',
    categories: ['fine'],
    amount: null,
    leads: [],
    body,
    digest: `${id} ${body}`,
    alike: 1,
    // Only the row's id is looked at here.
    shown: { row: { id } as DigestedEntry['shown']['row'], texts: [] },
    ...more,
  }
}

async function found(database: Database, query: Partial<IndexQuery>, order: 'best' | 'newest' = 'newest') {
  const index = createSearchIndex(database)
  const { hits } = await index.find({
    terms: [],
    whole: null,
    filter: NO_FILTER,
    today: TODAY,
    ...query,
    order,
    after: null,
    limit: 50,
  })
  return hits.map(({ shown }) => shown.row.id)
}

const sound = (database: Database) =>
  database.run(sql`INSERT INTO search_text (search_text, rank) VALUES ('integrity-check', 1)`)

test('any part of a text finds it, rare characters included; what is not in it does not', async () => {
  const database = await migrated()
  const writer = createSearchWriter(database)
  const text = fc.string({ unit: fc.constantFrom(...'食品罚款甲乙丙12.aβ𠮷𠀀〇'), minLength: 2, maxLength: 30 })
  await givenPublic(database, ['r'])
  let n = 0
  await fc.assert(
    fc.asyncProperty(text, text, fc.nat(), fc.nat(), async (first, other, from, size) => {
      const [body, stranger] = [foldText(first), foldText(other)]
      fc.pre(lengthOf(body) >= 2)
      await writer.indexEntries([entry('r', body, { digest: String(n++) })])
      const characters = [...body]
      const start = from % (characters.length - 1)
      const part = characters.slice(start, start + 2 + (size % (characters.length - start - 1))).join('')

      expect(await found(database, { terms: [part] })).toEqual(['r'])
      if (lengthOf(stranger) >= 2) {
        expect((await found(database, { terms: [stranger] })).length).toBe(body.includes(stranger) ? 1 : 0)
      }
    }),
    { numRuns: 150 },
  )
  await sound(database)
})

test('the database cuts a text into the same pairs as the query', async () => {
  const database = await migrated()
  await givenPublic(database, ['r'])
  const body = foldText('𠮷野家（澜溪）3.5万元ＡＢ')
  await createSearchWriter(database).indexEntries([entry('r', body)])
  const [row] = await database.all<{ body: string }>(sql`SELECT body FROM search_pairs`)

  expect(row?.body.split(' ').slice(0, -1)).toEqual(pairsOf(body))
})

test('entries stand by day, keep their place when they change, and come back after they were dropped', async () => {
  const database = await migrated()
  const writer = createSearchWriter(database)
  const ids = ['a', 'b', 'c', 'd']
  await givenPublic(database, ids)
  const days = ['2026-03-05', '2025-12-31', '2026-03-05', '1999-01-01']
  const entries = ids.map((id, at) => entry(id, '食品', { decidedOn: days[at] ?? '' }))

  expect(await writer.indexEntries(entries)).toBe(4)
  expect(await found(database, { terms: ['食品'] })).toEqual(['c', 'a', 'b', 'd'])
  expect(await writer.indexEntries(entries)).toBe(0)
  expect(await writer.indexEntries([entry('a', '食品药品', { digest: 'new' })])).toBe(1)
  expect(await found(database, { terms: ['食品'] })).toEqual(['c', 'a', 'b', 'd'])
  await writer.dropEntries(['c', 'unknown'])
  expect(await found(database, { terms: ['食品'] })).toEqual(['a', 'b', 'd'])
  await writer.indexEntries([entry('d', '食品', { decidedOn: '2026-11-01', digest: 'moved' })])
  expect(await found(database, { terms: ['食品'] })).toEqual(['d', 'a', 'b'])
  await sound(database)
})

test('only what is public gets in', async () => {
  const database = await migrated()
  await givenPublic(database, ['a'])
  await createSearchWriter(database).indexEntries([entry('a', '食品'), entry('b', '食品')])

  expect(await found(database, { terms: ['食品'] })).toEqual(['a'])
})

test('a filter is the whole value, and no text can be one', async () => {
  const database = await migrated()
  await givenPublic(database, ['a', 'b', 'c'])
  await createSearchWriter(database).indexEntries([
    entry('a', '食品'),
    entry('b', '食品', { agency: 'a' }),
    entry('c', foldText('a_a k_penalty'), { agency: 'c', kind: 'licence' }),
  ])
  const by = (filter: Partial<SearchFilter>) => found(database, { filter: { ...NO_FILTER, ...filter } })

  expect(await by({ agency: 'a' })).toEqual(['b'])
  expect(await by({ agency: 'a-b' })).toEqual(['a'])
  expect(await by({ kind: 'licence' })).toEqual(['c'])
  expect(await by({ agency: 'b' })).toEqual([])
})

test('what is over since the last publishing is neither found nor counted', async () => {
  const database = await migrated()
  await givenPublic(database, ['a', 'b'])
  await createSearchWriter(database).indexEntries([
    entry('a', '食品', { until: '2026-11-19' }),
    entry('b', '食品', { until: '2026-11-20' }),
  ])
  const [counts] = await createSearchIndex(database).count([
    { terms: ['食品'], whole: null, filter: NO_FILTER, today: TODAY },
  ])

  expect(await found(database, { terms: ['食品'] })).toEqual(['b'])
  expect(counts).toMatchObject({ total: 1, isCapped: false })
})

test('few matches are put in the same order at once as many are tier by tier', async () => {
  const database = await migrated()
  const ids = Array.from({ length: 60 }, (_, at) => `r${at}`)
  await givenPublic(database, ids)
  const words = ['食品', '食品店', '大食品', '药品', '甲']
  const entries = ids.map((id, at) =>
    entry(id, at % 4 === 0 ? '食品超过保质期' : '药品食品', {
      decidedOn: `2026-0${1 + (at % 9)}-05`,
      leads: [`${words[at % 5]}公司${at}`, `罚2026${at}食品`.slice(0, 5 + (at % 7))],
    }),
  )
  await createSearchWriter(database).indexEntries(entries)
  for (const terms of [['食品'], ['公司', '食品'], ['食品', '公司'], ['罚20'], ['保质期'], []]) {
    for (const order of ['best', 'newest'] as const) {
      const filter = terms.length === 0 ? { ...NO_FILTER, kind: 'penalty' as const } : NO_FILTER
      const query = { terms, whole: null, filter, today: TODAY, order, after: null, limit: 100 }
      const [atOnce, byTier] = await Promise.all([300, 0].map((few) => createSearchIndex(database, few).find(query)))
      expect([terms, order, byTier?.hits.map(({ place }) => place)]).toEqual([
        terms,
        order,
        atOnce?.hits.map(({ place }) => place),
      ])
      expect(atOnce?.hits.length).toBeGreaterThan(0)
    }
  }
})

test('the longest text that a record can have goes in and out whole', async () => {
  const database = await migrated()
  const writer = createSearchWriter(database)
  await givenPublic(database, ['a'])
  const body = Array.from({ length: 1800 }, (_, at) =>
    String.fromCodePoint(0x4e00 + at, 0x5e00 + (at % 700), 0x2000b + at),
  ).join('')
  await writer.indexEntries([entry('a', body)])
  await sound(database)
  const characters = [...body]
  for (const from of [0, 60, 63, 64, 65, 127, 128, 129, 5390]) {
    expect(await found(database, { terms: [characters.slice(from, from + 5).join('')] })).toEqual(['a'])
  }
  await writer.dropEntries(['a'])
  await sound(database)
  expect(await found(database, { terms: [characters.slice(64, 70).join('')] })).toEqual([])
})

test('of more than ten thousand the newest are counted, and what a range of money leaves of them', async () => {
  const database = await migrated()
  const ids = Array.from({ length: MOST_COUNTED + 50 }, (_, at) => `r${at}`)
  await database.run(sql`INSERT INTO record (id, kind, family_key, ordinal, state, version, seq, decided_on, updated_at)
    SELECT value, 'penalty', value, 0, 'public', 1, 1, '2026-01-01', 1 FROM json_each(${JSON.stringify(ids)})`)
  const amounts = ids.map((_, at) => (at % 1000 === 7 ? 550_000 : 150_000))
  await createSearchWriter(database).indexEntries(
    ids.map((id, at) => entry(id, '食品', { amount: amounts[at] ?? null, alike: amounts[at] ?? 0 })),
  )
  const query = { terms: ['食品'], whole: null, filter: NO_FILTER, today: TODAY }
  const narrow = { ...NO_FILTER, amount: { from: 500_000, to: 600_000 } }
  const [all, some] = await createSearchIndex(database).count([query, { ...query, filter: narrow }])

  expect(all).toMatchObject({ total: MOST_COUNTED, isCapped: true })
  expect(some).toMatchObject({ total: 10, isCapped: true })
})

test('a failure says nothing of what was typed', async () => {
  const database = await migrated()
  await database.run(sql`DROP TABLE search_entry`)
  const index = createSearchIndex(database)
  const query = { terms: ['王小明'], whole: null, filter: NO_FILTER, today: TODAY }
  const told: string[] = []
  for (const ask of [
    () => index.find({ ...query, order: 'best', after: null, limit: 1 }),
    () => index.count([query]),
    () => index.suggest('王小明', TODAY, 1),
  ]) {
    await ask().catch((error: unknown) => {
      for (let at = error; at instanceof Error; at = at.cause) told.push(`${at.message} ${at.stack}`)
    })
  }
  expect(told.length).toBeGreaterThanOrEqual(3)
  expect(told.join('\n')).not.toMatch(/小明|王小/)
})

test('an entry is replaced, never changed in place', async () => {
  const database = await migrated()
  await givenPublic(database, ['a'])
  await createSearchWriter(database).indexEntries([entry('a', '食品')])

  await expect(database.run(sql`UPDATE search_source SET body = '药品'`)).rejects.toThrow()
})
