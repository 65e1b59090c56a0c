import { readdirSync, readFileSync } from 'node:fs'
import chineseDays from 'chinese-days'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CalendarFile, toCalendar } from '#content/schema/calendar'
import { addWorkdays, type Calendar, isWorkday, workdaysBetween } from '#domain/calendar'
import { addDays, compareDays, type Day, daysBetween, parseDay } from '#domain/day'

const FOLDER = new URL('../../content/calendar/', import.meta.url)

const files = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({ name, json: JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8')) }))

const calendar = toCalendar(files.map(({ json }) => CalendarFile.parse(json)))

function day(text: string): Day {
  const parsed = parseDay(text)
  if (parsed === undefined) throw new Error(`${text} is not a day`)
  return parsed
}

/** The same calendar as somebody sees it who has only some of the notices. */
function withOnly(...years: number[]): Calendar {
  return { years: new Map([...calendar.years].filter(([year]) => years.includes(year))) }
}

describe('the notices in content/calendar', () => {
  test('there is one file for each year from 2007 to 2027, named after it', () => {
    expect(files.map(({ name }) => name)).toEqual(Array.from({ length: 21 }, (_, n) => `${2007 + n}.json`))
    for (const { name, json } of files) expect(`${json.year}.json`).toBe(name)
  })

  test('every announced year cites its notice on gov.cn', () => {
    for (const { year, announced, source } of calendar.years.values()) {
      expect(announced).toBe(year < 2027)
      if (announced) expect(source.every((paper) => /^https?:\/\/www\.gov\.cn\//.test(paper))).toBe(true)
    }
  })

  test('all 7,305 days of 2007–2026 agree with an independent calendar', () => {
    const differing: string[] = []
    let days = 0

    for (let current = day('2007-01-01'); current < '2027-01-01'; current = addDays(current, 1)) {
      days += 1
      if (isWorkday(current, calendar).workday !== chineseDays.isWorkday(current)) differing.push(current)
    }

    expect(days).toBe(7305)
    expect(differing).toEqual([])
  })

  test.each([
    [{ daysOff: ['2026-02-30'] }, ['daysOff', 0], '“2026-02-30”不是日期。应写成 2026-10-01 这样的真实日期。'],
    [{ daysOff: ['2026-01-02', '2026-01-01'] }, ['daysOff', 1], '2026-01-01 应排在 2026-01-02 之前，且不能重复。'],
    [{ daysOff: ['2025-11-30'] }, ['daysOff', 0], '2025-11-30 不在 2026 年或上一年12月。'],
    [{ workingWeekends: ['2026-01-05'] }, ['workingWeekends', 0], '2026-01-05 不是周六或周日。'],
    [
      { daysOff: ['2026-01-04'], workingWeekends: ['2026-01-04'] },
      ['workingWeekends', 0],
      '2026-01-04 同时列为休息日和上班日，只能是一种。',
    ],
    [{ papers: [] }, ['announced'], '已公布的年份要写明通知网址和放假日期。'],
    [{ announced: false }, ['announced'], '尚未公布的年份不能写日期。'],
  ])('a file with %j is sent back to its editor', (change, path, message) => {
    const file = {
      year: 2026,
      announced: true,
      papers: ['https://www.gov.cn/x'],
      daysOff: ['2026-01-01'],
      workingWeekends: [],
    }

    const read = CalendarFile.safeParse({ ...file, ...change })

    expect(read.error?.issues).toContainEqual(expect.objectContaining({ path, message }))
  })

  test('two files for one year are a fault', () => {
    const file = CalendarFile.parse({
      year: 2027,
      announced: false,
      papers: [],
      daysOff: [],
      workingWeekends: [],
    })

    expect(() => toCalendar([file, file])).toThrow('2027')
  })
})

describe('a working day', () => {
  test.each([
    ['2026-02-14', true, 'a Saturday worked in exchange for Spring Festival'],
    ['2026-02-28', true, 'the second such Saturday'],
    ['2026-02-16', false, 'the eve of Spring Festival'],
    ['2026-02-24', true, 'the Tuesday after the holiday'],
    ['2026-09-20', true, 'a Sunday worked in exchange for National Day'],
    ['2026-11-21', false, 'an ordinary Saturday'],
    ['2026-11-20', true, 'an ordinary Friday'],
  ])('%s: %s, %s', (text, workday) => {
    expect(isWorkday(day(text), calendar)).toEqual({ workday, provisional: false })
  })

  test('a notice also moves the last days of the December before', () => {
    expect(isWorkday(day('2018-12-29'), calendar).workday).toBe(true)
    expect(isWorkday(day('2018-12-31'), calendar).workday).toBe(false)
    expect(isWorkday(day('2006-12-30'), calendar)).toEqual({ workday: true, provisional: false })
  })

  test('of two notices the later one holds', () => {
    const moved = day('2018-12-31')
    const own = { year: 2018, announced: true, daysOff: new Set<Day>(), workingWeekends: new Set([moved]), source: [] }
    const both: Calendar = { years: new Map([...calendar.years, [2018, own]]) }

    expect(isWorkday(moved, both).workday).toBe(false)
    expect(isWorkday(moved, { years: new Map([[2018, own]]) }).workday).toBe(true)
  })

  test('without a notice the year goes Monday to Friday, and says so', () => {
    for (const unknown of [calendar, withOnly(2026)]) {
      expect(isWorkday(day('2027-01-01'), unknown)).toEqual({ workday: true, provisional: true })
      expect(isWorkday(day('2027-05-01'), unknown)).toEqual({ workday: false, provisional: true })
    }
    expect(isWorkday(day('2005-05-02'), calendar)).toEqual({ workday: true, provisional: true })
  })

  test('the last week of December waits for the notice of the next year', () => {
    expect(isWorkday(day('2026-12-24'), calendar).provisional).toBe(false)
    expect(isWorkday(day('2026-12-25'), calendar).provisional).toBe(true)
    expect(isWorkday(day('2025-12-31'), calendar).provisional).toBe(false)
    expect(isWorkday(day('2025-12-31'), withOnly(2025)).provisional).toBe(true)
  })
})

describe('counting working days', () => {
  const anyDay = fc.integer({ min: 0, max: 7300 }).map((n) => addDays(day('2007-01-01'), n))

  test('the count begins on the day after; none is the day itself', () => {
    expect(addWorkdays(day('2026-11-21'), 0, calendar)).toEqual({ day: '2026-11-21', provisional: false })
    expect(addWorkdays(day('2026-11-20'), 1, calendar)).toEqual({ day: '2026-11-23', provisional: false })
    expect(workdaysBetween(day('2026-11-20'), day('2026-11-23'), calendar)).toEqual({ days: 1, provisional: false })
    expect(workdaysBetween(day('2026-11-20'), day('2026-11-20'), calendar).days).toBe(0)
    expect(workdaysBetween(day('2026-11-20'), day('2026-11-02'), calendar).days).toBe(0)
  })

  test('a count that reaches an unannounced year is provisional', () => {
    expect(addWorkdays(day('2026-12-30'), 7, calendar)).toEqual({ day: '2027-01-08', provisional: true })
    expect(workdaysBetween(day('2026-12-01'), day('2027-03-01'), calendar).provisional).toBe(true)
  })

  test('less than nothing or half a day cannot be counted', () => {
    for (const n of [-1, 1.5, Number.NaN]) expect(() => addWorkdays(day('2026-01-05'), n, calendar)).toThrow(RangeError)
  })

  test('n working days on lie n working days between, and the last is a working day', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 60 }), (start, n) => {
        const { day: end } = addWorkdays(start, n, calendar)

        expect(workdaysBetween(start, end, calendar).days).toBe(n)
        expect(isWorkday(end, calendar).workday).toBe(true)
        expect(daysBetween(start, end)).toBeGreaterThanOrEqual(n)
      }),
    )
  })

  test('a later start never ends earlier', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 20 }), (start, later, n) => {
        const first = addWorkdays(start, n, calendar).day
        const second = addWorkdays(addDays(start, later), n, calendar).day

        expect(compareDays(first, second)).toBeLessThanOrEqual(0)
      }),
    )
  })
})
