import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { refusalOf, tableOf, trimmedEnd } from './table-files.ts'

const RECORD = { 行政相对人名称: '澜溪县试样食品有限公司', 处罚决定日期: '2026-03-05' }

describe('json and ndjson', () => {
  const value = fc.oneof(
    fc.constantFrom('', '警告', 'a"b\\c', '{"x":[1]}', '一\n二', '𠮷'),
    fc.string({ unit: 'grapheme', maxLength: 8 }),
  )
  const records = fc.array(fc.dictionary(fc.constantFrom('甲', '乙', '丙', '丁 '), value), {
    minLength: 1,
    maxLength: 12,
  })
  const forms = {
    json: (items: object[]) => JSON.stringify(items),
    'json, indented': (items: object[]) => JSON.stringify(items, null, 2),
    'json in an answer': (items: object[]) =>
      JSON.stringify({ code: 0, msg: '"data":[{', data: items, total: items.length }),
    'json deeper in an answer': (items: object[]) => JSON.stringify({ data: { total: 1, list: items } }, null, 1),
    ndjson: (items: object[]) => items.map((item) => `${JSON.stringify(item)}\n`).join(''),
    'ndjson with CRLF': (items: object[]) => items.map((item) => JSON.stringify(item)).join('\r\n'),
  }

  test.each(Object.entries(forms))('%s: any texts come back, columns are the keys of all records', async (_, form) => {
    await fc.assert(
      fc.asyncProperty(records, async (items) => {
        const all = items.map((item) => ({ ...RECORD, ...item }))

        const table = await tableOf('file.txt', form(all))

        const keys = [...new Set(all.flatMap((item) => Object.keys(item)))]
        expect(table.headers).toEqual(keys.map((key) => key.trim()))
        expect(table.rows).toEqual(
          all.map((item, i) => ({
            n: i + 1,
            cells: trimmedEnd(keys.map((key) => new Map(Object.entries(item)).get(key) ?? '')),
          })),
        )
        expect(table).toMatchObject({ headerRow: 0, delimiter: null, encoding: 'utf-8', asides: [], fraction: 1 })
      }),
      { numRuns: 40 },
    )
  })

  test('numbers keep the digits they are written with', async () => {
    const item = '{"行政相对人名称":"甲","处罚决定日期":20260305,"c":110101199001011234,"d":0.50,"e":1E3,"f":-0}'

    for (const text of [`[${item}]`, `${item}\n${item}`]) {
      expect((await tableOf('n.json', text)).rows[0]?.cells).toEqual([
        '甲',
        '20260305',
        '110101199001011234',
        '0.50',
        '1E3',
        '-0',
      ])
    }
  })

  test('null is blank, truth is as in spreadsheets, what is nested is JSON with its digits', async () => {
    const item =
      '{"行政相对人名称":"甲","处罚决定日期":null,"t":true,"f":false,"o":{"n":110101199001011234,"l":[null,"x"]}}'

    expect((await tableOf('v.json', `[${item}]`)).rows[0]?.cells).toEqual([
      '甲',
      '',
      'TRUE',
      'FALSE',
      '{"n":110101199001011234,"l":[null,"x"]}',
    ])
  })

  test('lines are numbered as they stand, blank ones counted', async () => {
    const line = JSON.stringify(RECORD)

    expect((await tableOf('l.ndjson', `${line}\n\n${line}\n`)).rows.map(({ n }) => n)).toEqual([1, 3])
  })

  test('lines longer than what is looked at first are known by the name', async () => {
    const line = JSON.stringify({ ...RECORD, 备注: '长'.repeat(50_000) })

    expect(await tableOf('long.jsonl', `${line}\n${line}\n`)).toMatchObject({
      format: 'ndjson',
      rows: [{ n: 1 }, { n: 2 }],
    })
  })

  test('GB18030 is read as well', async () => {
    const table = await tableOf('gb.json', iconv.encode(JSON.stringify([RECORD]), 'gb18030'))

    expect(table).toMatchObject({ encoding: 'gb18030', headers: Object.keys(RECORD) })
  })

  test('items that pieces of the file cut in two are whole', async () => {
    const items = Array.from({ length: 9_000 }, (_, i) => ({ ...RECORD, 备注: `"${i}\\"${'长'.repeat(i % 50)}` }))

    const table = await tableOf('long.json', JSON.stringify(items, null, 1))

    expect(table.rows.map(({ cells }) => cells[2])).toEqual(items.map(({ 备注 }) => 备注))
  })

  const good = JSON.stringify(RECORD)
  test.each([
    ['a line that is cut', `${good}\n${good.slice(0, -3)}\n${good}`, { code: 'json-malformed', item: 2, unit: 'line' }],
    ['a line that is a list', `${good}\n[1]\n`, { code: 'json-malformed', item: 2, unit: 'line' }],
    ['an item that is malformed', `[${good},{"a":}]`, { code: 'json-malformed', item: 2, unit: 'item' }],
    ['a missing comma', `[${good} ${good}]`, { code: 'json-malformed', item: 2, unit: 'item' }],
    ['a comma too many', `[${good},]`, { code: 'json-malformed', item: 2, unit: 'item' }],
    ['an end that is missing', `[${good},${good}`, { code: 'json-malformed', item: 3, unit: 'item' }],
    ['an item that is a text', `[${good},"x"]`, { code: 'json-shape' }],
    ['two lists', `{"data":[${good}],"rows":[${good}]}`, { code: 'json-shape' }],
    ['text behind the list', `[${good}] x`, { code: 'json-shape' }],
    ['an object without a list', `{"code":0,\n"data":{"a":1}}`, { code: 'json-shape' }],
    ['a record of 2 MB', `[{"a":"${'x'.repeat(2_097_152)}"}]`, { code: 'record-too-long', line: 1 }],
    ['a line of 2 MB', `${good}\n{"a":"${'x'.repeat(2_097_152)}"}`, { code: 'record-too-long', line: 2 }],
    ['an empty list', '[]', { code: 'file-empty' }],
  ])('%s is refused', async (_, text, refusal) => {
    expect(await refusalOf('bad.json', text)).toMatchObject(refusal)
  })
})
