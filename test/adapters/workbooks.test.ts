import fc from 'fast-check'
import { writeXlsx } from 'hucre'
import { writeOds } from 'hucre/ods'
import { describe, expect, test } from 'vitest'
import { asidesOf, HEADER_ROW, read, saved, tableOf, trimmedEnd, xlsxOf } from './table-files.ts'

const HEADERS = ['行政相对人名称', '处罚决定日期', '备注']

/** Rows below the header of a sheet given by the XML of its rows. */
async function rowsOf(rows: string, more?: Parameters<typeof xlsxOf>[1], after = '') {
  const sheet = `<dimension ref="A1:XFD1048576"/><sheetData>${HEADER_ROW}${rows}</sheetData>${after}`
  return (await tableOf('table.xlsx', xlsxOf(sheet, more))).rows
}

describe('a table of text comes back from every spreadsheet format', () => {
  // XML has no control characters, its parsers make one line feed of other line ends, and ODF joins blanks.
  const word = fc.stringMatching(/^[\u4e00-\u9fa5A-Za-z0-9_&<>"'，。〔〕（）=+@.-]{1,6}$/)
  const text = fc
    .array(fc.tuple(word, fc.constantFrom('', ' ', '\n', '\n\n')), { maxLength: 4 })
    .map((words) => words.flat().join('').trim())
  const rows = fc.array(fc.tuple(fc.constant('澜溪县试样食品有限公司'), fc.constant('2026-03-05'), text), {
    maxLength: 15,
  })

  test.each([
    ['xlsx', async (data: string[][]) => writeXlsx({ sheets: [{ name: '一', rows: data }] })],
    ['ods', async (data: string[][]) => writeOds({ sheets: [{ name: '一', rows: data }] })],
  ])('%s', async (format, write) => {
    // Our writer of .ods puts line feeds into a paragraph as they are, where they are blanks; see other-programs.test.ts.
    const breaks = format === 'ods' ? /\s+/g : /(?!)/g
    await fc.assert(
      fc.asyncProperty(rows, async (made) => {
        const data = made.map((cells) => cells.map((cell) => cell.replace(breaks, ' ')))

        const table = await tableOf('table.bin', await write([HEADERS, ...data]))

        expect(table).toMatchObject({ format, sheet: '一', headers: HEADERS, headerRow: 1, asides: [], fraction: 1 })
        expect(table.rows).toEqual(data.map((cells, i) => ({ n: i + 2, cells: trimmedEnd(cells) })))
      }),
      { numRuns: 60 },
    )
  })
})

describe('what a cell of an xlsx says', () => {
  const styles = (...formats: string[]) =>
    `<numFmts>${formats.map((code, i) => `<numFmt numFmtId="${164 + i}" formatCode="${code}"/>`).join('')}</numFmts><cellXfs><xf numFmtId="0"/>${formats.map((_, i) => `<xf numFmtId="${164 + i}"/>`).join('')}<xf numFmtId="31"/></cellXfs>`
  const STYLES = styles(
    'yyyy\\-mm\\-dd',
    'yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@',
    '[h]:mm',
    '[Red]0.00',
    'hh:mm',
  )
  const cellOf = async (cell: string, more: Parameters<typeof xlsxOf>[1] = {}) =>
    (await rowsOf(`<row r="2">${cell}</row>`, { styles: STYLES, ...more }))[0]?.cells[2]

  test.each([
    ['a number', '<c r="C2"><v>0.1</v></c>', '0.1'],
    ['a number with the digits of its float', '<c r="C2"><v>0.10000000000000001</v></c>', '0.1'],
    ['a sum with its noise', '<c r="C2"><f>A1+B1</f><v>0.30000000000000004</v></c>', '0.30000000000000004'],
    ['a small number', '<c r="C2"><v>1.5E-7</v></c>', '0.00000015'],
    ['a large number', '<c r="C2"><v>-1.25E+21</v></c>', '-1250000000000000000000'],
    ['a code that was kept as a number', '<c r="C2"><v>1.1010119900101123E+17</v></c>', '110101199001011230'],
    ['a day', '<c r="C2" s="1"><v>46086</v></c>', '2026-03-05'],
    ['a day in Chinese', '<c r="C2" s="2"><v>46086</v></c>', '2026-03-05'],
    ['a day in a format of East Asian Excel', '<c r="C2" s="6"><v>46086</v></c>', '2026-03-05'],
    ['a time that is no round float', '<c r="C2" s="1"><v>46086.437499999996</v></c>', '2026-03-05 10:30:00'],
    ['a time of no day', '<c r="C2" s="5"><v>0.4375</v></c>', '10:30:00'],
    ['a duration', '<c r="C2" s="3"><v>1.5</v></c>', '1.5'],
    ['an amount in red', '<c r="C2" s="4"><v>5000</v></c>', '5000'],
    ['a number that is no date', '<c r="C2" s="1"><v>-1</v></c>', '-1'],
    ['a number beyond all dates', '<c r="C2" s="1"><v>20260305</v></c>', '20260305'],
    ['an ISO date of a strict file', '<c r="C2" t="d"><v>2026-03-05T00:00:00</v></c>', '2026-03-05'],
    ['truth', '<c r="C2" t="b"><v>1</v></c>', 'TRUE'],
    ['falsehood', '<c r="C2" t="b"><v>0</v></c>', 'FALSE'],
    ['an error', '<c r="C2" t="e"><f>A9</f><v>#REF!</v></c>', '#REF!'],
    ['text of a formula', '<c r="C2" t="str"><f>A1&amp;"x"</f><v>甲x</v></c>', '甲x'],
    ['a shared text', '<c r="C2" t="s"><v>1</v></c>', '第一行\n第二行'],
    ['rich text without its readings', '<c r="C2" t="s"><v>2</v></c>', '澜溪县'],
    [
      'inline rich text',
      '<c r="C2" t="inlineStr"><is><r><t>澜</t></r><r><t xml:space="preserve"> 溪</t></r><rPh><t>x</t></rPh></is></c>',
      '澜 溪',
    ],
    [
      'escaped characters',
      '<c r="C2" t="inlineStr"><is><t>a_x000D_b_x005F_x000D_ &amp;&lt;&#20013;</t></is></c>',
      'a\rb_x000D_ &<中',
    ],
    ['a cell without a reference', '<c><v>1</v></c><c/><c><v>3</v></c>', '3'],
  ])('%s', async (_, cell, expected) => {
    const strings =
      '<si><t>零</t></si><si><t>第一行\n第二行</t></si><si><r><rPr><b/></rPr><t>澜</t></r><r><t>溪县</t></r><rPh sb="0" eb="1"><t>ラン</t></rPh><phoneticPr/></si>'

    expect(await cellOf(cell, { strings })).toBe(expected)
  })

  test('days of the 1904 system are the same days', async () => {
    expect(await cellOf('<c r="C2" s="1"><v>44624</v></c>', { workbookPr: 'date1904="1"' })).toBe('2026-03-05')
  })

  test('prefixed names are read as well', async () => {
    const rows = '<x:row r="2"><x:c r="A2" t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c></x:row>'

    expect(await rowsOf(rows)).toEqual([{ n: 2, cells: ['甲'] }])
  })
})

describe('rows of an xlsx', () => {
  const text = (ref: string, value: string) => `<c r="${ref}" t="inlineStr"><is><t>${value}</t></is></c>`

  test('keep their numbers across gaps, and a gap of a million rows takes no room', async () => {
    const rows = `<row r="5">${text('A5', '甲')}</row><row r="1048576">${text('A1048576', '乙')}</row>`

    expect(await rowsOf(rows)).toEqual([
      { n: 5, cells: ['甲'] },
      { n: 1_048_576, cells: ['乙'] },
    ])
  })

  test('a vertical merge belongs to every row it covers; two rows merged in all columns are one record', async () => {
    const rows = `<row r="2">${text('A2', '甲')}${text('B2', '2026-01-01')}${text('C2', '一')}</row><row r="3">${text('C3', '二')}</row><row r="4">${text('A4', '乙')}${text('B4', '2026-01-02')}</row><row r="5"><c r="A5" s="1"/></row>`
    const merges =
      '<mergeCells count="5"><mergeCell ref="A2:A3"/><mergeCell ref="B2:B3"/><mergeCell ref="A4:A5"/><mergeCell ref="B4:B5"/><mergeCell ref="D2:E2"/></mergeCells>'

    expect(await rowsOf(rows, {}, merges)).toEqual([
      { n: 2, cells: ['甲', '2026-01-01', '一'] },
      { n: 3, cells: ['甲', '2026-01-01', '二'] },
      { n: 4, cells: ['乙', '2026-01-02'] },
    ])
  })

  test('formatted blank cells out to the last column are nothing', async () => {
    const rows = `<row r="2">${text('A2', '甲')}<c r="XFD2" s="1"/></row>`

    expect(await rowsOf(rows)).toEqual([{ n: 2, cells: ['甲'] }])
  })
})

describe('workbooks with several sheets', () => {
  const table = { rows: [HEADERS, ['甲', '2026-01-01', '']] }

  test('every visible sheet with a header is a table; the others are said to be skipped, and why', async () => {
    const bytes = await writeXlsx({
      sheets: [
        {
          name: '填写说明',
          rows: [
            ['字段', '说明'],
            ['行政相对人名称', '填写全称'],
            ['处罚决定日期', '填写到日'],
          ],
        },
        { name: '一季度', ...table },
        { name: '隐藏', ...table, hidden: true },
        { name: '空表', rows: [] },
        { name: '二季度', rows: [['标题'], ...table.rows] },
      ],
    })

    const file = await read(await saved('quarters.xlsx', bytes))

    if ('failure' in file) throw new Error(JSON.stringify(file.failure))
    expect(file.tables.map(({ sheet, headerRow, rows }) => [sheet, headerRow, rows.length])).toEqual([
      ['一季度', 1, 1],
      ['二季度', 2, 1],
    ])
    expect(file.skipped).toEqual([
      { sheet: '填写说明', why: 'no-header' },
      { sheet: '隐藏', why: 'hidden' },
      { sheet: '空表', why: 'empty' },
    ])
  })

  test('true dates, numbers and truth of an ods', async () => {
    const bytes = await writeOds({
      sheets: [
        {
          name: '一',
          rows: [
            ['标题', null, null],
            HEADERS,
            ['甲', new Date(Date.UTC(2026, 2, 5)), 0.1],
            ['乙', new Date(Date.UTC(2026, 2, 5, 10, 30)), true],
          ],
        },
      ],
    })

    const read = await tableOf('true.ods', bytes)

    expect(asidesOf(read)).toEqual(['1 title'])
    expect(read.rows.map(({ cells }) => cells)).toEqual([
      ['甲', '2026-03-05', '0.1'],
      ['乙', '2026-03-05 10:30:00', 'TRUE'],
    ])
  })
})
