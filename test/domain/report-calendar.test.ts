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

  test('of an organ whose period cannot be read nothing is missing, until the period is put right', () => {
    const at = (...all: ReportSubmission[]) =>
      reportLines([HALF], all, [entry('x', '2018-03-01')], { today: day('2018-12-31'), ahead: 300 }).map(
        ({ period, state, submission, mismatch }) => [period, state, submission?.id, mismatch],
      )
    const unread = sent('2018-07-05', { id: 'unread', period: null, isZero: true })

    expect(at(unread)).toEqual([
      ['2017年上半年', 'unread', 'unread', null],
      ['2018年上半年', 'unread', 'unread', null],
      ['2019年上半年', 'open', undefined, null],
    ])
    expect(at({ ...unread, organ: 'b' }).map(([, state]) => state)).toEqual(['missing', 'missing', 'open'])
    expect(at({ ...unread, duty: 'year' }).map(([, state]) => state)).toEqual(['missing', 'missing', 'open'])
    expect(at({ ...unread, period: '2018年上半年' }).map(([, state]) => state)).toEqual([
      'missing',
      'submitted',
      'open',
    ])
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
        period: fc.constantFrom('2017年上半年', '2018年上半年', '2019年上半年', null),
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
        for (const { organ, state, submission } of now) {
          const hasUnread = full.some(
            (it) => it.organ === organ && it.period === null && it.on <= addDays(day('2017-07-01'), n),
          )
          if (hasUnread) expect(state).not.toBe('missing')
          if (state === 'unread') expect([hasUnread, submission?.period]).toEqual([true, null])
        }
        for (const line of now) {
          const next = then.find(({ organ, period }) => organ === line.organ && period === line.period)
          if (line.state === 'submitted' || line.state === 'late') expect(next?.state).toBe(line.state)
          if (line.state === 'missing') expect(['missing', 'unread', 'late']).toContain(next?.state)
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
    ...['2026年上半年', '2026 上半年', '2026上半年', '２０２６年上半年', '2026年上半年度', '2026年度上半年'],
    ...['2026年（上半年）', '2026年(上半年)', '（2026年上半年）', '2026年1-6月', '2026年1—6月', '2026年１～６月份'],
    ...['2026年1月至6月', '2026年1月-6月', '2026年01月至06月', '二〇二六年上半年', '二○二六年上半年'],
    ...['2026年', '2026年度', '2026', '二零二六年'],
  ])('%s is the first half of 2026', (text) => {
    expect(periodOf(text, 'first-half')).toBe('2026年上半年')
  })

  test.each([
    ...['2025年', '2025年度', '2025年全年', '2025全年度', '2025', '（2025年）', '2025年1-12月', '2025年1月至12月'],
    ...['二〇二五年', '二〇二五年度', '2025年年度'],
  ])('%s is 2025', (text) => {
    for (const covers of ['last-year', 'this-year'] as const) expect(periodOf(text, covers)).toBe('2025年')
  })

  test('no half is read as a year, no year as a half that says it is whole, and nothing else is read', () => {
    for (const half of ['2026年上半年', '2026年1-6月']) expect.soft(periodOf(half, 'last-year'), half).toBeNull()
    for (const whole of ['2026年全年', '2026年1-12月']) expect.soft(periodOf(whole, 'first-half'), whole).toBeNull()
    for (const bad of [
      '',
      '第一季度',
      '上半年',
      '26年上半年',
      '2026年下半年',
      '2026年7-12月',
      '2026年1-5月',
      '2026-07-01',
    ]) {
      expect.soft([periodOf(bad, 'first-half'), periodOf(bad, 'last-year')], bad).toEqual([null, null])
    }
  })

  test('is read whatever blanks and brackets stand in it, and as itself once it is read', () => {
    const written = fc.tuple(
      fc.integer({ min: 1990, max: 2100 }),
      fc.constantFrom('', '上半年', '1-6月', '1月至6月'),
      fc.array(fc.tuple(fc.nat({ max: 10 }), fc.constantFrom(' ', '\u3000', '（', '）', '[', ']', '度')), {
        maxLength: 4,
      }),
    )
    fc.assert(
      fc.property(written, ([year, half, noise]) => {
        const text = noise.reduce((all, [at, mark]) => all.slice(0, at) + mark + all.slice(at), `${year}年${half}`)
        const period = `${year}年上半年`

        expect(periodOf(text, 'first-half')).toBe(period)
        expect(periodOf(period, 'first-half')).toBe(period)
      }),
    )
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
