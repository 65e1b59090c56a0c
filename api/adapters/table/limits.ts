/** What a file may ask of the machine. Far above what organs send, far below what would stop it. */
export const MAX_COLUMNS = 2_000
/** Bytes of one csv record, characters of one json item and of the cells of one spreadsheet row. */
export const MAX_RECORD = 1_048_576
export const CHUNK_ROWS = 500
/** Rows that are looked at for the header. */
export const HEAD_ROWS = 60
export const HEAD_ROWS_WITH_BLANKS = 10_000
/** .xls is read as a whole; the format ends at 65,536 rows. */
export const MAX_XLS_BYTES = 64 * 1_048_576
export const MAX_XLS_CELLS = 8_000_000
export const MAX_SHEETS = 255
export const MAX_ROWS = 1_048_576
export const MAX_ZIP_ENTRIES = 10_000
/** Parts of a workbook, unpacked: sheets are streamed, shared strings are held, the rest is small. */
export const MAX_SHEET_BYTES = 4 * 1_073_741_824
export const MAX_STRINGS_BYTES = 256 * 1_048_576
export const MAX_PART_BYTES = 64 * 1_048_576
export const MAX_MERGES = 200_000
/** Deflate reaches 1032 to 1 on zeros; sheets of repeated rows stay under 100 to 1. */
export const MAX_INFLATION = 400
export const INFLATION_FREE_BYTES = 64 * 1_048_576
