import fc from 'fast-check'
import { expect, test } from 'vitest'
import { caseParts } from '#domain/case-parts'
import { caseStatistics } from '#domain/case-statistics'
import type { PlacedCase } from '#domain/case-times'
import { parseDay } from '#domain/day'
import { type Span, sumOf } from '#domain/small-cells'
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

test('closed complaints are told by organ and domain, upheld objections by organ', () => {
  const all = [
    ...many(22, {}),
    ...many(7, { organ: 'b', domain: 'ppp' }),
    ...many(2, { organ: 'c', domain: 'tendering', to: 'dismissed' }),
    ...many(3, { organ: 'c', to: 'accepted' }),
    ...many(12, { kind: 'objection', organ: 'd' }),
    ...many(6, { kind: 'objection', organ: 'e', to: 'dismissed' }),
  ]

  const { complaints, objections } = caseParts(all, ORGANS, '2026Q3', calendar)

  expect(complaints).toEqual({
    ...{ from: '2026Q1', to: '2026Q3' },
    organs: [
      { organ: 'a', count: { least: 20, most: 49 } },
      { organ: 'b', count: { least: 5, most: 9 } },
      { organ: 'c', count: { least: 1, most: 4 } },
    ],
    domains: [
      { domain: 'tendering', closed: { least: 1, most: 4 }, median: null },
      { domain: 'ppp', closed: { least: 5, most: 9 }, median: null },
      { domain: 'arrears', closed: { least: 20, most: 49 }, median: { days: 0 } },
    ],
  })
  expect(objections?.organs).toEqual([{ organ: 'd', count: { least: 10, most: 19 } }])
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
  on: fc.constantFrom('2025-02-03', '2025-11-03', '2026-02-02', '2026-05-06', '2026-08-03'),
})
const lists = fc.array(made, { maxLength: 120 }).map((all) => all.map(caseOf))

test('the parts leave the totals that are told as open as they were, and are true', () => {
  fc.assert(
    fc.property(lists, (all) => {
      const { complaints, objections } = caseParts(all, ORGANS, '2026Q3', calendar)
      const upheldOf = (kind: CaseKind) => caseStatistics(all, '2026Q3').find((it) => it.kind === kind)?.groups.upheld
      const covers = (spans: Span[], told: Span | undefined) => {
        const { least, most } = sumOf(spans)
        return told === undefined || (least <= told.most && most >= 0 && least <= most)
      }

      expect(
        covers(
          (objections?.organs ?? []).map(({ count }) => count),
          upheldOf('objection'),
        ),
      ).toBe(true)
      for (const organ of ORGANS) {
        const told = complaints?.organs.find((it) => it.organ === organ)?.count ?? { least: 0, most: 0 }
        const closed = all.filter((it) => it.kind === 'complaint' && it.organ === organ && it.steps.length === 3)
        expect(told.least).toBeLessThanOrEqual(closed.length)
      }
    }),
  )
})

test('one more quarter changes nothing that an earlier one told of the same stretches', () => {
  fc.assert(
    fc.property(lists, (all) => {
      const before = all.filter(({ steps }) => (steps[0]?.on ?? '') <= '2026-06-30')
      const early = caseParts(before, ORGANS, '2026Q2', calendar).complaints
      const late = caseParts(all, ORGANS, '2026Q3', calendar).complaints
      if (early?.from !== late?.from || early?.to !== late?.to) return
      expect(late).toEqual(early)
    }),
  )
})
