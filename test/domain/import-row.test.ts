import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EXCHANGE } from '#contract/exchange'
import { mapHeaders } from '#domain/header-mapping'
import { isBlankRow } from '#domain/import-row'
import { byKind } from '#domain/kind-groups'
import { fieldSpec, fieldsOf } from '#domain/record-fields'
import { idCheckDigit } from '#domain/uscc'
import type { RecordKind } from '#domain/vocabulary'
import { accepted, CATEGORY, CODE, DECIDED, dictionaries, NAME, PENALTY, read, readCells } from './row-reading.ts'

describe('a complete row', () => {
  test('is read without a note, every value in its normal form', () => {
    const { content, notes } = accepted(read())

    expect(notes).toEqual([])
    expect(content).toEqual({
      open: {
        subjectName: '澜溪县试样食品有限公司',
        subjectCategory: 'organisation',
        subjectCode: '91999001MA0000007U',
        documentNumber: '澜市监罚〔2026〕9001号',
        penaltyKinds: '罚款',
        decidedOn: '2026-11-10',
        agencyName: '澜溪县市场监督管理局',
      },
      sealed: {},
      extras: {},
      maskedFields: [],
      unreadFields: [],
    })
  })

  test.each(['licence', 'penalty'] as const)('of a %s is read the same by header and by code', (kind) => {
    const columns = Object.values(EXCHANGE[kind])
    const cells = columns.map(({ header }, index) => (header.includes('日期') ? '2026/11/10' : `值${index}`))

    const byHeader = accepted(
      readCells(
        kind,
        columns.map(({ header }) => header),
        cells,
      ),
    )
    const byCode = accepted(
      readCells(
        kind,
        columns.map(({ code }) => code),
        cells,
      ),
    )

    expect(byCode.content.open).toEqual(byHeader.content.open)
    expect(byCode.content.sealed).toEqual(byHeader.content.sealed)
    expect(byHeader.content.open.decidedOn).toBe('2026-11-10')
    expect(Object.keys(byHeader.content.extras).length).toBeGreaterThan(0)
  })

  test('has fewer cells than headers where a row ends early', () => {
    const result = readCells('penalty', [NAME, DECIDED, '处罚内容', '备注'], ['甲公司', '2026-11-10'])

    expect(accepted(result).content.open).toEqual({ subjectName: '甲公司', decidedOn: '2026-11-10' })
  })
})

describe('a cell', () => {
  test('that says nothing leaves no trace', () => {
    const { content, notes } = accepted(read({ 处罚内容: '——', 备注: '/', 自定义: 'null' }))

    expect(content.open.content).toBeUndefined()
    expect(content.extras).toEqual({})
    expect(notes).toEqual([])
  })

  test('too long is kept whole and noted', () => {
    const long = '甲'.repeat(201)

    const { content, notes } = accepted(read({ [NAME]: long }))

    expect(content.open.subjectName).toBe(long)
    expect(notes).toEqual([{ code: 'too-long', column: NAME }])
  })
})

describe('words and codes', () => {
  test.each([
    ['法人及非法人组织', 'organisation'],
    ['个体工商户', 'sole-trader'],
    ['自然人', 'natural-person'],
    ['01', 'natural-person'],
    ['０４', 'sole-trader'],
  ])('a category %j is %s', (cell, member) => {
    expect(accepted(read({ [CATEGORY]: cell })).content.open.subjectCategory).toBe(member)
  })

  test('a category nobody knows stays among the extras, and no category is assumed', () => {
    const { content, notes } = accepted(read({ [CATEGORY]: '合伙人' }))

    expect(content.open.subjectCategory).toBeUndefined()
    expect(content.extras).toEqual({ [CATEGORY]: '合伙人' })
    expect(notes).toEqual([{ code: 'value-unknown', column: CATEGORY }])
  })

  test('the header 企业名称 says that the subject is an organisation', () => {
    const { [NAME]: name = '', [CATEGORY]: _, ...rest } = PENALTY
    const row = { 企业名称: name, ...rest }

    const { content } = accepted(readCells('penalty', Object.keys(row), Object.values(row)))

    expect(content.open.subjectCategory).toBe('organisation')
  })

  test.each([
    ['自然人', 'natural-person'],
    ['自然人（外籍）', undefined],
    ['', undefined],
  ])('but the header 企业名称 does not outweigh a category cell %j', (cell, category) => {
    const { [NAME]: _, ...rest } = PENALTY
    const row = { 企业名称: '张三丰', ...rest, [CATEGORY]: cell }

    const { content } = accepted(readCells('penalty', Object.keys(row), Object.values(row)))

    expect(content.open.subjectCategory).toBe(category)
  })

  test.each([
    ['91999001MA0000007W', 'code-check-failed', '91999001MA0000007W'],
    ['00000000000000000X', 'code-placeholder', undefined],
    ['91999001MA00', 'code-malformed', undefined],
  ])('a code %s: %s', (cell, code, kept) => {
    const { content, notes } = accepted(read({ [CODE]: cell }))

    expect(content.open.subjectCode).toBe(kept)
    expect(notes).toContainEqual({ code, column: CODE })
    if (kept === undefined) {
      expect(content.extras[CODE]).toBe(cell)
      expect(notes.map((note) => note.code)).not.toContain('code-missing')
    }
  })

  test.each([' 91999001ma0000007u ', '９１９９９００１ＭＡ００００００７Ｕ', '9199 9001 MA00 0000 7U'])(
    'a code written %j is stored in its normal form',
    (cell) => {
      expect(accepted(read({ [CODE]: cell })).content.open.subjectCode).toBe('91999001MA0000007U')
    },
  )
})

describe('a letter typed for a digit in a credit code', () => {
  test.each([
    ['91999001MAOOOOOO7U', '91999001MA0000007U'],
    ['9I999OO1MA0000007U', '91999001MA0000007U'],
  ])('%s is not corrected; the note says what it may be', (cell, suggestion) => {
    const { content, notes } = accepted(read({ [CODE]: cell }))

    expect(content.open.subjectCode).toBeUndefined()
    expect(content.extras).toEqual({ [CODE]: cell })
    expect(notes).toContainEqual({ code: 'code-letter-typed', column: CODE, suggestion })
  })

  test('nothing is suggested that could be an identity number', () => {
    fc.assert(
      fc.property(idNumbers, (id) => {
        const { notes } = accepted(read({ [CODE]: id.replaceAll('0', 'O').replaceAll('1', 'I') }))

        expect(JSON.stringify(notes)).not.toContain(id)
      }),
    )
  })
})

describe('what is missing', () => {
  test.each([NAME, DECIDED])('without %s there is no record: rejected', (column) => {
    expect(read({ [column]: '' })).toEqual({ verdict: 'rejected', notes: [{ code: 'field-missing', column }] })
  })

  test('without the column at all the row is rejected too', () => {
    const result = readCells('penalty', [NAME], ['甲公司'])

    expect(result).toEqual({ verdict: 'rejected', notes: [{ code: 'field-missing', column: null }] })
  })

  test('without a number or an organ it is read, with a warning', () => {
    const { notes } = accepted(read({ 行政处罚决定书文号: '', 处罚机关: '' }))

    expect(notes).toEqual([
      { code: 'field-missing', column: 'documentNumber' },
      { code: 'field-missing', column: 'agencyName' },
    ])
  })

  test('a natural person needs no credit code', () => {
    expect(accepted(read({ [CATEGORY]: '自然人', [CODE]: '' })).notes).toEqual([])
  })
})

describe('two columns for one field', () => {
  test('the second is kept among the extras, and the clash is noted', () => {
    const { content, notes } = accepted(read({ 统一社会信用代码: '91999001MA0000015N' }))

    expect(content.open.subjectCode).toBe('91999001MA0000007U')
    expect(content.extras).toEqual({ 统一社会信用代码: '91999001MA0000015N' })
    expect(notes).toEqual([{ code: 'column-clash', column: '统一社会信用代码' }])
  })

  test('where both say the same, in whatever words, nothing is in doubt', () => {
    const same = {
      统一社会信用代码: '9199 9001 ma00 0000 7u',
      当事人类型: '法人',
      '罚款金额（万元）': '0.2',
      '罚款数额（元）': '2000',
    }

    const { content } = accepted(read(same))

    expect(content.open).toMatchObject({ subjectCode: '91999001MA0000007U', subjectCategory: 'organisation' })
    expect(content.unreadFields).toEqual([])
  })

  test.each([
    ['处罚种类', '吊销许可证', 'penaltyKinds'],
    ['公示截止日期', '2027-01-01', 'publicUntil'],
    ['程序类型', '简易程序', 'procedure'],
  ])('where %s says something else the field counts as unread', (header, cell, field) => {
    const row = { 公示截止期: '2026-12-31', 程序类别: '普通程序', [header]: cell }

    expect(accepted(read(row)).content.unreadFields).toEqual([field])
  })

  test('where two columns disagree about the category, nobody is taken for an organisation', () => {
    const { content } = accepted(read({ 当事人类型: '自然人' }))

    expect(content.open.subjectCategory).toBeUndefined()
    expect(content.extras).toEqual({ 当事人类型: '自然人', [CATEGORY]: '法人及非法人组织' })
    expect(content.unreadFields).toEqual(['subjectCategory'])
  })

  test('where another column names somebody else, a header implies no category', () => {
    const row = { 企业名称: '澜溪县试样食品有限公司', [DECIDED]: '2026-11-10', 被处罚人姓名: '张三丰' }

    const { content } = accepted(readCells('penalty', Object.keys(row), Object.values(row)))

    expect(content.open.subjectName).toBe('澜溪县试样食品有限公司')
    expect(content.open.subjectCategory).toBeUndefined()
  })

  test('an empty second column is no clash', () => {
    expect(accepted(read({ 统一社会信用代码: '' })).notes).toEqual([])
  })

  test('columns that mean nothing to us are kept as received', () => {
    expect(accepted(read({ 内部编码: ' A-1 ', 承办科室: '执法一科' })).content.extras).toEqual({
      内部编码: 'A-1',
      承办科室: '执法一科',
    })
  })

  test('two unknown columns of one name both stay', () => {
    const { content } = accepted(
      readCells('penalty', [NAME, DECIDED, '说明', '说明'], ['甲', '2026-11-10', '一', '二']),
    )

    expect(Object.values(content.extras).sort()).toEqual(['一', '二'])
  })
})

describe('columns that only keep the books', () => {
  const BOOKS = { 序号: '17', 原行号: '25', 未接收原因: '日期无法识别' }

  test('leave nothing in what is read, whatever they say and wherever they stand', () => {
    const plain = accepted(read())
    const headers = [...Object.keys(BOOKS), ...Object.keys(PENALTY)]
    const cells = [...Object.values(BOOKS), ...Object.values(PENALTY)]

    expect(accepted(read(BOOKS))).toEqual(plain)
    expect(accepted(readCells('penalty', headers, cells))).toEqual(plain)
  })

  test('a line of nothing else is a blank line', () => {
    const mapping = mapHeaders(['序号', NAME], dictionaries.penalty, 'penalty')

    expect(isBlankRow(['17', ' '], mapping)).toBe(true)
    expect(isBlankRow(['17', '甲'], mapping)).toBe(false)
    expect(isBlankRow(['17', '', '甲'], mapping)).toBe(false)
  })
})

describe('cells beyond the last header', () => {
  const row = { ...PENALTY, '': '' }

  test('have none, also where a program filled the line of headers up with blanks', () => {
    const surplus = readCells('penalty', Object.keys(row), [...Object.values(PENALTY), '多出的'])

    expect(surplus).toEqual({ verdict: 'rejected', notes: [{ code: 'too-many-cells', column: null }] })
    expect(readCells('penalty', Object.keys(row), Object.values(row)).verdict).toBe('read')
  })
})

describe('personal data', () => {
  const ID = '11010519491231002X'

  test.each([
    ['an identity number', `当事人（${ID}）无证经营`, '当事人（****）无证经营'],
    ['a telephone number', '电话13812345678', '电话****'],
    ['an address', '张某，住河南省滑县道口镇文明路12号，个体户', '张某，住****，个体户'],
  ])('%s in the facts is covered in what may be shown and kept sealed', (_, written, shown) => {
    const { content } = accepted(read({ 违法事实: written }))

    expect(content.open.facts).toBe(shown)
    expect(content.sealed.facts).toBe(written)
    expect(content.maskedFields).toEqual(['facts'])
  })

  test('a natural person’s name is masked and the code sealed', () => {
    const { content } = accepted(read({ [NAME]: '欧阳娜娜', [CATEGORY]: '自然人', [CODE]: '91999001MA0000007U' }))

    expect(content.open.subjectName).toBe('欧阳**')
    expect(content.open.subjectCode).toBeUndefined()
    expect(content.sealed).toEqual({ subjectName: '欧阳娜娜', subjectCode: '91999001MA0000007U' })
    expect(content.maskedFields).toEqual(['subjectName'])
  })

  test('a sole trader’s trade name and code stay', () => {
    const { content } = accepted(read({ [NAME]: '老店镇张三饭馆', [CATEGORY]: '个体工商户' }))

    expect(content.open).toMatchObject({ subjectName: '老店镇张三饭馆', subjectCode: '91999001MA0000007U' })
  })

  test.each([
    ['an organisation', '法人及非法人组织', false, false],
    ['an organisation, the place shows it', '法人及非法人组织', true, true],
    ['a sole trader, the place shows it', '个体工商户', true, false],
    ['a natural person, the place shows it', '自然人', true, false],
    ['somebody of unknown category, the place shows it', '', true, false],
  ])('the legal representative of %s', (_, category, shows, open) => {
    const { content } = accepted(read({ [CATEGORY]: category, 法定代表人: '李四' }, shows))

    expect(content.open.legalRepresentative).toBe(open ? '李四' : undefined)
    expect(content.sealed.legalRepresentative).toBe(open ? undefined : '李四')
  })

  test.each(['法定代表人证件类型', '法定代表人证件号码', '证件类型', '证件号码', '备注'])(
    'the column %s is never in what may be shown',
    (column) => {
      const { content } = accepted(read({ [column]: '随便什么内容' }, true))

      expect(JSON.stringify(content.open)).not.toContain('随便什么内容')
      expect(Object.values(content.sealed)).toContain('随便什么内容')
    },
  )

  test.each([
    CODE,
    '行政相对人代码_2(工商注册号)',
    '行政相对人代码_3(组织机构代码)',
    '行政相对人代码_4(税务登记号)',
    '行政相对人代码_5(事业单位证书号)',
    '行政相对人代码_6(社会组织登记证号)',
    '行政处罚决定书文号',
    '处罚机关统一社会信用代码',
  ])('an identity number put into the column %s is covered', (column) => {
    const { content } = accepted(read({ [CATEGORY]: '个体工商户', [column]: ID }))

    expect(JSON.stringify(content.open)).not.toContain(ID)
    expect(JSON.stringify(content.sealed)).toContain(ID)
  })

  test('numbers that only look like telephone numbers stay in a document number', () => {
    const { content } = accepted(read({ 行政处罚决定书文号: '13812345678' }))

    expect(content.open.documentNumber).toBe('13812345678')
  })
})

/** Invented people: a region, a birth date, a serial number and the right check digit. */
const idNumbers = fc
  .tuple(
    fc.constantFrom('110105', '410526', '350502'),
    fc.integer({ min: 1930, max: 2009 }),
    fc.nat(11),
    fc.nat(27),
    fc.nat(999),
  )
  .map(([region, year, month, day, serial]) => {
    const first17 = `${region}${year}${pad(month + 1, 2)}${pad(day + 1, 2)}${pad(serial, 3)}`
    return `${first17}${idCheckDigit(first17)}`
  })
const phones = fc
  .tuple(fc.integer({ min: 13, max: 19 }), fc.nat(999_999_999))
  .map(([head, tail]) => `${head}${pad(tail, 9)}`)

function pad(n: number, length: number): string {
  return String(n).padStart(length, '0')
}

describe('for any row at all', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom('自然人', '法人', '2026-11-10', '5年', '999年', '0.2', '91999001MA0000007U', '&nbsp;', '-', 'null'),
  )
  const rowsOf = (kind: RecordKind) => {
    const headers = Object.values(EXCHANGE[kind]).map(({ header }) => header)
    return fc
      .record({ cells: fc.array(cell, { maxLength: headers.length + 2 }), shows: fc.boolean() })
      .map((row) => ({ ...row, headers, kind }))
  }

  test('reading never stumbles, and a row is read or rejected with a reason', () => {
    fc.assert(
      fc.property(fc.oneof(rowsOf('licence'), rowsOf('penalty')), ({ kind, headers, cells, shows }) => {
        const result = readCells(kind, headers, cells, shows)

        if (result.verdict === 'rejected') expect(result.notes.map((note) => note.code)).toContain('field-missing')
        else expect(result.content.open.subjectName).toBeTruthy()
      }),
      { numRuns: 1500 },
    )
  })

  test('arbitrary headers never make it stumble', () => {
    const headers = fc.array(
      fc.oneof(fc.string({ unit: 'binary', maxLength: 8 }), fc.constantFrom(NAME, DECIDED, 'CF_SY')),
    )
    fc.assert(
      fc.property(headers, fc.array(cell), (some, cells) => {
        expect(['read', 'rejected']).toContain(
          readCells('penalty', [NAME, DECIDED, ...some], ['甲', '2026-11-10', ...cells]).verdict,
        )
      }),
    )
  })

  const around = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 10 }),
    fc.constantFrom('当事人', '（身份证号', '罚款5000元', '住'),
  )
  const textFields = (kind: RecordKind, types: readonly string[]) =>
    fieldsOf(kind)
      .filter((field) => types.includes(fieldSpec(kind, field)?.type ?? ''))
      .map((field) => ({ kind, column: EXCHANGE_HEADERS[kind].get(field) ?? '' }))

  const EXCHANGE_HEADERS = byKind(
    (kind) => new Map<string, string>(Object.entries(EXCHANGE[kind]).map(([field, { header }]) => [field, header])),
  )
  const CATEGORIES = ['法人及非法人组织', '个体工商户', '自然人', '']

  function openTextWith(kind: RecordKind, column: string, written: string, category: string, shows: boolean): string {
    const decided = kind === 'licence' ? '许可决定日期' : DECIDED
    const row: Record<string, string> = {
      [NAME]: '甲公司',
      [CATEGORY]: category,
      [decided]: '2026-11-10',
      [column]: written,
    }
    return JSON.stringify(accepted(readCells(kind, Object.keys(row), Object.values(row), shows)).content.open)
  }

  test('a valid identity number in any column of text or codes is never in what may be shown', () => {
    const places = [
      ...textFields('licence', ['text', 'free-text', 'code']),
      ...textFields('penalty', ['text', 'free-text', 'code']),
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...places),
        fc.constantFrom(...CATEGORIES),
        idNumbers,
        fc.oneof(fc.constant(['', ''] as const), fc.tuple(around, around)),
        fc.boolean(),
        ({ kind, column }, category, id, [before, behind], shows) => {
          const written = before === '' && behind === '' ? id : `${before}：${id}，${behind}`

          expect(openTextWith(kind, column, written, category, shows)).not.toContain(id)
        },
      ),
      { numRuns: 3000 },
    )
  })

  test('a mobile number in any column of text is never in what may be shown', () => {
    const numbers = ['行政许可决定文书号', '行政处罚决定书文号', '许可编号']
    const places = [
      ...textFields('licence', ['text', 'free-text']),
      ...textFields('penalty', ['text', 'free-text']),
    ].filter(({ column }) => !numbers.includes(column))
    fc.assert(
      fc.property(
        fc.constantFrom(...places),
        fc.constantFrom(...CATEGORIES),
        phones,
        around,
        around,
        fc.boolean(),
        ({ kind, column }, category, phone, before, behind, shows) => {
          expect(openTextWith(kind, column, `${before}：${phone}，${behind}`, category, shows)).not.toContain(phone)
        },
      ),
      { numRuns: 3000 },
    )
  })
})
