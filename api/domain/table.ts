/** What a file is by its content; `csv` covers every delimiter. */
export type TableFormat = 'xlsx' | 'xls' | 'ods' | 'csv' | 'json' | 'ndjson'

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'

/** `n`: the row as the program that shows the file counts, from 1; for json the item, for ndjson the line. */
export type TableRow = { n: number; cells: string[] }

export type AsideKind = 'title' | 'totals' | 'note' | 'repeated-header'

/** A row that is not read as data: reported, never silently dropped. */
export type Aside = { n: number; kind: AsideKind }

/** How many of these cells are known headers, 0 to all of them. */
export type Recognise = (headers: readonly string[]) => number

export type Table = {
  sheet: string | null
  format: TableFormat
  encoding: TextEncoding | null
  delimiter: string | null
  /** Row of the header, of its lower row where it has two; 0 for json and ndjson. */
  headerRow: number
  /** One a column from the first on, trimmed; '' where a column has no header. */
  headers: string[]
  /** Chunks of at most 500 rows, to be read once. A trouble on the way is thrown as `ImportFailed`. */
  rows: AsyncIterable<TableRow[]>
  /** Grows while rows are read. */
  asides: Aside[]
  /** Share of the input read so far, 0 to 1, null where it cannot be said. */
  fraction(): number | null
}

export type SkippedSheet = { sheet: string; why: 'empty' | 'no-header' | 'hidden' | 'not-a-table' }
