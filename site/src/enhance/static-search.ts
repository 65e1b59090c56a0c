/** One hit of the text that cannot be withdrawn. `path` is a link, with the base; `excerpt` is HTML with `<mark>` only. */
export type ReadingHit = { title: string; section: string; path: string; excerpt: string }

type Fragment = { url: string; excerpt: string; meta: Record<string, string | undefined> }
type Index = { search: (query: string) => Promise<{ results: { data: () => Promise<Fragment> }[] }> }
type Pagefind = { createInstance: (options: Record<string, unknown>) => Index }

const loading = new Map<string, Promise<Index>>()

/**
 * The first `limit` hits among policies, guides, organs and pages about the site, best first; none for a blank query.
 * Loads Pagefind at the first call. Rejects where the browser cannot run it or a file of it cannot be had.
 */
export async function searchReading(base: string, query: string, limit: number): Promise<ReadingHit[]> {
  try {
    const index = await loadIndex(base)
    const { results } = await index.search(query)
    const fragments = await Promise.all(results.slice(0, limit).map((result) => result.data()))
    return fragments.map(({ url, excerpt, meta }) => ({
      title: meta.title ?? '',
      section: meta.section ?? '',
      path: url,
      excerpt: safeExcerpt(excerpt),
    }))
  } catch (error) {
    // An index that could not be loaded would fail for ever; the next call begins anew.
    loading.delete(base)
    throw error
  }
}

export type ExcerptPart = { text: string; isHit: boolean }

/** An excerpt as text, for building the page without HTML. */
export function excerptParts(excerpt: string): ExcerptPart[] {
  return tidied(excerpt)
    .split(/(<mark>[\s\S]*?<\/mark>)/)
    .map((part) => ({ text: plainText(part.replace(/<\/?mark>/g, '')), isHit: part.startsWith('<mark>') }))
    .filter(({ text }) => text !== '')
}

/** The same excerpt with everything but the marks escaped: Pagefind leaves `&` as it is. */
export function safeExcerpt(excerpt: string): string {
  return excerptParts(excerpt)
    .map(({ text, isHit }) => (isHit ? `<mark>${escaped(text)}</mark>` : escaped(text)))
    .join('')
}

function loadIndex(base: string): Promise<Index> {
  const known = loading.get(base) ?? openIndex(base)
  loading.set(base, known)
  return known
}

async function openIndex(base: string): Promise<Index> {
  const file = `${base}pagefind/pagefind.js`
  // Safe: the build writes this file from the version of Pagefind that package.json names.
  const { createInstance } = (await import(/* @vite-ignore */ file)) as Pagefind
  return createInstance({
    basePath: `${base}pagefind/`,
    baseUrl: base,
    // The index is small, and so no page needs leave to start a worker.
    noWorker: true,
    // Instead of the time: the server says by itself whether the file has changed.
    metaCacheTag: '1',
    excerptEllipsis: '……',
  })
}

/** Words found side by side are one hit; where a heading ends, Pagefind writes a Western full stop. */
function tidied(excerpt: string): string {
  return excerpt.replaceAll('</mark><mark>', '').replace(/\. (?=(?:<mark>)?\p{Script=Han})/gu, '。')
}

const ENTITIES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' }

function plainText(html: string): string {
  return html.replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity)
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
