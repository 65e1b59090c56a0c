import type { AgencyView } from '#contract/record'
import { isDecision } from '#domain/kind-groups'
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
  if (!isDecision(kind)) return null
  const [newest] = months
  if (newest === undefined) return null
  const label = RECORD_KIND_LABEL[kind]
  const byMonth = new Map(months.map((counts) => [counts.month, counts]))
  const shown = lastMonths(newest.month, SHOWN).map((month) => byMonth.get(month))
  const tallest = Math.max(...shown.map((counts) => onTimeOf(counts) + lateOf(counts)), 1)
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
  const sum = (of: typeof lateOf) => shown.reduce((total, counts) => total + of(counts), 0)
  return {
    heading: label,
    sentence: `截至${monthWords(newest.month)}的 ${SHOWN} 个月里作出、正在公示的${label}决定：按时公示 ${formatCount(sum(onTimeOf))} 条，超期公示 ${formatCount(sum(lateOf))} 条。`,
    most: `${formatCount(tallest)} 条`,
    first: lastMonths(newest.month, SHOWN)[0] ?? '',
    last: newest.month,
    onTime: shown.flatMap((counts, index) => bar(index, 0, onTimeOf(counts))),
    late: shown.flatMap((counts, index) => bar(index, onTimeOf(counts), lateOf(counts))),
    rows: months.map((counts) => ({
      month: monthWords(counts.month),
      onTime: formatCount(onTimeOf(counts)),
      late: formatCount(lateOf(counts)),
      unknown: formatCount(counts.states.unknown ?? 0),
    })),
  }
}

type Month = Series['months'][number] | undefined

function onTimeOf(counts: Month): number {
  return counts?.states['on-time'] ?? 0
}

function lateOf(counts: Month): number {
  return counts?.states.late ?? 0
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
