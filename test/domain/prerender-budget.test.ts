import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shareBudget } from '#domain/prerender-budget'

test('what small kinds do not need goes to the large ones', () => {
  expect([...shareBudget(100, { a: 10, b: 1000, c: 0, d: 30 })]).toEqual([
    ['c', 0],
    ['a', 10],
    ['d', 30],
    ['b', 60],
  ])
})

test('shares stay within budget and records, and nothing is left over while a kind could use it', () => {
  const counts = fc.dictionary(fc.string({ minLength: 1, maxLength: 3 }), fc.nat(5000), { minKeys: 1, maxKeys: 19 })
  fc.assert(
    fc.property(fc.nat(20_000), counts, (budget, given) => {
      const shares = shareBudget(budget, given)
      const total = [...shares.values()].reduce((sum, share) => sum + share, 0)
      const records = Object.values(given).reduce((sum, count) => sum + count, 0)

      expect([...shares.keys()].sort()).toEqual(Object.keys(given).sort())
      expect(total).toBe(Math.min(budget, records))
      for (const [kind, share] of shares) expect(share).toBeLessThanOrEqual(given[kind] ?? 0)
    }),
  )
})
