import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addWorkdays } from '#domain/calendar'
import { type ClockStep, caseClock } from '#domain/case-clock'
import { caseClocks } from '#domain/case-clocks'
import { caseStatistics } from '#domain/case-statistics'
import { CASE_TIMES, isOverdueAt, type TimedCase, timeTaken } from '#domain/case-times'
import { addDays, compareDays, type Day, parseDay } from '#domain/day'
import { endOfQuarter, type Quarter } from '#domain/quarter'
import { exactly } from '#domain/small-cells'
import { CASE_KINDS, type CaseKind, type CaseState } from '#domain/vocabulary'
import { loadContent } from '../../scripts/lib/content.ts'

const { rules, calendar } = await loadContent('demo')
const LAST: Quarter = '2026Q3'

function day(text: string): Day {
  const parsed = parseDay(text)
  if (parsed === undefined) throw new Error(`${text} is not a day`)
  return parsed
}

const step = (command: string, to: CaseState, on: Day): ClockStep => ({ command, to, on })

/** Submitted on a day, then each step so many working days after the day of submission. */
function timed(kind: CaseKind, on: string, ...steps: [string, CaseState, number][]): TimedCase {
  const first = day(on)
  const later = steps.map(([command, to, days]) => step(command, to, addWorkdays(first, days, calendar).day))
  return { kind, steps: [step('submit', 'submitted', first), ...later], clock: caseClock(kind, null, day(on), rules) }
}

const settled = (on: string, days: number) =>
  timed('complaint', on, ['accept', 'accepted', 1], ['settle', 'settled', days])
const many = (count: number, make: () => TimedCase) => Array.from({ length: count }, make)
const figures = (cases: readonly TimedCase[], kind: CaseKind = 'complaint') =>
  caseClocks(cases, LAST, calendar).find((it) => it.kind === kind)

describe('three clocks', () => {
  test('each stops at its own step, and all began with the submission', () => {
    const referred = timed(
      'objection',
      '2026-07-06',
      ...([
        ['accept', 'accepted', 1],
        ['refer', 'referred', 2],
        ['answer', 'answered', 5],
        ['uphold', 'upheld', 9],
      ] satisfies [string, CaseState, number][]),
    )

    expect(CASE_TIMES.map((time) => timeTaken(referred, time, calendar)?.days)).toEqual([1, 5, 9])
    expect(CASE_TIMES.map((time) => timeTaken(referred, time, calendar)?.isLate)).toEqual([false, false, true])
  })

  test('a case that is sent back has its answer at once; one that is withdrawn never has', () => {
    const returned = timed('correction', '2026-07-06', ['return', 'returned', 2])
    const withdrawn = timed('correction', '2026-07-06', ['withdraw', 'withdrawn', 2])

    expect(CASE_TIMES.map((time) => timeTaken(returned, time, calendar)?.days)).toEqual([2, 2, 2])
    expect(CASE_TIMES.map((time) => timeTaken(withdrawn, time, calendar))).toEqual([null, null, null])
    expect(CASE_TIMES.map((time) => isOverdueAt(withdrawn, time, day('2026-09-30'), calendar))).toEqual([
      ...[false, false, false],
    ])
  })

  test('days on which the filer was waited for do not count', () => {
    const waited = timed(
      'correction',
      '2026-07-06',
      ...([
        ['ask', 'papers-asked', 1],
        ['supplement', 'submitted', 8],
        ['accept', 'accepted', 9],
        ['uphold', 'upheld', 10],
      ] satisfies [string, CaseState, number][]),
    )

    expect(timeTaken(waited, 'final', calendar)).toMatchObject({ days: 3, isLate: false })
  })

  test('no working day longer than the deadline, no lateness', () => {
    const correction = (days: number) =>
      timed('correction', '2026-07-06', ['accept', 'accepted', 1], ['uphold', 'upheld', days])

    expect([3, 4].map((days) => timeTaken(correction(days), 'final', calendar)?.isLate)).toEqual([false, true])
  })
})

describe('figures of a kind', () => {
  test('n, median, p90 and the share, with what is overdue counted', () => {
    const cases = [
      ...many(20, () => settled('2026-07-06', 5)),
      ...many(10, () => settled('2026-07-06', 20)),
      ...many(10, () => timed('complaint', '2026-07-06', ['accept', 'accepted', 2])),
    ]

    const [stretch] = figures(cases)?.stretches ?? []

    expect(stretch).toMatchObject({ from: '2026Q1', to: LAST, closed: exactly(30) })
    expect(stretch?.times.final).toEqual({
      ...{ onTime: exactly(20), late: exactly(10), overdue: exactly(10), share: exactly(50) },
      ...{ median: { days: 5 }, p90: { days: null } },
    })
    expect(stretch?.times.acceptance).toMatchObject({ overdue: exactly(0), share: exactly(100), median: { days: 1 } })
  })

  test('an office that closes nothing has no good share', () => {
    const piled = many(40, () => timed('complaint', '2026-07-06'))

    expect(figures(piled)?.recent?.times.final).toMatchObject({
      overdue: exactly(40),
      share: { least: 0, most: 9 },
      median: { days: null },
    })
  })

  test('quarters of too few are joined with those that follow, and the last ones wait', () => {
    const cases = [
      ...many(3, () => settled('2025-02-10', 5)),
      ...many(3, () => settled('2025-05-12', 5)),
      ...many(12, () => settled('2026-05-11', 5)),
      ...many(2, () => settled('2026-07-06', 5)),
    ]

    const complaint = figures(cases)

    expect(complaint?.stretches.map(({ from, to, closed }) => [from, to, closed])).toEqual([
      ['2025Q1', '2025Q2', exactly(6)],
      ['2025Q3', '2026Q2', exactly(12)],
      ['2026Q3', '2026Q3', { least: 0, most: 4 }],
    ])
    expect(complaint?.stretches.map(({ times }) => times.final.median)).toEqual([null, { days: 5 }, null])
    expect(complaint?.recent).toMatchObject({ from: '2025Q3', to: LAST, closed: { least: 12, most: 16 } })
  })

  test('where no deadline was told, times are told and lateness is not', () => {
    const cases = many(12, () => settled('2026-07-06', 50)).map((it) => ({ ...it, clock: null }))

    expect(figures(cases)?.recent?.times.final).toEqual({
      ...{ onTime: null, late: null, overdue: null, share: null },
      ...{ median: { days: 50 }, p90: { days: 50 } },
    })
  })

  test('before the first full quarter there is nothing', () => {
    expect(figures([])).toEqual({ kind: 'complaint', recent: null, stretches: [] })
  })
})

const anyCase = fc
  .record({
    kind: fc.constantFrom(...CASE_KINDS),
    after: fc.nat(600),
    accept: fc.nat(10),
    more: fc.nat(40),
    end: fc.constantFrom<CaseState>('upheld', 'dismissed', 'returned', 'withdrawn', 'submitted', 'accepted'),
  })
  .map(({ kind, after, accept, more, end }): TimedCase => {
    const on = addDays(day('2025-01-06'), after)
    const accepted = step('accept', 'accepted', addDays(on, accept))
    const steps = {
      submitted: [],
      accepted: [accepted],
      returned: [step('return', 'returned', accepted.on)],
      withdrawn: [step('withdraw', 'withdrawn', accepted.on)],
      upheld: [accepted, step('uphold', 'upheld', addDays(accepted.on, more))],
      dismissed: [accepted, step('dismiss', 'dismissed', addDays(accepted.on, more))],
    }
    const taken = Object.entries(steps).find(([state]) => state === end)?.[1] ?? []
    const known = [step('submit', 'submitted', on), ...taken].filter(
      (it) => compareDays(it.on, endOfQuarter(LAST)) <= 0,
    )
    return { kind, steps: known, clock: caseClock(kind, null, day('2026-07-01'), rules) }
  })
const anyCases = fc.array(anyCase, { maxLength: 60 })

describe('whatever happened', () => {
  test('the order of the cases says nothing', () => {
    fc.assert(
      fc.property(anyCases, (cases) => {
        const other = cases.toReversed()

        expect(caseClocks(other, LAST, calendar)).toEqual(caseClocks(cases, LAST, calendar))
        expect(caseStatistics(other, LAST)).toEqual(caseStatistics(cases, LAST))
      }),
      { numRuns: 40 },
    )
  })

  test('on time and late are what is closed, and the sums of the stretches are those of the year', () => {
    fc.assert(
      fc.property(anyCases, (cases) => {
        for (const { stretches } of caseClocks(cases, LAST, calendar)) {
          for (const { closed, times } of stretches) {
            for (const time of CASE_TIMES) {
              const { onTime, late } = times[time]
              if (onTime === null || late === null) continue
              expect(onTime.least + late.least).toBeLessThanOrEqual(closed.least)
              expect(onTime.most + late.most).toBeGreaterThanOrEqual(closed.most)
            }
          }
        }
      }),
      { numRuns: 40 },
    )
  })

  test('what became of them lies within what is told', () => {
    fc.assert(
      fc.property(anyCases, (cases) => {
        for (const { kind, groups } of caseStatistics(cases, LAST)) {
          const ends = cases.filter((it) => it.kind === kind).map(({ steps }) => steps.at(-1)?.to)
          const count = (...states: CaseState[]) => ends.filter((to) => states.some((state) => state === to)).length
          const truth = {
            ...{ upheld: count('upheld'), dismissed: count('dismissed'), elsewhere: count('returned') },
            ...{ withdrawn: count('withdrawn'), open: count('submitted', 'accepted') },
          }
          for (const [group, number] of Object.entries(truth)) {
            const span = Object.entries(groups).find(([name]) => name === group)?.[1]
            expect(span?.least).toBeLessThanOrEqual(number)
            expect(span?.most).toBeGreaterThanOrEqual(number)
          }
        }
      }),
      { numRuns: 40 },
    )
  })
})
