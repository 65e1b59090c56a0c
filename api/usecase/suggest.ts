import { agenciesNamed } from '#domain/agency-names'
import type { SearchShown } from '#domain/search-entry'
import { lengthOf, SHORTEST_TERM, searchWords } from '#domain/search-text'
import type { RecordKind } from '#domain/vocabulary'
import { agencyNames } from './list-rows.ts'
import { type ExactResult, lookUpExactAt } from './look-up-exact.ts'
import type { SearchDeps } from './search-records.ts'

export const MOST_SUGGESTIONS = 8

export type Suggestion =
  | { of: RecordKind; id: string; text: string; detail: string }
  | { of: 'subject'; uscc: string; text: string }
  | { of: 'agency'; slug: string; text: string }
  | { of: 'page'; path: string; text: string; detail: string }

/** `isLimited`: the index could not be asked, so names and numbers known in part only are missing. */
export type Suggestions = { items: Suggestion[]; isLimited: boolean }

/** While typing: what bears exactly this number, code or name; organs and pages; names and numbers that hold it. */
export async function suggest(deps: SearchDeps, q: string): Promise<Suggestions> {
  const at = await deps.reader.view()
  const exact = await lookUpExactAt(deps, at, q)
  const { terms } = searchWords(q)
  const [text = ''] = terms.length === 1 ? terms : [terms.join('')]
  const items = fromExact(exact)
  for (const { slug, name } of agenciesNamed(await agencyNames(deps.reader, at), terms)) {
    items.push({ of: 'agency', slug, text: name })
  }
  let isLimited = false
  if (lengthOf(text) >= SHORTEST_TERM) {
    try {
      const found = await (await deps.search()).suggest(text, at.today, MOST_SUGGESTIONS * 3)
      items.push(...found.filter(({ row }) => !deps.reader.isGone(at, row)).map((shown) => fromIndex(shown, text)))
    } catch (error) {
      deps.report(error)
      isLimited = true
    }
  }
  for (const page of deps.readingPages(terms, 2)) {
    items.push({ of: 'page', path: page.path, text: page.title, detail: page.section })
  }
  return { items: distinct(items).slice(0, MOST_SUGGESTIONS), isLimited }
}

function fromExact({ records, subjects, agencies }: ExactResult): Suggestion[] {
  return [
    ...records.map(({ kind, id, documentNumber, subject, agency }) => ({
      of: kind,
      id,
      text: documentNumber ?? subject.name,
      detail: agency.name,
    })),
    ...subjects.map(({ uscc, name }) => ({ of: 'subject' as const, uscc, text: name })),
    ...agencies.map(({ slug, name }) => ({ of: 'agency' as const, slug, text: name })),
  ]
}

/** By its number where that holds what was typed, else by the name of whom it concerns. */
function fromIndex({ row }: SearchShown, text: string): Suggestion {
  const { kind, id, documentNumber, subject, agency } = row
  const own = { of: kind, id, detail: agency.name }
  if (documentNumber !== null && searchWords(documentNumber).terms.join('').includes(text)) {
    return { ...own, text: documentNumber }
  }
  return subject.uscc ? { of: 'subject', uscc: subject.uscc, text: subject.name } : { ...own, text: subject.name }
}

function distinct(items: readonly Suggestion[]): Suggestion[] {
  const seen = new Set<string>()
  return items.filter((item) => {
    const key = 'id' in item ? item.id : 'uscc' in item ? item.uscc : 'slug' in item ? item.slug : item.text
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
