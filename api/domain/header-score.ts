import type { FieldId } from './record-fields.ts'

/**
 * What headers are made of. `words`: folded word → part (相对人 → subject). `filler` parts say nothing, `never` parts
 * rule out every field (送达, 联系, 应缴). `recipes`: which parts together make a field.
 */
export type HeaderParts = {
  words: ReadonlyMap<string, string>
  filler: ReadonlySet<string>
  never: ReadonlySet<string>
  recipes: readonly HeaderRecipe[]
}

/** `needs`: one of each group has to be there. `may`: parts that do no harm. Anything else rules the field out. */
export type HeaderRecipe = { field: FieldId; needs: readonly (readonly string[])[]; may: ReadonlySet<string> }

export type FieldScore = { field: FieldId; score: number }

const LONGEST_HEADER = 60
/** What a header scores at most when a part is missing or one too many is there: shown as a rival, never taken. */
const INCOMPLETE = 0.5
const WORTH_SHOWING = 0.3
const LONGEST_WORD = 16

/** Every field a folded header may mean, best first; scores 0..1. Above `INCOMPLETE` only what is understood whole. */
export function scoreHeader(folded: string, parts: HeaderParts): FieldScore[] {
  const letters = Array.from(folded)
  if (letters.length === 0 || letters.length > LONGEST_HEADER) return []
  const said = splitIntoParts(letters, parts.words)
  if (said.some(({ part }) => part !== null && parts.never.has(part))) return []
  const best = new Map<FieldId, number>()
  for (const recipe of parts.recipes) {
    const score = scoreRecipe(recipe, said, parts.filler, letters.length)
    if (score >= WORTH_SHOWING && score > (best.get(recipe.field) ?? 0)) best.set(recipe.field, score)
  }
  return Array.from(best, ([field, score]) => ({ field, score })).sort((a, b) => b.score - a.score)
}

function scoreRecipe(
  recipe: HeaderRecipe,
  said: readonly Piece[],
  filler: ReadonlySet<string>,
  length: number,
): number {
  const meant = said.filter(({ part }) => part !== null && !filler.has(part))
  const present = new Set(meant.map(({ part }) => part))
  const needed = recipe.needs.filter((group) => group.some((part) => present.has(part))).length / recipe.needs.length
  const known = new Set([...recipe.needs.flat(), ...recipe.may])
  const foreign = lengthOf(meant.filter(({ part }) => part !== null && !known.has(part)))
  const unknown = lengthOf(said.filter(({ part }) => part === null))
  // A letter nobody understands weighs double: 原, 拟 and 应 are one letter and change everything.
  const score = Math.max(0, needed * (1 - (foreign + 2 * unknown) / length))
  const whole = needed === 1 && foreign === 0
  return Math.round((whole ? score : Math.min(score, INCOMPLETE)) * 100) / 100
}

function lengthOf(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0)
}

type Piece = { part: string | null; length: number }

/** The way to cut a header that leaves the fewest letters over and then has the fewest pieces. */
function splitIntoParts(letters: readonly string[], words: ReadonlyMap<string, string>): Piece[] {
  type Cut = { unknown: number; pieces: readonly Piece[] }
  const cuts: Cut[] = [{ unknown: 0, pieces: [] }]
  for (let end = 1; end <= letters.length; end++) {
    const before = cuts[end - 1] ?? { unknown: 0, pieces: [] }
    let best: Cut = { unknown: before.unknown + 1, pieces: [...before.pieces, { part: null, length: 1 }] }
    for (let start = Math.max(0, end - LONGEST_WORD); start < end; start++) {
      const part = words.get(letters.slice(start, end).join(''))
      const head = cuts[start]
      if (part === undefined || head === undefined) continue
      const cut = { unknown: head.unknown, pieces: [...head.pieces, { part, length: end - start }] }
      const isBetter =
        cut.unknown < best.unknown || (cut.unknown === best.unknown && cut.pieces.length < best.pieces.length)
      if (isBetter) best = cut
    }
    cuts.push(best)
  }
  return [...(cuts.at(-1)?.pieces ?? [])]
}
