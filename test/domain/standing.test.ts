import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { INTEGRITY_KINDS } from '#domain/kind-groups'
import type { FieldValues } from '#domain/record-content'
import { type FieldId, fieldSpec, fieldsOf } from '#domain/record-fields'
import { standingOf, standingsOf, turnsByItself } from '#domain/standing'
import type { RecordKind } from '#domain/vocabulary'

const DAYS = Array.from(
  { length: 40 },
  (_, n) => `2026-${String(1 + Math.floor(n / 20)).padStart(2, '0')}-${String(1 + (n % 20)).padStart(2, '0')}`,
)
const day = fc.constantFrom(...DAYS)

function valuesOf(kind: RecordKind): fc.Arbitrary<FieldValues> {
  const fields = fieldsOf(kind).flatMap((field): [FieldId, fc.Arbitrary<string>][] => {
    const spec = fieldSpec(kind, field)
    if (spec?.type === 'day') return [[field, day]]
    if (spec?.members) return [[field, fc.constantFrom(...Object.keys(spec.members))]]
    return spec?.type.startsWith('amount') ? [[field, fc.constantFrom('100', '200')]] : []
  })
  return fc.record(Object.fromEntries(fields), { requiredKeys: [] })
}

const KINDS = INTEGRITY_KINDS.filter((kind) => standingsOf(kind).length > 0)

describe.each(KINDS)('where a %s stands', (kind) => {
  test('is always said, and by exactly one of its standings', () => {
    fc.assert(
      fc.property(valuesOf(kind), day, (values, today) => {
        expect(standingsOf(kind)).toContain(standingOf(kind, values, today))
      }),
    )
  })

  test('can be any of its standings', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(valuesOf(kind), day, (values, today) => {
        seen.add(standingOf(kind, values, today)?.id ?? '')
      }),
      { numRuns: 3000 },
    )
    expect([...seen].sort()).toEqual(
      standingsOf(kind)
        .map(({ id }) => id)
        .sort(),
    )
  })

  test('changes by itself only when a day has passed, once, and never back', () => {
    fc.assert(
      fc.property(valuesOf(kind), (values) => {
        const stands = DAYS.map((today) => standingOf(kind, values, today)?.id)
        const turns = stands.filter((id, at) => at > 0 && id !== stands[at - 1])
        expect(turns.length).toBeLessThanOrEqual(turnsByItself(kind) ? 1 : 0)
      }),
    )
  })
})

test('the last day is still in time', () => {
  const promise = { decidedOn: '2026-01-01', dueOn: '2026-06-30' }

  expect(standingOf('promise', promise, '2026-06-30')?.id).toBe('under-way')
  expect(standingOf('promise', promise, '2026-07-01')?.id).toBe('overdue')
  expect(standingOf('promise', { ...promise, keptOn: '2026-06-30' }, '2026-12-01')?.id).toBe('kept')
  expect(standingOf('promise', { ...promise, keptOn: '2026-07-01' }, '2026-12-01')?.id).toBe('kept-late')
  expect(standingOf('promise', { ...promise, keptOn: '2026-07-01', brokenOn: '2026-08-01' }, '2026-12-01')?.id).toBe(
    'broken',
  )
})
