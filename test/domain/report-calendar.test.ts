import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, type Day, parseDay } from '#domain/day'
import { periodsOf, type ReportDuty, type ReportSubmission, reportLines } from '#domain/report-calendar'
import { type ConfirmedEntry, mismatchOf } from '#domain/report-mismatch'
import { periodOf, submissionOf } from '#domain/report-submission'

const day = (text: string): Day => {
  const parsed = parseDay(text)
  if (parsed === undefined) throw new Error(`${text} is not a day`)
  return parsed
}
const HALF: ReportDuty = {
  ...{ id: 'half', title: '上半年情况', to: '县发改委', from: day('2017-07-01') },
  ...{ matter: 'half-year-report', by: ['a'] },
  due: { yearly: '07-10', covers: 'first-half' },
}
const YEAR: ReportDuty = { ...HALF, id: 'year', due: { yearly: '01-10', covers: 'last-year' } }
const sent = (on: string, more: Partial<ReportSubmission> = {}): ReportSubmission => ({
  ...{ id: on, duty: 'half', period: '2018年上半年', organ: 'a', on: day(on), isZero: false, count: null, file: null },
  ...more,
})

describe('the reporting calendar', () => {
  test('has a period a year from the day on which the duty began', () => {
    expect(periodsOf(HALF, day('2019-07-09')).map(({ period }) => period)).toEqual(['2017年上半年', '2018年上半年'])
    expect(periodsOf(YEAR, day('2019-01-10'))).toEqual([
      { duty: 'year', period: '2017年', dueOn: '2018-01-10' },
      { duty: 'year', period: '2018年', dueOn: '2019-01-10' },
    ])
    expect(periodsOf({ ...HALF, due: { on: day('2019-06-30') } }, day('2019-06-29'))).toEqual([])
  })

  test('a report is there, late, missing or still to come; a zero report is one', () => {
    const at = (today: string, ...all: ReportSubmission[]) =>
      reportLines([HALF], all, [], { today: day(today), ahead: 30 }).map(({ period, state }) => `${period} ${state}`)

    expect(at('2018-07-10')).toEqual(['2017年上半年 missing', '2018年上半年 open'])
    expect(at('2018-07-11')).toEqual(['2017年上半年 missing', '2018年上半年 missing'])
    expect(at('2018-07-12', sent('2018-07-10', { isZero: true }))).toEqual([
      ...['2017年上半年 missing', '2018年上半年 submitted'],
    ])
    expect(at('2018-07-12', sent('2018-07-11'))).toEqual(['2017年上半年 missing', '2018年上半年 late'])
  })

  test('a better report that comes later changes the file and not the day', () => {
    const lines = reportLines(
      [HALF],
      [sent('2018-08-01', { file: 'https://example.test/b' }), sent('2018-07-01', { file: 'https://example.test/a' })],
      [],
      { today: day('2018-09-01'), ahead: 0 },
    )
    expect(lines.at(-1)).toMatchObject({ state: 'submitted', submission: { file: 'https://example.test/b' } })
  })

  test('every organ has one line a period, and as days pass nothing that was sent gets lost', () => {
    const submissions = fc.array(
      fc.record({
        organ: fc.constantFrom('a', 'b', 'c'),
        on: fc.integer({ min: 0, max: 900 }).map((n) => addDays(day('2017-07-01'), n)),
        period: fc.constantFrom('2017年上半年', '2018年上半年', '2019年上半年'),
      }),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(submissions, fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 90 }), (all, n, later) => {
        const full = all.map(
          (it): ReportSubmission => ({
            ...{ ...it, id: it.on, duty: 'half', isZero: false, count: null, file: null },
          }),
        )
        const lines = (on: Day) => reportLines([{ ...HALF, by: ['a', 'b', 'c'] }], full, [], { today: on, ahead: 0 })
        const [now, then] = [lines(addDays(day('2017-07-01'), n)), lines(addDays(day('2017-07-01'), n + later))]

        const keys = now.map(({ organ, period }) => `${organ} ${period}`)
        expect(new Set(keys).size).toBe(keys.length)
        for (const line of now) {
          const next = then.find(({ organ, period }) => organ === line.organ && period === line.period)
          if (line.state === 'submitted' || line.state === 'late') expect(next?.state).toBe(line.state)
          if (line.state === 'missing') expect(['missing', 'late']).toContain(next?.state)
        }
      }),
    )
  })
})

const entry = (id: string, on: string, organ = 'a'): ConfirmedEntry => ({ id, organ, on: day(on) })

describe('a report that says less than is public', () => {
  const checked = (said: Partial<ReportSubmission>, entries: ConfirmedEntry[], today = '2018-12-31') =>
    reportLines([HALF], [sent('2018-07-05', said)], entries, { today: day(today), ahead: 0 }).at(-1)?.mismatch

  test('is one with its records, from the day of the report or of the entry that it lacks', () => {
    const inside = [entry('x', '2018-01-01'), entry('y', '2018-06-30')]

    expect(checked({ isZero: true }, inside)).toEqual({ reported: 0, since: '2018-07-05', entries: ['x', 'y'] })
    expect(checked({ count: 1 }, inside)).toEqual({ reported: 1, since: '2018-07-05', entries: ['x', 'y'] })
    expect(mismatchOf({ ...sent('2018-06-01'), isZero: true }, inside)?.since).toBe('2018-06-01')
    expect(mismatchOf({ ...sent('2018-06-01'), count: 1 }, inside)?.since).toBe('2018-06-30')
  })

  test('is none where as many or more are reported, where the report gives no number, or where others were confirmed', () => {
    const inside = [entry('x', '2018-03-01')]

    expect(checked({ count: 1 }, inside)).toBeNull()
    expect(checked({ count: 5 }, inside)).toBeNull()
    expect(checked({ count: null }, inside)).toBeNull()
    expect(checked({ isZero: true }, [entry('x', '2017-12-31'), entry('y', '2018-07-01')])).toBeNull()
    expect(checked({ isZero: true }, [entry('x', '2018-03-01', 'b')])).toBeNull()
  })

  test('goes with the last report of the period, and with the entry that leaves', () => {
    const better = sent('2018-08-01', { id: 'better', count: 1 })
    const lines = (entries: ConfirmedEntry[], ...all: ReportSubmission[]) =>
      reportLines([HALF], all, entries, { today: day('2018-12-31'), ahead: 0 }).at(-1)
    const zero = sent('2018-07-05', { isZero: true })

    expect(lines([entry('x', '2018-03-01')], zero)?.mismatch?.entries).toEqual(['x'])
    expect(lines([entry('x', '2018-03-01')], zero, better)).toMatchObject({ state: 'submitted', mismatch: null })
    expect(lines([], zero)?.mismatch).toBeNull()
  })

  test('never depends on the order of what is public, and another entry never ends it', () => {
    const days = fc.integer({ min: -200, max: 400 }).map((n) => addDays(day('2018-01-01'), n))
    const entries = fc
      .array(days, { maxLength: 8 })
      .map((all) => all.map((on, n): ConfirmedEntry => ({ id: `e${n}`, organ: 'a', on })))
    fc.assert(
      fc.property(entries, days, fc.nat({ max: 6 }), (all, more, count) => {
        const said = sent('2018-07-05', { count })
        const found = mismatchOf(said, all)
        const within = all.filter(({ on }) => '2018-01-01' <= on && on <= '2018-06-30')

        expect(found !== null).toBe(within.length > count)
        expect(mismatchOf(said, all.toReversed())).toEqual(found)
        expect(mismatchOf({ ...said, count: within.length }, all)).toBeNull()
        expect(mismatchOf({ ...said, isZero: true }, all) === null).toBe(within.length === 0)
        if (found === null) return
        const grown = mismatchOf(said, [...all, { id: 'more', organ: 'a', on: more }])
        expect(grown?.entries).toEqual(expect.arrayContaining(found.entries))
        expect(found.since >= said.on).toBe(true)
      }),
    )
  })
})

describe('what was reported', () => {
  test.each([
    ['2026年上半年', '2026年上半年'],
    ['2026 上半年', '2026年上半年'],
    ['２０２６年上半年', '2026年上半年'],
    ['2025年度', '2025年'],
    ['2025年全年', '2025年'],
    ['2025', '2025年'],
    ['第一季度', '第一季度'],
  ])('%s is %s', (text, period) => {
    expect(periodOf(text)).toBe(period)
  })

  test('answers the duty of its matter, and only an address that a browser opens is a file', () => {
    const values = { reportMatter: 'half-year-report', reportPeriod: '2018年上半年', isZeroReport: 'zero' }
    const of = (more: Record<string, string>) =>
      submissionOf([HALF], { id: 'r', organ: 'a', on: day('2018-07-05'), values: { ...values, ...more } })

    expect(of({ dishonestyCount: '0' })).toMatchObject({ duty: 'half', isZero: true, count: 0, file: null })
    expect(of({ reportMatter: 'other-report' })).toBeUndefined()
    expect(of({ reportAddress: 'https://example.org/a.html' })?.file).toBe('https://example.org/a.html')
    for (const bad of ['javascript:alert(1)', 'https://', 'https://a b', '见门户网站'])
      expect.soft(of({ reportAddress: bad })?.file, bad).toBeNull()
  })

  test('once answers what comes once, whatever period it names', () => {
    const once: ReportDuty = { ...HALF, due: { on: day('2018-06-30') } }
    const values = { reportMatter: 'half-year-report', reportPeriod: '上半年' }
    const found = submissionOf([once], { id: 'r', organ: 'a', on: day('2018-06-20'), values })

    expect(reportLines([once], found ? [found] : [], [], { today: day('2018-07-01'), ahead: 0 })).toMatchObject([
      { period: '2018-06-30', state: 'submitted', mismatch: null },
    ])
  })
})
