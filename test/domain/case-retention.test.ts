import fc from 'fast-check'
import { expect, test } from 'vitest'
import { retentionEnds } from '#domain/case-retention'
import { addDays, type Day, daysBetween, parseDay } from '#domain/day'
import type { RetentionRule } from '#domain/rules'
import { CASE_KINDS } from '#domain/vocabulary'

function day(text: string): Day {
  const parsed = parseDay(text)
  if (parsed === undefined) throw new Error(`${text} is not a day`)
  return parsed
}

const START = day('2026-04-01')
const days = fc.integer({ min: 0, max: 9000 }).map((n) => addDays(START, n))
const row: fc.Arbitrary<RetentionRule> = fc
  .record({
    kind: fc.constantFrom(...CASE_KINDS),
    days: fc.integer({ min: 1, max: 9000 }),
    from: days,
    length: fc.option(fc.integer({ min: 0, max: 4000 })),
    confidence: fc.constantFrom('verified', 'known', 'unsure'),
    n: fc.integer({ min: 0, max: 5 }),
  })
  .map(({ length, n, ...rest }) => ({
    ...rest,
    id: `retention.${n}`,
    to: length === null ? null : addDays(rest.from, length),
    basis: '《个人信息保护法》第十九条',
  }))
const world = fc.record({
  retention: fc.array(row, { maxLength: 8 }),
  confirmed: fc.subarray([0, 1, 2, 3, 4, 5]).map((ns) => new Set(ns.map((n) => `retention.${n}`))),
})

test('nothing is over before the longest sure term that holds, and everything is on the day after it', () => {
  fc.assert(
    fc.property(world, days, (rules, today) => {
      const ends = retentionEnds(today, rules)

      for (const kind of CASE_KINDS) {
        const terms = rules.retention
          .filter((it) => it.kind === kind && it.from <= today && (it.to === null || today <= it.to))
          .filter((it) => it.confidence === 'verified' || rules.confirmed.has(it.id))
          .map((it) => it.days)
        const own = ends.filter((end) => end.kind === kind)
        expect(own).toHaveLength(terms.length === 0 ? 0 : 1)
        for (const { closedBefore } of own) {
          expect(daysBetween(closedBefore, today)).toBe(Math.max(...terms))
        }
      }
    }),
  )
})

test('while the rules stay, what was over once stays over', () => {
  fc.assert(
    fc.property(world, days, fc.integer({ min: 0, max: 3000 }), (rules, today, more) => {
      const lasting = { ...rules, retention: rules.retention.map((it) => ({ ...it, from: START, to: null })) }
      const later = retentionEnds(addDays(today, more), lasting)

      for (const { kind, closedBefore } of retentionEnds(today, lasting)) {
        const then = later.find((end) => end.kind === kind)?.closedBefore
        expect(then !== undefined && then >= closedBefore).toBe(true)
      }
    }),
  )
})
