import { nextQuarter, type Quarter, quartersBetween } from './quarter.ts'

/** A cell with fewer than this, but not none, could tell of one filer: it is told as a span only. */
export const SMALLEST_CELL = 5

/** Of fewer than this, neither share nor median is told. */
export const FEWEST_FOR_RATE = 10

/** What is told of a count: all that lies between is possible. An exact count is both. */
export type Span = { least: number; most: number }

export const NONE: Span = { least: 0, most: 0 }
/** Quarters that had too few to be told yet; not even whether there was any. */
export const TOO_FEW: Span = { least: 0, most: SMALLEST_CELL - 1 }

export function exactly(count: number): Span {
  return { least: count, most: count }
}

export function isExact({ least, most }: Span): boolean {
  return least === most
}

export function sumOf(spans: readonly Span[]): Span {
  return spans.reduce((a, b) => ({ least: a.least + b.least, most: a.most + b.most }), NONE)
}

/** A count that stands alone: nothing that is told adds up with it. */
export function tellCount(count: number): Span {
  return isSmall(count) ? { least: 1, most: SMALLEST_CELL - 1 } : exactly(count)
}

/** Counts whose sum is told; where they cannot be told apart, nothing is told but the sum. */
export function tellParts(counts: readonly number[]): Span[] {
  const sum = counts.reduce((a, b) => a + b, 0)
  return tellApart(counts) ?? counts.map(() => ({ least: 0, most: sum }))
}

/**
 * Small ones are told as 1 to 4, and the largest takes up the difference, so that no subtraction gives them back. Null
 * where that would not stay so for each of their possible values.
 */
export function tellApart(counts: readonly number[]): Span[] | null {
  const smalls = counts.filter(isSmall).length
  if (smalls === 0) return counts.map(exactly)
  const sum = counts.reduce((a, b) => a + b, 0)
  const largest = Math.max(...counts)
  const at = counts.indexOf(largest)
  const room = counts.reduce((rest, count, i) => (i === at || isSmall(count) ? rest : rest - count), sum)
  const second = Math.max(0, ...counts.filter((_, i) => i !== at))
  const [least, most] = [room - smalls * (SMALLEST_CELL - 1), room - smalls]
  const staysLargest = least >= SMALLEST_CELL && least > Math.max(second, SMALLEST_CELL - 1)
  if (!staysLargest) return null
  return counts.map((count, i) => (i === at ? { least, most } : tellCount(count)))
}

/** Where the bands of `shareOut` begin, above those too small to be told. */
const BANDS = [SMALLEST_CELL, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000] as const

/**
 * The parts of a total of which `total` is told, in bands; none and few are told alike. Where a band could not have all its
 * values, or the total not, of no part anything is told. Which of the two it is depends on bands and total alone.
 */
export function shareOut(total: Span, counts: readonly number[]): Span[] {
  const bands = counts.map(bandOf)
  return isCovered(total, bands) ? bands : counts.map(() => ({ least: 0, most: total.most }))
}

function bandOf(count: number): Span {
  if (count < SMALLEST_CELL) return TOO_FEW
  const at = BANDS.findLastIndex((from) => from <= count)
  return { least: BANDS[at] ?? SMALLEST_CELL, most: (BANDS[at + 1] ?? Number.MAX_SAFE_INTEGER) - 1 }
}

/** Whether every total that was told and every value of every small part is still possible. */
function isCovered(total: Span, parts: readonly Span[]): boolean {
  const { least, most } = sumOf(parts)
  if (least > total.least || most < total.most) return false
  return parts.every((part) => {
    if (part.most >= SMALLEST_CELL) return true
    const [under, over] = [least - part.least, most - part.most]
    return part.most + under <= total.most && part.least + over >= total.least
  })
}

/** Quarters told as one. */
export type Stretch = { from: Quarter; to: Quarter }

/**
 * Quarters in their order, joined until there are enough to be told. A stretch that was told never changes; `rest` is what
 * waits for the quarters to come.
 */
export function joinQuarters(
  first: Quarter,
  last: Quarter,
  countIn: (quarter: Quarter) => number,
): { told: (Stretch & { count: number })[]; rest: Stretch | null } {
  const told: (Stretch & { count: number })[] = []
  let [from, count] = [first, 0]
  for (const quarter of quartersBetween(first, last)) {
    count += countIn(quarter)
    if (count < SMALLEST_CELL) continue
    told.push({ from, to: quarter, count })
    from = nextQuarter(quarter)
    count = 0
  }
  return { told, rest: from > last ? null : { from, to: last } }
}

function isSmall(count: number): boolean {
  return count > 0 && count < SMALLEST_CELL
}
