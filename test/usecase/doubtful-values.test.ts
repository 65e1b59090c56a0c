import { describe, expect, test } from 'vitest'
import { importRows, PENALTY } from '../csv.ts'
import { world } from '../world.ts'

/** The one record of a batch as the database has it, open part only. */
async function importOne(changes: Record<string, string>) {
  const w = await world({ empty: true })
  const summary = await importRows(w, 'penalty', [{ ...PENALTY, ...changes }])
  const [report] = await w.store.rowReports(summary.batch, 0, 10)
  const [open] = await w.store.openContents(report?.record ? [report.record] : [])
  return { summary, report, open }
}

describe('a penalty whose amount is in doubt', () => {
  test('is published without the amount; its content still says what was imposed', async () => {
    const { summary, report, open } = await importOne({ '罚款金额（万元）': '5000' })

    expect(report?.notes).toEqual([{ code: 'amount-unit-doubtful', column: '罚款金额（万元）' }])
    expect(summary.published).toBe(1)
    expect(open?.fineAmount).toBeUndefined()
    expect(open?.content).toBe(PENALTY.处罚内容)
  })

  test('shows the normal form of an amount and keeps the words of the cell out of what may be shown', async () => {
    const { summary, open } = await importOne({ '罚款金额（万元）': '伍仟元整' })

    expect(summary.published).toBe(1)
    expect(open?.fineAmount).toBe('500000')
    expect(JSON.stringify(open)).not.toContain('伍仟元整')
  })
})

describe('a penalty whose columns contradict each other', () => {
  test('waits for a person where the kinds of penalty differ', async () => {
    const { summary } = await importOne({ 处罚种类: '吊销许可证' })

    expect(summary.withheld).toEqual([{ rule: 'penalty.field-unread', rows: 1 }])
  })

  test('waits for a person where one of them says that the subject is a natural person', async () => {
    const { summary } = await importOne({ 当事人类型: '自然人' })

    expect(summary.withheld).toEqual([{ rule: 'record.subject-unknown', rows: 1 }])
  })
})

test('a suggestion for a mistyped credit code reaches the report', async () => {
  const { report } = await importOne({ '行政相对人代码_1(统一社会信用代码)': '91999001MAOOOOOO7U' })

  expect(report?.notes).toContainEqual({
    code: 'code-letter-typed',
    column: '行政相对人代码_1(统一社会信用代码)',
    suggestion: '91999001MA0000007U',
  })
})
