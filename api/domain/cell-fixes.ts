import { MASK, maskPersonalData } from './masking.ts'
import type { TableRow } from './table.ts'

/** A cell as somebody mended it. `n`: the row as the file counts; `place`: of its column, from 0. */
export type CellFix = { n: number; place: number; text: string }

/** By row and place. */
export type CellFixes = ReadonlyMap<number, ReadonlyMap<number, string>>

export function fixesByRow(fixes: readonly CellFix[]): CellFixes {
  const byRow = new Map<number, Map<number, string>>()
  for (const { n, place, text } of fixes) {
    const row = byRow.get(n) ?? new Map<number, string>()
    byRow.set(n, row.set(place, text))
  }
  return byRow
}

/** The row with its mended cells; all others, and how many it has, stay as they are in the file. */
export function mendedRow(row: TableRow, fixes: CellFixes): TableRow {
  const mended = fixes.get(row.n)
  if (mended === undefined) return row
  const width = Math.max(row.cells.length, ...[...mended.keys()].map((place) => place + 1))
  return { n: row.n, cells: Array.from({ length: width }, (_, place) => mended.get(place) ?? row.cells[place] ?? '') }
}

export type FixTrouble = 'no-such-row' | 'no-such-column' | 'sealed' | 'masked' | 'too-long'

/** Spreadsheet programs keep no more in a cell. */
const MOST_LETTERS = 32_767

/** Why a text cannot be taken; null also where it only says again what the cell is shown to say. */
export function fixTrouble(text: string, present: string): FixTrouble | null {
  if (isUnchanged(text, present)) return null
  if (text.length > MOST_LETTERS) return 'too-long'
  return text.includes(MASK) ? 'masked' : null
}

/** People see a cell without personal data: what they leave as it stands says nothing. */
export function isUnchanged(text: string, present: string): boolean {
  return text === present || text === shownCell(present)
}

/** A cell as the desk shows it: on one line, without personal data. */
export function shownCell(cell: string): string {
  return maskPersonalData(cell.replace(/\s+/g, ' ').trim())
}
