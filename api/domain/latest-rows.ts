import { newestFirst, type RecordRow } from './public-record.ts'

/** `isWhole`: every row of the list is here; else rows that sort after the last one are missing. */
export type LatestRows = { rows: RecordRow[]; isWhole: boolean }

type Order = (a: RecordRow, b: RecordRow) => number

/** How many are handed out, and how many more are kept so that removals seldom leave too few. */
export const LATEST_SERVED = 50
const KEPT = 200

/** Latest publication first; a decision published late is news all the same. */
export function latestPublished(a: RecordRow, b: RecordRow): number {
  return descending(a.publishedOn, b.publishedOn) || newestFirst(a, b)
}

/** Last published or corrected first. */
export function latestUpdated(a: RecordRow, b: RecordRow): number {
  return descending(a.updatedOn, b.updatedOn) || latestPublished(a, b)
}

/** The first rows of a list after an edit. `isShort`: too few are sure, and the list itself has to be asked. */
export function editLatest(
  known: LatestRows | undefined,
  { gone, come }: { gone: ReadonlySet<string>; come: readonly RecordRow[] },
  order: Order,
): LatestRows & { isShort: boolean } {
  const before = known ?? { rows: [], isWhole: true }
  const last = before.rows.at(-1)
  const replaced = new Set(come.map(({ id }) => id))
  const merged = [...before.rows.filter(({ id }) => !gone.has(id) && !replaced.has(id)), ...come].sort(order)
  // Behind the last row that was known, rows nobody has here may come first.
  const sure =
    before.isWhole || last === undefined ? merged : merged.filter((row) => row.id === last.id || order(row, last) < 0)
  const isWhole = before.isWhole && merged.length <= KEPT
  const rows = sure.slice(0, KEPT)
  return { rows, isWhole, isShort: !isWhole && rows.length < LATEST_SERVED }
}

/** The same from all rows, met in pieces: only as many are held as are kept. */
export function collectLatest(order: Order) {
  let rows: RecordRow[] = []
  let met = 0
  return {
    add(piece: readonly RecordRow[]): void {
      met += piece.length
      rows = [...rows, ...piece].sort(order).slice(0, KEPT)
    },
    latest: (): LatestRows => ({ rows, isWhole: met <= KEPT }),
  }
}

function descending(a: string, b: string): number {
  return a === b ? 0 : a < b ? 1 : -1
}
