import { type ForeignFormat, ImportFailed } from '#domain/failure'
import type { CompoundFile } from './compound-file.ts'
import { MAX_COLUMNS, MAX_SHEETS, MAX_XLS_CELLS } from './limits.ts'
import type { XlsSheet } from './xls.ts'

/** Record numbers of [MS-XLS] 2.3. */
const FORMULA = 0x06
const EOF = 0x0a
const FILEPASS = 0x2f
const BOUNDSHEET = 0x85
const MULRK = 0xbd
const XF = 0xe0
const STRING = 0x207
const FORMAT = 0x41e
const BOF = 0x809
const BEHIND_FORMULA = new Set([0x221, 0x236, 0x4bc])
const CELLS = new Set([FORMULA, MULRK, 0xfd, 0x203, 0x204, 0x205, 0x27e])
const BIFF8 = 0x600
/** Date formats of East Asian Excel that files use without defining them: [ECMA-376] 18.8.30. */
const ASIAN_DATES = (id: number) => (id >= 27 && id <= 36) || (id >= 50 && id <= 58)
const PLAIN_DATE = 14

type BiffRecord = { id: number; at: number; length: number }

/**
 * Looks over a workbook before the reader gets it: says which sheets are hidden, refuses what would take too much room,
 * and mends in place two things the reader does not know.
 */
export function prepareXls(file: string, { names, workbook }: CompoundFile): XlsSheet['state'][] {
  if (names.has('EncryptedPackage')) throw new ImportFailed({ code: 'file-encrypted', file })
  if (workbook.length === 0) throw new ImportFailed({ code: 'file-foreign', file, found: foreignOf(names) })
  const records = recordsOf(workbook)
  const first = records[0]
  if (!names.has('Workbook') || first?.id !== BOF || first.length < 2 || workbook.readUInt16LE(first.at) !== BIFF8) {
    throw new ImportFailed({ code: 'file-foreign', file, found: 'xls-before-97' })
  }
  if (records.some(({ id }) => id === FILEPASS)) throw new ImportFailed({ code: 'file-encrypted', file })
  if (!isWhole(workbook, records)) throw new ImportFailed({ code: 'file-damaged', file, part: null })
  mendDateStyles(workbook, records)
  mendSharedFormulas(workbook, records)
  refuseWide(file, workbook, records)
  return sheetStates(file, workbook, records)
}

function foreignOf(names: ReadonlySet<string>): ForeignFormat {
  return names.has('WordDocument') ? 'word' : 'office-other'
}

function recordsOf(workbook: Buffer): BiffRecord[] {
  const records: BiffRecord[] = []
  for (let at = 0; at + 4 <= workbook.length; ) {
    const id = workbook.readUInt16LE(at)
    const length = workbook.readUInt16LE(at + 2)
    if (id === 0 && length === 0) break
    records.push({ id, at: at + 4, length })
    at += 4 + length
  }
  return records
}

/** Every part that begins ends, and the last record, too: the reader takes what it gets for all there is. */
function isWhole(workbook: Buffer, records: readonly BiffRecord[]): boolean {
  const count = (wanted: number) => records.filter(({ id }) => id === wanted).length
  const last = records.at(-1)
  const fits = last !== undefined && last.at + last.length <= workbook.length
  return fits && count(BOF) === count(EOF) && count(BOUNDSHEET) > 0
}

function mendDateStyles(workbook: Buffer, records: readonly BiffRecord[]): void {
  const whole = records.filter(({ at, length }) => length >= 4 && at + length <= workbook.length)
  const defined = new Set(whole.filter(({ id }) => id === FORMAT).map(({ at }) => workbook.readUInt16LE(at)))
  for (const { id, at } of whole) {
    if (id !== XF) continue
    const format = workbook.readUInt16LE(at + 2)
    if (ASIAN_DATES(format) && !defined.has(format)) workbook.writeUInt16LE(PLAIN_DATE, at + 2)
  }
}

/** The text of a formula may stand behind the formula's shared form; the reader looks right behind the formula. */
function mendSharedFormulas(workbook: Buffer, records: readonly BiffRecord[]): void {
  for (const [index, shared] of records.entries()) {
    const text = records[index + 1]
    if (!BEHIND_FORMULA.has(shared.id) || records[index - 1]?.id !== FORMULA || text?.id !== STRING) continue
    const moved = Buffer.from(workbook.subarray(shared.at - 4, shared.at + shared.length))
    const start = shared.at - 4
    workbook.copyWithin(start, text.at - 4, text.at + text.length)
    moved.copy(workbook, start + text.length + 4)
  }
}

/** The reader makes room up to a row's last cell and for every row up to the last. */
function refuseWide(file: string, workbook: Buffer, records: readonly BiffRecord[]): void {
  let room = 0
  let row = -1
  let widest = 0
  for (const { id, at, length } of records) {
    if (!CELLS.has(id) || length < 6 || at + length > workbook.length) continue
    const column = workbook.readUInt16LE(at + 2) + (id === MULRK ? Math.ceil((length - 6) / 6) - 1 : 0)
    const current = workbook.readUInt16LE(at)
    if (column >= MAX_COLUMNS) {
      throw new ImportFailed({ code: 'table-too-wide', file, sheet: null, row: current + 1, limit: MAX_COLUMNS })
    }
    if (current !== row) widest = 0
    room += Math.max(0, column + 1 - widest)
    widest = Math.max(widest, column + 1)
    row = current
    if (room > MAX_XLS_CELLS) {
      throw new ImportFailed({ code: 'file-inflates', file, part: 'Workbook' })
    }
  }
}

function sheetStates(file: string, workbook: Buffer, records: readonly BiffRecord[]): XlsSheet['state'][] {
  const sheets = records.filter(({ id, length, at }) => id === BOUNDSHEET && length >= 6 && at + 6 <= workbook.length)
  const begins = new Set(records.filter(({ id }) => id === BOF).map(({ at }) => at - 4))
  const starts = new Set(sheets.map(({ at }) => workbook.readUInt32LE(at)).filter((start) => begins.has(start)))
  if (sheets.length > MAX_SHEETS || starts.size !== sheets.length) {
    throw new ImportFailed({ code: 'file-damaged', file, part: null })
  }
  return sheets.map(({ at }) => {
    if (workbook[at + 5] !== 0) return 'not-a-table'
    return (workbook[at + 4] ?? 0) % 4 === 0 ? 'visible' : 'hidden'
  })
}
