import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CASE_GROUPS, type CaseCount, caseStatistics, SMALLEST_CELL } from '#domain/case-statistics'
import { CASE_KINDS, CASE_STATES } from '#domain/vocabulary'

const count = fc.record({
  kind: fc.constantFrom(...CASE_KINDS),
  state: fc.constantFrom(...CASE_STATES),
  cases: fc.integer({ min: 1, max: 30 }),
})

test('every case is in one group of its kind, and small cells are left out', () => {
  const counts: CaseCount[] = [
    { kind: 'objection', state: 'submitted', cases: 7 },
    { kind: 'objection', state: 'referred', cases: 2 },
    { kind: 'objection', state: 'upheld', cases: 4 },
    { kind: 'correction', state: 'upheld', cases: 5 },
  ]

  const items = caseStatistics(counts)

  expect(items.find(({ kind }) => kind === 'objection')).toEqual({
    kind: 'objection',
    groups: { open: 9, upheld: null, dismissed: 0, elsewhere: 0, withdrawn: 0 },
    total: null,
  })
  expect(items.find(({ kind }) => kind === 'correction')?.total).toBe(5)
  expect(items.find(({ kind }) => kind === 'repair')?.total).toBe(0)
})

test('no number that is published is small, and none that was left out can be computed from the others', () => {
  fc.assert(
    fc.property(fc.array(count, { maxLength: 40 }), (counts) => {
      for (const { groups, total } of caseStatistics(counts)) {
        const cells = CASE_GROUPS.map((group) => groups[group])

        for (const cell of [...cells, total]) expect(cell === null || cell === 0 || cell >= SMALLEST_CELL).toBe(true)
        expect(total === null).toBe(cells.includes(null))
        if (total !== null) expect(cells.reduce<number>((sum, cell) => sum + (cell ?? 0), 0)).toBe(total)
      }
    }),
  )
})
