import { addDays, addMonths, type Day, instantOfDay, parseDay, yearOf } from './day.ts'

/** '2026Q3' */
export type Quarter = `${number}Q${1 | 2 | 3 | 4}`

export function quarterOf(day: Day): Quarter {
  return named(yearOf(day), Math.ceil(Number(day.slice(5, 7)) / 3))
}

export function isQuarter(text: string): text is Quarter {
  return /^\d{4}Q[1-4]$/.test(text)
}

export function nextQuarter(quarter: Quarter): Quarter {
  const [year, n] = partsOf(quarter)
  return n === 4 ? named(year + 1, 1) : named(year, n + 1)
}

export function firstQuarterOfYear(day: Day): Quarter {
  return named(yearOf(day), 1)
}

/** Both included; none when `to` comes first. */
export function quartersBetween(from: Quarter, to: Quarter): Quarter[] {
  const quarters: Quarter[] = []
  for (let at = from; at <= to; at = nextQuarter(at)) quarters.push(at)
  return quarters
}

/** The last day of a quarter. */
export function endOfQuarter(quarter: Quarter): Day {
  const [year, n] = partsOf(quarter)
  const first = parseDay(`${year}-${String(n * 3 - 2).padStart(2, '0')}-01`)
  if (first === undefined) throw new RangeError(`${quarter} lies outside the years we know`)
  return addDays(addMonths(first, 3), -1)
}

/** The last quarter that is wholly over. `before`: the first instant that does not count. */
export function lastFullQuarter(today: Day): { quarter: Quarter; asOf: Day; before: number } {
  const [year, n] = partsOf(quarterOf(today))
  const quarter = n === 1 ? named(year - 1, 4) : named(year, n - 1)
  const asOf = endOfQuarter(quarter)
  return { quarter, asOf, before: instantOfDay(addDays(asOf, 1)) }
}

function partsOf(quarter: Quarter): [year: number, n: number] {
  return [Number(quarter.slice(0, 4)), Number(quarter.slice(5))]
}

/** Safe: callers hand in a quarter from 1 to 4. */
function named(year: number, n: number): Quarter {
  return `${year}Q${n}` as Quarter
}
