import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openXlsx, readXlsx, saveXlsx } from 'hucre/xlsx'
import { describe, expect, test } from 'vitest'
import { writeRejectedSheet } from '#adapters/rejected-sheet'
import { rejectedLines } from '#usecase/rejected-lines'
import { CANARY } from '../canary.ts'
import { importFile, importRows, PENALTY } from '../csv.ts'
import { type World, world } from '../world.ts'
import { zipParts } from '../zip.ts'

const HEADERS = Object.keys(PENALTY)
const numbered = (n: number, more: Record<string, string> = {}) => ({
  ...PENALTY,
  行政处罚决定书文号: `澜市监罚〔2026〕${n}号`,
  ...more,
})
const BAD_DAY = numbered(2, { 处罚决定日期: '去年' })
const SEALED = numbered(3, { 处罚依据: '《中华人民共和国治安管理处罚法》第二十三条', 处罚决定日期: '前年' })
const NAMELESS = numbered(4, { 行政相对人名称: '' })

async function sheetOf(w: World, batchId: string): Promise<string> {
  const batch = await w.store.rejectedBatch(batchId)
  if (!batch) throw new Error('There is no such batch.')
  const file = join(w.folder, `${batchId}.xlsx`)
  const written = await writeRejectedSheet(file, batch.headers, rejectedLines(w, batch))
  if (!written.ok) throw new Error(written.failure.code)
  return file
}

async function read(file: string) {
  const { sheets } = await readXlsx(await readFile(file), { readStyles: true })
  const [sheet] = sheets
  if (!sheet) throw new Error('There is no sheet.')
  const rows = sheet.rows.map((row) => row.map((cell) => String(cell ?? '')))
  const coloured = [...(sheet.cells ?? [])].filter(([, cell]) => cell.style?.fill !== undefined).map(([key]) => key)
  const said = rows.slice(1).map((row) => row.filter((cell) => cell !== ''))
  return { rows, said, coloured: coloured.sort() }
}

/** The cells of a sheet changed by row and header, as a clerk would. */
async function mend(file: string, changes: { row: number; header: string; value: string }[]): Promise<void> {
  const workbook = await openXlsx(await readFile(file))
  const [sheet] = workbook.sheets
  for (const { row, header, value } of changes) {
    const column = sheet?.rows[0]?.indexOf(header) ?? -1
    const cells = sheet?.rows[row]
    if (!cells || column < 0) throw new Error(`There is no cell ${row} ${header}.`)
    cells[column] = value
  }
  await writeFile(file, await saveXlsx(workbook))
}

describe('the rows of a batch that were not taken in', () => {
  test('come back in their own columns, with the reason in front and the cells to mend in colour', async () => {
    const w = await world({ empty: true })
    const { batch } = await importRows(w, 'penalty', [numbered(1), BAD_DAY, NAMELESS])

    const { rows, coloured } = await read(await sheetOf(w, batch))

    const place = (header: string) => HEADERS.indexOf(header) + 2
    expect(rows[0]).toEqual(['未接收原因', '原行号', ...HEADERS])
    expect(rows.slice(1)).toEqual([
      ['日期无法识别，原样保留，未采用（处罚决定日期）', '3', ...Object.values(BAD_DAY)],
      [expect.stringContaining('（行政相对人名称）'), '4', ...Object.values(NAMELESS)],
    ])
    expect(coloured).toEqual([`1,${place('处罚决定日期')}`, `2,${place('行政相对人名称')}`])
  })

  test('once mended are taken in as if they had been right, and what was not mended comes back again', async () => {
    const w = await world({ empty: true })
    const { batch } = await importRows(w, 'penalty', [numbered(1), BAD_DAY, SEALED, NAMELESS])
    const file = await sheetOf(w, batch)
    await mend(file, [{ row: 1, header: '处罚决定日期', value: '2026-11-10' }])

    const summary = await importFile(w, 'penalty', file)
    const direct = await importRows(w, 'penalty', [{ ...BAD_DAY, 处罚决定日期: '2026-11-10' }])

    expect(summary).toMatchObject({ read: 2, accepted: 1, warned: 0, rejected: 1, published: 1 })
    expect(direct).toMatchObject({ read: 1, unchanged: 1 })
  })

  test('of a sealed category show only their number and the law', async () => {
    const w = await world({ empty: true })
    const { batch } = await importRows(w, 'penalty', [SEALED])
    const file = await sheetOf(w, batch)

    const { said, coloured } = await read(file)
    const bytes = [...zipParts(await readFile(file)).values()].join('\n')

    expect(said).toEqual([[expect.stringContaining('第一百三十六条'), '2']])
    expect(coloured).toEqual([])
    expect(Object.values(SEALED).filter((cell) => cell.length > 4 && bytes.includes(cell))).toEqual([])
    await expect(importFile(w, 'penalty', file)).rejects.toThrow('file-without-rows')
  })

  test('with personal data come back covered, and say so', async () => {
    const w = await world({ empty: true })
    const row = { ...BAD_DAY, 法定代表人证件号码: CANARY.idNumber, 违法事实: `电话${CANARY.phone}` }
    const { batch } = await importRows(w, 'penalty', [row])
    const file = await sheetOf(w, batch)

    const { rows } = await read(file)
    const bytes = [...zipParts(await readFile(file)).values()].join('\n')

    expect(rows[1]?.[0]).toContain('请按原件补填')
    expect(rows[1]).toContain('电话****')
    expect([CANARY.idNumber, CANARY.phone].filter((word) => bytes.includes(word))).toEqual([])
  })

  test('with too many cells keep the surplus beyond the last header, where it never passes for content', async () => {
    const w = await world({ empty: true })
    const source = join(w.folder, 'surplus.csv')
    await writeFile(source, `${HEADERS.join(',')}\r\n${Object.values(PENALTY).join(',')},,多出的\r\n`)
    const { batch } = await importFile(w, 'penalty', source)
    const file = await sheetOf(w, batch)

    const { rows, coloured } = await read(file)
    const again = await importFile(w, 'penalty', file)

    expect(rows[0]?.filter((header) => header !== '')).toHaveLength(HEADERS.length + 2)
    expect(rows[1]?.at(-1)).toBe('多出的')
    expect(coloured).toEqual([`1,${HEADERS.length + 3}`])
    expect(again).toMatchObject({ read: 1, rejected: 1 })
  })

  test('after their purge are named by their number, without any of their words', async () => {
    const w = await world({ empty: true })
    const { batch } = await importRows(w, 'penalty', [BAD_DAY])
    await w.store.purgeRejected(Number.MAX_SAFE_INTEGER)

    const { said, coloured } = await read(await sheetOf(w, batch))

    expect(said).toEqual([[expect.stringMatching(/日期无法识别.*已经清除/), '2']])
    expect(coloured).toEqual([])
    expect(await w.store.rejectedBatch(batch)).toMatchObject({ rejected: 1, kept: 0 })
  })

  test('are all there, however many pages they are read in', async () => {
    const w = await world({ empty: true })
    const many = Array.from({ length: 1203 }, (_, n) => numbered(n, { 处罚决定日期: '去年' }))
    const { batch } = await importRows(w, 'penalty', many)

    const { rows } = await read(await sheetOf(w, batch))

    expect(rows.slice(1).map((row) => row[1])).toEqual(many.map((_, index) => String(index + 2)))
  })
})

test('batches with rejected rows are listed, the newest first, and those without are not', async () => {
  const w = await world({ empty: true })
  const minutes = (n: number): World => ({ ...w, clock: () => w.clock() + n * 60_000 })
  const first = await importRows(minutes(1), 'penalty', [numbered(1), BAD_DAY, SEALED])
  const clean = await importRows(minutes(2), 'penalty', [numbered(5)])
  const second = await importRows(minutes(3), 'penalty', [NAMELESS])

  const batches = await w.store.rejectedBatches(10)

  expect(batches.map(({ id, rejected, kept }) => [id, rejected, kept])).toEqual([
    [second.batch, 1, 1],
    [first.batch, 2, 1],
  ])
  expect(batches[1]?.headers).toEqual(HEADERS)
  expect(await w.store.rejectedBatches(1)).toHaveLength(1)
  expect(await w.store.rejectedBatch(clean.batch)).toMatchObject({ rejected: 0 })
  expect(await w.store.rejectedBatch('b-none')).toBeUndefined()
})
