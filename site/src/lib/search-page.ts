import { MAX_QUERY, type SearchAnswer, SearchParams } from '#contract/search'
import { MOST_COUNTED } from '#domain/search-entry'
import { formatCount } from './counts.ts'
import { createFrame, type Frame, type Link, type PageContext } from './frame.ts'
import { COLUMNS } from './meta.ts'
import { type NoticeView, searchQueryNotice } from './notices.ts'
import { type RowView, rowView } from './record-rows.ts'
import { type FiltersView, filtersView, isNarrowed } from './search-filters.ts'
import { type ResultView, resultView } from './search-results.ts'
import type { SearchReply } from './site-api.ts'
import type { SearchAsk, Urls } from './urls.ts'

export { MAX_QUERY }

/** `unavailable`: nothing may be said of any record now. */
export type SearchOutcome = 'not-asked' | 'too-long' | 'too-short' | 'nothing' | 'found' | 'unavailable'

export type SearchView = {
  state: 'search'
  status: 200 | 503
  frame: Frame
  query: string
  outcome: SearchOutcome
  /** Full text could not be asked: only whole numbers, codes and names, organs and fixed pages were looked up. */
  isLimited: boolean
  heading: string
  /** What bears exactly this number, code or name. */
  records: RowView[]
  subjects: (Link & { uscc: string })[]
  agencies: Link[]
  suggestion: Link | null
  filters: FiltersView | null
  total: string | null
  /** To everything that has the number somewhere, where only the number itself was looked for. */
  anywhere: Link | null
  notes: string[]
  results: ResultView[]
  /** To the first page and to the one after this. */
  first: string | null
  next: string | null
  pages: { section: string; title: string; href: string; snippet: SearchAnswer['pages'][number]['snippet'] }[]
}

/** `ask` is null where the address asks for something that no search has. */
export type SearchQuery = { text: string; ask: SearchAsk | null; isAskable: boolean }

export function readSearchQuery(params: URLSearchParams): SearchQuery {
  const text = (params.get('q') ?? '').trim()
  // An empty choice of a form is no choice.
  const given = Object.fromEntries([...params].filter(([name, value]) => name !== 'q' && value !== ''))
  const parsed = SearchParams.safeParse(given)
  if (!parsed.success) return { text, ask: null, isAskable: false }
  const { q: _, limit: __, order, ...rest } = parsed.data
  const ask: SearchAsk = { q: text, ...rest, ...(order === 'newest' ? { order } : {}) }
  return { text, ask, isAskable: (text !== '' || isNarrowed(ask)) && text.length <= MAX_QUERY }
}

/** `reply` is null where the API was not asked: nothing typed, or too much. */
export function searchPage(
  context: PageContext,
  { text, ask }: SearchQuery,
  reply: SearchReply | null,
): SearchView | NoticeView {
  if (ask === null || reply?.state === 'missing') return searchQueryNotice(context)
  const { urls } = context
  const outcome = outcomeOf(text, ask, reply)
  const base = {
    state: 'search' as const,
    status: outcome === 'unavailable' ? (503 as const) : (200 as const),
    frame: createFrame(context, {
      title: outcome === 'not-asked' ? COLUMNS.search.name : '查询结果',
      path: urls.search(),
      section: 'search',
      crumbs: [{ text: COLUMNS.search.name, href: null }],
      meta: { kind: 'column', column: 'search' },
      isIndexed: outcome === 'not-asked',
    }),
    query: text,
    outcome,
    heading: text === '' ? '符合条件的公示信息' : `“${text}”的查询结果`,
  }
  const known = { ...base, ...exactView(urls, reply), pages: pagesView(reply) }
  if (reply?.state !== 'found') return { ...known, ...NO_RESULTS, isLimited: reply?.state === 'limited' }
  const { value } = reply
  return {
    ...known,
    isLimited: false,
    filters: value.total === 0 && !isNarrowed(ask) ? null : filtersView(urls, ask, value),
    total: totalWords(value),
    anywhere: value.isWhole ? { text: `查找所有含有“${text}”的信息`, href: urls.search(`“${text}”`) } : null,
    notes: notesOf(value),
    results: value.items.map((item) => resultView(urls, item)),
    first: ask.cursor === undefined ? null : urls.search({ ...ask, cursor: undefined }),
    next: value.next === null ? null : urls.search({ ...ask, cursor: value.next }),
  }
}

const NO_RESULTS = { filters: null, total: null, anywhere: null, notes: [], results: [], first: null, next: null }

function outcomeOf(text: string, ask: SearchAsk, reply: SearchReply | null): SearchOutcome {
  if (reply?.state === 'unavailable') return 'unavailable'
  if (reply?.state !== 'found' && reply?.state !== 'limited') return text === '' ? 'not-asked' : 'too-long'
  const { exact, agencies, pages } = reply.value
  const hits = [agencies, pages, exact?.records, exact?.subjects, exact?.agencies].some(
    (list) => list && list.length > 0,
  )
  if (hits || (reply.state === 'found' && reply.value.items.length > 0)) return 'found'
  const saysTooLittle = reply.state === 'found' && reply.value.terms.length === 0 && !isNarrowed(ask)
  return saysTooLittle ? 'too-short' : 'nothing'
}

function exactView(urls: Urls, reply: SearchReply | null) {
  const found = reply?.state === 'found' || reply?.state === 'limited' ? reply.value : null
  const exact = found?.exact ?? null
  const suggestion = exact?.suggestion ?? null
  const organs = [...(exact?.agencies ?? []), ...(found?.agencies ?? [])]
  return {
    records: exact?.records.map((record) => rowView(urls, record)) ?? [],
    subjects: exact?.subjects.map(({ uscc, name }) => ({ text: name, href: urls.subject(uscc), uscc })) ?? [],
    agencies: organs.map(({ slug, name }) => ({ text: name, href: urls.agency(slug) })),
    suggestion: suggestion === null ? null : { text: suggestion, href: urls.search(suggestion) },
  }
}

function pagesView(reply: SearchReply | null): SearchView['pages'] {
  if (reply?.state !== 'found' && reply?.state !== 'limited') return []
  return reply.value.pages.map(({ section, title, path, snippet }) => ({ section, title, href: path, snippet }))
}

function totalWords({ total, isCapped, items }: SearchAnswer): string | null {
  if (items.length === 0) return null
  if (!isCapped) return `共 ${formatCount(total)} 条`
  const most = formatCount(MOST_COUNTED)
  return total >= MOST_COUNTED
    ? `共 ${most} 条以上，各项条数按最新的 ${most} 条统计`
    : `含有这些词的超过 ${most} 条，最新的 ${most} 条中有 ${formatCount(total)} 条符合条件`
}

function notesOf({ ignored, isLoosened, terms }: SearchAnswer): string[] {
  const notes: string[] = []
  if (isLoosened) notes.push(`没有原样包含所输文字的信息，以下是同时包含“${terms.join('”“')}”的。`)
  if (ignored.length > 0 && terms.length > 0)
    notes.push(`没有按“${ignored.join('”“')}”查找：只有一个字的词和第 8 个以后的词不参加检索。`)
  return notes
}
