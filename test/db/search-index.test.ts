import { describe, expect, test } from 'vitest'
import type { SearchAnswer } from '#contract/search'
import { closeDatabase, openDatabaseFile } from '#db/client'
import { createSearchIndex } from '#db/search-index'
import { parseDay } from '#domain/day'
import { searchWords } from '#domain/search-text'
import { databaseFileOf } from '../../scripts/lib/workspace.ts'
import { TEST_DAY } from '../test-day.ts'
import { world } from '../world.ts'

const NO_FILTER = { kind: null, agency: null, year: null, category: null, state: null, amount: null }
/** Words of names, numbers, titles and texts; most stand in several of them. */
const QUERIES = [
  '食品',
  '澜溪',
  '罚款',
  '许可',
  '2026',
  '有限公司',
  '食品 有限',
  '市监罚',
  '经营 许可',
  '91999001',
  'lanxi',
  '责令改正',
  '中华人民共和国',
]

describe('the index', () => {
  test('puts few matches in the same order, page by page, as it finds many tier by tier', async () => {
    const { folder } = await world()
    const database = await openDatabaseFile(databaseFileOf(folder))
    const [few, many] = [createSearchIndex(database), createSearchIndex(database, 0)]
    const today = parseDay(TEST_DAY)
    if (today === undefined) throw new Error('not a day')
    const tiers = new Set<number>()
    for (const query of QUERIES) {
      for (const filter of [NO_FILTER, { ...NO_FILTER, amount: { from: 100_000, to: null } }]) {
        const asked = { terms: searchWords(query).terms, filter, today, order: 'best' as const, limit: 7 }
        let after = null
        for (let page = 0; page < 4; page++) {
          const hits = await many.find({ ...asked, after })

          expect(await few.find({ ...asked, after })).toEqual(hits)
          for (const { place } of hits) tiers.add(place.tier)
          after = hits.at(-1)?.place ?? after
        }
      }
    }
    await closeDatabase(database)

    expect([...tiers].sort()).toEqual([0, 1, 2, 3])
  })

  test.each(['食品', '澜溪', '罚款'])('counts for every value of a filter what choosing it finds: %s', async (q) => {
    const { get } = await world()
    const ask = async (query: string) => (await get(`search?q=${q}&${query}`)).body as SearchAnswer
    const { facets: first } = await ask('')
    let compared = 0
    for (const facet of ['kind', 'agency', 'year', 'category', 'state', 'amount'] as const) {
      for (const { value, count } of first[facet].slice(0, 3)) {
        const chosen = await ask(`${facet}=${value}`)

        expect(chosen.total).toBe(count)
        expect(chosen.facets[facet]).toEqual(first[facet])
        compared += 1
      }
    }

    expect(compared).toBeGreaterThan(6)
  })
})
