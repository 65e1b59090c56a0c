import type { AgencyView } from '#contract/record'
import { RECORD_KIND_LABEL } from '#domain/labels.zh'
import { formatCount } from './counts.ts'

/** Months of the plot; the table beside it has them all. */
const SHOWN = 24
export const CHART = { width: 360, top: 18, bottom: 118, height: 140 } as const

export type ChartBar = { x: number; width: number; y: number; height: number }
export type TimelinessChart = {
  heading: string
  /** Said instead of the picture. */
  sentence: string
  most: string
  first: string
  last: string
  onTime: ChartBar[]
  late: ChartBar[]
  /** Newest first. */
  rows: { month: string; onTime: string; late: string; unknown: string }[]
}

type Series = AgencyView['months'][number]

/** By month of decision, oldest on the left; months without decisions leave a gap. Null: nothing to plot. */
export function timelinessChart({ kind, months }: Series): TimelinessChart | null {
  const [newest] = months
  if (newest === undefined) return null
  const label = RECORD_KIND_LABEL[kind]
  const byMonth = new Map(months.map((counts) => [counts.month, counts]))
  const shown = lastMonths(newest.month, SHOWN).map((month) => byMonth.get(month))
  const tallest = Math.max(...shown.map((counts) => (counts ? counts['on-time'] + counts.late : 0)), 1)
  const scale = (CHART.bottom - CHART.top) / tallest
  const slot = CHART.width / SHOWN
  const bar = (index: number, from: number, count: number): ChartBar[] => {
    if (count === 0) return []
    const height = round(count * scale)
    return [
      {
        x: round(index * slot + slot * 0.15),
        width: round(slot * 0.7),
        y: round(CHART.bottom - from * scale - height),
        height,
      },
    ]
  }
  const sum = (key: 'on-time' | 'late') => shown.reduce((total, counts) => total + (counts?.[key] ?? 0), 0)
  return {
    heading: label,
    sentence: `截至${monthWords(newest.month)}的 ${SHOWN} 个月里作出、正在公示的${label}决定：按时公示 ${formatCount(sum('on-time'))} 条，超期公示 ${formatCount(sum('late'))} 条。`,
    most: `${formatCount(tallest)} 条`,
    first: lastMonths(newest.month, SHOWN)[0] ?? '',
    last: newest.month,
    onTime: shown.flatMap((counts, index) => bar(index, 0, counts?.['on-time'] ?? 0)),
    late: shown.flatMap((counts, index) => bar(index, counts?.['on-time'] ?? 0, counts?.late ?? 0)),
    rows: months.map((counts) => ({
      month: monthWords(counts.month),
      onTime: formatCount(counts['on-time']),
      late: formatCount(counts.late),
      unknown: formatCount(counts.unknown),
    })),
  }
}

/** The months up to this one, oldest first. */
function lastMonths(month: string, count: number): string[] {
  const last = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1
  return Array.from({ length: count }, (_, i) => {
    const at = last - count + 1 + i
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`
  })
}

function monthWords(month: string): string {
  return `${Number(month.slice(0, 4))}年${Number(month.slice(5))}月`
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
