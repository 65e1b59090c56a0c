import { guardText } from './cell-text.ts'

/** A small table as CSV: marked as UTF-8 for Excel, every cell in quotes, line ends as RFC 4180 has them. */
export function csvText(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map(csvLine).join('')}`
}

export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${guardText(cell).replaceAll('"', '""')}"`).join(',')}\r\n`
}
