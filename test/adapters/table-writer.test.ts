import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readXlsx } from 'hucre/xlsx'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openTables } from '#adapters/table-reader'
import { TABLE_FORMATS, type TableFormat, writeTable } from '#adapters/table-writer'
import { MOST_LETTERS } from '#adapters/xlsx-stream'

const HEADERS = ['名称', '代码', '说明']
const ROWS = [
  ['甲,"乙"公司', '91999001MA0000007U', '一行\n两行'],
  ['=1+1', '110105194912310021', ' _x0041_ '],
  ['丙', '0012', ''],
]

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'gongxin-table-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}

async function* from(rows: readonly (readonly string[])[]) {
  yield* rows
}

async function written(format: TableFormat, rows = ROWS): Promise<string> {
  const file = join(await folder(), `table.${format}`)
  const result = await writeTable(file, format, { name: '行政处罚', headers: HEADERS, rows: from(rows) })
  expect(result).toEqual({ ok: true, value: rows.length })
  return file
}

async function readBack(file: string): Promise<string[][]> {
  const opened = await openTables(file, (headers) => headers.filter((header) => HEADERS.includes(header)).length)
  if (!opened.ok) throw new Error(opened.failure.code)
  const [table] = opened.value.tables
  const lines = [table?.headers ?? []]
  for await (const rows of table?.rows ?? [])
    lines.push(...rows.map(({ cells }) => HEADERS.map((_, at) => cells[at] ?? '')))
  await opened.value.close()
  return lines
}

describe('a table', () => {
  test('as csv has a byte order mark, quotes around every cell, no formula that a program would run, and codes that stay text', async () => {
    const text = await readFile(await written('csv'), 'utf8')

    expect(text).toBe(
      [
        '\ufeff"名称","代码","说明"',
        '"甲,""乙""公司","91999001MA0000007U","一行\n两行"',
        '"\'=1+1","\'110105194912310021"," _x0041_ "',
        '"丙","\'0012",""',
        '',
      ].join('\r\n'),
    )
  })

  test('as xlsx has typed text in every cell, also for long codes, below bold headers that stay in view', async () => {
    const file = await written('xlsx')

    const { sheets } = await readXlsx(await readFile(file), { readStyles: true })
    const [sheet] = sheets
    expect(await readBack(file)).toEqual([HEADERS, ...ROWS])
    expect(sheet).toMatchObject({ name: '行政处罚', freezePane: { rows: 1 } })
    expect(sheet?.cells?.get('0,1')).toMatchObject({ type: 'string', style: { font: { bold: true } } })
    expect(sheet?.cells?.get('2,1')).toMatchObject({ type: 'string', style: { numFmt: '@' } })
    expect(sheet?.cells?.get('2,1')?.style?.font?.bold).toBeUndefined()
  })

  test('as json is a list of objects by header, as ndjson one object a line', async () => {
    const objects = ROWS.map((row) => Object.fromEntries(HEADERS.map((header, index) => [header, row[index]])))
    const lines = (await readFile(await written('ndjson'), 'utf8')).split('\n')

    expect(JSON.parse(await readFile(await written('json'), 'utf8'))).toEqual(objects)
    expect(lines.pop()).toBe('')
    expect(lines.map((line) => JSON.parse(line))).toEqual(objects)
  })

  test.each(TABLE_FORMATS)('without rows is still a whole file, as %s', async (format) => {
    const file = await written(format, [])

    const text = await readFile(file, 'utf8')
    if (format === 'json') expect(JSON.parse(text)).toEqual([])
    else if (format === 'ndjson') expect(text).toBe('')
    else expect(await readBack(file)).toEqual([HEADERS])
  })
})

describe('a table that cannot be written', () => {
  test.each(TABLE_FORMATS)('because its source fails leaves the file as it was, as %s', async (format) => {
    const path = await folder()
    const file = join(path, `table.${format}`)
    await writeFile(file, 'before')
    async function* dying() {
      yield* ROWS
      throw new Error('the source is gone')
    }

    const writing = writeTable(file, format, { name: '表', headers: HEADERS, rows: dying() })

    await expect(writing).rejects.toThrow('the source is gone')
    expect(await readFile(file, 'utf8')).toBe('before')
    expect(await readdir(path)).toEqual([`table.${format}`])
  })

  test('because a cell is longer than a spreadsheet program keeps: row and header are named', async () => {
    const file = join(await folder(), 'table.xlsx')
    const rows = from([...ROWS, ['甲', '乙', '长'.repeat(MOST_LETTERS + 1)]])

    const result = await writeTable(file, 'xlsx', { name: '表', headers: HEADERS, rows })

    expect(result).toEqual({
      ok: false,
      failure: { code: 'cell-too-long', row: 5, header: '说明', length: MOST_LETTERS + 1, most: MOST_LETTERS },
    })
    expect(existsSync(file)).toBe(false)
  })
})
