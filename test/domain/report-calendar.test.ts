import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, type Day, parseDay } from '#domain/day'
import { periodsOf, type ReportDuty, type ReportSubmission, reportLines } from '#domain/report-calendar'

const day = (text: string): Day => {
  const parsed = parseDay(text)
  if (parsed === undefined) throw new Error(`${text} is not a day`)
  return parsed
}
const HALF: ReportDuty = {
  ...{ id: 'half', title: '上半年情况', to: '县发改委', from: day('2017-07-01') },
  due: { yearly: '07-10', covers: 'first-half' },
}
const YEAR: ReportDuty = { ...HALF, id: 'year', due: { yearly: '01-10', covers: 'last-year' } }
const sent = (on: string, more: Partial<ReportSubmission> = {}): ReportSubmission => ({
  ...{ duty: 'half', period: '2018年上半年', organ: 'a', on: day(on), isZero: false, file: null },
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
      reportLines([HALF], all, ['a'], { today: day(today), ahead: 30 }).map(({ period, state }) => `${period} ${state}`)

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
      ['a'],
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
        const full = all.map((it): ReportSubmission => ({ ...it, duty: 'half', isZero: false, file: null }))
        const lines = (on: Day) => reportLines([HALF], full, ['a', 'b', 'c'], { today: on, ahead: 0 })
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
