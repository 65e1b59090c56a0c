import { describe, expect, test } from 'vitest'
import { EXCHANGE } from '#contract/exchange'
import { headerCounter, recogniseKind } from '#domain/header-recognition'
import { RECORD_KINDS } from '#domain/vocabulary'
import { loadContent } from '../../scripts/lib/content.ts'

const { dictionaries } = await loadContent('demo')

describe('the kind of a table', () => {
  test.each(RECORD_KINDS)('the official table of a %s, by header and by code', (kind) => {
    const columns = Object.values(EXCHANGE[kind])

    expect(
      recogniseKind(
        columns.map(({ header }) => header),
        dictionaries,
      ),
    ).toBe(kind)
    expect(
      recogniseKind(
        columns.map(({ code }) => code),
        dictionaries,
      ),
    ).toBe(kind)
  })

  test.each([
    [['披露日期', '处罚日期', '当事人', '处罚类型', '违规事实', '处理机构', '法律依据'], 'penalty'],
    [['企业名称', '正式登记证号', '产品通用名称', '发证日期', '有效期'], 'licence'],
    [['被处罚人名称', '处罚文号', '处罚决定时间'], 'penalty'],
    [['行政相对人名称', '统一社会信用代码', '备注'], undefined],
    [['行政相对人名称', '处罚决定日期'], undefined],
    [['许可机关', '许可内容', '许可类别', '处罚机关', '处罚内容', '处罚类别'], undefined],
    [['姓名', '电话'], undefined],
    [[], undefined],
  ] as const)('%j is %s', (headers, kind) => {
    expect(recogniseKind(headers, dictionaries)).toBe(kind)
  })
})

describe('the header row', () => {
  const rows = [
    ['澜溪县2026年第三季度行政处罚信息公示表', '', ''],
    ['填报单位：澜溪县市场监督管理局', '', '2026-10-08'],
    ['序号', '当事人名称', '处罚决定书文号', '处罚类别', '处罚部门', '处罚部门'],
    ['1', '澜溪县试样食品有限公司', '澜市监罚〔2026〕9001号', '罚款', '澜溪县市场监督管理局', '——'],
  ]

  test('knows most fields, each counted once', () => {
    expect(rows.map(headerCounter(dictionaries))).toEqual([0, 0, 4, 0])
  })
})
