import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, type Day, isDay, type LooseDay, parseDay, parseLooseDay } from '#domain/day'
import { lastDayOf, looseDayForPeople, looseDayText } from '#domain/loose-day-text'

function day(text: string): Day {
  const parsed = parseDay(text)
  if (parsed === undefined) throw new Error(`${text} is not a day`)
  return parsed
}

const DECIDED = day('2026-11-30')

describe('a day of any precision', () => {
  test.each<[string, string, string, string | undefined]>([
    ['2026-03-05', '2026-03-05', '2026年3月5日', '2026-03-05'],
    ['2026年2月', '2026-02', '2026年2月', '2026-02-28'],
    ['2028-02', '2028-02', '2028年2月', '2028-02-29'],
    ['2026年12月', '2026-12', '2026年12月', '2026-12-31'],
    ['2027年', '2027', '2027年', '2027-12-31'],
    ['5年', '+5y', '自决定之日起5年', '2031-11-30'],
    ['一年', '+1y', '自决定之日起1年', '2027-11-30'],
    ['3个月', '+3m', '自决定之日起3个月', '2027-02-28'],
    ['12个月', '+1y', '自决定之日起1年', '2027-11-30'],
    ['1年半', '+18m', '自决定之日起18个月', '2028-05-30'],
    ['长期', 'long-term', '长期', undefined],
    ['2099-12-31', 'long-term', '长期', undefined],
  ])('%s is stored as %s, shown as %s, and ends on %s at the latest', (cell, stored, shown, last) => {
    const loose = parseLooseDay(cell)
    const text = loose === undefined ? '' : looseDayText(loose)

    expect(text).toBe(stored)
    expect(looseDayForPeople(text)).toBe(shown)
    expect(lastDayOf(text, DECIDED)).toBe(last)
  })

  test('a leap day plus a year is the last day of February', () => {
    expect(lastDayOf('+1y', day('2024-02-29'))).toBe('2025-02-28')
    expect(lastDayOf('+4y', day('2024-02-29'))).toBe('2028-02-29')
  })

  test.each(['', '随便', '2026-02-30', '2026-13', '26', '+5d', '5y', '+y'])('%j has no last day', (text) => {
    expect(lastDayOf(text, DECIDED)).toBeUndefined()
  })

  test('the last day of a month or a year lies in it, and the day after does not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1949, max: 2198 }), fc.integer({ min: 1, max: 12 }), (year, month) => {
        const text = `${year}-${String(month).padStart(2, '0')}`
        const last = lastDayOf(text, DECIDED)
        const lastOfYear = lastDayOf(String(year), DECIDED)

        expect(last?.startsWith(text)).toBe(true)
        if (last) expect(addDays(last, 1).startsWith(text)).toBe(false)
        expect(lastOfYear).toBe(`${year}-12-31`)
      }),
    )
  })

  test('what was stored is a plain text, and an exact day is stored as itself', () => {
    const days = fc.integer({ min: 0, max: 80_000 }).map((n) => addDays(day('1950-01-01'), n))
    const loose = fc.oneof(
      days.map((it): LooseDay => ({ precision: 'day', day: it })),
      days.map((it): LooseDay => ({ precision: 'month', month: it.slice(0, 7) })),
      days.map((it): LooseDay => ({ precision: 'year', year: Number(it.slice(0, 4)) })),
      fc.integer({ min: 1, max: 99 }).map((years): LooseDay => ({ precision: 'duration', years })),
      fc.integer({ min: 1, max: 99 }).map((months): LooseDay => ({ precision: 'duration', months })),
    )
    fc.assert(
      fc.property(loose, (it) => {
        const text = looseDayText(it)
        const last = lastDayOf(text, day('2000-01-01'))

        expect(text).toMatch(/^(\d{4}(-\d{2}){0,2}|\+\d{1,3}[ym])$/)
        expect(last !== undefined && isDay(last)).toBe(true)
        if (it.precision === 'day') expect([text, last]).toEqual([it.day, it.day])
      }),
    )
  })

  test.each(['+999y', '2199-12'])('%j, the end of all days we know, is no reason to stumble', (text) => {
    expect(() => lastDayOf(text, DECIDED)).not.toThrow()
  })
})
