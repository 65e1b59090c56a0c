/** A range of money for narrowing a search, in fen. `from` belongs to it, `to` does not; null is open. */
export type AmountRange = { from: number | null; to: number | null }

/** The steps in which penalties are commonly told apart, in yuan: where a hearing or a serious case begins differs by law. */
export const AMOUNT_STEPS_YUAN = [0, 1000, 10_000, 100_000, 1_000_000] as const

const LARGEST_YUAN = 10 ** 12

/** `1000-10000`, `-1000` or `1000000-`: whole yuan. Undefined where it is none of these or the wrong way round. */
export function parseAmountRange(text: string): AmountRange | undefined {
  const [, from = '', to = ''] = /^(\d{0,12})-(\d{0,12})$/.exec(text) ?? []
  if (from === '' && to === '') return undefined
  const range = { from: from === '' ? null : Number(from), to: to === '' ? null : Number(to) }
  if ((range.from ?? 0) >= (range.to ?? LARGEST_YUAN)) return undefined
  return { from: range.from === null ? null : range.from * 100, to: range.to === null ? null : range.to * 100 }
}

export function formatAmountRange({ from, to }: AmountRange): string {
  return `${from === null ? '' : from / 100}-${to === null ? '' : to / 100}`
}

/** Number of the step that an amount lies in. */
export function amountStep(fen: number): number {
  return AMOUNT_STEPS_YUAN.findLastIndex((yuan) => fen >= yuan * 100)
}

/** The range of a step. */
export function rangeOfStep(step: number): AmountRange {
  const [from, to] = [AMOUNT_STEPS_YUAN[step], AMOUNT_STEPS_YUAN[step + 1]]
  return { from: from ? from * 100 : null, to: to === undefined ? null : to * 100 }
}

/** Steps that have something of the range in them. */
export function stepsOfRange({ from, to }: AmountRange): number[] {
  return AMOUNT_STEPS_YUAN.flatMap((yuan, step) => {
    const next = AMOUNT_STEPS_YUAN[step + 1]
    const startsBefore = to === null || yuan * 100 < to
    const endsAfter = from === null || next === undefined || next * 100 > from
    return startsBefore && endsAfter ? [step] : []
  })
}
