import { foldText } from './search-text.ts'
import type { AgenciesDocument } from './snapshot.ts'

type Agency = AgenciesDocument['items'][number]

/** Organs that all terms name, by a part of a name or of its pinyin; those whose name begins with the first of them first. */
export function agenciesNamed(agencies: readonly Agency[], terms: readonly string[]): { slug: string; name: string }[] {
  const [first] = terms
  if (first === undefined) return []
  const named = agencies.map((agency) => ({ agency, texts: [...agency.names, ...agency.spellings].map(foldText) }))
  const found = named.filter(({ texts }) => terms.every((term) => texts.some((text) => text.includes(term))))
  const begins = ({ texts }: { texts: string[] }) => Number(texts.some((text) => text.startsWith(first)))
  return found.sort((a, b) => begins(b) - begins(a)).map(({ agency: { slug, name } }) => ({ slug, name }))
}
