import { describe, expect, test } from 'vitest'
import { formatProblems } from '#content/schema/problem'
import { mapHeaders } from '#domain/header-mapping'
import { RECORD_KINDS } from '#domain/vocabulary'
import { loadContent } from '../../scripts/lib/content.ts'
import { type HeaderMapFile, headerMapText, headersNotIn, readHeaderMap } from '../../scripts/lib/header-map-file.ts'

const { dictionaries } = await loadContent('demo')

function valid(text: string): HeaderMapFile {
  const parsed = readHeaderMap('map.yaml', text)
  if (!parsed.ok) throw new Error(formatProblems(parsed.problems))
  return parsed.value
}

function complaint(text: string): string {
  const parsed = readHeaderMap('map.yaml', text)
  return parsed.ok ? '' : formatProblems(parsed.problems, '改好后重新导入。')
}

describe('a map file', () => {
  test('names fields by id, official code or official header, and "-" for none', () => {
    const { kind, map } = valid(
      'kind: penalty\ncolumns:\n  处罚文号: documentNumber\n  单 位: cf_cfjg\n  时间: 处罚决定日期\n  联系人: "-"\n  罚款: 罚款金额(万元)\n',
    )

    expect(kind).toBe('penalty')
    expect([...map]).toEqual([
      ['处罚文号', 'documentNumber'],
      ['单位', 'agencyName'],
      ['时间', 'decidedOn'],
      ['联系人', null],
      ['罚款', 'fineAmount'],
    ])
  })

  test('may be JSON', () => {
    expect(valid('{ "kind": "licence", "columns": { "文号": "XK_WSH" } }').map.get('文号')).toBe('documentNumber')
  })

  test.each([
    [
      'a field that nobody knows',
      'kind: penalty\ncolumns:\n  处罚文号: documentNumbr\n',
      'map.yaml:3  columns.处罚文号  写的是 "documentNumbr"；应为 “penalty”的字段名（如 decidedOn）、官方代码、官方中文表头，或者 "-"（不采用）',
    ],
    [
      'a field of the other kind',
      'kind: licence\ncolumns:\n  甲: 文号\n  乙: CF_WSH\n',
      'map.yaml:4  columns.乙  写的是 "CF_WSH"；应为 “licence”的字段名（如 decidedOn）、官方代码、官方中文表头，或者 "-"（不采用）',
    ],
    [
      'a field given twice',
      'kind: penalty\ncolumns:\n  甲: CF_WSH\n  乙: documentNumber\n',
      'map.yaml:4  columns.乙  写的是 "documentNumber"；应为 没有用过的字段；documentNumber 已经给了“甲”',
    ],
    [
      'a header given twice',
      'kind: penalty\ncolumns:\n  处罚 文号: CF_WSH\n  处罚文号: "-"\n',
      'map.yaml:4  columns.处罚文号  写的是 "-"；应为 每个表头只写一次；标点和空格不同的算同一个',
    ],
    [
      'a unit that is not read',
      'kind: penalty\ncolumns:\n  罚款（千元）: fineAmount\n',
      'map.yaml:3  columns.罚款（千元）  写的是 "fineAmount"；应为 "-"；金额只能以元或万元为单位',
    ],
    ['a number', 'kind: penalty\ncolumns:\n  甲: 5\n', 'map.yaml:3  columns.甲  写的是 5；应为 文字'],
    ['no kind', 'columns:\n  甲: "-"\n', `map.yaml  kind  写的是 （没有填写）；应为 ${RECORD_KINDS.join('、')}`],
    [
      'a kind nobody knows',
      'kind: fine\ncolumns: {}\n',
      `map.yaml:1  kind  写的是 "fine"；应为 ${RECORD_KINDS.join('、')}`,
    ],
  ])('with %s is refused: file, line, header, value and what is allowed', (_, text, line) => {
    expect(complaint(text).split('\n')).toContain(line)
    expect(complaint(text)).toContain('改好后重新导入。')
  })

  test('that names headers which the file does not have says which', () => {
    const map = valid('kind: penalty\ncolumns:\n  处罚文号: CF_WSH\n  联系 人: "-"\n  处罚机管: CF_CFJG\n')

    expect(headersNotIn(map, ['处罚文号 ', '联系人', '处罚机关'])).toEqual(['处罚机管'])
  })
})

describe('the map of a file, written for a person to confirm', () => {
  const headers = [
    '行政处罚决定书文号',
    '处罚文号',
    '当事人: "甲" #1',
    '被处罚人名称',
    '罚款金额（元）',
    '编号',
    '处罚金额',
    '联系电话',
    'true',
    '处罚机关',
    '处罚机关',
    '',
  ]
  const mapping = mapHeaders(headers, dictionaries.penalty, 'penalty')
  const text = headerMapText('penalty', mapping)

  test('says of each column what speaks for it and what it could be instead', () => {
    const lines = text.split('\n').map((line) => line.trim())

    expect(lines).toContain('行政处罚决定书文号: documentNumber # 行政处罚决定书文号；官方表头')
    expect(lines.find((line) => line.startsWith('被处罚人名称: subjectName #'))).toContain('；按词义推断 1.00')
    expect(lines.find((line) => line.startsWith('罚款金额（元）: fineAmount'))).toContain('按元读取')
    expect(lines.find((line) => line.startsWith('处罚文号: "-"'))).toContain('与别的列是同一项，未采用：documentNumber')
    expect(lines.find((line) => line.startsWith('处罚金额: "-"'))).toMatch(/fineAmount.*1\.00.*totalAmountYuan.*1\.00/)
    expect(lines).toContain('联系电话: "-" # 没有认出')
  })

  test('read again and used, it gives the same columns', () => {
    const { kind, map } = valid(text)

    const again = mapHeaders(headers, dictionaries.penalty, kind, map)

    expect(again.columns.map(({ field }) => field)).toEqual(mapping.columns.map(({ field }) => field))
  })
})
