import { expect, test } from 'vitest'
import { caseStatistics } from '#domain/case-statistics'
import type { TimedCase } from '#domain/case-times'
import { parseDay } from '#domain/day'
import { exactly } from '#domain/small-cells'
import type { CaseKind, CaseState } from '#domain/vocabulary'

function cases(count: number, kind: CaseKind, to: CaseState, on = '2026-08-03'): TimedCase[] {
  const day = parseDay(on)
  if (day === undefined) throw new Error(`${on} is not a day`)
  const steps = [
    { command: 'submit', to: 'submitted' as const, on: day },
    { command: 'any', to, on: day },
  ]
  return Array.from({ length: count }, () => ({ kind, steps, clock: null }))
}

const groupsOf = (kind: CaseKind, all: readonly TimedCase[]) =>
  caseStatistics(all, '2026Q3').find((it) => it.kind === kind)?.groups

test('every case is in one group of its kind, and a small one is told as a span', () => {
  const all = [
    ...cases(7, 'objection', 'submitted'),
    ...cases(2, 'objection', 'referred'),
    ...cases(4, 'objection', 'upheld'),
    ...cases(11, 'objection', 'dismissed'),
    ...cases(5, 'correction', 'upheld'),
  ]

  expect(groupsOf('objection', all)).toEqual({
    ...{ open: exactly(9), upheld: { least: 1, most: 4 }, dismissed: { least: 11, most: 14 } },
    ...{ elsewhere: exactly(0), withdrawn: exactly(0) },
  })
  expect(groupsOf('correction', all)).toMatchObject({ upheld: exactly(5), dismissed: exactly(0) })
})

test('what a later quarter adds cannot be subtracted from what an earlier one told', () => {
  const before = cases(12, 'complaint', 'dismissed', '2026-02-02')
  const after = [...before, ...cases(1, 'complaint', 'upheld')]

  const [told, later] = [groupsOf('complaint', before), groupsOf('complaint', after)]

  // Whether the quarters since had one or none is not told.
  expect(later).toEqual(told)
})

test('nothing was ever sent in', () => {
  expect(groupsOf('repair', [])).toEqual({
    ...{ open: exactly(0), upheld: exactly(0), dismissed: exactly(0), elsewhere: exactly(0), withdrawn: exactly(0) },
  })
})
