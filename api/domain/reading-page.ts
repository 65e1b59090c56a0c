import { foldText } from './search-text.ts'

/** Pages of fixed text: so few that they are looked through, not indexed, and nothing in them can be withdrawn. */
export type ReadingPage = {
  /** Path below the base, with the fragment of the passage. */
  path: string
  section: string
  title: string
  text: string
}

export type ReadingSearch = (terms: readonly string[], limit: number) => ReadingPage[]

/** Pages that have all of the terms: those with all of them in the title first, then in the order given. */
export function createReadingSearch(pages: readonly ReadingPage[]): ReadingSearch {
  const folded = pages.map((page) => {
    const title = foldText(page.title)
    // A blank between them: no term reaches over it.
    return { page, title, all: `${title} ${foldText(page.text)}` }
  })
  return (terms, limit) => {
    if (terms.length === 0) return []
    const found = folded.filter(({ all }) => terms.every((term) => all.includes(term)))
    const isTitled = ({ title }: { title: string }) => terms.every((term) => title.includes(term))
    const inOrder = [...found.filter(isTitled), ...found.filter((it) => !isTitled(it))]
    return inOrder.slice(0, limit).map(({ page }) => page)
  }
}
