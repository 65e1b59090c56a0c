import { parseRange } from 'hucre'
import { ImportFailed } from '#domain/failure'
import { MAX_MERGES, MAX_SHEET_BYTES } from './limits.ts'
import { readXml } from './xml.ts'
import type { Zip } from './zip.ts'

/** Vertical merges by the number of their first row. */
export type MergesByRow = ReadonlyMap<number, readonly { column: number; lastRow: number }[]>

const END_OF_ROWS = 'sheetData'
const OVERLAP = 64

export async function readMerges(zip: Zip, part: string): Promise<MergesByRow> {
  const merges = new Map<number, { column: number; lastRow: number }[]>()
  const where = { file: zip.file, part }
  let count = 0
  await readXml(where, behindRows(zip.read(part, MAX_SHEET_BYTES)), {
    open(name, { ref = '' }) {
      if (name !== 'mergeCell') return
      if (++count > MAX_MERGES) throw new ImportFailed({ code: 'file-damaged', ...where })
      const range = /^\$?[A-Z]{1,3}\$?\d{1,7}:\$?[A-Z]{1,3}\$?\d{1,7}$/i.test(ref) ? parseRange(ref) : undefined
      if (!range || range.endRow <= range.startRow) return
      const firstRow = range.startRow + 1
      const started = merges.get(firstRow) ?? []
      started.push({ column: range.startCol, lastRow: range.endRow + 1 })
      merges.set(firstRow, started)
    },
    text() {},
    close() {},
  })
  return merges
}

/** What follows the last mention of `sheetData`; the rows before are unpacked and dropped. */
async function* behindRows(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let tail: Buffer = Buffer.alloc(0)
  let isBehind = false
  for await (const chunk of chunks) {
    if (isBehind) {
      yield chunk
      continue
    }
    const bytes = Buffer.concat([tail, chunk])
    const end = closingAt(bytes)
    isBehind = end >= 0
    if (isBehind) yield bytes.subarray(end)
    else tail = Buffer.from(bytes.subarray(Math.max(0, bytes.length - OVERLAP)))
  }
}

/** Just behind `</sheetData>` or `<sheetData/>`, with or without a prefix. */
function closingAt(bytes: Buffer): number {
  for (let at = bytes.indexOf(END_OF_ROWS); at >= 0; at = bytes.indexOf(END_OF_ROWS, at + 1)) {
    const tail = bytes.toString('latin1', at + END_OF_ROWS.length, at + END_OF_ROWS.length + 2)
    const head = bytes.toString('latin1', Math.max(0, at - 12), at)
    if (tail.startsWith('/>')) return at + END_OF_ROWS.length + 2
    if (tail.startsWith('>') && /<\/(?:[\w.-]+:)?$/.test(head)) return at + END_OF_ROWS.length + 1
  }
  return -1
}
