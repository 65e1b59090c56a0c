import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { asidesOf, type ReadFile, read } from './table-files.ts'

const FILES = join(import.meta.dirname, 'files')
const FORMATS = ['xlsx', 'ods', 'xls'] as const
const PROGRAMS = ['libreoffice', 'gnumeric'] as const
const each = PROGRAMS.flatMap((program) => FORMATS.map((format) => ({ program, format })))

async function accepted(name: string): Promise<ReadFile> {
  const file = await read(join(FILES, name))
  if ('failure' in file) throw new Error(JSON.stringify(file.failure))
  return file
}

describe('a list of penalties that another program saved', () => {
  test.each(each)('$program $format reads to the rows of the csv it was made from', async ({ program, format }) => {
    const [source] = (await accepted('penalties.csv')).tables
    const [table] = (await accepted(`${program}-penalties.${format}`)).tables

    expect(table).toMatchObject({ format, headerRow: 2, headers: source?.headers, fraction: 1 })
    expect(table?.rows).toEqual(source?.rows)
    expect(table?.asides).toEqual(source?.asides)
  })

  test('the csv itself: title, totals and signatures are set aside, the rest is data', async () => {
    const [table] = (await accepted('penalties.csv')).tables

    expect(table).toMatchObject({ format: 'csv', encoding: 'utf-8', delimiter: ',', headerRow: 2 })
    expect(table && asidesOf(table)).toEqual(['1 title', '7 totals', '8 note'])
    expect(table?.rows.map(({ n }) => n)).toEqual([3, 4, 5])
    expect(table?.rows[0]?.cells[3]).toBe('经查，当事人销售超过保质期的食品；\n已改正。')
    expect(table?.rows[1]?.cells[0]).toBe('澜溪县"老街"面馆')
  })
})

describe('a report with groups over its headers, merged cells, page breaks, more sheets', () => {
  test.each(each)('$program $format gives each record its own cells', async ({ program, format }) => {
    const { tables, skipped } = await accepted(`${program}-report.${format}`)

    const [table] = tables
    const formulaText = program === 'libreoffice' && format === 'xls' ? '0' : '共2份'
    expect(table?.headers).toEqual([
      '',
      '行政相对人名称',
      '处罚决定书文号',
      '处罚类别',
      '处罚决定日期',
      '罚款金额（万元）',
      '处罚机关',
      '备注',
    ])
    expect(table?.rows).toEqual([
      {
        n: 5,
        cells: [
          '',
          '澜溪县试样食品有限公司',
          '澜市监罚〔2026〕1号',
          '警告',
          '2026-03-05',
          '',
          '澜溪县市场监督管理局',
          'TRUE',
        ],
      },
      {
        n: 6,
        cells: [
          '',
          '澜溪县试样食品有限公司',
          '澜市监罚〔2026〕2号',
          '罚款',
          '2026-03-06 10:30:00',
          '0.1',
          '澜溪县市场监督管理局',
          formulaText,
        ],
      },
      {
        n: 7,
        cells: [
          '',
          '澜溪县清泉水厂',
          '澜市监罚〔2026〕3号',
          '罚款',
          '2026年3月7日',
          '12345678.25',
          '澜溪县市场监督管理局',
          '#N/A',
        ],
      },
      { n: 11, cells: ['', '澜溪县老街面馆', '澜市监罚〔2026〕4号', '警告', '2026-03-08', '', '澜溪县城市管理局'] },
    ])
    expect(table && asidesOf(table)).toEqual([
      '1 title',
      '8 totals',
      '9 repeated-header',
      '10 repeated-header',
      '12 note',
    ])
    const saysHidden = program !== 'gnumeric' || format !== 'xlsx'
    expect(skipped).toEqual([
      { sheet: '填写说明', why: 'no-header' },
      { sheet: 'Sheet3', why: 'empty' },
      ...(saysHidden ? [{ sheet: '旧数据', why: 'hidden' }] : []),
    ])
    expect(tables.length).toBe(saysHidden ? 1 : 2)
  })
})
