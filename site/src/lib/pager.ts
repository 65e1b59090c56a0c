export type PagerItem = { page: number; href: string; isCurrent: boolean } | 'gap'
export type PagerView = { items: PagerItem[]; previous: string | null; next: string | null }

/** First, last and two neighbours on each side of the current page. */
export function pagerView(page: number, pages: number, hrefOf: (page: number) => string): PagerView {
  const shown = Array.from({ length: pages }, (_, index) => index + 1).filter(
    (candidate) => candidate === 1 || candidate === pages || Math.abs(candidate - page) <= 2,
  )
  const items = shown.flatMap((candidate, index): PagerItem[] => {
    const item = { page: candidate, href: hrefOf(candidate), isCurrent: candidate === page }
    const before = shown[index - 1]
    return before !== undefined && candidate - before > 1 ? ['gap', item] : [item]
  })
  return { items, previous: page > 1 ? hrefOf(page - 1) : null, next: page < pages ? hrefOf(page + 1) : null }
}
