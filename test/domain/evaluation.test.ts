import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, dayOfInstant, yearOf } from '#domain/day'
import { type EvaluationCounts, evaluate, schemeOf } from '#domain/evaluation'
import { listStatesOf } from '#domain/list-counts'
import { RECORD_KINDS } from '#domain/vocabulary'
import { loadContent } from '../../scripts/lib/content.ts'

const [scheme] = (await loadContent('demo')).reading.evaluations
if (scheme === undefined) throw new Error('The content has a scheme.')

const month = (year: number, states: Record<string, number>) => ({ month: `${year}-03`, states })
const of = (counts: Partial<Record<EvaluationCounts['kind'], Record<string, number>>>, year = 2026) =>
  evaluate(
    scheme,
    Object.entries(counts).map(([kind, states]) => ({
      kind: kind as EvaluationCounts['kind'],
      months: [month(2026, states ?? {})],
    })),
    year,
  )

describe('the score of an organ', () => {
  test('is made of shares and deductions, and what has too few rows is left out with its weight', () => {
    const found = of({
      penalty: { 'on-time': 9, late: 3, unknown: 4 },
      promise: { kept: 2 },
      dishonesty: { confirmed: 1 },
    })

    expect(found.indicators).toEqual([
      { id: 'timeliness', value: 75, rows: 12 },
      { id: 'promises', value: null, rows: 2 },
      { id: 'rectification', value: null, rows: 0 },
      { id: 'arrears', value: 100, rows: 0 },
      { id: 'dishonesty', value: 80, rows: 1 },
      { id: 'court-default', value: 100, rows: 0 },
    ])
    expect(found).toMatchObject({ score: 85.4, weight: 65 })
  })

  test('counts the year of decision alone', () => {
    expect(of({ dishonesty: { confirmed: 3 } }, 2025).indicators.find(({ id }) => id === 'dishonesty')).toEqual({
      ...{ id: 'dishonesty', value: 100, rows: 0 },
    })
  })

  const counts = fc.array(
    fc.constantFrom(...RECORD_KINDS).chain((kind) =>
      fc.dictionary(fc.constantFrom(...listStatesOf(kind)), fc.nat(40)).map((states) => ({
        kind,
        months: [{ month: '2026-05', states }],
      })),
    ),
    { maxLength: 10 },
  )

  test('lies between 0 and 100, whatever there is', () => {
    fc.assert(
      fc.property(counts, (all) => {
        const { score, weight, indicators } = evaluate(scheme, all, 2026)
        for (const { value } of indicators) if (value !== null) expect(value >= 0 && value <= 100).toBe(true)
        expect(score === null ? weight : score >= 0 && score <= 100).toBe(score === null ? 0 : true)
      }),
    )
  })

  test('does not hang on how rows are spread over months', () => {
    fc.assert(
      fc.property(counts, (all) => {
        const spread = all.flatMap(({ kind, months }) =>
          months.flatMap(({ states }) =>
            Object.entries(states).map(([state, count], at) => ({
              kind,
              months: [{ month: `2026-${String((at % 12) + 1).padStart(2, '0')}`, states: { [state]: count } }],
            })),
          ),
        )
        expect(evaluate(scheme, spread, 2026)).toEqual(evaluate(scheme, all, 2026))
      }),
    )
  })
})

describe('the scheme of a year', () => {
  const days = fc.integer({ min: 0, max: 4000 }).map((n) => addDays(dayOfInstant(Date.UTC(2020, 0, 1)), n))
  const schemes = fc
    .array(fc.record({ from: days, to: fc.option(days) }), { maxLength: 6 })
    .map((all) => all.map((it, n) => ({ ...it, id: String(n) })))

  test('is in force on its last day or today, and the newest of those', () => {
    fc.assert(
      fc.property(schemes, days, fc.integer({ min: 2015, max: 2035 }), (all, today, year) => {
        const on = year < yearOf(today) ? `${year}-12-31` : today
        const valid = all.filter(({ from, to }) => from <= on && (to === null || on <= to))
        const found = schemeOf(all, year, today)

        expect(found === undefined).toBe(valid.length === 0)
        if (found === undefined) return
        expect(valid).toContain(found)
        for (const { from } of valid) expect(from <= found.from).toBe(true)
      }),
    )
  })

  test('of a year that is over, never changes as days pass and schemes come', () => {
    fc.assert(
      fc.property(schemes, days, fc.nat({ max: 2000 }), fc.integer({ min: 1, max: 5 }), (all, today, later, back) => {
        const year = yearOf(today) - back
        const known = all.filter(({ from }) => from <= today)

        expect(schemeOf(all, year, addDays(today, later))).toBe(schemeOf(known, year, today))
      }),
    )
  })
})
