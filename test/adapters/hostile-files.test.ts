import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openTables } from '#adapters/table-reader'
import { foreign, HEADER_ROW, read, recognise, refusalOf, saved, xlsxOf, zipOf } from './table-files.ts'

const FILES = join(import.meta.dirname, 'files')
const SAMPLES = [
  'penalties.csv',
  'libreoffice-report.xlsx',
  'libreoffice-report.ods',
  'libreoffice-report.xls',
  'gnumeric-report.xls',
  'gnumeric-report.xlsx',
].map((name) => ({ name, bytes: readFileSync(join(FILES, name)) }))

async function sheet(xml: string, more?: Parameters<typeof xlsxOf>[1]) {
  return refusalOf('hostile.xlsx', xlsxOf(`<sheetData>${HEADER_ROW}${xml}</sheetData>`, more))
}

describe('whatever the bytes', () => {
  const start = fc.constantFrom(
    '',
    'PK\x03\x04',
    '\u00d0\u00cf\x11\u00e0\u00a1\u00b1\x1a\u00e1',
    '\u00ff\u00fe',
    '\u00ef\u00bb\u00bf',
    '[{',
    '{"data":[',
    'a,b\n"',
  )
  const bytes = fc.uint8Array({ maxLength: 3_000 })

  test('the answer is a result: rows, or a reason', async () => {
    await fc.assert(
      fc.asyncProperty(start, bytes, async (head, rest) => {
        const file = await read(await saved('any', Buffer.concat([Buffer.from(head, 'latin1'), rest])))

        expect('failure' in file ? file.failure.code : file.tables).toBeTruthy()
      }),
      { numRuns: 300 },
    )
  })

  test.each(SAMPLES)('$name, cut anywhere or with bytes changed', async ({ bytes }) => {
    const change = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { maxLength: 12 })
    const length = fc.oneof(fc.constant(bytes.length), fc.nat(bytes.length))

    await fc.assert(
      fc.asyncProperty(change, length, async (changes, end) => {
        const broken = Buffer.from(bytes)
        for (const [at, byte] of changes) broken[at] = byte

        const file = await read(await saved('broken', broken.subarray(0, end)))

        expect('failure' in file ? file.failure.code : file.tables.length).toBeTruthy()
      }),
      { numRuns: 120 },
    )
  })

  test.each(SAMPLES.filter(({ name }) => !name.endsWith('csv')))(
    '$name without its last third is damaged',
    async ({ name, bytes }) => {
      expect(await refusalOf(name, bytes.subarray(0, Math.floor((bytes.length * 2) / 3)))).toMatchObject({
        code: 'file-damaged',
      })
    },
  )

  test('a path that is not there and a folder are unreadable', async () => {
    for (const path of [join(FILES, 'none.csv'), FILES]) {
      expect(await openTables(path, recognise)).toMatchObject({
        ok: false,
        failure: { code: 'file-unreadable', file: path },
      })
    }
  })
})

describe('under the name of a table', () => {
  test.each([
    ['a PDF', Buffer.from('%PDF-1.7\n'), foreign('pdf')],
    ['a picture', Buffer.from('89504e470d0a1a0a', 'hex'), foreign('image')],
    ['an archive', zipOf([{ name: 'a.txt', content: 'x' }]), foreign('archive')],
    ['an empty archive', zipOf([]), foreign('archive')],
    [
      'a Word document',
      zipOf([
        { name: '[Content_Types].xml', content: '' },
        { name: 'word/document.xml', content: '' },
      ]),
      foreign('word'),
    ],
    ['an ODF text', zipOf([{ name: 'mimetype', content: 'application/vnd.oasis.opendocument.text' }]), foreign('word')],
    [
      'a binary workbook',
      zipOf([
        { name: '[Content_Types].xml', content: '' },
        {
          name: '_rels/.rels',
          content: '<R><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.bin"/></R>',
        },
        { name: 'xl/workbook.bin', content: '' },
      ]),
      foreign('xlsb'),
    ],
    [
      'an encrypted ods',
      zipOf([
        { name: 'mimetype', content: 'application/vnd.oasis.opendocument.spreadsheet' },
        {
          name: 'META-INF/manifest.xml',
          content: '<m:manifest><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>',
        },
        { name: 'content.xml', content: 'x' },
      ]),
      { code: 'file-encrypted' },
    ],
  ])('%s is said to be one', async (_, bytes, refusal) => {
    expect(await refusalOf('table.xlsx', bytes)).toEqual(refusal)
  })

  test('encrypted files of Excel are said to be encrypted', async () => {
    const xls = readFileSync(join(FILES, 'libreoffice-report.xls'))
    const stream = Buffer.from('Workbook', 'utf16le')
    const at = xls.indexOf(stream)
    const renamed = Buffer.from(xls)
    renamed.write('EncryptedPackage', at, 'utf16le')
    renamed.writeUInt16LE(34, at + 64)

    expect(await refusalOf('secret.xlsx', renamed)).toEqual({ code: 'file-encrypted' })
  })
})

describe('what would take too much room is refused unread', () => {
  test('a sheet of 100 MB that packs into nothing', async () => {
    expect(await sheet(' '.repeat(100 * 1_048_576))).toMatchObject({ code: 'file-inflates' })
  })

  test('a part that is larger than it says', async () => {
    const bytes = zipOf([
      { name: 'mimetype', content: 'application/vnd.oasis.opendocument.spreadsheet' },
      { name: 'content.xml', content: `<a>${' '.repeat(1_048_576)}</a>`, declaredSize: 100 },
    ])

    expect(await refusalOf('liar.ods', bytes)).toMatchObject({ code: 'file-damaged', part: 'content.xml' })
  })

  test('a part that says it is larger than any is', async () => {
    const bytes = zipOf([
      { name: '[Content_Types].xml', content: '<Types/>' },
      { name: '_rels/.rels', content: '<a/>', declaredSize: 2_000_000_000 },
    ])

    expect(await refusalOf('huge.xlsx', bytes)).toMatchObject({ code: 'file-too-large', bytes: 2_000_000_000 })
  })

  test.each([
    [
      'a column beyond 2,000 with a value',
      '<row r="2"><c r="XFD2"><v>1</v></c></row>',
      { code: 'table-too-wide', row: 2 },
    ],
    [
      'a cell of 2 MB',
      `<row r="2"><c r="A2" t="str"><v>${'字'.repeat(2_097_152)}</v></c></row>`,
      { code: 'record-too-long', line: 2 },
    ],
    ['a row number that is none', '<row r="x"><c><v>1</v></c></row>', { code: 'file-damaged' }],
    ['a row below the last', '<row r="1048577"><c><v>1</v></c></row>', { code: 'file-damaged' }],
    ['rows that go back', '<row r="9"><c><v>1</v></c></row><row r="3"><c><v>1</v></c></row>', { code: 'file-damaged' }],
    ['a cell without a column', '<row r="2"><c r="2"><v>1</v></c></row>', { code: 'file-damaged' }],
    ['a shared text that is not there', '<row r="2"><c r="A2" t="s"><v>7</v></c></row>', { code: 'file-damaged' }],
    ['a sheet that breaks off', '<row r="2"><c r="A2"><v>1</v>', { code: 'file-damaged' }],
    ['a comment without an end', `<!-- ${'x '.repeat(12_000_000)}`, { code: /file-(?:damaged|inflates)/ }],
    ['tags without an end', '<a>'.repeat(100_000), { code: 'file-damaged' }],
  ])('%s', async (_, xml, refusal) => {
    const failure = await sheet(xml)

    if (refusal.code instanceof RegExp) expect(failure.code).toMatch(refusal.code)
    else expect(failure).toMatchObject(refusal)
  })

  test('an ods row that says it is repeated for ever ends with the sheet', async () => {
    const cell = (text: string, more = '') =>
      `<table:table-cell office:value-type="string" ${more}><text:p>${text}</text:p></table:table-cell>`
    const ods = (rows: string) =>
      zipOf([
        { name: 'mimetype', content: 'application/vnd.oasis.opendocument.spreadsheet' },
        {
          name: 'content.xml',
          content: `<o><table:table table:name="一"><table:table-row>${cell('行政相对人名称')}${cell('处罚决定日期')}</table:table-row>${rows}</table:table></o>`,
        },
      ])
    const opened = await openTables(
      await saved(
        'repeat.ods',
        ods(`<table:table-row table:number-rows-repeated="900000000">${cell('甲')}</table:table-row>`),
      ),
      recognise,
    )

    if (!opened.ok) throw new Error(opened.failure.code)
    let last = 0
    for await (const rows of opened.value.tables[0]?.rows ?? []) last = rows.at(-1)?.n ?? last
    await opened.value.close()

    expect(last).toBe(1_048_576)
    const wide = ods(`<table:table-row>${cell('甲', 'table:number-columns-repeated="900000000"')}</table:table-row>`)
    expect(await refusalOf('wide.ods', wide)).toMatchObject({ code: 'table-too-wide', row: 2 })
  })
})
