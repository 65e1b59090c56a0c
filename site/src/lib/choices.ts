import { formatCount } from './counts.ts'

/** An option of a select. */
export type Choice = { value: string; text: string; isChosen: boolean }
export type ChoiceGroup = { label: string; choices: Choice[] }

/** What was chosen stays on offer, though nothing is left of it. */
export function choices<T extends string>(
  counts: readonly (readonly [T, number])[],
  words: (id: T) => string,
  chosen: T | undefined,
): Choice[] {
  const isOffered = chosen === undefined || counts.some(([id]) => id === chosen)
  const offered = isOffered ? counts : [...counts, [chosen, 0] as const]
  return offered.map(([id, count]) => choice(id, `${words(id)}（${formatCount(count)} 条）`, chosen))
}

export function choice(value: string, text: string, chosen: string | undefined): Choice {
  return { value, text, isChosen: value === chosen }
}
