import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDay } from '#domain/day'
import { endOfQuarter, lastFullQuarter, nextQuarter, type Quarter, quartersBetween } from '#domain/quarter'
import { quantileOf, shareOf } from '#domain/rates'
import {
  exactly,
  isExact,
  joinQuarters,
  SMALLEST_CELL,
  type Span,
  shareOut,
  TOO_FEW,
  tellCount,
  tellParts,
} from '#domain/small-cells'

const parts = fc.array(fc.nat(30), { minLength: 2, maxLength: 5 })
const sumOfAll = (counts: readonly number[]) => counts.reduce((a, b) => a + b, 0)
const holds = ({ least, most }: Span, count: number) => least <= count && count <= most

describe('parts of a sum that is told', () => {
  test('a small part is 1 to 4, and the largest takes up the difference', () => {
    expect(tellParts([12, 3])).toEqual([
      { least: 11, most: 14 },
      { least: 1, most: 4 },
    ])
    expect(tellParts([40, 0, 6])).toEqual([exactly(40), exactly(0), exactly(6)])
  })

  test('where two small parts would give each other away, nothing is told but the sum', () => {
    expect(tellParts([4, 4])).toEqual([
      { least: 0, most: 8 },
      { least: 0, most: 8 },
    ])
  })

  test('what is told is true', () => {
    fc.assert(
      fc.property(parts, (counts) => {
        tellParts(counts).forEach((span, at) => {
          expect(holds(span, counts[at] ?? -1)).toBe(true)
        })
      }),
    )
  })

  test('no exact number is small', () => {
    fc.assert(
      fc.property(parts, (counts) => {
        for (const span of tellParts(counts)) {
          if (isExact(span)) expect(span.least === 0 || span.least >= SMALLEST_CELL).toBe(true)
        }
      }),
    )
  })

  test('no part that is left open can be computed: another one with the same sum is told in the same words', () => {
    const withSum = parts.filter((counts) => sumOfAll(counts) >= SMALLEST_CELL)
    fc.assert(
      fc.property(withSum, (counts) => {
        const told = tellParts(counts)

        told.forEach((span, hidden) => {
          if (isExact(span)) return
          const others = completions(counts).filter((it) => it[hidden] !== counts[hidden])
          expect(others.some((it) => JSON.stringify(tellParts(it)) === JSON.stringify(told))).toBe(true)
        })
      }),
      { numRuns: 500 },
    )
  })

  test('each of the values 1 to 4 of a small part is possible', () => {
    fc.assert(
      fc.property(parts, (counts) => {
        const told = tellParts(counts)
        const largest = counts.indexOf(Math.max(...counts))

        told.forEach((span, at) => {
          if (span.least !== 1 || span.most !== SMALLEST_CELL - 1) return
          for (let value = 1; value < SMALLEST_CELL; value++) {
            const other = counts.with(at, value).with(largest, (counts[largest] ?? 0) + (counts[at] ?? 0) - value)
            expect(tellParts(other)).toEqual(told)
          }
        })
      }),
    )
  })

  test('a count that stands alone tells no more than that it is small', () => {
    expect([0, 1, 4, 5].map(tellCount)).toEqual([exactly(0), { least: 1, most: 4 }, { least: 1, most: 4 }, exactly(5)])
  })
})

describe('a total shared out in bands', () => {
  const counts = fc.array(fc.nat(40), { minLength: 1, maxLength: 8 })
  const counted = counts.filter((it) => sumOfAll(it) >= SMALLEST_CELL)
  const blurred = fc.tuple(counted, fc.nat(3), fc.nat(3)).map(([parts, under, over]) => {
    const sum = sumOfAll(parts)
    return { parts, total: { least: Math.max(0, sum - under), most: sum + over } }
  })

  test('says bands, none and few alike, and nothing where bands would give something away', () => {
    expect(shareOut(exactly(36), [27, 0, 6, 3])).toEqual([
      ...[{ least: 20, most: 49 }, TOO_FEW, { least: 5, most: 9 }, TOO_FEW],
    ])
    expect(shareOut(exactly(4), [2, 2, 0])).toEqual([TOO_FEW, TOO_FEW, TOO_FEW])
    expect(shareOut(exactly(11), [10, 1])).toEqual([
      { least: 0, most: 11 },
      { least: 0, most: 11 },
    ])
  })

  test('what is told is true', () => {
    fc.assert(
      fc.property(blurred, ({ parts, total }) => {
        shareOut(total, parts).forEach((span, at) => {
          expect(holds(span, parts[at] ?? -1)).toBe(true)
        })
      }),
    )
  })

  test('neither the total nor a small part is narrowed: all that was told of it can still be', () => {
    fc.assert(
      fc.property(blurred, ({ parts, total }) => {
        const told = shareOut(total, parts)

        for (const sum of [total.least, total.most]) expect(sumsOf(told).has(sum)).toBe(true)
        told.forEach((span, at) => {
          if (isExact(span) || span.most >= SMALLEST_CELL) return
          const others = sumsOf(told.toSpliced(at, 1))
          for (let value = span.least; value <= span.most; value++) {
            expect([...others].some((sum) => holds(total, sum + value))).toBe(true)
          }
        })
      }),
      { numRuns: 300 },
    )
  })

  test('whoever knows how it is done and the total still thinks every value of a small part possible', () => {
    for (const [parts, most] of [
      [3, 40],
      [4, 26],
      [5, 18],
    ] as const) {
      for (let total = SMALLEST_CELL; total <= most; total++) {
        const possible = new Map<string, number[][]>()
        for (const counts of vectors(parts, total)) {
          const told = JSON.stringify(shareOut(exactly(total), counts))
          possible.set(told, [...(possible.get(told) ?? []), counts])
        }
        for (const [told, all] of possible) {
          const spans: Span[] = JSON.parse(told)
          spans.forEach((span, at) => {
            const values = new Set(all.map((counts) => counts[at]))
            if (span.most < SMALLEST_CELL) expect([told, total, values.size]).toEqual([told, total, SMALLEST_CELL])
            // A band from five on may be narrowed: it tells of no few.
            else if (span.least === 0) expect([told, total, values.size > 1]).toEqual([told, total, true])
          })
        }
      }
    }
  })
})

/** All ways in which parts can make a total. */
function vectors(parts: number, total: number): number[][] {
  if (parts === 1) return [[total]]
  return Array.from({ length: total + 1 }, (_, first) => first).flatMap((first) =>
    vectors(parts - 1, total - first).map((rest) => [first, ...rest]),
  )
}

/** Every sum that parts within these spans can have, found by adding them up. */
function sumsOf(spans: readonly Span[]): Set<number> {
  return spans.reduce<Set<number>>(
    (sums, { least, most }) => {
      const next = new Set<number>()
      for (const sum of sums) for (let value = least; value <= Math.min(most, 400); value++) next.add(sum + value)
      return next
    },
    new Set([0]),
  )
}

/** Vectors that differ by moving up to four from one part to another. */
function completions(counts: readonly number[]): number[][] {
  return counts.flatMap((_, from) =>
    counts.flatMap((_, to) =>
      from === to
        ? []
        : [1, 2, 3, 4].flatMap((n) =>
            (counts[from] ?? 0) < n
              ? []
              : [[...counts].with(from, (counts[from] ?? 0) - n).with(to, (counts[to] ?? 0) + n)],
          ),
    ),
  )
}

const FIRST: Quarter = '2024Q1'

describe('quarters', () => {
  test('only one that is wholly over is counted', () => {
    const at = (text: string) => lastFullQuarter(parseDay(text) ?? endOfQuarter(FIRST)).quarter

    expect(['2026-09-30', '2026-10-01', '2026-12-31', '2027-01-01'].map(at)).toEqual([
      ...['2026Q2', '2026Q3', '2026Q3', '2026Q4'],
    ])
    expect(endOfQuarter('2028Q1')).toBe('2028-03-31')
    expect(nextQuarter('2026Q4')).toBe('2027Q1')
    expect(quartersBetween('2026Q3', '2027Q2')).toEqual(['2026Q3', '2026Q4', '2027Q1', '2027Q2'])
    expect(quartersBetween('2027Q1', '2026Q4')).toEqual([])
  })

  test('joined, each has enough, none is lost, and one more quarter changes nothing that was told', () => {
    const all = quartersBetween(FIRST, '2027Q4')
    fc.assert(
      fc.property(fc.array(fc.nat(9), { minLength: all.length, maxLength: all.length }), (counts) => {
        const countIn = (quarter: Quarter) => counts[all.indexOf(quarter)] ?? 0

        const { told, rest } = joinQuarters(FIRST, '2027Q3', countIn)
        const later = joinQuarters(FIRST, '2027Q4', countIn)

        for (const { count } of told) expect(count).toBeGreaterThanOrEqual(SMALLEST_CELL)
        const covered = [...told, ...(rest ? [rest] : [])].flatMap(({ from, to }) => quartersBetween(from, to))
        expect(covered).toEqual(quartersBetween(FIRST, '2027Q3'))
        const waiting = rest ? quartersBetween(rest.from, rest.to).map(countIn) : []
        expect(sumOfAll(waiting)).toBeLessThan(SMALLEST_CELL)
        expect(later.told.slice(0, told.length)).toEqual(told)
      }),
    )
  })
})

/** On-time, late and overdue as they are told of one stretch. */
function toldOf(onTime: number, late: number, overdue: number) {
  const [a, b] = tellParts([onTime, late])
  if (a === undefined || b === undefined) throw new Error('There are two parts.')
  return { onTime: a, late: b, overdue: tellCount(overdue) }
}

const closed = fc.record({ onTime: fc.nat(60), late: fc.nat(60), overdue: fc.nat(60) }).filter(
  // Fewer are never told: quarters are joined.
  ({ onTime, late }) => onTime + late >= SMALLEST_CELL,
)

describe('the share on time', () => {
  test('what is overdue and open counts against it', () => {
    expect(shareOf(toldOf(30, 0, 0))).toEqual(exactly(100))
    expect(shareOf(toldOf(30, 0, 30))).toEqual(exactly(50))
    expect(shareOf(toldOf(9, 0, 0))).toBeNull()
  })

  test('is from 0 to 100, and the true share is in what is told', () => {
    fc.assert(
      fc.property(closed, ({ onTime, late, overdue }) => {
        const share = shareOf(toldOf(onTime, late, overdue))
        if (share === null) return

        const truth = Math.floor((onTime * 100) / (onTime + late + overdue))
        expect(share.least).toBeGreaterThanOrEqual(0)
        expect(share.most).toBeLessThanOrEqual(100)
        expect(holds(share, truth)).toBe(true)
      }),
    )
  })

  test('never rises by one more case that is overdue', () => {
    fc.assert(
      fc.property(closed, ({ onTime, late, overdue }) => {
        const before = shareOf(toldOf(onTime, late, overdue))
        const after = shareOf(toldOf(onTime, late, overdue + 1))
        if (before === null || after === null) return

        expect(onTime / (onTime + late + overdue + 1)).toBeLessThanOrEqual(onTime / (onTime + late + overdue))
        expect(after.most).toBeLessThanOrEqual(before.most)
      }),
    )
  })
})

describe('median and p90', () => {
  const DUE = 7
  const days = (onTime: number, late: number) => [...Array(onTime).fill(3), ...Array(late).fill(DUE + 5)]
  const rank = (it: { days: number | null } | null) => (it === null ? null : (it.days ?? Number.POSITIVE_INFINITY))

  test('count what is open and overdue as longer than all that is closed', () => {
    const twenty = Array.from({ length: 20 }, (_, n) => n + 1)

    expect(quantileOf(twenty, { late: exactly(0), overdue: 0 }, 5)).toEqual({ days: 10 })
    expect(quantileOf(twenty, { late: exactly(0), overdue: 10 }, 5)).toEqual({ days: 15 })
    expect(quantileOf(twenty, { late: exactly(0), overdue: 30 }, 5)).toEqual({ days: null })
    expect(quantileOf(twenty.slice(0, 9), { late: exactly(0), overdue: 0 }, 5)).toBeNull()
  })

  test('the median is never more than p90, and neither depends on an order', () => {
    const many = fc.array(fc.nat(90), { minLength: 10, maxLength: 80 })
    fc.assert(
      fc.property(many, fc.nat(60), fc.func(fc.nat(90)), (values, overdue, shuffle) => {
        const beside = { late: null, overdue }
        const [median, p90] = [quantileOf(values, beside, 5), quantileOf(values, beside, 9)]
        const other = values.toSorted((a, b) => shuffle(a) - shuffle(b))

        const [low, high] = [rank(median), rank(p90)]
        if (low !== null && high !== null) expect(low).toBeLessThanOrEqual(high)
        expect([quantileOf(other, beside, 5), quantileOf(other, beside, 9)]).toEqual([median, p90])
      }),
    )
  })

  test('beside the deadline they tell nothing of a count that is left open', () => {
    fc.assert(
      fc.property(closed, fc.constantFrom<5 | 9>(5, 9), ({ onTime, late, overdue }, tenths) => {
        const told = toldOf(onTime, late, overdue)
        const side = (slow: number, open: number) => {
          const value = rank(
            quantileOf(days(onTime + late - slow, slow), { late: exactly(slow), overdue: open }, tenths),
          )
          return value === null ? null : value > DUE
        }
        const mine = quantileOf(days(onTime, late), { late: told.late, overdue }, tenths)
        if (mine === null) return

        for (let slow = told.late.least; slow <= told.late.most; slow++) {
          for (let open = told.overdue.least; open <= told.overdue.most; open++) {
            const other = side(slow, open)
            if (other !== null) expect(other).toBe((rank(mine) ?? 0) > DUE)
          }
        }
      }),
    )
  })
})
