import { agenciesNamed } from '#domain/agency-names'
import { type AmountRange, rangeOfStep } from '#domain/amount-range'
import type { FailureOf } from '#domain/failure'
import type { RecordRow } from '#domain/public-record'
import type { ReadingPage, ReadingSearch } from '#domain/reading-page'
import { fail, ok, type Result } from '#domain/result'
import type { SearchFacet } from '#domain/search-entry'
import { loosenedWords, searchWords } from '#domain/search-text'
import { type MarkedText, marked, snippet } from '#domain/snippet'
import { agencyNames, type ReadDeps } from './list-rows.ts'
import { type ExactResult, lookUpExact } from './look-up-exact.ts'
import type {
  IndexCounts,
  IndexHit,
  IndexQuery,
  SearchFilter,
  SearchIndex,
  SearchOrder,
  SearchPlace,
} from './search-ports.ts'
import type { SnapshotView } from './snapshot-reader.ts'

export type SearchDeps = ReadDeps & {
  /** Rejects where the database does not answer. */
  search: () => Promise<SearchIndex>
  readingPages: ReadingSearch
  /** Words of a Chinese text. */
  wordsOf: (text: string) => readonly string[]
  report: (error: unknown) => void
}

export type SearchQuery = {
  q: string
  filter: SearchFilter
  order: SearchOrder
  after: SearchPlace | null
  limit: number
}

export type SearchItem = {
  record: RecordRow
  name: MarkedText
  number: MarkedText
  snippets: { label: string; text: MarkedText }[]
}

/** What a filter would leave, the others staying as they are; without the empty ones. */
export type SearchFacets = { [F in Exclude<SearchFacet, 'amount'>]: { value: string; count: number }[] } & {
  amount: { range: AmountRange; count: number }[]
}

export type FoundReading = ReadingPage & { snippet: MarkedText }

export type SearchResult = {
  /** On the first page: what bears exactly this number, code or name. */
  exact: ExactResult | null
  /** On the first page: organs that the words name in part, those that are exact left out. */
  agencies: { slug: string; name: string }[]
  reading: FoundReading[]
  items: SearchItem[]
  /** Of records, those that are exact included; up to the most that are counted. */
  total: number
  isCapped: boolean
  facets: SearchFacets
  next: SearchPlace | null
  /** What was looked for, folded, and what was left out because one character says too little. */
  terms: string[]
  ignored: string[]
  /** Nothing holds the words as typed, so they were taken apart. */
  isLoosened: boolean
}

/** What can still be said where the index cannot be asked. */
export type LimitedResult = Pick<SearchResult, 'exact' | 'agencies' | 'reading'>
export type SearchFailure = FailureOf<'search-unavailable'> & { limited: LimitedResult }

const MOST_AGENCIES = 8
const MOST_READING = 5
const MOST_SNIPPETS = 2

/** Number, code and name from the snapshot; everything else from the index; texts that never leave from memory. */
export async function searchRecords(
  deps: SearchDeps,
  query: SearchQuery,
): Promise<Result<SearchResult, SearchFailure>> {
  const { q, after } = query
  const words = searchWords(q)
  const at = await deps.reader.view()
  const limited =
    after === null ? await withoutIndex(deps, at, q, words.terms) : { exact: null, agencies: [], reading: [] }
  try {
    const index = await deps.search()
    const found = await findRecords(deps, index, at, { ...query, terms: words.terms })
    return ok({ ...limited, ...found, ignored: words.ignored })
  } catch (error) {
    deps.report(error)
    return fail({ code: 'search-unavailable', limited })
  }
}

async function withoutIndex(
  deps: SearchDeps,
  at: SnapshotView,
  q: string,
  terms: readonly string[],
): Promise<LimitedResult> {
  const exact = q.trim() === '' ? null : await lookUpExact(deps, q)
  const isExact = (slug: string) => exact?.agencies.some((agency) => agency.slug === slug) ?? false
  const agencies = agenciesNamed(await agencyNames(deps.reader, at), terms).filter(({ slug }) => !isExact(slug))
  return { exact, agencies: agencies.slice(0, MOST_AGENCIES), reading: readingFor(deps, terms) }
}

function readingFor({ readingPages }: SearchDeps, terms: readonly string[]): FoundReading[] {
  return readingPages(terms, MOST_READING).map((page) => ({
    ...page,
    snippet: snippet(page.text, terms) ?? marked([...page.text].slice(0, 60).join(''), terms),
  }))
}

type Asked = SearchQuery & { terms: string[] }
type FoundRecords = Pick<SearchResult, 'items' | 'total' | 'isCapped' | 'facets' | 'next' | 'terms' | 'isLoosened'>

async function findRecords(
  deps: SearchDeps,
  index: SearchIndex,
  at: SnapshotView,
  query: Asked,
): Promise<FoundRecords> {
  if (query.terms.length === 0 && !isNarrowed(query.filter)) return { ...NOTHING, terms: [] }
  const found = await findWith(deps, index, at, query)
  if (found.total > 0 || found.items.length > 0 || query.terms.length === 0) return found
  const terms = loosenedWords(query.terms, deps.wordsOf)
  if (terms.join() === query.terms.join()) return found
  const looser = await findWith(deps, index, at, { ...query, terms })
  return looser.items.length > 0 ? { ...looser, isLoosened: true } : found
}

const NOTHING: FoundRecords = {
  items: [],
  total: 0,
  isCapped: false,
  facets: { kind: [], agency: [], year: [], category: [], state: [], amount: [] },
  next: null,
  terms: [],
  isLoosened: false,
}

export function isNarrowed(filter: SearchFilter): boolean {
  return Object.values(filter).some((value) => value !== null)
}

async function findWith(
  { reader }: SearchDeps,
  index: SearchIndex,
  at: SnapshotView,
  { terms, filter, order, after, limit }: Asked,
): Promise<FoundRecords> {
  const asked: IndexQuery = { terms, filter, today: at.today }
  const hits = await index.find({ ...asked, order, after, limit: limit + 1 })
  const { all, facets } = await countFacets(index, asked)
  const page = hits.slice(0, limit)
  return {
    // The journal may know of a removal that this copy of the database has not heard of.
    items: page.filter(({ shown }) => !reader.isGone(at, shown.row)).map((hit) => itemOf(hit, terms)),
    total: all.total,
    isCapped: all.isCapped,
    facets,
    next: hits.length > limit ? (page.at(-1)?.place ?? null) : null,
    terms: [...terms],
    isLoosened: false,
  }
}

const FACETS = ['kind', 'agency', 'year', 'category', 'state', 'amount'] as const

/** A filter that is set is left out when its own values are counted: they say what choosing another would find. */
async function countFacets(index: SearchIndex, asked: IndexQuery): Promise<{ all: IndexCounts; facets: SearchFacets }> {
  const set = FACETS.filter((facet) => asked.filter[facet] !== null && isWider(asked, facet))
  const queries = [asked, ...set.map((only) => ({ ...asked, filter: { ...asked.filter, [only]: null }, only }))]
  const counts = await index.count(queries)
  const all = counts[0] ?? NO_COUNTS
  const of = (facet: SearchFacet) => counts[1 + set.indexOf(facet)] ?? all
  return {
    all,
    facets: {
      kind: listed(of('kind').kinds),
      agency: listed(of('agency').agencies),
      year: listed(of('year').years).sort((a, b) => (a.value < b.value ? 1 : -1)),
      category: listed(of('category').categories),
      state: listed(of('state').states),
      amount: [...of('amount').amounts]
        .sort(([a], [b]) => a - b)
        .map(([step, count]) => ({ range: rangeOfStep(step), count })),
    },
  }
}

/** Without this filter there is still something to look for. */
function isWider({ terms, filter }: IndexQuery, facet: SearchFacet): boolean {
  return terms.length > 0 || isNarrowed({ ...filter, [facet]: null })
}

const NO_COUNTS: IndexCounts = {
  total: 0,
  isCapped: false,
  kinds: new Map(),
  agencies: new Map(),
  years: new Map(),
  categories: new Map(),
  states: new Map(),
  amounts: new Map(),
}

function listed(counts: ReadonlyMap<string, number>): { value: string; count: number }[] {
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
}

function itemOf({ shown: { row, texts } }: IndexHit, terms: readonly string[]): SearchItem {
  const snippets = texts.flatMap(({ label, text }) => {
    const found = snippet(text, terms)
    return found ? [{ label, text: found }] : []
  })
  return {
    record: row,
    name: marked(row.subject.name, terms),
    number: marked(row.documentNumber ?? '', terms),
    snippets: snippets.slice(0, MOST_SNIPPETS),
  }
}
