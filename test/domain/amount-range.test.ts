import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  AMOUNT_STEPS_YUAN,
  amountStep,
  formatAmountRange,
  parseAmountRange,
  rangeOfStep,
  stepsOfRange,
} from '#domain/amount-range'

describe('a range of money', () => {
  test.each([
    ['1000-10000', { from: 100_000, to: 1_000_000 }],
    ['-1000', { from: null, to: 100_000 }],
    ['1000000-', { from: 100_000_000, to: null }],
  ])('%s is read and written again', (text, range) => {
    expect(parseAmountRange(text)).toEqual(range)
    expect(formatAmountRange(range)).toBe(text)
  })

  test.each(['', '-', '5', '10-10', '10-5', '1.5-3', 'a-b', '1e3-', '-0', '1234567890123-', ' 1-2'])(
    '%j is none',
    (text) => {
      expect(parseAmountRange(text)).toBeUndefined()
    },
  )

  test('every amount lies in its step, and the steps of a range miss none of its amounts', () => {
    const yuan = fc.integer({ min: 0, max: 5_000_000 })
    fc.assert(
      fc.property(yuan, yuan, yuan, (amount, a, b) => {
        const fen = amount * 100
        const own = rangeOfStep(amountStep(fen))
        expect(fen >= (own.from ?? 0) && fen < (own.to ?? Infinity)).toBe(true)
        const range = { from: Math.min(a, b) * 100, to: Math.max(a, b) * 100 + 100 }
        if (fen >= range.from && fen < range.to) expect(stepsOfRange(range)).toContain(amountStep(fen))
      }),
    )
  })

  test('a step asks for itself only', () => {
    for (const step of AMOUNT_STEPS_YUAN.keys()) expect(stepsOfRange(rangeOfStep(step))).toEqual([step])
  })
})
