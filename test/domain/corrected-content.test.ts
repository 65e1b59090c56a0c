import { describe, expect, test } from 'vitest'
import { changeFailureText } from '#domain/change-text.zh'
import { correctContent, coverableFields, coverFields } from '#domain/corrected-content'
import { type FieldValues, type RecordContent, splitPersonalData } from '#domain/record-content'
import { loadContent } from '../../scripts/lib/content.ts'

const { words } = await loadContent('demo')
const HOW = { words, showRepresentative: false }

const VALUES: FieldValues = {
  subjectName: '澜溪县试样食品有限公司',
  subjectCategory: 'organisation',
  subjectCode: '91999001MA0000007U',
  legalRepresentative: '试样甲',
  documentNumber: '澜市监罚〔2026〕9001号',
  facts: '试样甲销售超过保质期的食品，电话13912345678。',
  penaltyKinds: '罚款',
  content: '罚款人民币5000元。',
  fineAmount: '500000',
  decidedOn: '2026-11-10',
  severity: 'general',
}

function given(values: FieldValues = VALUES): RecordContent {
  return splitPersonalData('penalty', values, { 说明: '甲' }, false)
}

function corrected(fields: Record<string, string>, content = given()): RecordContent {
  const made = correctContent('penalty', content, fields, HOW)
  if (!made.ok) throw new Error(changeFailureText(made.failure))
  return made.value.content
}

function refusal(fields: Record<string, string>): string {
  const made = correctContent('penalty', given(), fields, HOW)
  return made.ok ? 'taken' : changeFailureText(made.failure)
}

describe('a correction is read as a cell of the official table', () => {
  test.each([
    ['decidedOn', '2026年11月9日', '2026-11-09'],
    ['fineAmount', '6000元', '600000'],
    ['fineAmount', '0.6万元', '60000'.concat('0')],
    ['severity', '严重', 'serious'],
    ['penaltyKinds', ' 警告 ', '警告'],
  ])('%s: %s', (field, typed, stored) => {
    expect(corrected({ [field]: typed }).open).toMatchObject({ [field]: stored })
  })

  test('an empty value takes the field away, and everything else stays', () => {
    const { open, extras } = corrected({ severity: '' })

    expect('severity' in open).toBe(false)
    expect(open.documentNumber).toBe(VALUES.documentNumber)
    expect(extras).toEqual({ 说明: '甲' })
  })

  test('personal data is taken out of what was put right, too', () => {
    const { open, sealed } = corrected({ facts: '试样甲，住址：澜溪县试样街道1号，电话13812345678，销售过期食品。' })

    expect(open.facts).not.toMatch(/试样甲|13812345678/)
    expect(sealed.facts).toContain('13812345678')
  })

  test('what stood covered is uncovered in nothing that is put right beside it', () => {
    const before = given()

    const after = corrected({ severity: '严重' }, before)

    expect(after.open.facts).toBe(before.open.facts)
    expect(after.sealed.facts).toBe(VALUES.facts)
  })

  test('a field that could not be read is read once it is put right', () => {
    const content: RecordContent = { ...given(), unreadFields: ['procedure', 'publicUntil'] }

    expect(corrected({ procedure: '普通程序' }, content).unreadFields).toEqual(['publicUntil'])
  })

  test('what cannot be taken is refused with field, value and what is allowed', () => {
    const said = [
      refusal({ decidedOn: '2026-11' }),
      refusal({ decidedOn: '' }),
      refusal({ fineAmount: '很多' }),
      refusal({ fineAmount: '500000' }),
      refusal({ severity: '特别严重' }),
      refusal({ subjectCode: '91999001' }),
      refusal({ documentNumber: '号'.repeat(129) }).replace(/号{20,}/, '号……'),
      refusal({ facts: VALUES.facts ?? '' }),
      refusal({ colour: '红' }).slice(0, 50),
    ]

    expect(`\n${said.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      处罚决定日期写的是“2026-11”，日期不完整。应为年月日齐全的日期，如 2026-11-20。
      处罚决定日期不能为空。应为年月日齐全的日期，如 2026-11-20。
      罚款金额（万元）写的是“很多”，无法识别为金额。应为写明单位的金额，如 5000元、0.5万元。
      罚款金额（万元）写的是“500000”，分不清是元还是万元。应为写明单位的金额，如 5000元、0.5万元。
      失信严重程度写的是“特别严重”，不在规定的写法之内。应为轻微、轻微失信、一般、一般失信、严重、严重失信。
      统一社会信用代码写的是“91999001”，位数或者字符不对。应为 18 位统一社会信用代码。
      行政处罚决定书文号写的是“号……”，超过规定长度。应为不超过 128 字的文字。
      内容没有任何变化。没有改动。
      没有“colour”这一项；可以更正的是 行政相对人名称、行政相对人类别、统一社会信用代码、工商注册
      "
    `)
  })

  test('an ID number typed into the wrong field is refused and not said again', () => {
    const said = refusal({ subjectName: '11010519491231002X' })

    expect(said).toContain('相对人名称')
    expect(said).not.toContain('11010519491231002X')
  })
})

describe('covering', () => {
  test('a text is covered whole, kept apart, and stays covered when something else is put right', () => {
    const covered = coverFields('penalty', given(), ['facts'])
    if (!covered.ok) throw new Error(covered.failure.code)
    const { content } = covered.value

    const after = corrected({ severity: '严重' }, content)

    expect(content.open.facts).toBe('****')
    expect(after.open.facts).toBe('****')
    expect(after.sealed.facts).toBe(VALUES.facts)
    expect(after.maskedFields).toContain('facts')
    expect(coverableFields('penalty', content)).not.toContain('facts')
  })

  test('who decided what about whom is not covered', () => {
    expect(coverFields('penalty', given(), ['subjectName'])).toEqual({
      ok: false,
      failure: { code: 'field-not-coverable', kind: 'penalty', field: 'subjectName', allowed: ['facts', 'content'] },
    })
  })
})
