/** Bars that lie in rows, each under its own words, so that long Chinese names need no turning and phones no scrolling. */
export const ROW_PLOT = { width: 360, row: 38, words: 13, top: 20, bar: 10 } as const

/** `far`: from the median on. `open`: not done yet. `unsure`: a part of which only a span is told. */
export type BarKind = 'on-time' | 'far' | 'late' | 'open' | 'unsure'

/** `value`: said at the right end. The parts follow one another. */
export type PlotRow = { label: string; value: string; parts: { kind: BarKind; size: number }[] }

export type RowPlotInput = {
  id: string
  title: string
  /** The names of the kinds that occur, in the order of the key. */
  names: Partial<Record<BarKind, string>>
  rows: PlotRow[]
}

export type RowPlotView = {
  id: string
  title: string
  height: number
  keys: { kind: BarKind; name: string }[]
  rows: { label: string; value: string; y: number; bars: { kind: BarKind; x: number; width: number }[] }[]
}

/** All rows on one scale. Null: nothing to plot. */
export function rowPlot({ id, title, names, rows }: RowPlotInput): RowPlotView | null {
  const longest = Math.max(0, ...rows.map(({ parts }) => parts.reduce((sum, { size }) => sum + size, 0)))
  if (longest === 0) return null
  const scale = ROW_PLOT.width / longest
  const used = new Set(rows.flatMap(({ parts }) => parts.filter(({ size }) => size > 0).map(({ kind }) => kind)))
  const kinds: BarKind[] = ['on-time', 'far', 'late', 'open', 'unsure']
  return {
    ...{ id, title, height: rows.length * ROW_PLOT.row },
    keys: kinds.flatMap((kind) => (used.has(kind) ? [{ kind, name: names[kind] ?? '' }] : [])),
    rows: rows.map(({ label, value, parts }, at) => {
      let x = 0
      const bars = parts.flatMap(({ kind, size }) => {
        if (size <= 0) return []
        const bar = { kind, x: round(x), width: round(size * scale) }
        x += size * scale
        return [bar]
      })
      return { label, value, y: at * ROW_PLOT.row, bars }
    }),
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
