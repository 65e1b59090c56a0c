import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CalendarFile, toCalendar } from '#content/schema/calendar'
import { addDays, type Day, parseDay } from '#domain/day'
import { publicationDue, timeliness } from '#domain/deadline'

const YEARS = [2024, 2025, 2026, 2027]
const calendar = toCalendar(
  YEARS.map((year) => readFileSync(new URL(`../../content/calendar/${year}.json`, import.meta.url), 'utf8')).map(
    (text) => CalendarFile.parse(JSON.parse(text)),
  ),
)

function day(text: string): Day {
  const parsed = parseDay(text)
  if (parsed === undefined) throw new Error(`${text} is not a day`)
  return parsed
}

describe('the 7 working days of 424号', () => {
  test.each([
    ['2026-02-10', '2026-02-26'],
    ['2026-02-12', '2026-02-28'],
    ['2026-04-29', '2026-05-12'],
    ['2026-09-18', '2026-09-29'],
    ['2026-09-24', '2026-10-12'],
    ['2026-11-20', '2026-12-01'],
  ])('decided on %s, due by %s', (decided, due) => {
    expect(publicationDue(day(decided), calendar, 7)).toEqual({ day: due, provisional: false })
  })

  test('a deadline in an unannounced year is provisional', () => {
    expect(publicationDue(day('2026-12-28'), calendar, 7)).toEqual({ day: '2027-01-06', provisional: true })
  })

  test('the number is the rule’s: other results of enforcement have 20 working days', () => {
    expect(publicationDue(day('2026-11-20'), calendar, 20).day).toBe('2026-12-18')
  })
})

describe('a record', () => {
  const decidedOn = day('2026-11-06') // due on Tuesday 2026-11-17
  const ask = (publishedOn: string | undefined, today: string) =>
    timeliness({
      decidedOn,
      ...(publishedOn !== undefined && { publishedOn: day(publishedOn) }),
      today: day(today),
      calendar,
      workdays: 7,
    })

  test.each([
    ['published on the day of the decision', '2026-11-06', '2026-11-30', 'on-time', 0],
    ['published on the last day', '2026-11-17', '2026-11-30', 'on-time', 0],
    ['published a day after', '2026-11-18', '2026-11-30', 'late', 1],
    ['published on the weekend after', '2026-11-21', '2026-11-30', 'late', 3],
    ['published on the Monday after', '2026-11-23', '2026-11-30', 'late', 4],
    ['not published on the last day', undefined, '2026-11-17', 'not-yet-due', 0],
    ['not published a day later', undefined, '2026-11-18', 'late', 1],
    ['published before it was decided', '2026-11-05', '2026-11-30', 'unknown', 0],
  ] as const)('%s', (_, publishedOn, today, status, lateBy) => {
    expect(ask(publishedOn, today)).toEqual({ status, dueOn: '2026-11-17', lateBy, provisional: false })
  })

  test('published on the Saturday after a Friday deadline is late by one, as it would be on Monday', () => {
    const friday = { decidedOn: day('2026-11-11'), today: day('2026-12-30'), calendar, workdays: 7 }

    for (const publishedOn of ['2026-11-21', '2026-11-22', '2026-11-23'].map(day)) {
      expect(timeliness({ ...friday, publishedOn })).toMatchObject({ status: 'late', dueOn: '2026-11-20', lateBy: 1 })
    }
  })

  test('published thousands of days later is late, not an error', () => {
    const answer = timeliness({
      decidedOn: day('2009-07-28'),
      publishedOn: day('2021-07-12'),
      today: day('2026-11-21'),
      calendar,
      workdays: 7,
    })

    expect(answer).toMatchObject({ status: 'late', provisional: true })
    expect(answer.lateBy).toBeGreaterThan(2900)
  })

  test('waiting longer never makes it less late, and late always has a number', () => {
    const anyDay = fc.integer({ min: 0, max: 900 }).map((n) => addDays(day('2024-01-01'), n))
    fc.assert(
      fc.property(anyDay, fc.nat(90), fc.nat(30), (decided, wait, more) => {
        const question = { decidedOn: decided, today: day('2027-06-01'), calendar, workdays: 7 }

        const sooner = timeliness({ ...question, publishedOn: addDays(decided, wait) })
        const later = timeliness({ ...question, publishedOn: addDays(decided, wait + more) })

        expect(later.lateBy).toBeGreaterThanOrEqual(sooner.lateBy)
        for (const answer of [sooner, later]) expect(answer.status === 'late').toBe(answer.lateBy > 0)
      }),
    )
  })

  test('published today stands as it would unpublished, but for the name while there is time', () => {
    fc.assert(
      fc.property(fc.nat(60), (wait) => {
        const today = addDays(decidedOn, wait)

        const waiting = timeliness({ decidedOn, today, calendar, workdays: 7 })
        const published = timeliness({ decidedOn, today, publishedOn: today, calendar, workdays: 7 })

        expect(published.lateBy).toBe(waiting.lateBy)
        expect(published.status).toBe(waiting.status === 'not-yet-due' ? 'on-time' : 'late')
      }),
    )
  })
})
