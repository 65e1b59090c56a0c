import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findHeader } from '#domain/header-search'
import { rowKind, type TableShape } from '#domain/table-shape'

const KNOWN = ['名称', '文号', '日期', '机关', '类别', '决定文号', '决定日期', '金额']
const recognise = (headers: readonly string[]) => headers.filter((header) => KNOWN.includes(header)).length
const rowsOf = (rows: string[][], first = 1) => rows.map((cells, i) => ({ n: first + i, cells }))

const HEADERS = ['序号', '名称', '文号', '日期', '机关', '备注']
const SHAPE: TableShape = {
  headers: HEADERS,
  headerRows: [HEADERS],
  headerRow: 3,
  titles: new Set(['澜溪县行政处罚公示表']),
  recognise,
}
const kindOf = (cells: string[], n = 20) => rowKind({ n, cells }, SHAPE)

describe('the header', () => {
  const filler = fc.constantFrom('', '澜溪县', '填报单位：某局', '2026', 'x')
  const title = fc.tuple(filler, filler, filler)
  const day = fc.constantFrom('2026-03-05', '2026-12-31')
  const record = fc.tuple(fc.string({ maxLength: 5 }), day, fc.string({ maxLength: 5 }))

  test('is found under any titles, in any column, over any records', () => {
    const blanks = fc.array(fc.constant(''), { maxLength: 3 })

    fc.assert(
      fc.property(fc.array(title, { maxLength: 5 }), blanks, fc.array(record), (titles, indent, records) => {
        const header = [...indent, '名称', '日期', '内部编码']

        const rows = rowsOf([...titles, header, ...records.map((cells) => [...indent, ...cells])])

        expect(findHeader(rows, recognise)).toEqual({
          first: titles.length + 1,
          last: titles.length + 1,
          headers: header,
        })
      }),
    )
  })

  test('is none where no row has two known words', () => {
    const word = fc.tuple(fc.constantFrom(...KNOWN), fc.string())

    fc.assert(
      fc.property(fc.array(word), (rows) => {
        const told = rows.map(([name, text]) => [name, KNOWN.includes(text.trim()) ? '' : text])

        expect(findHeader(rowsOf(told), recognise)).toBeNull()
      }),
    )
  })

  test('in two rows is read as groups over sub-headers', () => {
    const rows = rowsOf([
      ['名称', '决定', '', '', '机关'],
      ['', '文号', '日期', '其他', ''],
      ['甲', '1号', '2026-03-05', '', '某局'],
    ])

    expect(findHeader(rows, recognise)).toEqual({
      first: 1,
      last: 2,
      headers: ['名称', '决定文号', '决定日期', '决定其他', '机关'],
    })
  })

  test('in two rows whose merges are already filled down is the same', () => {
    const rows = rowsOf([
      ['名称', '决定', '', '机关'],
      ['名称', '文号', '日期', '机关'],
    ])

    expect(findHeader(rows, recognise)?.headers).toEqual(['名称', '决定文号', '决定日期', '机关'])
  })

  test('never takes the first record for its second row', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 4, maxLength: 4 }), (cells) => {
        const data = cells.map((cell) => (KNOWN.some((word) => word.includes(cell.trim())) ? '值' : cell))
        const found = findHeader(rowsOf([['名称', '决定', '日期', '机关'], data]), recognise)

        expect(found).toMatchObject({ first: 1, last: 1 })
      }),
    )
  })
})

describe('a row below the header', () => {
  const cell = fc.oneof(
    fc.string({ minLength: 1 }),
    fc.constantFrom('合计', '注：无', '填表人：张三', '备注：', '共3条', '名称', '说明：见附件'),
  )

  test('with a day and most columns filled is data, whatever it says', () => {
    fc.assert(
      fc.property(cell, cell, cell, cell, (name, number, agency, remark) => {
        expect(kindOf(['1', name, number, '2026-03-05', agency, remark])).toBe('data')
        expect(kindOf(['', name, number, '2026-03-05', agency, ''])).toBe('data')
      }),
    )
  })

  test.each([
    ['合计', '', '', '', '12', ''],
    ['', '合 计：', '', '', '', '5,000元'],
    ['本页小计', '', '3', '', '', ''],
    ['总计：35条', '', '', '', '', ''],
    ['共 35 条', '', '', '', '', ''],
  ])('%s%s is totals', (...cells) => {
    expect(kindOf(cells)).toBe('totals')
  })

  test.each([
    ['填表人：张三', '', '', '', '', ''],
    ['制 表：', '张三', '', '审核人：', '李四', ''],
    ['填报单位（盖章）：某局', '', '', '', '填报日期：2026-03-31', ''],
    ['注：本表一式两份', '', '', '', '', ''],
    ['', '备注：以上数据截至3月', '', '', '', ''],
    ['单位负责人:', '', '', '联系电话：12345678', '', ''],
  ])('%s%s is a note', (...cells) => {
    expect(kindOf(cells)).toBe('note')
  })

  test.each([
    ['合计科技有限公司', '', '', '', '', ''],
    ['合计', '某某公司', '', '', '', ''],
    ['总计公司', '', '', '2026-03-05', '', ''],
    ['共青城市局', '', '', '', '', ''],
    ['注册资本不实', '', '', '', '', ''],
    ['说明书缺失：未标注', '', '', '', '', ''],
    ['填表人', '', '', '', '', ''],
    ['备注：某某', '甲公司', '', '', '', ''],
    ['', '甲公司', '', '', '', ''],
  ])('%s %s in doubt stays data', (...cells) => {
    expect(kindOf(cells)).toBe('data')
  })

  test('the header again, in part or beside codes of the same columns, is no data', () => {
    expect(kindOf(HEADERS)).toBe('repeated-header')
    expect(kindOf(['', '名称', '文号 ', '日期', '机关', ''])).toBe('repeated-header')
    expect(kindOf(['类别', '文号', '日期', '名称', '', ''], 4)).toBe('repeated-header')
    expect(kindOf(['澜溪县行政', '', '处罚公示表', '', '', ''])).toBe('title')
  })

  test('another header is said to be one', () => {
    expect(kindOf(['类别', '文号', '日期', '名称', '', ''])).toBe('other-header')
  })
})
