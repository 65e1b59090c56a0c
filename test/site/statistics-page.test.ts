import fc from 'fast-check'
import { expect, test } from 'vitest'
import type {
  AgencyStatistics,
  CaseBreakdown,
  CaseClocks,
  CaseStatistics,
  RemovalStatistics,
} from '#contract/statistics'
import { CASE_TIMES, type CaseTime } from '#domain/case-times'
import { exactly } from '#domain/small-cells'
import { ROW_PLOT, rowPlot } from '#site/lib/row-plot.ts'
import { percentText, spanText, stretchText } from '#site/lib/span-text.ts'
import { type StatisticsAnswers, statisticsPage } from '#site/lib/statistics-page.ts'
import { context, found } from './samples.ts'

const FEW = { least: 1, most: 4 }

type Figures = CaseClocks['items'][number]['stretches'][number]['times'][CaseTime]

const FIGURES: Figures = {
  ...{ onTime: { least: 16, most: 19 }, late: FEW, overdue: exactly(5), share: { least: 64, most: 76 } },
  ...{ median: { days: 6 }, p90: { days: null } },
}

function stretch(figures: Figures = FIGURES): CaseClocks['items'][number]['stretches'][number] {
  const times = { acceptance: figures, 'first-answer': figures, final: figures } satisfies Record<CaseTime, Figures>
  return { from: '2026Q2', to: '2026Q3', closed: exactly(20), times }
}

const CASES: CaseStatistics = {
  asOf: '2026-09-30',
  items: [
    {
      kind: 'complaint',
      groups: {
        open: FEW,
        upheld: exactly(12),
        dismissed: { least: 8, most: 11 },
        elsewhere: FEW,
        withdrawn: exactly(0),
      },
    },
  ],
  summaries: [],
}
const CLOCKS: CaseClocks = {
  asOf: '2026-09-30',
  items: [{ kind: 'complaint', recent: stretch(), stretches: [stretch()] }],
}
const REMOVALS: RemovalStatistics = {
  asOf: '2026-09-30',
  items: [
    {
      way: 'ended',
      stretches: [
        {
          ...{ from: '2026Q1', to: '2026Q3', removed: exactly(13) },
          grounds: [
            { ground: 'period-over', removed: { least: 9, most: 12 } },
            { ground: 'repaired', removed: FEW },
          ],
          speeds: [{ speed: 'hour', removed: exactly(13) }],
        },
      ],
    },
    { way: 'withdrawn', stretches: [] },
  ],
}
const BREAKDOWN: CaseBreakdown = {
  asOf: '2026-09-30',
  complaints: {
    ...{ from: '2026Q2', to: '2026Q3' },
    organs: [{ agency: { slug: 'a', name: '甲局' }, closed: { least: 10, most: 19 } }],
    domains: [
      { domain: 'arrears', closed: { least: 10, most: 19 }, median: { days: 9 } },
      { domain: 'ppp', closed: FEW, median: null },
    ],
  },
  objections: { ...{ from: '2026Q3', to: '2026Q3' }, organs: [{ agency: { slug: 'b', name: '乙局' }, upheld: FEW }] },
}
const AGENCIES: AgencyStatistics = {
  items: [
    {
      ...{ agency: { slug: 'a', name: '甲局' }, kind: 'penalty', onTime: 30, late: 10, unknown: 2, share: 75 },
      quality: { records: 44, fields: 15, complete: 14, codeTroubles: 1, unreadValues: 0, sharedNumbers: 2 },
    },
    {
      ...{ agency: { slug: 'b', name: '乙局' }, kind: 'penalty', onTime: 4, late: 0, unknown: 0, share: null },
      quality: null,
    },
  ],
}

function viewOf(answers: Partial<StatisticsAnswers> = {}) {
  const view = statisticsPage(context(), {
    ...{ cases: found(CASES), clocks: found(CLOCKS), breakdown: found(BREAKDOWN) },
    ...{ removals: found(REMOVALS), agencies: found(AGENCIES) },
    ...answers,
  })
  if (view.state !== 'statistics') throw new Error('The page is a notice.')
  return view
}

test('each clock of a kind has a row, with n, what is overdue, share, median and p90', () => {
  const { recent } = viewOf()

  expect(recent?.table.rows).toHaveLength(CASE_TIMES.length)
  expect(recent?.table.rows[2]).toEqual({
    head: '投诉：办结',
    cells: ['20', '16—19', '少于 5', '5', '64%—76%', '6 天', '超期未办结'],
  })
  expect(recent?.said).toBe('2026年第二季度至第三季度')
  expect(recent?.plot?.rows.map(({ value }) => value)).toContain('6 天，一成以上超期未办结')
})

test('where no deadline was told there is no share, and where most are overdue no number of days', () => {
  const silent: Figures = { onTime: null, late: null, overdue: null, share: null, median: { days: null }, p90: null }
  const one = stretch(silent)

  const { recent, quarters } = viewOf({
    clocks: found({ asOf: '2026-09-30', items: [{ kind: 'complaint', recent: one, stretches: [one] }] }),
  })

  expect(recent?.table.rows[0]?.cells).toEqual(['20', '—', '—', '—', '—', '超期未办结', '—'])
  expect(recent?.plot?.rows[0]?.bars).toEqual([{ kind: 'open', x: 0, width: ROW_PLOT.width }])
  expect(quarters[0]?.plot?.rows[0]?.bars).toEqual([{ kind: 'unsure', x: 0, width: ROW_PLOT.width }])
})

test('what is not told exactly is drawn as not told', () => {
  const [quarter] = viewOf().quarters

  expect(quarter?.plot?.rows[0]?.bars.map(({ kind }) => kind)).toEqual(['on-time', 'unsure', 'late', 'open'])
  expect(quarter?.plot?.keys.map(({ name }) => name)).toEqual([
    ...['按时办结', '超期办结', '季末超期未办结', '不公布确数'],
  ])
})

test('organs are in their order without ranks, and few records have no share', () => {
  const { agencies } = viewOf()

  expect(agencies?.table.rows).toEqual([
    {
      head: '甲局（行政处罚）',
      href: '/xinyong/agencies/a/',
      cells: ['30', '10', '2', '75%', '14/15 个', '1', '0', '2'],
    },
    { head: '乙局（行政处罚）', href: '/xinyong/agencies/b/', cells: ['4', '0', '0', '—', '—', '—', '—', '—'] },
  ])
  expect(agencies?.plot?.rows.map(({ label }) => label)).toEqual(['甲局（行政处罚）'])
})

test('removals are told by ground and by speed, a way without any is left out', () => {
  const { removals } = viewOf()

  expect(removals.map(({ id }) => id)).toEqual(['removals-ended'])
  expect(removals[0]?.tables.map(({ caption }) => caption)).toEqual(['按原因', '按快慢'])
  expect(removals[0]?.tables[0]?.rows).toEqual([{ head: '2026年第一季度至第三季度', cells: ['13', '9—12', '少于 5'] }])
})

test('every table has a cell for each head', () => {
  const view = viewOf()
  const tables = [
    ...[view.recent, ...view.quarters, view.agencies].flatMap((it) => (it === null ? [] : [it.table])),
    ...[view.results, ...view.removals.slice(0, 1).flatMap(({ tables: own }) => own.slice(0, 1))],
  ]

  for (const { heads, rows } of tables) for (const { cells } of rows) expect(cells).toHaveLength(heads.length)
})

test('complaints are told by domain with how long they took, and cases by organ', () => {
  const { domains, complaints, objections } = viewOf().breakdown

  expect(domains?.table.rows.map(({ cells }) => cells)).toEqual([
    ['10—19', '9 天'],
    ['少于 5', '—'],
  ])
  expect(domains?.plot?.rows.map(({ value, bars }) => [value, bars.map(({ kind }) => kind)])).toEqual([
    ['10—19 件，9 天', ['on-time', 'unsure']],
    ['少于 5 件', ['on-time', 'unsure']],
  ])
  expect(complaints?.table.rows).toEqual([{ head: '甲局', href: '/xinyong/agencies/a/', cells: ['10—19'] }])
  expect([objections?.quarters, objections?.table.rows[0]?.cells]).toEqual(['2026年第三季度', ['少于 5']])
})

test('before anything was counted the page says so, and one answer missing is no page of figures', () => {
  const nothing = viewOf({
    cases: found({ asOf: null, items: [], summaries: [] }),
    clocks: found({ asOf: null, items: [] }),
    breakdown: found({ asOf: null, complaints: null, objections: null }),
    removals: found({ asOf: null, items: [] }),
    agencies: found({ items: [] }),
  })
  const broken = statisticsPage(context(), {
    ...{ cases: found(CASES), clocks: found(CLOCKS), breakdown: found(BREAKDOWN) },
    ...{ removals: found(REMOVALS), agencies: { state: 'unavailable' } },
  })

  expect(nothing.breakdown).toEqual({ domains: null, complaints: null, objections: null })
  expect(nothing).toMatchObject({ asOf: null, recent: null, quarters: [], agencies: null, removals: [] })
  expect(broken).toMatchObject({ state: 'notice', status: 503 })
})

test('the words for spans and quarters', () => {
  expect([exactly(0), exactly(1234), FEW, { least: 0, most: 4 }, { least: 2, most: 8 }].map(spanText)).toEqual([
    ...['0', '1,234', '少于 5', '少于 5', '2—8'],
  ])
  expect([null, exactly(100), { least: 64, most: 76 }].map(percentText)).toEqual(['—', '100%', '64%—76%'])
  expect(stretchText({ from: '2026Q4', to: '2026Q4' })).toBe('2026年第四季度')
  expect(stretchText({ from: '2025Q4', to: '2026Q1' })).toBe('2025年第四季度至2026年第一季度')
})

test('bars follow one another and never leave the picture', () => {
  const part = fc.record({ kind: fc.constantFrom('on-time', 'late', 'open', 'unsure'), size: fc.nat(1000) })
  const row = fc.record({ label: fc.constant('行'), value: fc.constant('值'), parts: fc.array(part, { maxLength: 4 }) })
  fc.assert(
    fc.property(fc.array(row, { maxLength: 8 }), (rows) => {
      const plot = rowPlot({ id: 'p', title: '图', names: {}, rows })

      const all = rows.flatMap(({ parts }) => parts)
      expect(plot === null).toBe(all.every(({ size }) => size === 0))
      for (const { bars } of plot?.rows ?? []) {
        let end = 0
        for (const { x, width } of bars) {
          expect(Math.abs(x - end)).toBeLessThan(0.1)
          end = x + width
        }
        expect(end).toBeLessThanOrEqual(ROW_PLOT.width + 0.1)
      }
    }),
  )
})
