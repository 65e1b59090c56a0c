import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EXCHANGE } from '#contract/exchange'
import { foldHeader, type HeaderMap, mapHeaders } from '#domain/header-mapping'
import { type FieldId, fieldsOf } from '#domain/record-fields'
import { RECORD_KINDS, type RecordKind } from '#domain/vocabulary'
import { loadContent } from '../../scripts/lib/content.ts'

const { dictionaries } = await loadContent('demo')

function columnsOf(headers: readonly string[], kind: RecordKind = 'penalty', confirmed?: HeaderMap) {
  return mapHeaders(headers, dictionaries[kind], kind, confirmed).columns
}

function fieldOf(header: string, kind: RecordKind = 'penalty') {
  return columnsOf([header], kind)[0]?.field
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

    const columns = columnsOf(
      table.map(([, { header }]) => header),
      kind,
    )

    expect(columns.map(({ field }) => field)).toEqual(table.map(([field]) => field))
    expect(columns.every(({ by, score }) => by === 'official' && score === 1)).toBe(true)
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
    '3.行政相对人代码_1（统一社会信用代码）（必填）',
    '行政相对人代码_1',
    '行政相对人代码（1）',
    '统一社会信用代码',
    '统一社会信用代码_1',
    '统一社会信用代码-1',
    '统一社会信用代码（1）',
    'CF_XDR_SHXYM',
    'cf_xdr_shxym',
    'ＣＦ＿ＸＤＲ＿ＳＨＸＹＭ',
  ])('%j is the credit code of the subject', (header) => {
    expect(fieldOf(header)).toBe('subjectCode')
  })

  test.each([
    '行政相对人代码_2(统一社会信用代码)',
    '行政相对人代码_2',
    '行政相对人代码_3',
    '行政相对人代码_5',
    '代码',
    '',
    '身份证号',
  ])('%j means nothing to us', (header) => {
    expect(fieldOf(header)).toBeNull()
  })

  test.each([
    ['行政相对人代码_2(组织机构代码)', 'organisationCode'],
    ['行政相对人代码_2(工商注册号)', 'registrationNumber'],
    ['行政相对人代码_3（工商登记码）', 'registrationNumber'],
    ['行政相对人代码_5（居民身份证号）', 'personIdNumber'],
    ['行政相对人代码_4', 'taxNumber'],
    ['行政相对人代码_6', 'associationNumber'],
  ])('%s is what its words say, in the numbering of 2015 as in that of 2018', (header, field) => {
    expect(fieldOf(header)).toBe(field)
  })

  test.each([
    ['penalty', 'CF_XZJG', 'agencyName'],
    ['penalty', 'cf_xdr_zdm', 'organisationCode'],
    ['penalty', 'CF_XDR_GSDJ', 'registrationNumber'],
    ['penalty', 'CF_XDR_SFZ', 'personIdNumber'],
    ['penalty', 'CF_FR', 'legalRepresentative'],
    ['penalty', 'CF_FDDB', 'legalRepresentative'],
    ['penalty', 'CF_FR_SFZH', 'legalRepresentativeIdNumber'],
    ['penalty', 'CF_CFLB1', null],
    ['penalty', 'CF_CFLB2', null],
    ['penalty', 'CF_CFMC', null],
    ['penalty', 'CF_JG', null],
    ['penalty', 'cf_wsh_qkh', null],
    ['licence', 'XK_XDR', 'subjectName'],
    ['licence', 'XK_JZQ', 'validUntil'],
    ['licence', 'XK_SPLB', 'licenceCategory'],
    ['licence', 'XK_XZJG', 'agencyName'],
    ['licence', 'XK_XMMC', null],
    ['licence', 'XK_FR_SFZH', 'legalRepresentativeIdNumber'],
  ] as const)('of a %s from before 2018 or from another platform, %s, is %s', (kind, header, field) => {
    expect(fieldOf(header, kind)).toBe(field)
  })

  test('of the other kind means nothing here', () => {
    expect(fieldOf('CF_WSH', 'licence')).toBeNull()
    expect(fieldOf('XK_WSH', 'penalty')).toBeNull()
    expect(fieldOf('许可机关', 'penalty')).toBeNull()
  })

  test('that implies something says so only where it is the one that is mapped', () => {
    const implied = (headers: string[]) => mapHeaders(headers, dictionaries.penalty, 'penalty').implied

    expect(implied(['企业名称'])).toEqual({ subjectCategory: 'organisation' })
    expect(implied(['行政相对人名称', '企业名称'])).toEqual({})
    expect(implied(['当事人'])).toEqual({})
  })

  test.each([
    ['罚款金额（元）', '元'],
    ['罚款金额(万元)', '万元'],
    ['罚款金额（单位：万）', '万元'],
    ['罚款金额', undefined],
    ['CF_NR_FK', undefined],
    ['处罚决定日期', undefined],
  ])('%s says the unit %s', (header, unit) => {
    expect(columnsOf([header])[0]).toMatchObject({ field: expect.any(String), ...(unit ? { unit } : {}) })
    expect(columnsOf([header])[0]?.unit).toBe(unit)
  })

  test.each([
    ['罚款金额（千元）', '没收违法所得、没收非法财物金额（千元）'],
    ['罚款金额（美元）', '罚没金额（百万元）'],
  ])('%s is in a unit that we do not read', (...headers) => {
    expect(columnsOf(headers).map(({ field }) => field)).toEqual(headers.map(() => null))
  })
})

describe('a header that could mean two things', () => {
  test.each([
    ['处罚金额（元）', ['fineAmount', 'totalAmountYuan']],
    ['违法行为', ['violationType', 'facts']],
    ['日期', ['disclosedOn', 'decidedOn']],
    ['金额', ['fineAmount', 'confiscatedAmount', 'totalAmountYuan']],
  ])('%s is left alone, and what it could be is listed', (header, fields) => {
    const [column] = columnsOf([header])

    expect(column).toMatchObject({ field: null, by: 'none' })
    expect(column?.rivals.map(({ field }) => field)).toEqual(expect.arrayContaining(fields))
  })
})

describe('two columns for one field', () => {
  const shown = (headers: string[], confirmed?: HeaderMap) =>
    columnsOf(headers, 'penalty', confirmed).map(({ field, by }) => `${field} ${by}`)

  test('the firmer claim takes it: code, header, alias, score', () => {
    expect(shown(['处罚部门', '处罚单位', '处罚机关', 'CF_CFJG'])).toEqual([
      'null clash',
      'null clash',
      'null clash',
      'agencyName official',
    ])
    expect(shown(['处罚部门', '处罚单位', '处罚机关'])).toEqual(['null clash', 'null clash', 'agencyName official'])
    expect(shown(['处罚部门', '处罚单位'])).toEqual(['null clash', 'agencyName alias'])
  })

  test('the same header twice: the first', () => {
    expect(shown(['处罚机关', '处罚机关 '])).toEqual(['agencyName official', 'null clash'])
  })

  test.each(['处罚机关_1', '处罚机关-2', '处罚机关（1）', '处罚机关2', '处罚机关.1'])('%s is the copy', (copy) => {
    expect(shown([copy, '处罚机关'])).toEqual(['null clash', 'agencyName official'])
  })

  test('two equal claims of different words: none of them', () => {
    expect(shown(['处罚决定时间', '作出处罚决定日期'])).toEqual(['null clash', 'null clash'])
    expect(shown(['处罚类别1', '处罚类别2'])).toEqual(['null clash', 'null clash'])
    expect(shown(['处罚类别2'])).toEqual(['null clash'])
    expect(shown(['被处罚单位名称1', '被处罚单位名称2'])).toEqual(['null clash', 'null clash'])
  })

  test('the loser says which field it lost', () => {
    const loser = columnsOf(['处罚机关', '处罚部门'])[1]

    expect(loser).toMatchObject({ field: null, by: 'clash', score: 1 })
    expect(loser?.rivals[0]).toEqual({ field: 'agencyName', score: 1 })
  })
})

describe('columns that only keep the books', () => {
  test.each(['序号', ' 序 号 ', '原行号', '未接收原因'])('%s is no content', (header) => {
    expect(columnsOf([header, '处罚日期'])).toMatchObject([
      { field: null, by: 'ignored', bookkeeping: true },
      { field: 'decidedOn' },
    ])
  })

  test('a person may say what such a column holds; that it has no field says nothing new', () => {
    const said = (field: FieldId | null) => columnsOf(['序号'], 'penalty', new Map([[foldHeader('序号'), field]]))

    expect(said('documentNumber')).toMatchObject([{ field: 'documentNumber', by: 'map' }])
    expect(said(null)).toMatchObject([{ field: null, by: 'ignored', bookkeeping: true }])
  })
})

describe('a map that a person confirmed', () => {
  const confirmed: HeaderMap = new Map([
    [foldHeader('编号'), 'documentNumber'],
    [foldHeader('处罚机关'), null],
    [foldHeader('罚款'), 'fineAmount'],
  ])

  test('outweighs everything, also where it says that a column has no field', () => {
    const columns = columnsOf(['行政处罚决定书文号', '编 号', '处罚机关', '罚款', '处罚日期'], 'penalty', confirmed)

    expect(columns.map(({ field, by }) => [field, by])).toEqual([
      [null, 'clash'],
      ['documentNumber', 'map'],
      [null, 'ignored'],
      ['fineAmount', 'map'],
      ['decidedOn', 'alias'],
    ])
  })
})

describe('for any headers at all', () => {
  const pieces = [...dictionaries.penalty.parts.words.keys()]
  const headers = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom(...Object.values(EXCHANGE.penalty).flatMap(({ code, header }) => [code, header])),
    fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 4 }).map((words) => words.join('')),
  )
  const fields = fieldsOf('penalty')

  test('folded is folded for good', () => {
    fc.assert(
      fc.property(headers, (header) => {
        expect(foldHeader(foldHeader(header))).toBe(foldHeader(header))
      }),
    )
  })

  test('each field has at most one column, and each column is accounted for', () => {
    fc.assert(
      fc.property(fc.array(headers, { maxLength: 12 }), (some) => {
        const columns = columnsOf(some)
        const mapped = columns.flatMap(({ field }) => field ?? [])

        expect(new Set(mapped).size).toBe(mapped.length)
        expect(columns.map(({ header }) => header)).toEqual(some)
        for (const { field, by, score, rivals } of columns) {
          expect(field === null).toBe(by === 'none' || by === 'clash' || by === 'ignored')
          if (by === 'clash') expect(rivals[0]).toBeDefined()
          expect(score).toBeGreaterThanOrEqual(0)
          expect(score).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  test('the confirmed field is always the field', () => {
    fc.assert(
      fc.property(
        fc.array(headers, { maxLength: 8 }),
        fc.constantFrom(...fields),
        headers,
        (others, field: FieldId, header) => {
          const folded = foldHeader(header)
          const index = others.length
          fc.pre(others.every((it) => foldHeader(it) !== folded))

          const columns = columnsOf([...others, header], 'penalty', new Map([[folded, field]]))

          expect(columns[index]).toMatchObject({ field, by: 'map' })
        },
      ),
    )
  })

  test('a word that rules a header out rules it out among any other words', () => {
    const { parts } = dictionaries.penalty
    const ruledOut = [...parts.words].filter(([word, part]) => parts.never.has(part) && [...word].length > 1)
    const words = fc.array(fc.constantFrom('处罚', '决定', '日期', '当事人', '名称', '机关', '文号'), { maxLength: 4 })
    fc.assert(
      fc.property(words, words, fc.constantFrom(...ruledOut), (before, after, [word]) => {
        expect(fieldOf([...before, word, ...after].join(''))).toBeNull()
      }),
    )
  })
})
