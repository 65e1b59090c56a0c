import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { guardText } from '#domain/cell-text'
import { exchangeCells, officialWords } from '#domain/exchange-row'
import type { FieldValues } from '#domain/record-content'
import { type FieldId, fieldsOf } from '#domain/record-fields'
import { RECORD_KINDS, type RecordKind } from '#domain/vocabulary'
import { officialColumns } from '../../scripts/lib/header-dictionary.ts'
import { accepted, readCells, words } from './row-reading.ts'

const OFFICIAL = officialWords(words)

function cellsOf(kind: RecordKind, values: FieldValues): Map<FieldId, string> {
  const fields = fieldsOf(kind)
  const cells = exchangeCells(kind, values, fields, OFFICIAL)
  return new Map(fields.map((field, index) => [field, cells[index] ?? '']))
}

describe('a value in its official cell', () => {
  test.each<[RecordKind, FieldId, string, string]>([
    ['penalty', 'fineAmount', '200000', '0.2'],
    ['penalty', 'fineAmount', '1', '0.000001'],
    ['penalty', 'fineAmount', '0', '0'],
    ['penalty', 'fineAmount', '10000000000', '100000000元'],
    ['penalty', 'totalAmountYuan', '2622046', '26220.46'],
    ['licence', 'validUntil', 'long-term', '2099/12/31'],
    ['licence', 'validUntil', '+5y', '5年'],
    ['licence', 'validUntil', '+18m', '1年6个月'],
    ['licence', 'validUntil', '+3m', '3个月'],
    ['licence', 'validUntil', '+1082y', '999年996个月'],
    ['licence', 'validUntil', '2026-03', '2026-03'],
    ['licence', 'validUntil', '2026', '2026'],
    ['licence', 'decidedOn', '2026-11-10', '2026-11-10'],
    ['licence', 'subjectCategory', 'organisation', '法人及非法人组织'],
    ['penalty', 'severity', 'general', '一般'],
    ['penalty', 'procedure', 'ordinary', '普通程序'],
    ['penalty', 'facts', '甲&lt;乙', '甲&amp;lt;乙'],
    ['penalty', 'facts', "'=甲", "''=甲"],
    ['penalty', 'facts', '=甲', '=甲'],
  ])('%s %s %s is written %s', (kind, field, value, cell) => {
    expect(cellsOf(kind, { [field]: value }).get(field)).toBe(cell)
  })

  test('an amount that the text states in the other unit says its own unit', () => {
    const values = { fineAmount: '2000000000', content: '罚款2000元。' }

    expect(cellsOf('penalty', values).get('fineAmount')).toBe('20000000元')
  })

  test('a member that no word is known for is a fault, not an empty cell', () => {
    expect(() => cellsOf('penalty', { severity: 'unheard-of' })).toThrow('severity')
  })
})

/** Cells as files have them: what some field reads, what none does, and what every rule on text looks for. */
const SPICE = [
  ...['=1+1', '+86', '-5', '@甲', '＝甲', "'=甲", "''-", '\t甲', "'甲", '-', '——', '/', 'null', '无'],
  ...['&lt;', '&amp;lt;', '&amp;nbsp', '&#60;br&#62;', '<br>', '<\u200bbr>', '<\nbr>', '<br\u0085>', 'a \u0001 b'],
  ...[
    '罚款2000元',
    '0.2',
    '2000',
    '2000万元',
    '12000',
    '3万元；2万元',
    '100000万元',
    '0.000001',
    '一万元',
    '12,345.67',
  ],
  ...[
    '2026-11-10',
    '2026年3月',
    '2026',
    '2099/12/31',
    '长期',
    '5年',
    '1年半',
    '999年999个月',
    '4102329600000',
    '73049',
  ],
  ...['自然人', '法人', '个体户', '严重失信', '简易', '91999001MA0000007U', '00000000000000000X', '11010519491231002X'],
  ...[
    '110105194912310021',
    '9199 9001 ma00 0000 7u',
    '13912345678',
    '住址：澜溪县石禾镇石桥村7组8号',
    '欧阳娜娜',
    '张三、李四',
  ],
]
const cell = fc.oneof(
  fc.constantFrom(...SPICE),
  fc
    .array(fc.oneof(fc.constantFrom(...SPICE), fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 4 })
    .map((it) => it.join('')),
)
const MUST: Partial<Record<FieldId, fc.Arbitrary<string>>> = {
  subjectName: fc.oneof(fc.constantFrom('澜溪县试样食品有限公司', '欧阳娜娜', "'=甲"), cell),
  subjectCategory: fc.constantFrom('法人及非法人组织', '个体工商户', '自然人', ''),
  decidedOn: fc.constantFrom('2026-11-10', '2026年3月5日', '46000'),
}
const rows = fc.constantFrom(...RECORD_KINDS).chain((kind) =>
  fc.record({
    kind: fc.constant(kind),
    shows: fc.boolean(),
    style: fc.constantFrom<'code' | 'header'>('code', 'header'),
    raw: fc.tuple(...officialColumns(kind).map(({ field }) => MUST[field] ?? cell)),
  }),
)

describe('what we export imports unchanged', () => {
  test('any content that a row can be read to, under official headers or codes, in any kind of file', () => {
    let read = 0
    fc.assert(
      fc.property(rows, ({ kind, shows, style, raw }) => {
        const columns = officialColumns(kind)
        const first = readCells(
          kind,
          columns.map(({ header }) => header),
          raw,
          shows,
        )
        if (first.verdict === 'rejected') return
        read += 1
        const { open } = first.content
        const fields = columns.map(({ field }) => field)
        const headers = columns.map((column) => column[style])

        const cells = exchangeCells(kind, open, fields, OFFICIAL)

        expect(accepted(readCells(kind, headers, cells, shows)).content.open).toEqual(open)
        expect(accepted(readCells(kind, headers, cells.map(guardText), shows)).content.open).toEqual(open)
      }),
      { numRuns: 2000 },
    )
    expect(read).toBeGreaterThan(1000)
  })
})
