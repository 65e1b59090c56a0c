import type { CaseClocks } from '#contract/statistics'
import { CASE_KIND_LABEL } from '#domain/case-labels.zh'
import { CASE_TIMES, type CaseTime } from '#domain/case-times'
import { isExact } from '#domain/small-cells'
import { type PlotRow, type RowPlotView, rowPlot } from './row-plot.ts'
import { percentText, spanText, stretchText } from './span-text.ts'

export type FigureTable = {
  caption: string
  /** Heads of the columns after the first. */
  heads: string[]
  first: string
  rows: { head: string; href?: string; cells: string[] }[]
}

export type PlottedTable = { id: string; heading: string; plot: RowPlotView | null; table: FigureTable }

export const CASE_TIME_LABEL = {
  acceptance: '受理',
  'first-answer': '首次答复',
  final: '办结',
} satisfies Record<CaseTime, string>

/** Stretches of a kind that the page shows; the API has them all. */
const SHOWN = 8

type Items = CaseClocks['items']
type Stretch = Items[number]['stretches'][number]
type Figures = Stretch['times'][CaseTime]

/** The three clocks of every kind over the last four quarters. */
export function recentClocks(items: Items): PlottedTable & { said: string } {
  const rows = items.flatMap(({ kind, recent }) =>
    recent === null
      ? []
      : CASE_TIMES.map((time) => ({
          head: `${CASE_KIND_LABEL[kind]}：${CASE_TIME_LABEL[time]}`,
          closed: recent.closed,
          figures: recent.times[time],
        })),
  )
  return {
    id: 'recent',
    heading: '办理时限',
    said: recentQuarters(items),
    plot: rowPlot({
      id: 'recent-plot',
      title: '各类件受理、首次答复和办结所用工作日的中位数和九成以内的天数，数字见下表',
      names: { 'on-time': '中位数', far: '九成以内', open: '半数以上超期未办结' },
      rows: rows.flatMap(({ head, figures }) => timeBar(head, figures)),
    }),
    table: {
      caption: '各类件的三个时点',
      first: '种类和时点',
      heads: ['办结', '按时', '超期', '超期未完成', '按时率', '中位数', '九成以内'],
      rows: rows.map(({ head, closed, figures }) => ({
        head,
        cells: [
          spanText(closed),
          ...[figures.onTime, figures.late, figures.overdue].map((span) => (span === null ? '—' : spanText(span))),
          ...[percentText(figures.share), daysText(figures.median), daysText(figures.p90)],
        ],
      })),
    },
  }
}

/** Kinds differ where quarters had to be joined. */
function recentQuarters(items: Items): string {
  const told = items.flatMap(({ kind, recent }) =>
    recent === null ? [] : [{ label: CASE_KIND_LABEL[kind], quarters: stretchText(recent) }],
  )
  const [first] = told
  if (first && told.every(({ quarters }) => quarters === first.quarters)) return first.quarters
  return told.map(({ label, quarters }) => `${label}，${quarters}`).join('；')
}

function timeBar(label: string, { median, p90 }: Figures): PlotRow[] {
  if (median === null) return []
  if (median.days === null) {
    return [{ label, value: '半数以上超期未办结', parts: [{ kind: 'open', size: 1 }] }]
  }
  const far = p90?.days ?? median.days
  const beyond = p90 === null ? '' : p90.days === null ? '，一成以上超期未办结' : `，九成在 ${p90.days} 天内`
  return [
    {
      label,
      value: `${median.days} 天${beyond}`,
      parts: [
        { kind: 'on-time', size: median.days },
        { kind: 'far', size: far - median.days },
      ],
    },
  ]
}

/** One kind by quarter, newest first: what was closed, and how far in time. */
export function quarterTables(items: Items): PlottedTable[] {
  return items.flatMap(({ kind, stretches }) => {
    const shown = stretches.toReversed().slice(0, SHOWN)
    if (shown.length === 0) return []
    const label = CASE_KIND_LABEL[kind]
    return [
      {
        id: `quarters-${kind}`,
        heading: label,
        plot: rowPlot({
          id: `quarters-${kind}-plot`,
          title: `${label}每个季度按时办结、超期办结和超期未办结的件数，数字见下表`,
          names: { 'on-time': '按时办结', late: '超期办结', open: '季末超期未办结', unsure: '不公布确数' },
          rows: shown.map(quarterBar),
        }),
        table: {
          caption: `${label}（按季度）`,
          first: '季度',
          heads: [
            ...['办结', '按时', '超期', '超期未办结', '按时率'],
            ...CASE_TIMES.map((time) => `${CASE_TIME_LABEL[time]}中位数`),
          ],
          rows: shown.map((stretch) => {
            const { onTime, late, overdue, share } = stretch.times.final
            return {
              head: stretchText(stretch),
              cells: [
                spanText(stretch.closed),
                ...[onTime, late, overdue].map((span) => (span === null ? '—' : spanText(span))),
                percentText(share),
                ...CASE_TIMES.map((time) => daysText(stretch.times[time].median)),
              ],
            }
          }),
        },
      },
    ]
  })
}

function quarterBar({ from, to, closed, times }: Stretch): PlotRow {
  const { onTime, late, overdue } = times.final
  const sure = { onTime: onTime?.least ?? 0, late: late?.least ?? 0, open: overdue?.least ?? 0 }
  const value = isExact(closed) ? `办结 ${closed.least} 件` : `办结${spanText(closed)} 件`
  return {
    label: stretchText({ from, to }),
    value,
    parts: [
      { kind: 'on-time', size: sure.onTime },
      { kind: 'unsure', size: closed.least - sure.onTime - sure.late },
      { kind: 'late', size: sure.late },
      { kind: 'open', size: sure.open },
    ],
  }
}

export function daysText(quantile: Figures['median']): string {
  if (quantile === null) return '—'
  return quantile.days === null ? '超期未办结' : `${quantile.days} 天`
}
