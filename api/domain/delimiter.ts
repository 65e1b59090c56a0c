import { findHeader } from './header-search.ts'
import type { Recognise, TableRow } from './table.ts'

export const DELIMITERS = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof DELIMITERS)[number]

const RECORDS = 40

/** The delimiter under which most headers are known; without any, the one that gives the most rows of one width. */
export function chooseDelimiter(sample: string, recognise: Recognise, hint: Delimiter = ','): Delimiter {
  const scored = DELIMITERS.map((delimiter) => {
    const rows = splitRecords(sample, delimiter)
    const header = findHeader(rows, recognise)
    return { delimiter, known: header ? recognise(header.headers) : 0, evenness: evenness(rows) }
  })
  scored.sort(
    (a, b) =>
      b.known - a.known || b.evenness - a.evenness || Number(b.delimiter === hint) - Number(a.delimiter === hint),
  )
  return scored[0]?.delimiter ?? hint
}

/** Cells of the rows that share the commonest width of two and more. */
function evenness(rows: readonly TableRow[]): number {
  const widths = new Map<number, number>()
  for (const { cells } of rows) if (cells.length > 1) widths.set(cells.length, (widths.get(cells.length) ?? 0) + 1)
  return Math.max(0, ...[...widths].map(([width, count]) => (count > 1 || rows.length === 1 ? width * count : 0)))
}

/** The first records of a text, for a look only: a quote that is never closed takes the rest. */
export function splitRecords(sample: string, delimiter: string): TableRow[] {
  const rows: TableRow[] = []
  let cells: string[] = []
  let at = 0
  while (at < sample.length && rows.length < RECORDS) {
    const quoted = sample[at] === '"' ? /^"([^"]*(?:""[^"]*)*)"?/.exec(sample.slice(at)) : null
    const start = quoted ? at + quoted[0].length : at
    let end = start
    while (end < sample.length && sample[end] !== delimiter && sample[end] !== '\n' && sample[end] !== '\r') end++
    cells.push((quoted?.[1] ?? '').replaceAll('""', '"') + sample.slice(start, end))
    at = end + 1
    if (sample[end] === delimiter && at < sample.length) continue
    if (sample[end] === '\r' && sample[at] === '\n') at++
    rows.push({ n: rows.length + 1, cells })
    cells = []
  }
  return rows
}

/** What ends a record here: a carriage return in a file of line feeds is text, and so is either between quotes. */
export function lineEndsOf(sample: string): string[] {
  const outside = sample.replace(/"[^"]*"/g, '')
  return outside.includes('\r') && !outside.includes('\n') ? ['\r'] : ['\r\n', '\n']
}
