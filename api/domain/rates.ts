import { FEWEST_FOR_RATE, type Span, tellCount } from './small-cells.ts'

/** Working days; null where the case at this place is open and overdue. */
export type Quantile = { days: number | null }

/**
 * 按时 ÷（办结 + 超期未办结）, in whole percent, rounded down: 100 only where all were on time. Made of what is told and of
 * nothing else, so it tells no more.
 */
export function shareOf({ onTime, late, overdue }: { onTime: Span; late: Span; overdue: Span }): Span | null {
  if (onTime.least + late.least + overdue.least < FEWEST_FOR_RATE) return null
  return {
    least: percentOf(onTime.least, late.most + overdue.most),
    most: percentOf(onTime.most, late.least + overdue.least),
  }
}

/** Rounded down. */
export function percentOf(part: number, others: number): number {
  return part + others === 0 ? 0 : Math.floor((part * 100) / (part + others))
}

/**
 * The value that so many tenths do not exceed, over the closed and the overdue; the overdue last longer than any that is
 * closed. Null for too few, and where it would tell of a count that is not told whether it is above or below some number.
 */
export function quantileOf(
  days: readonly number[],
  { late, overdue }: { late: Span | null; overdue: number },
  tenths: 5 | 9,
): Quantile | null {
  const told = tellCount(overdue)
  if (days.length + told.least < FEWEST_FOR_RATE) return null
  const tail = (open: number) => days.length + open - rankIn(days.length + open, tenths)
  const isPastDue = (slow: number, open: number) => slow + open > tail(open)
  const isLateTold = late === null || isPastDue(late.least, told.least) === isPastDue(late.most, told.most)
  const isOpenTold = isPastDue(0, told.least) === isPastDue(0, told.most)
  if (!isLateTold || !isOpenTold) return null
  const rank = rankIn(days.length + overdue, tenths)
  return { days: days.toSorted((a, b) => a - b)[rank - 1] ?? null }
}

/** The place, from one, of the value that so many tenths do not exceed. */
function rankIn(count: number, tenths: number): number {
  return Math.ceil((count * tenths) / 10)
}
