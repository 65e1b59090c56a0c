import fc from 'fast-check'
import { expect, test } from 'vitest'
import { HOUR_MS, hourOf, INTAKE_LIMITS, isOverLimit, type LimitClass, secondsToNextHour } from '#domain/intake-limits'

const CLASSES: readonly LimitClass[] = ['work', 'token', 'upload', 'miss']

test.each(CLASSES)(
  '%s: the last one within the number is taken, the next one is not, for one address and for all',
  (which) => {
    const { address, all } = INTAKE_LIMITS[which]

    expect(isOverLimit(which, [address - 1, all - 1])).toBe(false)
    expect(isOverLimit(which, [address, 0])).toBe(true)
    expect(isOverLimit(which, [0, all])).toBe(true)
    expect(isOverLimit(which, [0, 0])).toBe(false)
    expect(isOverLimit(which, [])).toBe(false)
  },
)

test('a form without script is bound tightest, and one address never uses up what all have', () => {
  for (const which of CLASSES) {
    expect(INTAKE_LIMITS[which].all).toBeGreaterThanOrEqual(20 * INTAKE_LIMITS[which].address)
    expect(INTAKE_LIMITS.token.all).toBeLessThanOrEqual(INTAKE_LIMITS[which].all)
  }
})

test('whoever has to wait is told until when: then a new hour begins', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), (instant) => {
      const seconds = secondsToNextHour(instant)

      expect(seconds).toBeGreaterThan(0)
      expect(seconds).toBeLessThanOrEqual(3600)
      expect(hourOf(instant + seconds * 1000)).toBe(hourOf(instant) + 1)
      expect(hourOf(instant + HOUR_MS)).toBe(hourOf(instant) + 1)
    }),
  )
})
