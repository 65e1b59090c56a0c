import { expect, test } from 'vitest'
import type { WithdrawalNotice } from '#contract/record'
import { recordPage } from '#site/lib/record-page.ts'
import { AGENCY, context, found, publicRecord, SUBJECT } from './samples.ts'

const withdrawn: WithdrawalNotice = {
  id: '0123456789ab',
  kind: 'penalty',
  state: 'withdrawn',
  agency: AGENCY,
  documentNumber: '澜市监罚〔2026〕1号',
  ground: 'quashed',
  reason: '原决定认定事实不清，经行政复议被撤销。',
  withdrawnOn: '2026-05-06',
  noticeUntil: '2027-05-06',
}

test('a record opens with one sentence: who, when, whom, and until which day', () => {
  expect(recordPage(context(), 'penalty', found(publicRecord()))).toMatchObject({
    status: 200,
    summary:
      '澜溪县市场监督管理局于2026年3月5日对澜溪县东风路便民食品店作出行政处罚决定，文书号为澜市监罚〔2026〕1号。这条信息公示至2027年3月5日（含当日）。',
  })
})

test('a penalty names its subject on the page but neither in title, breadcrumb nor meta, and asks not to be indexed', () => {
  const view = recordPage(context(), 'penalty', found(publicRecord()))

  expect(JSON.stringify(view)).toContain(SUBJECT)
  expect(JSON.stringify(view.frame)).not.toContain(SUBJECT)
  expect(view.frame.isIndexed).toBe(false)
})

test('a licence may be indexed', () => {
  expect(recordPage(context(), 'licence', found(publicRecord({ kind: 'licence' }))).frame.isIndexed).toBe(true)
})

test('two records of one document still have different titles', () => {
  const titleOf = (id: string) => recordPage(context(), 'penalty', found(publicRecord({ id }))).frame.title
  expect(titleOf('0123456789ab')).not.toBe(titleOf('0123456789ac'))
})

test('the permanent address has a domain only where the place has one', () => {
  expect(recordPage(context(), 'penalty', found(publicRecord()))).toMatchObject({
    address: '/xinyong/penalties/0123456789ab/',
    frame: { canonical: null },
  })
  const address = 'https://www.example.gov.cn/xinyong/penalties/0123456789ab/'
  expect(recordPage(context({ origin: 'https://www.example.gov.cn' }), 'penalty', found(publicRecord()))).toMatchObject(
    { address, frame: { canonical: address } },
  )
})

test('a withdrawn record leaves a notice with number, ground and reason', () => {
  expect(recordPage(context(), 'penalty', found(withdrawn))).toMatchObject({
    state: 'withdrawn',
    status: 200,
    heading: '行政处罚决定撤下说明',
    number: '澜市监罚〔2026〕1号',
    ground: '原决定被依法撤销',
    frame: { isIndexed: false },
  })
})

test('an ended record answers 410 and tells nothing of what it was', () => {
  const view = recordPage(context(), 'penalty', found({ id: '0123456789ab', kind: 'penalty', state: 'ended' }))

  expect(view).toMatchObject({ state: 'notice', status: 410, frame: { isIndexed: false, canonical: null } })
  expect(JSON.stringify(view)).not.toContain('0123456789ab')
})

test('a licence is not found among the penalties', () => {
  expect(recordPage(context(), 'penalty', found(publicRecord({ kind: 'licence' }))).status).toBe(404)
})

test('missing is 404, unavailable is 503', () => {
  expect(recordPage(context(), 'penalty', { state: 'missing' }).status).toBe(404)
  expect(recordPage(context(), 'penalty', { state: 'unavailable' }).status).toBe(503)
})

test('a late record says by how many working days, and that an unannounced calendar makes it provisional', () => {
  const record = publicRecord({
    late: 3,
    timeliness: { status: 'late', dueOn: '2026-03-11', lateBy: 3, provisional: true },
  })
  expect(recordPage(context(), 'penalty', found(record))).toMatchObject({
    late: '超期 3 个工作日',
    timeliness:
      '超期 3 个工作日：最迟应于2026年3月11日公示，实际于2026年3月16日公示。该期限所在年度的放假安排尚未公布，计算结果为暂定。',
  })
})

test('the fields stand in three parts, with words for codes and one unit for money', () => {
  const fields = [
    { id: 'subjectName', label: '行政相对人名称', value: SUBJECT },
    { id: 'penaltyKinds', label: '处罚类别', value: '罚款;警告' },
    { id: 'fineAmount', label: '罚款金额', value: '2,000元' },
    { id: 'sourceName', label: '数据来源单位', value: AGENCY.name },
  ]
  const view = recordPage(context(), 'penalty', found(publicRecord({ fields })))

  expect(view).toMatchObject({
    groups: [
      {
        heading: '行政相对人',
        rows: [
          { label: '行政相对人名称', value: SUBJECT },
          { label: '行政相对人类别', value: '法人及非法人组织' },
        ],
      },
      {
        heading: '处罚决定',
        rows: [
          { label: '处罚类别', value: '罚款；警告' },
          { label: '罚款金额', value: '2,000元' },
        ],
      },
      { heading: '数据来源', rows: [{ label: '数据来源单位', value: AGENCY.name }] },
    ],
  })
})

test('the filler code of a sole trader without a code leads to no subject page', () => {
  const record = publicRecord({ subject: { name: '个体工商户', uscc: '00000000000000000X' } })
  expect(recordPage(context(), 'penalty', found(record))).toMatchObject({ subject: null })
})

test('an open objection is said in neutral words, and every record leads to the forms about it', () => {
  const penalty = recordPage(context(), 'penalty', found(publicRecord({ marks: ['objection-pending'] })))
  const licence = recordPage(context(), 'licence', found(publicRecord({ kind: 'licence' })))

  expect(penalty).toMatchObject({
    marks: ['异议处理中'],
    object: '/xinyong/object/?record=0123456789ab',
    repair: '/xinyong/repair/?record=0123456789ab',
  })
  expect(licence).toMatchObject({ marks: [], repair: null })
})
