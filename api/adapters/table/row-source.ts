import type { TableFormat, TableRow, TextEncoding } from '#domain/table'

/** One sheet as it stands in its file, header and all. */
export type RowSource = {
  sheet: string | null
  format: TableFormat
  encoding: TextEncoding | null
  delimiter: string | null
  /** Reads from the first row on, anew at each call; blank rows may be left out. `report` hears the share read, 0 to 1. */
  open(report: (share: number) => void): AsyncIterable<TableRow[]>
}
