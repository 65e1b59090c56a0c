export type Page = { status: number; main: HTMLElement; title: string }

/** A page of this site as another main part for this one. Throws where there is no answer, or none of ours. */
export async function fetchPage(address: string, init: RequestInit = {}): Promise<Page> {
  const response = await fetch(address, { ...init, headers: { Accept: 'text/html' }, credentials: 'same-origin' })
  const made = new DOMParser().parseFromString(await response.text(), 'text/html')
  const main = made.querySelector('main')
  if (main === null) throw new Error(`${response.status}`)
  return { status: response.status, main, title: made.title }
}

/** Shows it in place of what is there, and says so to whoever cannot see it. */
export function showPage({ main, title }: Page): void {
  document.querySelector('main')?.replaceWith(document.adoptNode(main))
  document.title = title
  window.scrollTo(0, 0)
  // The first that is there; the heading of the page stands before all of them.
  const [target] = ['[data-errors]', '[data-step-title]', 'h1'].flatMap(
    (it) => main.querySelector<HTMLElement>(it) ?? [],
  )
  if (target === undefined) return
  if (!target.hasAttribute('tabindex')) target.setAttribute('tabindex', '-1')
  target.focus({ preventScroll: true })
}
