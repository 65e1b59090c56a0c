import fc from 'fast-check'
import { expect, test } from 'vitest'
import { caseParts } from '#domain/case-parts'
import { caseStatistics } from '#domain/case-statistics'
import type { PlacedCase } from '#domain/case-times'
import { parseDay } from '#domain/day'
import { sumOf, TOO_FEW } from '#domain/small-cells'
import { CASE_KINDS, type CaseKind, type CaseState, COMPLAINT_DOMAINS, type ComplaintDomain } from '#domain/vocabulary'
import { loadContent } from '../../scripts/lib/content.ts'

const { calendar } = await loadContent('demo')
const ORGANS = ['a', 'b', 'c', 'd', 'e', 'f']

type Made = { kind: CaseKind; organ: string; domain: ComplaintDomain; to: CaseState; on: string }

function caseOf({ kind, organ, domain, to, on }: Made): PlacedCase {
  const day = parseDay(on)
  if (day === undefined) throw new Error(`${on} is not a day`)
  const steps = [
    { command: 'submit', to: 'submitted' as const, on: day },
    { command: 'accept', to: 'accepted' as const, on: day },
    ...(to === 'accepted' ? [] : [{ command: 'any', to, on: day }]),
  ]
  return { kind, organ, domain: kind === 'complaint' ? domain : null, steps, clock: null }
}

const many = (count: number, made: Partial<Made>): PlacedCase[] =>
  Array.from({ length: count }, () =>
    caseOf({ ...{ kind: 'complaint', organ: 'a', domain: 'arrears', to: 'upheld', on: '2026-08-03' }, ...made }),
  )

const few = (...organs: string[]) => organs.map((organ) => ({ organ, count: TOO_FEW }))

test('closed complaints are told by organ and domain, upheld objections by organ', () => {
  const all = [
    ...many(22, {}),
    ...many(7, { organ: 'b', domain: 'ppp' }),
    ...many(2, { organ: 'c', domain: 'tendering', to: 'dismissed' }),
    ...many(3, { organ: 'c', to: 'accepted' }),
    ...many(14, { kind: 'objection', organ: 'd' }),
    ...many(6, { kind: 'objection', organ: 'e', to: 'dismissed' }),
  ]

  const { complaints, objections } = caseParts(all, ORGANS, '2026Q3', calendar)

  expect(complaints).toEqual({
    ...{ from: '2026Q1', to: '2026Q3' },
    organs: [
      { organ: 'a', count: { least: 20, most: 49 } },
      { organ: 'b', count: { least: 5, most: 9 } },
      ...few('c', 'd', 'e', 'f'),
    ],
    domains: COMPLAINT_DOMAINS.map((domain) => {
      if (domain === 'arrears') return { domain, closed: { least: 20, most: 49 }, median: { days: 0 } }
      return { domain, closed: domain === 'ppp' ? { least: 5, most: 9 } : TOO_FEW, median: null }
    }),
  })
  expect(objections?.organs).toEqual([
    ...few('a', 'b', 'c'),
    { organ: 'd', count: { least: 10, most: 19 } },
    ...few('e', 'f'),
  ])
})

test('before the first full quarter there is nothing', () => {
  expect(caseParts(many(9, { on: '2026-11-02' }), ORGANS, '2026Q3', calendar)).toEqual({
    ...{ complaints: null, objections: null },
  })
})

const made = fc.record({
  kind: fc.constantFrom(...CASE_KINDS),
  organ: fc.constantFrom(...ORGANS),
  domain: fc.constantFrom(...COMPLAINT_DOMAINS),
  to: fc.constantFrom<CaseState[]>('accepted', 'upheld', 'dismissed', 'returned'),
})
const listsOn = (...days: string[]) =>
  fc
    .array(fc.tuple(made, fc.constantFrom(...days)), { maxLength: 120 })
    .map((all) => all.map(([it, on]) => caseOf({ ...it, on })))

test('what is told of parts is true, and leaves the totals that are told as open as they were', () => {
  fc.assert(
    fc.property(listsOn('2026-08-03'), (all) => {
      const { complaints, objections } = caseParts(all, ORGANS, '2026Q3', calendar)
      const upheld = caseStatistics(all, '2026Q3').find(({ kind }) => kind === 'objection')?.groups.upheld
      const closed = (kind: CaseKind, organ: string) =>
        all.filter((it) => it.kind === kind && it.organ === organ && it.steps.length === 3)

      if (objections !== null && upheld !== undefined) {
        const { least, most } = sumOf(objections.organs.map(({ count }) => count))
        expect(least).toBeLessThanOrEqual(upheld.least)
        expect(most).toBeGreaterThanOrEqual(upheld.most)
      }
      for (const { organ, count } of complaints?.organs ?? []) {
        expect(count.least).toBeLessThanOrEqual(closed('complaint', organ).length)
        expect(count.most).toBeGreaterThanOrEqual(closed('complaint', organ).length)
      }
      for (const { organ, count } of objections?.organs ?? []) {
        const own = closed('objection', organ).filter(({ steps }) => steps.at(-1)?.to === 'upheld')
        expect(count.least).toBeLessThanOrEqual(own.length)
        expect(count.most).toBeGreaterThanOrEqual(own.length)
      }
    }),
  )
})

test('a quarter in which nothing is closed changes nothing that was told', () => {
  fc.assert(
    fc.property(listsOn('2026-02-02', '2026-05-06'), (all) => {
      expect(caseParts(all, ORGANS, '2026Q3', calendar)).toEqual(caseParts(all, ORGANS, '2026Q2', calendar))
    }),
  )
})
