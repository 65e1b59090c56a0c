import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FamilyAction, type FamilyRecord, type FamilyRow, planFamily } from '#domain/family-plan'

/** What an import makes of a plan: the records afterwards, and which record holds each row. */
function apply(rows: readonly FamilyRow[], records: readonly FamilyRecord[], actions: readonly FamilyAction[]) {
  const after = new Map(records.map((record) => [record.id, record]))
  const heldBy = new Map<number, string>()
  rows.forEach((row, index) => {
    const action = actions[index]
    if (action === undefined) throw new Error(`Row ${row.n} has no action.`)
    if (action.do === 'duplicate') heldBy.set(row.n, heldBy.get(action.of) ?? 'nobody')
    else if (action.do === 'keep') heldBy.set(row.n, action.id)
    else {
      const id = action.do === 'revise' ? action.id : `new-${action.ordinal}`
      const ordinal = action.do === 'revise' ? (after.get(id)?.ordinal ?? -1) : action.ordinal
      after.set(id, { id, ordinal, contentMac: row.contentMac })
      heldBy.set(row.n, id)
    }
  })
  return { records: [...after.values()], heldBy }
}

const CONTENTS = ['a', 'b', 'c', 'd'] as const
const contents = fc.array(fc.constantFrom(...CONTENTS), { minLength: 1, maxLength: 7 })

/** A family is numbered as a whole or not at all: the number is part of the key its rows share. */
const families = fc
  .record({
    numbered: fc.boolean(),
    rows: contents,
    records: fc.uniqueArray(fc.record({ ordinal: fc.nat(9), contentMac: fc.constantFrom(...CONTENTS) }), {
      maxLength: 5,
      selector: (record) => record.ordinal,
    }),
  })
  .map(({ numbered, rows, records }) => ({
    rows: rows.map((contentMac, index): FamilyRow => ({ n: index + 2, contentMac, numbered })),
    records: records.map((record): FamilyRecord => ({ ...record, id: `old-${record.ordinal}` })),
  }))

const rowsOf = (macs: string, numbered = true): FamilyRow[] =>
  [...macs].map((contentMac, index) => ({ n: index + 1, contentMac, numbered }))
const recordsOf = (macs: string): FamilyRecord[] =>
  [...macs].map((contentMac, ordinal) => ({ id: `old-${ordinal}`, ordinal, contentMac }))

const settings = { numRuns: 2000 }

describe('rows that share a number', () => {
  test('a new row becomes a record', () => {
    expect(planFamily(rowsOf('a'), [])).toEqual([{ n: 1, do: 'create', ordinal: 0, rivals: [] }])
  })

  test('the same row again changes nothing', () => {
    expect(planFamily(rowsOf('a'), recordsOf('a'))).toEqual([{ n: 1, do: 'keep', id: 'old-0' }])
  })

  test('one changed row and one record: the record is revised', () => {
    expect(planFamily(rowsOf('b'), recordsOf('a'))).toEqual([{ n: 1, do: 'revise', id: 'old-0' }])
  })

  test('one changed row beside a row that stayed: the other record is revised', () => {
    expect(planFamily(rowsOf('ac'), recordsOf('ab'))).toEqual([
      { n: 1, do: 'keep', id: 'old-0' },
      { n: 2, do: 'revise', id: 'old-1' },
    ])
  })

  test('two changed rows and one record: nobody can say which, so both are new and point at each other', () => {
    expect(planFamily(rowsOf('bc'), recordsOf('a'))).toEqual([
      { n: 1, do: 'create', ordinal: 1, rivals: [2] },
      { n: 2, do: 'create', ordinal: 2, rivals: [1] },
    ])
  })

  test('one changed row and two records: nobody can say which, so it is new', () => {
    expect(planFamily(rowsOf('c'), recordsOf('ab'))).toEqual([{ n: 1, do: 'create', ordinal: 2, rivals: [] }])
  })

  test('a row repeated in the file is a duplicate of the first', () => {
    expect(planFamily(rowsOf('aba'), [])).toEqual([
      { n: 1, do: 'create', ordinal: 0, rivals: [2] },
      { n: 2, do: 'create', ordinal: 1, rivals: [1] },
      { n: 3, do: 'duplicate', of: 1 },
    ])
  })

  test('a corrected row repeated in the file revises once', () => {
    expect(planFamily(rowsOf('bb'), recordsOf('a'))).toEqual([
      { n: 1, do: 'revise', id: 'old-0' },
      { n: 2, do: 'duplicate', of: 1 },
    ])
  })

  test('a new record never takes the ordinal of one that is there', () => {
    const records: FamilyRecord[] = [{ id: 'old-7', ordinal: 7, contentMac: 'a' }]

    expect(planFamily(rowsOf('ab'), records)[1]).toEqual({ n: 2, do: 'create', ordinal: 8, rivals: [1] })
  })
})

describe('rows without a number', () => {
  test('identical rows each become a record, without being called rivals', () => {
    expect(planFamily(rowsOf('aa', false), [])).toEqual([
      { n: 1, do: 'create', ordinal: 0, rivals: [] },
      { n: 2, do: 'create', ordinal: 1, rivals: [] },
    ])
  })

  test('identical rows again each keep their own record', () => {
    const again = planFamily(rowsOf('aa', false), recordsOf('aa'))

    expect(again).toEqual([
      { n: 1, do: 'keep', id: 'old-0' },
      { n: 2, do: 'keep', id: 'old-1' },
    ])
  })

  test('one more identical row is one more record', () => {
    const actions = planFamily(rowsOf('aaa', false), recordsOf('aa'))

    expect(actions.map((action) => action.do)).toEqual(['keep', 'keep', 'create'])
  })

  test('a changed row never revises: without a number it may be another decision', () => {
    expect(planFamily(rowsOf('b', false), recordsOf('a'))[0]?.do).toBe('create')
  })
})

describe('for any family', () => {
  test('every row gets exactly one action, in its place', () => {
    fc.assert(
      fc.property(families, ({ rows, records }) => {
        const actions = planFamily(rows, records)

        expect(actions.map((action) => action.n)).toEqual(rows.map((row) => row.n))
      }),
      settings,
    )
  })

  test('the same file again changes nothing', () => {
    fc.assert(
      fc.property(families, ({ rows, records }) => {
        const first = apply(rows, records, planFamily(rows, records))

        const again = planFamily(rows, first.records)

        expect(again.filter((action) => action.do !== 'keep' && action.do !== 'duplicate')).toEqual([])
      }),
      settings,
    )
  })

  test('the same file again, its rows in another order, changes nothing', () => {
    fc.assert(
      fc.property(families, fc.infiniteStream(fc.nat()), ({ rows, records }, order) => {
        const first = apply(rows, records, planFamily(rows, records))

        const again = planFamily(shuffled(rows, order), first.records)

        expect(again.filter((action) => action.do !== 'keep' && action.do !== 'duplicate')).toEqual([])
      }),
      settings,
    )
  })

  test('the order of rows does not change how many records are made, kept or revised', () => {
    fc.assert(
      fc.property(families, fc.infiniteStream(fc.nat()), ({ rows, records }, order) => {
        const turned = shuffled(rows, order)

        expect(counted(planFamily(turned, records))).toEqual(counted(planFamily(rows, records)))
      }),
      settings,
    )
  })

  test('no two rows that differ end as the same record, and every record holds its row’s content', () => {
    fc.assert(
      fc.property(families, ({ rows, records }) => {
        const after = apply(rows, records, planFamily(rows, records))

        for (const row of rows) {
          const holder = after.records.find((record) => record.id === after.heldBy.get(row.n))
          expect(holder?.contentMac).toBe(row.contentMac)
        }
      }),
      settings,
    )
  })

  test('rows without a number never share a record', () => {
    fc.assert(
      fc.property(families, ({ rows, records }) => {
        fc.pre(rows.every((row) => !row.numbered))
        const after = apply(rows, records, planFamily(rows, records))

        expect(new Set(after.heldBy.values()).size).toBe(rows.length)
      }),
      settings,
    )
  })

  test('no record is ever lost, and no ordinal is given twice', () => {
    fc.assert(
      fc.property(families, ({ rows, records }) => {
        const after = apply(rows, records, planFamily(rows, records)).records

        expect(records.every((record) => after.some(({ id }) => id === record.id))).toBe(true)
        expect(new Set(after.map(({ ordinal }) => ordinal)).size).toBe(after.length)
      }),
      settings,
    )
  })
})

function counted(actions: readonly FamilyAction[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const action of actions) counts[action.do] = (counts[action.do] ?? 0) + 1
  return counts
}

function shuffled<T>(items: readonly T[], numbers: Iterator<number>): T[] {
  return items
    .map((item) => ({ item, key: numbers.next().value ?? 0 }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item)
}
