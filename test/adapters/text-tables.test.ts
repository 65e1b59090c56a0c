import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { asidesOf, refusalOf, tableOf, trimmedEnd } from './table-files.ts'

const HEADERS = ['行政相对人名称', '行政处罚决定书文号', '处罚决定日期', '处罚机关']
const ROW = ['澜溪县试样食品有限公司', '澜市监罚〔2026〕1号', '2026-03-05', '澜溪县市场监督管理局']

const DELIMITERS = [',', ';', '\t', '|'] as const
const LINE_ENDS = ['\r\n', '\n', '\r'] as const
const ENCODINGS = {
  'utf-8': { written: 'utf-8', mark: '' },
  'utf-8 with mark': { written: 'utf-8', mark: '\ufeff' },
  'utf-16le': { written: 'utf-16le', mark: '' },
  'utf-16le with mark': { written: 'utf-16le', mark: '\ufeff' },
  'utf-16be': { written: 'utf-16be', mark: '' },
  'utf-16be with mark': { written: 'utf-16be', mark: '\ufeff' },
  gb18030: { written: 'gb18030', mark: '' },
} as const
const ENCODING_NAMES = Object.keys(ENCODINGS) as (keyof typeof ENCODINGS)[]

type Dialect = { delimiter: string; lineEnd: string; encoding: keyof typeof ENCODINGS }

function written(rows: readonly (readonly string[])[], { delimiter, lineEnd, encoding }: Dialect): Buffer {
  const quoted = (cell: string) => (/[",;|\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)
  const text = rows.map((cells) => cells.map(quoted).join(delimiter) + lineEnd).join('')
  const { written, mark } = ENCODINGS[encoding]
  return iconv.encode(mark + text, written)
}

const PLAIN: Dialect = { delimiter: ',', lineEnd: '\r\n', encoding: 'utf-8' }

describe('a table of text comes back as it was written', () => {
  const dialect = fc.record({
    delimiter: fc.constantFrom(...DELIMITERS),
    lineEnd: fc.constantFrom(...LINE_ENDS),
    encoding: fc.constantFrom(...ENCODING_NAMES),
  })
  const cell = fc.oneof(
    fc.constantFrom(
      '',
      '警告',
      '罚款 5000 元',
      'A "B" C',
      '第一行\n第二行',
      '甲,乙;丙|丁\t戊',
      '《食品安全法》第124条',
      '䶮',
      '𠮷野家',
    ),
    fc.stringMatching(/^[\u4e00-\u9fa5A-Za-z0-9 ,;|"\n〔〕（）]{0,12}$/),
  )
  const rows = fc.array(fc.tuple(cell, cell, cell, cell), { maxLength: 12 })

  test('in every delimiter, line end and encoding', async () => {
    await fc.assert(
      fc.asyncProperty(dialect, rows, async (how, cells) => {
        const data = cells.map((row) => [...ROW, ...row.map((text) => text.trim())])
        const headers = [...HEADERS, '甲', '乙', '丙', '丁']

        const table = await tableOf('table.csv', written([headers, ...data], how))

        expect(table.headers).toEqual(headers)
        expect(table.rows.map((row) => row.cells)).toEqual(data.map(trimmedEnd))
        expect(table).toMatchObject({
          format: 'csv',
          delimiter: how.delimiter,
          encoding: ENCODINGS[how.encoding].written,
          headerRow: 1,
          fraction: 1,
          asides: [],
        })
      }),
      { numRuns: 150 },
    )
  })

  test.each(ENCODING_NAMES)('%s: characters are whole where the pieces of the file meet', async (encoding) => {
    const data = Array.from({ length: 6_000 }, (_, i) => [...ROW, `第${i}号${'测试'.repeat(i % 7)}x𠮷`])

    const table = await tableOf('table.csv', written([[...HEADERS, '备注'], ...data], { ...PLAIN, encoding }))

    expect(table.rows.map(({ cells }) => cells)).toEqual(data)
  })
})

describe('the encoding', () => {
  test('is judged on the whole file: the first 200 KB may be codes and numbers', async () => {
    const codes = Array.from({ length: 4_000 }, (_, i) => [
      '91999001MA0000007U',
      'X-1',
      '2026-03-05',
      `${i}`,
      '0'.repeat(20),
    ])
    const headers = ['CF_XDR_MC', 'CF_WSH', 'CF_JDRQ', 'CF_CFJG', 'BZ']

    const table = await tableOf(
      'late.csv',
      written([headers, ...codes, [...ROW, '迟到的中文']], { ...PLAIN, encoding: 'gb18030' }),
    )

    expect(table.encoding).toBe('gb18030')
    expect(table.rows.at(-1)?.cells).toEqual([...ROW, '迟到的中文'])
  })

  test.each(['big5', 'euc-kr', 'shift_jis', 'euc-jp'])('%s is refused, not read as GB18030', async (encoding) => {
    const texts = {
      big5: '相對人名稱,處罰決定書文號,處罰決定日期\r\n瀾溪縣食品有限公司,食藥監罰字第一號,中華民國一百零五年\r\n',
      'euc-kr': '상호,처분번호,처분일자\r\n주식회사 한국식품,행정처분 제일호,이천이십육년 삼월 오일 영업정지\r\n',
      shift_jis: '事業者の名称,処分の番号,処分の日付\r\n株式会社テスト食品について,第一号の決定,令和八年三月五日\r\n',
      'euc-jp': '事業者の名称,処分の番号,処分の日付\r\n株式会社テスト食品について,第一号の決定,令和八年三月五日\r\n',
    }

    const refusal = await refusalOf('other.csv', iconv.encode(texts[encoding as keyof typeof texts], encoding))

    expect(refusal).toEqual({ code: 'file-encoding' })
  })

  test('a Big5 file under a header in ASCII codes is refused, too', async () => {
    const text = 'CF_XDR_MC,CF_WSH,CF_JDRQ\r\n瀾溪縣食品有限公司,食藥監罰字第一號,中華民國一百零五年三月五日\r\n'

    expect(await refusalOf('codes.csv', iconv.encode(text, 'big5'))).toEqual({ code: 'file-encoding' })
  })

  test('a GB18030 file with a Big5 stretch in the middle is refused', async () => {
    const gb = iconv.encode([HEADERS, ...Array(20).fill(ROW)].map((row) => `${row.join(',')}\n`).join(''), 'gb18030')
    const big5 = iconv.encode('瀾溪縣市場監督管理局,處罰決定書文號,處罰機關,違法事實\n'.repeat(20), 'big5')

    expect(await refusalOf('mixed.csv', Buffer.concat([gb, big5, gb]))).toEqual({ code: 'file-encoding' })
  })

  test('UTF-8 that breaks off in a character is refused, marked or not', async () => {
    const whole = Buffer.from(`${HEADERS.join(',')}\n${ROW.join(',')}`)

    for (const mark of ['', '\ufeff']) {
      const cut = Buffer.concat([Buffer.from(mark), whole.subarray(0, -1)])
      expect(await refusalOf('cut.csv', cut)).toEqual({ code: 'file-encoding' })
    }
  })

  test('a short GB18030 file is known by its header', async () => {
    const table = await tableOf('short.csv', iconv.encode('当事人,处罚日期\n龘龘,2026-03-05', 'gb18030'))

    expect(table).toMatchObject({ encoding: 'gb18030', rows: [{ n: 2, cells: ['龘龘', '2026-03-05'] }] })
  })

  test('pictures, programs and noise are said to be no text', async () => {
    expect(await refusalOf('a.csv', Buffer.from('7f454c46020101000000000000000000', 'hex'))).toEqual({
      code: 'file-foreign',
      found: 'binary',
    })
  })
})

describe('records', () => {
  const header = '行政相对人名称,处罚决定日期,备注\n'

  test('are numbered as a spreadsheet program numbers rows: blank rows and breaks in cells counted', async () => {
    const table = await tableOf('n.csv', `\n${header}甲,2026-01-01,"一\n二"\n\n   , ,\n乙,2026-01-02,\n`)

    expect(table.headerRow).toBe(2)
    expect(table.rows).toEqual([
      { n: 3, cells: ['甲', '2026-01-01', '一\n二'] },
      { n: 6, cells: ['乙', '2026-01-02'] },
    ])
  })

  test('may be shorter and longer than the header', async () => {
    const table = await tableOf('ragged.csv', `${header}甲\n乙,2026-01-02,x,y,z\n`)

    expect(table.rows.map(({ cells }) => cells)).toEqual([['甲'], ['乙', '2026-01-02', 'x', 'y', 'z']])
  })

  test.each([
    ['never closed', '甲,2026-01-01,\n乙,2026-01-02,"未完\n丙,2026-01-03,\n'],
    ['closed by the next', '甲,2026-01-01,\n乙,2026-01-02,"未完\n"丙",2026-01-03,\n'],
    ['in the middle', '甲,2026-01-01,\n乙,2026-01-02,5"管\n'],
  ])('a quote that is %s is refused, with its line', async (_, text) => {
    expect(await refusalOf('quote.csv', header + text)).toEqual({ code: 'quote-stray', line: 3 })
  })

  test('a stray quote far down is found while reading, not in one giant cell', async () => {
    const filler = '甲,2026-01-01,平常的一行\n'.repeat(30_000)

    expect(await refusalOf('far.csv', `${header}${filler}乙,2026-01-02,"未完\n${filler}`)).toMatchObject({
      code: 'quote-stray',
      line: 30_002,
    })
    expect(await refusalOf('far.csv', `${header}${filler}乙,2026-01-02,"未完\n${filler}${filler}`)).toMatchObject({
      code: 'record-too-long',
      line: 30_002,
    })
  })

  test('more than 2,000 columns are refused where they hold something', async () => {
    expect(await refusalOf('wide.csv', `${header}${','.repeat(3_000_000)}`)).toMatchObject({
      code: 'record-too-long',
      line: 2,
    })
    expect(await refusalOf('wide.csv', `${header}甲,${','.repeat(2_000)}x\n`)).toMatchObject({
      code: 'table-too-wide',
      row: 2,
      limit: 2_000,
    })
    expect((await tableOf('wide.csv', `${header}甲,2026-01-01${','.repeat(3_000)}\n`)).rows).toHaveLength(1)
  })
})

describe('around the records', () => {
  test('a page as a clerk makes it: titles, two header rows, subtotals, page breaks, signatures', async () => {
    const table = await tableOf(
      'page.csv',
      [
        '澜溪县市场监督管理局行政处罚公示表,,,,',
        '填报单位：澜溪县市场监督管理局,,填报日期：,2026-03-31,',
        '',
        '序号,行政相对人名称,处罚决定,,备注',
        ',,书文号,日期,',
        '1,甲公司,1号,2026-03-01,',
        '小计,,,1件,',
        '序号,行政相对人名称,处罚决定,,备注',
        ',,书文号,日期,',
        '2,合计科技有限公司,2号,2026-03-02,说明：已缴',
        '合计,,,2件,',
        '审核人：,李四,,联系电话：,000',
        '注：本表一式两份。,,,,',
        '',
      ].join('\n'),
    )

    expect(table.headers).toEqual(['序号', '行政相对人名称', '处罚决定书文号', '处罚决定日期', '备注'])
    expect(table.rows).toEqual([
      { n: 6, cells: ['1', '甲公司', '1号', '2026-03-01'] },
      { n: 10, cells: ['2', '合计科技有限公司', '2号', '2026-03-02', '说明：已缴'] },
    ])
    expect(asidesOf(table)).toEqual([
      '1 title',
      '2 note',
      '7 totals',
      '8 repeated-header',
      '9 repeated-header',
      '11 totals',
      '12 note',
      '13 note',
    ])
  })

  test('another header further down is refused: its rows would be read under the wrong words', async () => {
    const more = '甲,2026-01-01,x\n'.repeat(5)
    const text = `行政相对人名称,处罚决定日期,备注\n${more}处罚机关,行政相对人名称,处罚决定日期\n${more}`

    expect(await refusalOf('two.csv', text)).toEqual({ code: 'header-changes', sheet: null, row: 7 })
  })

  test('without two known headers the file is refused with what was read, personal numbers covered', async () => {
    const refusal = await refusalOf('none.csv', '姓名,号码\n张三,110101199003070011\n李四,x,y\n')

    expect(refusal).toMatchObject({ code: 'header-missing', seen: [{ sheet: null }] })
    expect(JSON.stringify(refusal)).not.toContain('199003070011')
  })

  test.each([
    ['', 'file-empty'],
    ['\n \n,,\n', 'file-empty'],
    ['\ufeff', 'file-empty'],
  ])('%j is empty', async (text, code) => {
    expect(await refusalOf('empty.csv', text)).toEqual({ code })
  })
})

describe('text that is no table', () => {
  test.each([
    ['<html><head><meta charset="gb2312"></head><table><tr><td>行政相对人名称</td></tr></table>', 'web-page'],
    ['<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', 'xml'],
    ['%PDF-1.7 …', 'pdf'],
    ['{\\rtf1 …}', 'word'],
  ])('%s', async (text, found) => {
    expect(await refusalOf('table.xls', text)).toEqual({ code: 'file-foreign', found })
  })
})
