import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  addDays,
  addMonths,
  addYears,
  compareDays,
  type Day,
  dayOfInstant,
  daysBetween,
  isCivilDate,
  isDay,
  type LooseDay,
  monthOf,
  parseDay,
  parseLooseDay,
  weekdayOf,
  yearOf,
} from '#domain/day'

function day(text: string): Day {
  const parsed = parseDay(text)
  if (parsed === undefined) throw new Error(`${text} is not a day`)
  return parsed
}

const anyDay = fc.integer({ min: 0, max: 80_000 }).map((n) => addDays(day('1950-01-01'), n))

describe('a day', () => {
  test.each(['1949-01-01', '2000-02-29', '2024-02-29', '2026-12-31', '2199-12-31'])('%s is on the calendar', (text) => {
    expect(parseDay(text)).toBe(text)
    expect(isDay(text)).toBe(true)
  })

  test.each([
    '1948-12-31',
    '2200-01-01',
    '1900-02-29',
    '2026-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-1-8',
    '2026/01/08',
    ' 2026-01-08',
    '2026-01-08T00:00',
    '２０２６-01-08',
    '',
  ])('%j is not a day', (text) => {
    expect(parseDay(text)).toBeUndefined()
    expect(isDay(text)).toBe(false)
  })

  test('the day in Shanghai begins at 16:00 UTC of the day before', () => {
    const midnight = Date.UTC(2026, 1, 28, 16)

    expect(dayOfInstant(midnight - 1)).toBe('2026-02-28')
    expect(dayOfInstant(midnight)).toBe('2026-03-01')
  })

  test('an instant outside the known years is a fault, not a wrong day', () => {
    expect(() => dayOfInstant(Date.UTC(2300, 0, 1))).toThrow(RangeError)
    expect(() => dayOfInstant(Number.NaN)).toThrow(RangeError)
    expect(() => dayOfInstant(Number.POSITIVE_INFINITY)).toThrow(RangeError)
    expect(() => addDays(day('2199-12-31'), 1)).toThrow(RangeError)
    expect(() => addYears(day('2000-01-01'), -1950)).toThrow(RangeError)
  })

  test.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-03-31', 3, '2026-06-30'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-01-15', -1, '2025-12-15'],
    ['2026-05-31', 0, '2026-05-31'],
    ['2026-05-20', 36, '2029-05-20'],
  ])('%s and %i months is %s', (from, months, to) => {
    expect(addMonths(day(from), months)).toBe(to)
  })

  test('a year after 29 February is 28 February', () => {
    expect(addYears(day('2024-02-29'), 1)).toBe('2025-02-28')
    expect(addYears(day('2024-02-29'), 4)).toBe('2028-02-29')
  })

  test('21 November 2026 is a Saturday', () => {
    expect(weekdayOf(day('2026-11-21'))).toBe(6)
    expect(weekdayOf(day('2026-11-22'))).toBe(0)
  })

  test('a day knows its year and month', () => {
    expect(yearOf(day('2026-11-21'))).toBe(2026)
    expect(monthOf(day('2026-11-21'))).toBe('2026-11')
  })

  test('going n days on and n days back ends where it began', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -300, max: 300 }), (start, n) => {
        const there = addDays(start, n)

        expect(addDays(there, -n)).toBe(start)
        expect(daysBetween(start, there)).toBe(n)
        expect(compareDays(start, there)).toBe(Math.sign(-n) + 0)
        expect(weekdayOf(there)).toBe((((weekdayOf(start) + n) % 7) + 7) % 7)
      }),
    )
  })

  test('adding months never lands in another month than meant', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -11, max: 360 }), (start, n) => {
        const there = addMonths(start, n)
        const months = yearOf(there) * 12 + Number(there.slice(5, 7)) - yearOf(start) * 12 - Number(start.slice(5, 7))

        expect(isDay(there)).toBe(true)
        expect(months).toBe(n)
      }),
    )
  })

  test('births before 1949 are still dates', () => {
    expect(isCivilDate(1931, 12, 31)).toBe(true)
    expect(isCivilDate(1931, 2, 29)).toBe(false)
    expect(isCivilDate(Number.NaN, 1, 1)).toBe(false)
  })
})

describe('the text of a date cell', () => {
  const on = (text: string): LooseDay => ({ precision: 'day', day: day(text) })
  const forever: LooseDay = { precision: 'long-term' }

  test.each<[string, LooseDay]>([
    ['2016-01-08', on('2016-01-08')],
    ['2014/2/25', on('2014-02-25')],
    ['2014.2.25', on('2014-02-25')],
    ['20140225', on('2014-02-25')],
    ['20140225103000', on('2014-02-25')],
    ['2014年2月25日', on('2014-02-25')],
    ['2014 年 2 月 25 日', on('2014-02-25')],
    ['二〇二六年三月十二日', on('2026-03-12')],
    ['二○一四年十二月三十一日', on('2014-12-31')],
    ['２０１４－０２－２５', on('2014-02-25')],
    ['2014—02—25', on('2014-02-25')],
    ['2016-01-08 00:00:00', on('2016-01-08')],
    ['2016/1/8 0:00', on('2016-01-08')],
    ['2016-01-08T09:30:00', on('2016-01-08')],
    ['2014年2月25日 10:30', on('2014-02-25')],
    ['2016-01-07T16:00:00.000Z', on('2016-01-08')],
    ['2099-12-30T16:00:00Z', forever],
    ['4102329600000', forever],
    ['2016-01-08T00:00:00+08:00', on('2016-01-08')],
    ['2016-01-07T20:00:00-0500', on('2016-01-08')],
    ['1456185600000', on('2016-02-23')],
    ['1456185600', on('2016-02-23')],
    ['1000000000', on('2001-09-09')],
    ['  2016-01-08\u00a0', on('2016-01-08')],
    ['\u200b2016-01-08', on('2016-01-08')],
    ['2014-02', { precision: 'month', month: '2014-02' }],
    ['2014/2', { precision: 'month', month: '2014-02' }],
    ['2014.02', { precision: 'month', month: '2014-02' }],
    ['2014年2月', { precision: 'month', month: '2014-02' }],
    ['2021-01&nbsp;', { precision: 'month', month: '2021-01' }],
    ['2021-01nbsp', { precision: 'month', month: '2021-01' }],
    ['2014年', { precision: 'year', year: 2014 }],
    ['2014', { precision: 'year', year: 2014 }],
    ['5年', { precision: 'duration', years: 5 }],
    ['五年', { precision: 'duration', years: 5 }],
    ['有效期5年', { precision: 'duration', years: 5 }],
    ['3个月', { precision: 'duration', months: 3 }],
    ['十二个月', { precision: 'duration', years: 1 }],
    ['1年6个月', { precision: 'duration', months: 18 }],
    ['一年半', { precision: 'duration', months: 18 }],
    ['半年', { precision: 'duration', months: 6 }],
    ['长期', forever],
    ['长期有效', forever],
    ['永久', forever],
    ['2099-12-31', forever],
    ['2099/12/31', forever],
    ['2099年12月31日', forever],
    ['20991231', forever],
    ['9999-12-31 00:00:00', forever],
  ])('%j says %o', (text, said) => {
    expect(parseLooseDay(text)).toEqual(said)
  })

  test.each([
    '',
    '——',
    '2014-02-30',
    '2014-13',
    '2014.1', // also what a number cell makes of 2014.10
    '201402',
    '6月',
    '2月25日',
    '2014-02-25至2015-02-25',
    '2016-01-08 25:00:00',
    '1816-01-08',
    '9999999999999',
    '41695',
    '2014022510', // day and hour, or seconds of 2033
    '1900000000',
    '0年',
    '待定',
  ])('%j says no date, and none is invented', (text) => {
    expect(parseLooseDay(text)).toBeUndefined()
  })

  test('a month stays a month: no day is added to it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1949, max: 2098 }), fc.integer({ min: 1, max: 12 }), (year, month) => {
        expect(parseLooseDay(`${year}年${month}月`)?.precision).toBe('month')
        expect(parseLooseDay(`${year}-${month}`)?.precision).toBe('month')
      }),
    )
  })

  test('every way to write a day is read as that day', () => {
    fc.assert(
      fc.property(anyDay, (written) => {
        const [year = '', month = '', date = ''] = written.split('-')
        const said = parseLooseDay(written)
        const short = [year, Number(month), Number(date)]

        for (const text of [
          short.join('/'),
          short.join('.'),
          `${year}年${month}月${date}日`,
          `${year}${month}${date}`,
        ]) {
          expect(parseLooseDay(text)).toEqual(said)
        }
      }),
    )
  })

  test('no text makes the reading stumble', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseLooseDay(text)))
    fc.assert(fc.property(fc.stringMatching(/^[0-9年月日个半十二\-/.:TZ ]{0,24}$/), (text) => void parseLooseDay(text)))
  })
})
