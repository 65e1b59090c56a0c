import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countMatching, countMonth, type ListFilter, matchesFilter, withoutRows } from '#domain/list-counts'
import { LIST_STATES, PENALTY_KINDS, STANDING_IDS } from '#domain/vocabulary'

const row = fc.record({
  late: fc.option(fc.integer({ min: 0, max: 30 })),
  standing: fc.option(fc.constantFrom(...STANDING_IDS)),
  categories: fc.uniqueArray(fc.constantFrom(...PENALTY_KINDS), { maxLength: 3 }),
})
const FILTERS: ListFilter[] = [null, ...PENALTY_KINDS].flatMap((category) =>
  [null, ...LIST_STATES].map((state) => ({ category, state })),
)

test('a month counts under every filter as many rows as the filter lets through', () => {
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const counts = countMonth('2026-03', rows)
      for (const filter of FILTERS) {
        expect(countMatching(counts, filter)).toBe(rows.filter((it) => matchesFilter(it, filter)).length)
      }
    }),
  )
})

test('rows that left are counted off, and the counts they are taken from stay as they were', () => {
  fc.assert(
    fc.property(fc.array(row), fc.array(row), (stay, leave) => {
      const all = countMonth('2026-03', [...stay, ...leave])
      const before = structuredClone(all)

      const left = withoutRows(all, leave)

      for (const filter of FILTERS) {
        expect(countMatching(left, filter)).toBe(stay.filter((it) => matchesFilter(it, filter)).length)
      }
      expect(all).toEqual(before)
    }),
  )
})
