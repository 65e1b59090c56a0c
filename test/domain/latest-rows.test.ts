import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  collectLatest,
  editLatest,
  LATEST_SERVED,
  type LatestRows,
  latestPublished,
  latestUpdated,
} from '#domain/latest-rows'
import type { RecordRow } from '#domain/public-record'

const DAYS = Array.from({ length: 28 }, (_, i) => `2026-03-${String(i + 1).padStart(2, '0')}`)
const day = fc.constantFrom(...DAYS)

function row(n: number, publishedOn: string, updatedOn: string): RecordRow {
  return {
    id: String(n).padStart(12, '0'),
    kind: 'penalty',
    documentNumber: null,
    title: '',
    subject: { name: '' },
    agency: { slug: '', name: '' },
    decidedOn: publishedOn,
    publishedOn,
    until: null,
    late: null,
    standing: null,
    entry: null,
    updatedOn,
    validUntil: null,
    categories: [],
    marks: [],
  }
}

/** Rows that come, are corrected or leave: ids repeat, so most steps meet rows that are there already. */
const step = fc.record({
  come: fc.array(fc.tuple(fc.nat(400), day, day), { maxLength: 120 }),
  gone: fc.array(fc.nat(400), { maxLength: 120 }),
})

test.each([
  ['published', latestPublished],
  ['updated', latestUpdated],
] as const)('whatever comes and leaves, the latest %s are those of the whole list', (_, order) => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
      const all = new Map<string, RecordRow>()
      let known: LatestRows | undefined
      for (const { come, gone } of steps) {
        const rows = [...new Map(come.map(([n, published, updated]) => [n, row(n, published, updated)])).values()]
        const left = new Set(gone.map((n) => String(n).padStart(12, '0')))
        for (const id of left) all.delete(id)
        for (const it of rows) all.set(it.id, it)

        const { isShort, ...kept } = editLatest(known, { gone: left, come: rows }, order)
        const collected = collectLatest(order)
        for (const it of all.values()) collected.add([it])
        known = isShort ? collected.latest() : kept

        const truth = [...all.values()].sort(order)
        expect(known.rows.slice(0, LATEST_SERVED)).toEqual(truth.slice(0, LATEST_SERVED))
        if (known.isWhole) expect(known.rows).toEqual(truth)
      }
    }),
    { numRuns: 60 },
  )
})

test('a list of thousands is asked again only when too few of it are sure', () => {
  const many = Array.from({ length: 1000 }, (_, n) => row(n, DAYS[n % 28] ?? '', DAYS[0] ?? ''))
  const first = editLatest(undefined, { gone: new Set(), come: many }, latestPublished)
  const leave = (count: number) =>
    editLatest(first, { gone: new Set(first.rows.slice(0, count).map(({ id }) => id)), come: [] }, latestPublished)

  expect([first.rows.length, first.isWhole, first.isShort]).toEqual([200, false, false])
  expect([leave(150).rows.length, leave(150).isShort]).toEqual([50, false])
  expect([leave(151).rows.length, leave(151).isShort]).toEqual([49, true])
})
