export type MergeFiller = {
  /** A merge whose first row is being read: its column, its last row and its value. */
  start(column: number, lastRow: number, value: string): void
  /** Writes the values of merges from above into a row that has cells of its own; rows must come in order. */
  fill(row: number, cells: string[]): void
}

/**
 * The value of a vertical merge belongs to every row it covers. A row that has nothing of its own stays blank: two rows
 * merged in all columns are one record.
 */
export function createMergeFiller(): MergeFiller {
  const open = new Map<number, { lastRow: number; value: string }>()
  return {
    start(column, lastRow, value) {
      if (value !== '') open.set(column, { lastRow, value })
    },
    fill(row, cells) {
      if (open.size === 0) return
      const hasOwn = cells.some((cell) => cell !== '')
      for (const [column, { lastRow, value }] of open) {
        if (lastRow < row) open.delete(column)
        else if (hasOwn && (cells[column] ?? '') === '') {
          while (cells.length < column) cells.push('')
          cells[column] = value
        }
      }
    },
  }
}
