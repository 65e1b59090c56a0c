import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { writeOds } from 'hucre/ods'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { openTables } from '#adapters/table-reader'
import { writeTable } from '#adapters/table-writer'
import { exchangeCells, officialWords } from '#domain/exchange-row'
import { mapHeaders } from '#domain/header-mapping'
import { headerCounter } from '#domain/header-recognition'
import { readRow, rowContext } from '#domain/import-row'
import { DECISION_KINDS, isAboutOrgan } from '#domain/kind-groups'
import { fieldSpec } from '#domain/record-fields'
import { RECORD_KINDS, type RecordKind } from '#domain/vocabulary'
import { officialColumns } from '../../scripts/lib/header-dictionary.ts'
import { importFile, LICENCE, PENALTY } from '../csv.ts'
import { accepted, dictionaries, words } from '../domain/row-reading.ts'
import { world } from '../world.ts'

type Rows = string[][]

/** A file of each format and dialect with these rows; what separates cells is quoted, breaks and quotes included. */
const DIALECTS: Record<string, (rows: Rows) => Uint8Array | Promise<Uint8Array>> = {
  'utf-8.csv': (rows) => Buffer.from(delimited(rows, ',', '\n')),
  'utf-8-bom.csv': (rows) => Buffer.from(`\ufeff${delimited(rows, ',', '\r\n')}`),
  'gbk.csv': (rows) => iconv.encode(delimited(rows, ',', '\r\n'), 'gb18030'),
  'utf-16le.csv': (rows) => iconv.encode(delimited(rows, ',', '\r\n'), 'utf-16le', { addBOM: true }),
  'utf-16be.csv': (rows) => iconv.encode(delimited(rows, ',', '\r\n'), 'utf-16be', { addBOM: true }),
  'semicolons.csv': (rows) => Buffer.from(delimited(rows, ';', '\r\n')),
  'tabs.tsv': (rows) => iconv.encode(delimited(rows, '\t', '\n'), 'gb18030'),
  'objects.json': ([headers = [], ...rows]) => Buffer.from(JSON.stringify(rows.map((row) => object(headers, row)))),
  'lines.ndjson': ([headers = [], ...rows]) =>
    Buffer.from(rows.map((row) => `${JSON.stringify(object(headers, row))}\n`).join('')),
  'sheet.ods': (rows) => writeOds({ sheets: [{ name: '表', rows }] }),
}

function delimited(rows: Rows, delimiter: string, end: string): string {
  return rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(delimiter) + end).join('')
}

function object(headers: string[], row: string[]): Record<string, string> {
  return Object.fromEntries(headers.map((header, column) => [header, row[column] ?? '']))
}

/** Rows that differ in everything that a dialect could spoil. */
function rowsOf(kind: RecordKind): Record<string, string>[] {
  const sample = kind === 'penalty' ? PENALTY : LICENCE
  const number = kind === 'penalty' ? '行政处罚决定书文号' : '行政许可决定文书号'
  const text = kind === 'penalty' ? '违法事实' : '许可内容'
  return ['一般内容。', '引号"与,逗号;分号\t制表', '第一行\n第二行', '　全角空格　', '＝1+1', '𠮷野家、㐂、é'].map(
    (value, at) => ({ ...sample, [number]: `澜市监字〔2026〕${9100 + at}号`, [text]: value }),
  )
}

describe.each(DECISION_KINDS)('the same %s rows', (kind) => {
  test.each(Object.keys(DIALECTS))('as %s are the same records', async (name) => {
    const w = await world({ empty: true })
    const rows = rowsOf(kind)
    const headers = Object.keys(rows[0] ?? {})
    const cells = rows.map((row) => headers.map((header) => spoilt(name, row[header] ?? '')))
    const first = join(w.folder, 'first.csv')
    const other = join(w.folder, name)
    await writeFile(first, delimited([headers, ...cells], ',', '\n'))
    await writeFile(other, (await DIALECTS[name]?.([headers, ...cells])) ?? '')

    const before = await importFile(w, kind, first)
    const again = await importFile(w, kind, other)

    expect(before).toMatchObject({ read: rows.length, rejected: 0, unchanged: 0 })
    expect(again).toMatchObject({ read: rows.length, accepted: 0, warned: 0, rejected: 0, unchanged: rows.length })
  })

  test('under official codes are the same records', async () => {
    const w = await world({ empty: true })
    const rows = rowsOf(kind)
    const codes = new Map(officialColumns(kind).map(({ code, header }) => [header, code]))
    const headers = Object.keys(rows[0] ?? {})
    const cells = rows.map((row) => headers.map((header) => row[header] ?? ''))
    const names = join(w.folder, 'names.csv')
    const coded = join(w.folder, 'codes.csv')
    await writeFile(names, delimited([headers, ...cells], ',', '\n'))
    await writeFile(coded, delimited([headers.map((header) => codes.get(header) ?? header), ...cells], ',', '\n'))

    await importFile(w, kind, names)
    const again = await importFile(w, kind, coded)

    expect(again).toMatchObject({ read: rows.length, unchanged: rows.length })
  })
})

/** An OpenDocument paragraph writer at hand turns breaks and tabs into blanks; other programs' files are fixtures. */
function spoilt(name: string, cell: string): string {
  return name.endsWith('.ods') ? cell.replaceAll(/[\n\t]/g, '，') : cell
}

const PHRASES = [
  '罚款5000元',
  '2026年3月',
  '长期',
  '5年',
  '甲;乙,丙',
  '第一行\n第二行',
  '无',
  '当事人违反规定销售过期食品。',
]
const anyText = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'grapheme-composite', maxLength: 12 }),
  fc.constantFrom(...PHRASES, '=1+1', '-', '"引号"'),
)
/** Bytes of GB18030 are told from Big5 by how plain the Chinese is; signs that nobody writes are refused, not guessed. */
const plainText = fc.oneof(fc.constantFrom(...PHRASES), fc.string({ maxLength: 20 }))
const CHINESE_BYTES = ['gbk.csv', 'tabs.tsv']
const OTHERS = Object.keys(DIALECTS).filter((name) => !CHINESE_BYTES.includes(name))

test.each([
  ['any dialect', [...OTHERS, 'written.csv', 'written.xlsx', 'written.json', 'written.ndjson'], anyText, 150],
  ['GB18030', CHINESE_BYTES, plainText, 50],
])(
  'any record, exported and written in %s, is read as the same record',
  async (_, names, text, numRuns) => {
    const w = await world({ empty: true })
    let files = 0
    const recognise = headerCounter(dictionaries)
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...RECORD_KINDS),
        fc.constantFrom(...names),
        fc.boolean(),
        fc.array(fc.array(text, { minLength: 40, maxLength: 40 }), { minLength: 1, maxLength: 4 }),
        async (kind, name, byCode, drawn) => {
          const columns = officialColumns(kind)
          const fields = columns.map(({ field }) => field)
          const official = columns.map(({ header }) => header)
          const context = contextOf(kind, official)
          const contents = drawn.map((cells) => contentOf(kind, official, cells, context))
          const rows = contents.map(({ open }) => exchangeCells(kind, open, fields, officialWords(words)))
          const headers = columns.map(({ code, header }) => (byCode ? code : header))
          const file = join(w.folder, `${++files}-${name}`)
          if (name.startsWith('written')) await writtenTo(file, headers, rows)
          else {
            const spoiltRows = rows.map((row) => row.map((cell) => spoilt(name, cell)))
            await writeFile(file, (await DIALECTS[name]?.([headers, ...spoiltRows])) ?? '')
          }

          const back = await readBack(file, kind, recognise)

          const expected = name.endsWith('.ods')
            ? rows.map(
                (row) =>
                  accepted(
                    readRow(
                      row.map((cell) => spoilt(name, cell)),
                      context,
                    ),
                  ).content.open,
              )
            : contents.map(({ open }) => open)
          expect(back).toEqual(expected)
        },
      ),
      { numRuns },
    )
  },
  120_000,
)

function contextOf(kind: RecordKind, headers: string[]) {
  return rowContext({ kind, mapping: mapHeaders(headers, dictionaries[kind], kind), words, showRepresentative: false })
}

/** Name and day are what a row cannot be without. */
function contentOf(kind: RecordKind, headers: string[], drawn: string[], context: ReturnType<typeof contextOf>) {
  const day = fieldSpec(kind, 'decidedOn')?.header
  const organ = fieldSpec(kind, 'agencyName')?.header
  const fixed: Record<string, string | undefined> = {
    [fieldSpec(kind, 'subjectName')?.header ?? '行政相对人名称']: PENALTY.行政相对人名称,
    ...(day === undefined ? {} : { [day]: '2026-11-10' }),
    // Whom an organ's own record speaks of is no person.
    ...(isAboutOrgan(kind) && organ !== undefined ? { [organ]: '澜溪县交通运输局' } : {}),
  }
  const cells = headers.map((header, at) => fixed[header] ?? drawn[at] ?? '')
  return accepted(readRow(cells, context)).content
}

async function writtenTo(file: string, headers: string[], rows: Rows): Promise<void> {
  const format = file.endsWith('.csv')
    ? 'csv'
    : file.endsWith('.xlsx')
      ? 'xlsx'
      : file.endsWith('.ndjson')
        ? 'ndjson'
        : 'json'
  const result = await writeTable(file, format, { name: '表', headers, rows: each(rows) })
  expect(result).toMatchObject({ ok: true })
}

async function* each(rows: Rows): AsyncGenerator<string[]> {
  yield* rows
}

async function readBack(file: string, kind: RecordKind, recognise: ReturnType<typeof headerCounter>) {
  const opened = await openTables(file, recognise)
  if (!opened.ok) throw new Error(`${file} was refused: ${opened.failure.code}`)
  const [table] = opened.value.tables
  const context = contextOf(kind, table?.headers ?? [])
  const opens = []
  for await (const rows of table?.rows ?? [])
    for (const { cells } of rows) opens.push(accepted(readRow(cells, context)).content.open)
  await opened.value.close()
  return opens
}
