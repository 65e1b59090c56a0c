import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readCompound } from '#adapters/table/compound-file'
import { refusalOf, tableOf } from './table-files.ts'

const REPORT = join(import.meta.dirname, 'files/libreoffice-report.xls')
const XF = 0xe0
const FORMAT = 0x41e
/** The report's own formats: its three of dates, and the one of numbers in general. */
const DATE_FORMATS = [165, 167, 168]
const GENERAL = 164
const DIRECTORY_ENTRY = 128

/** Changes the workbook stream of a copy of the report. */
function changed(change: (workbook: Buffer, record: { id: number; at: number }) => void): Buffer {
  const bytes = readFileSync(REPORT)
  const compound = readCompound(REPORT, bytes)
  for (let at = 0; at + 4 <= compound.workbook.length; at += 4 + compound.workbook.readUInt16LE(at + 2)) {
    change(compound.workbook, { id: compound.workbook.readUInt16LE(at), at: at + 4 })
  }
  compound.writeBack()
  return bytes
}

/** Gives the cell styles of these formats another. */
function restyled(from: readonly number[], to: number): Buffer {
  return changed((workbook, { id, at }) => {
    if (id === XF && from.includes(workbook.readUInt16LE(at + 2))) workbook.writeUInt16LE(to, at + 2)
  })
}

const DATES = ['2026-03-05', '2026-03-06 10:30:00', '2026年3月7日', '2026-03-08']

test('dates in a format that East Asian Excel leaves undefined are dates', async () => {
  const { rows } = await tableOf('asian.xls', restyled(DATE_FORMATS, 31))
  const plain = await tableOf('numbers.xls', restyled(DATE_FORMATS, GENERAL))

  expect(rows.map(({ cells }) => cells[4])).toEqual(DATES)
  expect(plain.rows.map(({ cells }) => cells[4])).toEqual(['46086', '46087.4375', '2026年3月7日', '46089'])
})

test('a format that a file defines under the same number is what the file says', async () => {
  const bytes = changed((workbook, { id, at }) => {
    if (id === FORMAT && workbook.readUInt16LE(at) === GENERAL) workbook.writeUInt16LE(31, at)
    if (id === XF && [GENERAL, ...DATE_FORMATS].includes(workbook.readUInt16LE(at + 2)))
      workbook.writeUInt16LE(31, at + 2)
  })

  const { rows } = await tableOf('defined.xls', bytes)

  expect(rows[0]?.cells[4]).toBe('46086')
})

test('a file of Excel 95 is said to be too old', async () => {
  const bytes = changed((workbook, { at }) => {
    if (at === 4) workbook.writeUInt16LE(0x500, at)
  })

  expect(await refusalOf('old.xls', bytes)).toEqual({ code: 'file-foreign', found: 'xls-before-97' })
})

test('an encrypted workbook is said to be encrypted', async () => {
  const bytes = changed((workbook, { at }) => {
    if (at === 4) workbook.writeUInt16LE(0x2f, at + workbook.readUInt16LE(2))
  })

  expect(await refusalOf('secret.xls', bytes)).toEqual({ code: 'file-encrypted' })
})

test('two streams in the same place, which would be unpacked twice and more, are damage', async () => {
  const bytes = readFileSync(REPORT)
  const entry = bytes.indexOf(Buffer.from('Workbook', 'utf16le'))
  const next = bytes.subarray(entry + DIRECTORY_ENTRY, entry + 2 * DIRECTORY_ENTRY)
  bytes.copy(next, 0, entry, entry + DIRECTORY_ENTRY)
  next.write('Copybook', 'utf16le')

  expect(await refusalOf('twice.xls', bytes)).toMatchObject({ code: 'file-damaged' })
})
