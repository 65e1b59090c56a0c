import type { Recognise, TableRow } from './table.ts'

/** `first` and `last`: the row numbers of the header, the same unless a row of groups lies over it. */
export type HeaderFinding = { first: number; last: number; headers: string[] }

/** One known word is chance: an instruction sheet names every column once, one below the other. */
const ENOUGH = 2
/** The first row that is nearly as good as the best: a header repeated further down is not the header. */
const NEARLY = 0.6

type Candidate = HeaderFinding & { score: number }

/** The header among the first rows of a sheet, or null where no row has two known words. */
export function findHeader(rows: readonly TableRow[], recognise: Recognise): HeaderFinding | null {
  const known = (text: string) => recognise([text]) > 0
  const singles = rows.map((row): Candidate => {
    const headers = trimmed(row.cells)
    return { first: row.n, last: row.n, headers, score: recognise(headers) }
  })
  const candidates = singles.flatMap((upper, at): Candidate[] => {
    const lower = singles[at + 1]
    if (!lower || lower.first !== upper.first + 1) return [upper]
    const headers = underGroups(upper.headers, lower.headers, known)
    if (!headers) return [upper]
    const pair = { first: upper.first, last: lower.last, headers, score: recognise(headers) }
    const gain = pair.score - Math.max(upper.score, lower.score)
    // A cell merged over both rows stands in both: then the pair need not be better than the lower row alone.
    const isMerged = upper.headers.some((text, column) => text !== '' && text === lower.headers[column])
    // Two lines of a dictionary sheet name two fields between them; most of a real header is known.
    const isMostlyKnown = pair.score * 2 >= headers.filter((header) => header !== '').length
    return isMostlyKnown && (gain > 0 || (gain === 0 && isMerged)) ? [pair, upper] : [upper]
  })
  const best = Math.max(0, ...candidates.map(({ score }) => score))
  const found = candidates.find(({ score }) => score >= ENOUGH && score >= best * NEARLY)
  return found ? { first: found.first, last: found.last, headers: found.headers } : null
}

function trimmed(cells: readonly string[]): string[] {
  const texts = cells.map((cell) => cell.trim())
  return texts.slice(0, texts.findLastIndex((text) => text !== '') + 1)
}

/**
 * Reads two rows as a group over its sub-headers: a group holds until the next cell of the upper row. Undefined where
 * the lower row has no known words of its own: then it is data.
 */
function underGroups(
  upper: readonly string[],
  lower: readonly string[],
  known: (text: string) => boolean,
): string[] | undefined {
  const headers: string[] = []
  let group = ''
  let own = 0
  let understood = 0
  for (let column = 0; column < Math.max(upper.length, lower.length); column++) {
    const above = upper[column] ?? ''
    const below = lower[column] ?? ''
    if (above !== '') group = above
    if (below === '' || below === above) headers.push(above)
    else {
      const joined = below.startsWith(group) ? below : `${group}${below}`
      const whole = [joined, below].find(known)
      headers.push(whole ?? joined)
      own += 1
      if (whole !== undefined) understood += 1
    }
  }
  return own > 0 && understood * 2 >= own ? headers : undefined
}
