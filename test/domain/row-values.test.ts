import { describe, expect, test } from 'vitest'
import { accepted, CODE, DECIDED, NAME, read } from './row-reading.ts'

describe('days', () => {
  test.each([
    ['2026/3/5', '2026-03-05'],
    ['2026.03.05', '2026-03-05'],
    ['20260305', '2026-03-05'],
    ['2026年3月5日', '2026-03-05'],
    ['2026-03-05 00:00:00', '2026-03-05'],
    ['2026-03-04T16:00:00Z', '2026-03-05'],
  ])('%j is %s', (cell, iso) => {
    expect(accepted(read({ [DECIDED]: cell })).content.open.decidedOn).toBe(iso)
  })

  test.each([
    ['2026-03', 'day-imprecise'],
    ['2026年', 'day-imprecise'],
    ['长期', 'day-imprecise'],
    ['5年', 'day-imprecise'],
    ['2026-02-30', 'day-unreadable'],
    ['去年', 'day-unreadable'],
  ])('a day of decision %j is not a day: the row is rejected, the reason named', (cell, code) => {
    const result = read({ [DECIDED]: cell })

    expect(result).toEqual({
      verdict: 'rejected',
      notes: [
        { code, column: DECIDED },
        { code: 'field-missing', column: DECIDED },
      ],
    })
  })

  test.each([
    ['2027-03', '2027-03'],
    ['2027年', '2027'],
    ['5年', '+5y'],
    ['三个月', '+3m'],
    ['1年半', '+18m'],
    ['长期', 'long-term'],
    ['2099-12-31', 'long-term'],
    ['2027年3月5日', '2027-03-05'],
  ])('an end %j stays as precise as it was written: %s', (cell, kept) => {
    expect(accepted(read({ 公示截止期: cell })).content.open.publicUntil).toBe(kept)
  })

  test('an end that cannot be read stays among the extras, noted', () => {
    const { content, notes } = accepted(read({ 公示截止期: '视情况' }))

    expect(content.open.publicUntil).toBeUndefined()
    expect(content.extras).toEqual({ 公示截止期: '视情况' })
    expect(notes).toEqual([{ code: 'day-unreadable', column: '公示截止期' }])
  })

  test('a day of publication that is only a month is not made a day', () => {
    const { content, notes } = accepted(read({ 公示日期: '2026-11' }))

    expect(content.open.disclosedOn).toBeUndefined()
    expect(content.extras).toEqual({ 公示日期: '2026-11' })
    expect(notes).toEqual([{ code: 'day-imprecise', column: '公示日期' }])
  })
})

describe('serial numbers of a spreadsheet', () => {
  test.each([
    ['42377', '2016-01-08'],
    ['42377.5', '2016-01-08'],
    ['４２３７７', '2016-01-08'],
  ])('%j in a column of days is %s, and the report says so', (cell, day) => {
    const { content, notes } = accepted(read({ [DECIDED]: cell }))

    expect(content.open.decidedOn).toBe(day)
    expect(content.extras).toEqual({ [DECIDED]: cell })
    expect(notes).toEqual([{ code: 'day-from-serial', column: DECIDED }])
  })

  test('an end is read from one as well, and the end of all days is no end', () => {
    expect(accepted(read({ 公示截止期: '46358' })).content.open.publicUntil).toBe('2026-12-02')
    expect(accepted(read({ 公示截止期: '73050' })).content.open.publicUntil).toBe('long-term')
  })

  test.each(['20141', '423770', '4237', '42377.x', '99999'])('%j is no day', (cell) => {
    expect(read({ [DECIDED]: cell }).notes[0]).toEqual({ code: 'day-unreadable', column: DECIDED })
  })
})

describe('amounts', () => {
  test.each([
    ['0.2', '200000'],
    ['0.000001', '1'],
    ['1.234567', '1234567'],
    ['5000元', '500000'],
    ['2.622046', '2622046'],
    ['0', '0'],
  ])('%j 万元 is %s 分, exactly', (cell, fen) => {
    const { content, notes } = accepted(read({ '罚款金额（万元）': cell }))

    expect(content.open.fineAmount).toBe(fen)
    expect(notes).toEqual([])
  })

  test.each(['0.0000001', '约5000元', '100美元', '-1', '若干'])('%j is not guessed at', (cell) => {
    const { content, notes } = accepted(read({ '罚款金额（万元）': cell }))

    expect(content.open.fineAmount).toBeUndefined()
    expect(content.extras).toEqual({ '罚款金额（万元）': cell })
    expect(notes).toEqual([{ code: 'amount-unreadable', column: '罚款金额（万元）' }])
  })

  test('a sum made here is noted, and the parts are kept', () => {
    const { content, notes } = accepted(read({ '罚款金额（万元）': '0.1;0.2' }))

    expect(content.open.fineAmount).toBe('300000')
    expect(content.extras).toEqual({ '罚款金额（万元）': '0.1;0.2' })
    expect(notes).toEqual([{ code: 'amount-sum', column: '罚款金额（万元）' }])
  })

  test('a column in 元 is read in 元', () => {
    expect(accepted(read({ '罚没金额（元）': '2000' })).content.open.totalAmountYuan).toBe('200000')
  })

  test.each([
    ['罚款金额（元）', '2000', '200000'],
    ['罚款金额（元）', '0.2万元', '200000'],
    ['罚款金额（万元）', '2000元', '200000'],
    ['罚款数额（万元）', '0.2', '200000'],
    ['CF_NR_FK', '0.2', '200000'],
    ['罚没总额（万元）', '0.2', '200000'],
    ['罚款金额', '2000元', '200000'],
    ['罚款金额', '0', '0'],
  ])('in a column %s, %s is %s 分: the unit of the cell before that of the header', (header, cell, fen) => {
    const { content } = accepted(read({ [header]: cell }))

    expect([content.open.fineAmount, content.open.totalAmountYuan]).toContain(fen)
  })

  test.each([
    ['肆万捌仟元整', true],
    ['5000元', true],
    ['26220.46元，罚款600000元', true],
    ['0.5', false],
    ['1,000.5', false],
  ])('the cell %s is kept beside its normal form: %s', (cell, kept) => {
    const { content } = accepted(read({ '罚款金额（万元）': cell }))

    expect(content.open.fineAmount).toMatch(/^\d+$/)
    expect(content.extras).toEqual(kept ? { '罚款金额（万元）': cell } : {})
    expect(JSON.stringify(content.open)).not.toContain(cell)
  })
})

describe('an amount whose unit is in doubt', () => {
  const doubtful = (header: string, changes: Record<string, string>) => {
    const { content, notes } = accepted(read(changes))

    expect(content.open.fineAmount).toBeUndefined()
    expect(content.unreadFields).toEqual(['fineAmount'])
    expect(content.extras).toEqual({ [header]: changes[header] })
    expect(notes).toEqual([{ code: 'amount-unit-doubtful', column: header }])
  }

  test('a column of 万元 that says 一亿元 in a round number was filled in 元', () => {
    doubtful('罚款金额（万元）', { '罚款金额（万元）': '50000' })
  })

  test.each([
    ['罚款金额（万元）', '2000', '对当事人罚款2000元。'],
    ['罚款金额（万元）', '2000', '没收违法所得100元，并处罚款贰仟元整'],
    ['罚款金额（元）', '0.2', '处以罚款人民币2,000元'],
  ])('%s %s beside the text %s', (header, cell, text) => {
    doubtful(header, { [header]: cell, 处罚内容: text })
    doubtful(header, { 处罚内容: text, [header]: cell })
  })

  test('a header that names no unit, of a table that is not the official one', () => {
    doubtful('罚款金额', { 罚款金额: '2000' })
  })

  test.each([
    ['0.2', '对当事人罚款2000元。'],
    ['2000', '对当事人罚款2000万元。'],
    ['2000', '对当事人罚款2000万元，逾期每日加处2000元。'],
    ['2000元', '对当事人罚款2000元。'],
    ['2000', '责令改正。'],
    ['2000', ''],
  ])('there is none where %s 万元 and the text %j agree, or the text says no sum', (cell, text) => {
    const { content, notes } = accepted(read({ '罚款金额（万元）': cell, 处罚内容: text }))

    expect(content.open.fineAmount).toBeDefined()
    expect(notes).toEqual([])
  })
})

describe('words for nothing', () => {
  test.each([CODE, '公示日期', '公示截止期', '罚款金额（万元）', '法定代表人', '暂扣或吊销证照名称及编号'])(
    '无 in the column %s is an empty cell',
    (column) => {
      const { content } = accepted(read({ [column]: '无' }))

      expect(Object.values({ ...content.open, ...content.sealed })).not.toContain('无')
      expect(content.extras).toEqual({})
      expect(content.unreadFields).toEqual([])
    },
  )

  test.each(['违法事实', '处罚内容', '处罚依据'])('无 in the free text %s is what the organ said', (column) => {
    expect(Object.values(accepted(read({ [column]: '无' })).content.open)).toContain('无')
  })

  test('无 as a degree of severity is a word that nobody knows, not the lack of one', () => {
    expect(accepted(read({ 失信严重程度: '无' })).content.unreadFields).toEqual(['severity'])
  })

  test('nobody is called 无, and no document either', () => {
    expect(read({ [NAME]: '无' }).verdict).toBe('rejected')
    expect(accepted(read({ 行政处罚决定书文号: '无' })).notes).toEqual([
      { code: 'field-missing', column: 'documentNumber' },
    ])
  })
})

describe('a break within a cell', () => {
  test('stays in free text, joins a name and a number, and parts the items of a list', () => {
    const { content } = accepted(
      read({
        [NAME]: '澜溪县试样\n食品有限公司',
        行政处罚决定书文号: '澜市监罚\r\n〔2026〕9001号',
        违法事实: '一、未公示价格；\r\n\r\n二、未办理变更。',
        处罚类别: '罚款\n没收违法所得',
      }),
    )

    expect(content.open).toMatchObject({
      subjectName: '澜溪县试样食品有限公司',
      documentNumber: '澜市监罚〔2026〕9001号',
      facts: '一、未公示价格；\n二、未办理变更。',
      penaltyKinds: '罚款 没收违法所得',
    })
  })

  test('does not make one sum of two', () => {
    expect(accepted(read({ '罚款金额（万元）': '100\n200' })).notes).toEqual([
      { code: 'amount-unreadable', column: '罚款金额（万元）' },
    ])
  })

  test.each(['住址：河南省澜溪县道口镇\n解放路12号3单元201室', '身份证号110105\n199003074514'])(
    'hides no personal data from the scan: %j',
    (text) => {
      const { content } = accepted(read({ 违法事实: text }))

      expect(content.open.facts).toContain('****')
      expect(content.open.facts).not.toMatch(/解放路|199003/)
      expect(content.sealed.facts).toBe(text)
    },
  )
})
