import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CHART, timelinessChart } from '#site/lib/timeliness-chart.ts'

const month = fc
  .record({
    at: fc.integer({ min: 2015 * 12, max: 2026 * 12 }),
    onTime: fc.nat(9999),
    late: fc.nat(9999),
    unknown: fc.nat(99),
  })
  .map(({ at, onTime, late, unknown }) => ({
    month: `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`,
    states: { 'on-time': onTime, late, unknown },
  }))
const series = fc
  .uniqueArray(month, { selector: (it) => it.month, minLength: 1, maxLength: 60 })
  .map((months) => ({ kind: 'penalty' as const, months: months.sort((a, b) => (a.month < b.month ? 1 : -1)) }))

test('no bar leaves the plot, and late stands on top of on time', () => {
  fc.assert(
    fc.property(series, (it) => {
      const chart = timelinessChart(it)
      for (const bar of [...(chart?.onTime ?? []), ...(chart?.late ?? [])]) {
        expect(bar.x).toBeGreaterThanOrEqual(0)
        expect(bar.x + bar.width).toBeLessThanOrEqual(CHART.width)
        expect(bar.y).toBeGreaterThanOrEqual(CHART.top - 0.02)
        expect(bar.y + bar.height).toBeLessThanOrEqual(CHART.bottom + 0.02)
      }
    }),
  )
})

test('two years are plotted up to the newest month, and the table has every month', () => {
  const months = ['2026-01', '2025-12', '2020-05'].map((it) => ({ month: it, states: { 'on-time': 2, late: 1 } }))

  expect(timelinessChart({ kind: 'licence', months })).toMatchObject({
    first: '2024-02',
    last: '2026-01',
    most: '3 条',
    sentence: '截至2026年1月的 24 个月里作出、正在公示的行政许可决定：按时公示 4 条，超期公示 2 条。',
    rows: [{ month: '2026年1月' }, { month: '2025年12月' }, { month: '2020年5月' }],
  })
  expect(timelinessChart({ kind: 'licence', months: [] })).toBeNull()
})
