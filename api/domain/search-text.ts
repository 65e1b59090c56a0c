/** How text is compared in full-text search: pieces of two characters, so that any part of a word finds it. */

/** What neither reads aloud nor tells two words apart: blanks, punctuation, brackets, symbols, invisible characters. */
const SILENT = /[^\p{L}\p{N}\p{M}\p{Co}.]/gu
/** A point that does not stand inside a number. */
const LOOSE_POINT = /(?<!\p{N})\.|\.(?!\p{N})/gu

/**
 * Width, case and everything silent are dropped; a decimal point stays, so that 3.5 is not 35. Idempotent: what a dropped
 * character held apart (a letter and its mark, two marks) is put together again.
 */
export function foldText(text: string): string {
  return foldCharacters(text).replace(LOOSE_POINT, '').normalize('NFKC')
}

/** The same before loose points are dropped, which only their neighbours tell. */
export function foldCharacters(text: string): string {
  return text.normalize('NFKC').toLowerCase().normalize('NFKC').replace(SILENT, '').normalize('NFKC')
}

export function lengthOf(folded: string): number {
  return [...folded].length
}

/** Two characters at a time, overlapping: in this order and side by side they are the text itself. */
export function pairsOf(folded: string): string[] {
  const characters = [...folded]
  return characters.slice(0, -1).map((character, at) => `${character}${characters[at + 1] ?? ''}`)
}

/** No folded text has it (nor `=`), so a marked pair is never one of a text. */
const MARK = '^'

/** A whole lead as one word: a number or a code that is asked for in full is found without looking at its parts. */
export function leadWhole(folded: string): string {
  return `=${folded}`
}

/**
 * Pairs of what a record leads with, its name, numbers and pinyin, as words of their own: whose name it is can then be
 * asked without looking at every text that mentions it. The first word says where the text begins.
 */
export function leadPairs(folded: string, isWhole = true): string[] {
  const [first] = folded
  const start = isWhole && first !== undefined ? [`${MARK}${first}`] : []
  return [...start, ...pairsOf(folded).map((pair) => `${MARK}${pair}`)]
}

export const MOST_TERMS = 8
/** One character is in nearly every record. */
export const SHORTEST_TERM = 2

/** `terms`: folded, each at least two characters, all of them asked for. `ignored`: as typed. */
export type SearchWords = { terms: string[]; ignored: string[] }

/** Words are parted by blanks; quotes hold a phrase with blanks together. Nothing a person types is an operator. */
export function searchWords(query: string): SearchWords {
  const terms: string[] = []
  const ignored: string[] = []
  for (const typed of query.match(/["“”][^"“”]+["“”]|[^\s\u3000"“”]+/gu) ?? []) {
    const term = foldText(typed)
    if (terms.includes(term)) continue
    if (lengthOf(term) >= SHORTEST_TERM && terms.length < MOST_TERMS) terms.push(term)
    else if (term !== '') ignored.push(typed)
  }
  return { terms, ignored }
}

/** A phrase that stands nowhere is taken apart into words; single characters between them are left out. */
export function loosenedWords(terms: readonly string[], wordsOf: (text: string) => readonly string[]): string[] {
  const words = terms.flatMap((term) => {
    const parts = wordsOf(term).filter((word) => lengthOf(word) >= SHORTEST_TERM)
    return parts.length === 0 ? [term] : parts
  })
  return [...new Set(words)].slice(0, MOST_TERMS)
}
