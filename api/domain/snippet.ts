import { foldCharacters } from './search-text.ts'

/** Text in pieces, those that were asked for marked. Together they are the text shown. */
export type MarkedText = { text: string; isHit: boolean }[]

const BEFORE = 16
const LONGEST = 72

type Span = { from: number; to: number }

/** A folded character and where in the text it comes from. */
type Origin = { folded: string; at: number }

function foldedWithOrigin(characters: readonly string[]): Origin[] {
  const all = characters.flatMap((character, at) => [...foldCharacters(character)].map((folded) => ({ folded, at })))
  const isNumber = (origin: Origin | undefined) => origin !== undefined && /\p{N}/u.test(origin.folded)
  return all.filter(({ folded }, index) => folded !== '.' || (isNumber(all[index - 1]) && isNumber(all[index + 1])))
}

/** Where the terms stand in a text, in characters of the text as it was written; overlapping ones are one. */
function hitsIn(characters: readonly string[], terms: readonly string[]): Span[] {
  const origins = foldedWithOrigin(characters)
  const folded = origins.map((origin) => origin.folded).join('')
  // A term is found by units of the joined text; characters beyond 16 bits have two.
  const atUnit = origins.flatMap(({ folded: character, at }) => Array<number>(character.length).fill(at))
  const spans: Span[] = []
  for (const term of terms) {
    for (let from = folded.indexOf(term); from !== -1; from = folded.indexOf(term, from + term.length)) {
      spans.push({ from: atUnit[from] ?? 0, to: (atUnit[from + term.length - 1] ?? 0) + 1 })
    }
  }
  return merged(spans)
}

function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = []
  for (const span of [...spans].sort((a, b) => a.from - b.from || a.to - b.to)) {
    const last = result.at(-1)
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to)
    else result.push({ ...span })
  }
  return result
}

/** The whole text with the terms marked. */
export function marked(text: string, terms: readonly string[]): MarkedText {
  const characters = [...text]
  return pieces(characters, hitsIn(characters, terms), { from: 0, to: characters.length })
}

/** A piece of the text around the first term in it, at most about 70 characters; undefined where none is in it. */
export function snippet(text: string, terms: readonly string[]): MarkedText | undefined {
  const characters = [...text]
  const hits = hitsIn(characters, terms)
  const [first] = hits
  if (!first) return undefined
  const latest = Math.max(0, characters.length - LONGEST)
  const from = Math.min(Math.max(0, first.from - BEFORE), latest)
  const to = Math.min(characters.length, Math.max(from + LONGEST, first.to))
  const shown = pieces(characters, hits, { from, to })
  if (from > 0) shown.unshift({ text: '…', isHit: false })
  if (to < characters.length) shown.push({ text: '…', isHit: false })
  return shown
}

function pieces(characters: readonly string[], hits: readonly Span[], { from, to }: Span): MarkedText {
  const shown: MarkedText = []
  const add = (start: number, end: number, isHit: boolean) => {
    if (end > start) shown.push({ text: characters.slice(start, end).join(''), isHit })
  }
  let at = from
  for (const hit of hits) {
    if (hit.to <= from || hit.from >= to) continue
    add(at, Math.max(at, hit.from), false)
    add(Math.max(at, hit.from), Math.min(hit.to, to), true)
    at = Math.min(hit.to, to)
  }
  add(at, to, false)
  return shown
}
