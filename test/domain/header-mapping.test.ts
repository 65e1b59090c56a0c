import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EXCHANGE } from '#contract/exchange'
import { foldHeader, mapHeaders } from '#domain/header-mapping'
import { RECORD_KINDS } from '#domain/vocabulary'
import { loadContent } from '../../scripts/lib/content.ts'

const { dictionaries } = await loadContent('demo')

function fieldOf(header: string, kind: 'licence' | 'penalty' = 'penalty') {
  return mapHeaders([header], dictionaries[kind]).columns[0]?.field
}

describe('the official tables', () => {
  test.each(RECORD_KINDS)('every header and every code of a %s leads to its own field', (kind) => {
    for (const [field, { code, header }] of Object.entries(EXCHANGE[kind])) {
      expect.soft(fieldOf(header, kind), header).toBe(field)
      expect.soft(fieldOf(code, kind), code).toBe(field)
      expect.soft(fieldOf(code.toLowerCase(), kind), code).toBe(field)
    }
  })

  test.each(RECORD_KINDS)('the whole table of a %s maps column by column, without a clash', (kind) => {
    const table = Object.entries(EXCHANGE[kind])

    const { columns } = mapHeaders(
      table.map(([, { header }]) => header),
      dictionaries[kind],
    )

    expect(columns.map(({ field }) => field)).toEqual(table.map(([field]) => field))
    expect(columns.some(({ clash }) => clash)).toBe(false)
  })

  test('no two fields of a kind share a header or a code', () => {
    for (const kind of RECORD_KINDS) {
      const names = Object.values(EXCHANGE[kind]).flatMap(({ code, header }) => [foldHeader(code), foldHeader(header)])

      expect(new Set(names).size, kind).toBe(names.length)
    }
  })
})

describe('a header', () => {
  test.each([
    '行政相对人代码_1(统一社会信用代码)',
    '行政相对人代码_1（统一社会信用代码）',
    '行政相对人代码1（统一社会信用代码）',
    '行政相对人代码＿１（统一社会信用代码）',
    '行政相对人代码-1 (统一社会信用代码)',
    ' 行政相对人代码_1\n（统一社会信用代码） ',
    '*行政相对人代码_1（统一社会信用代码）',
    '\ufeff行政相对人代码_1【统一社会信用代码】',
    '统一社会信用代码',
    'CF_XDR_SHXYM',
    'cf_xdr_shxym',
    'ＣＦ＿ＸＤＲ＿ＳＨＸＹＭ',
  ])('%j is the credit code of the subject', (header) => {
    expect(fieldOf(header)).toBe('subjectCode')
  })

  test.each(['行政相对人代码_2(统一社会信用代码)', '代码', '', '身份证号'])('%j means nothing to us', (header) => {
    expect(fieldOf(header)).toBeNull()
  })

  test('of the other kind means nothing here', () => {
    expect(fieldOf('CF_WSH', 'licence')).toBeNull()
    expect(fieldOf('XK_WSH', 'penalty')).toBeNull()
    expect(fieldOf('许可机关', 'penalty')).toBeNull()
  })

  test('said twice is mapped once; the second is said to clash', () => {
    const { columns } = mapHeaders(['处罚机关', '处罚单位', 'CF_CFJG', '内部编码'], dictionaries.penalty)

    expect(columns).toEqual([
      { header: '处罚机关', field: 'agencyName', clash: false },
      { header: '处罚单位', field: null, clash: true },
      { header: 'CF_CFJG', field: null, clash: true },
      { header: '内部编码', field: null, clash: false },
    ])
  })

  test('that implies something says so only where it is the one that is mapped', () => {
    expect(mapHeaders(['企业名称'], dictionaries.penalty).implied).toEqual({ subjectCategory: 'organisation' })
    expect(mapHeaders(['行政相对人名称', '企业名称'], dictionaries.penalty).implied).toEqual({})
    expect(mapHeaders(['当事人'], dictionaries.penalty).implied).toEqual({})
  })

  test('folded is folded for good, and each field is mapped at most once', () => {
    const headers = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom(...Object.values(EXCHANGE.penalty).flatMap(({ code, header }) => [code, header])),
    )
    fc.assert(
      fc.property(fc.array(headers, { maxLength: 12 }), (some) => {
        const fields = mapHeaders(some, dictionaries.penalty).columns.flatMap(({ field }) =>
          field === null ? [] : [field],
        )

        expect(new Set(fields).size).toBe(fields.length)
        for (const header of some) expect(foldHeader(foldHeader(header))).toBe(foldHeader(header))
      }),
    )
  })
})
