import { agenciesNamed } from '#domain/agency-names'
import { type AmountRange, rangeOfStep } from '#domain/amount-range'
import type { FailureOf } from '#domain/failure'
import type { RecordRow } from '#domain/public-record'
import type { ReadingPage, ReadingSearch } from '#domain/reading-page'
import { fail, ok, type Result } from '#domain/result'
import type { SearchFacet } from '#domain/search-entry'
import { foldText, loosenedWords, searchWords } from '#domain/search-text'
import { type MarkedText, marked, snippet } from '#domain/snippet'
import { agencyNames, type ReadDeps } from './list-rows.ts'
import { type ExactResult, lookUpExactAt } from './look-up-exact.ts'
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
  agency: MarkedText
  snippets: { label: string; text: MarkedText }[]
}

/** What a filter would leave, the others staying as they are; without the empty ones. */
export type SearchFacets = { [F in Exclude<SearchFacet, 'amount' | 'agency'>]: { value: string; count: number }[] } & {
  agency: { value: string; name: string; count: number }[]
  amount: { range: AmountRange; count: number }[]
}

export type FoundReading = ReadingPage & { snippet: MarkedText }

export type SearchResult = {
  /** On the first page, unless it is narrowed: what bears exactly this number, code or name. Not among the items. */
  exact: ExactResult | null
  /** On the first page: organs that the words name in part, those that are exact left out. */
  agencies: { slug: string; name: string }[]
  reading: FoundReading[]
  items: SearchItem[]
  /** Of records, those that are exact included. `isCapped`: only the newest that hold the words were looked at. */
  total: number
  isCapped: boolean
  facets: SearchFacets
  next: SearchPlace | null
  /** What was looked for, folded, and what was left out because one character says too little. */
  terms: string[]
  ignored: string[]
  /** Nothing holds the words as typed, so they were taken apart. */
  isLoosened: boolean
  /** A known number or code: only what leads with all of it was looked for. */
  isWhole: boolean
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
  const words = searchWords(query.q)
  const at = await deps.reader.view()
  const agencies = await agencyNames(deps.reader, at)
  const exact = query.q.trim() === '' || isNarrowed(query.filter) ? null : await lookUpExactAt(deps, at, query.q)
  const limited = query.after === null ? withoutIndex(deps, exact, agencies, words.terms) : NOTHING_BESIDE
  try {
    const index = await deps.search()
    const whole = wholeNumber(query.q, exact)
    const found = await findRecords(deps, index, at, { ...query, terms: words.terms, whole })
    const isExact = new Set(exact?.records.map(({ id }) => id))
    const items = found.items.filter(({ record }) => !isExact.has(record.id))
    const facets = { ...found.facets, agency: named(found.facets.agency, agencies) }
    return ok({ ...limited, ...found, items, facets, ignored: words.ignored, isWhole: whole !== null })
  } catch (error) {
    deps.report(error)
    return fail({ code: 'search-unavailable', limited })
  }
}

/**
 * A number or code that is known is what was meant; every text that has its digits in a row would be a long search for
 * nothing. In quotes, it is looked for everywhere.
 */
function wholeNumber(q: string, exact: ExactResult | null): string | null {
  const isKnown = exact !== null && exact.records.length + exact.subjects.length > 0
  return isKnown && /\d/.test(q.normalize('NFKC')) ? foldText(q) : null
}

type Agencies = Awaited<ReturnType<typeof agencyNames>>

const NOTHING_BESIDE: LimitedResult = { exact: null, agencies: [], reading: [] }

function withoutIndex(
  deps: SearchDeps,
  exact: ExactResult | null,
  agencies: Agencies,
  terms: readonly string[],
): LimitedResult {
  const isExact = (slug: string) => exact?.agencies.some((agency) => agency.slug === slug) ?? false
  const others = agenciesNamed(agencies, terms).filter(({ slug }) => !isExact(slug))
  return { exact, agencies: others.slice(0, MOST_AGENCIES), reading: readingFor(deps, terms) }
}

function named(counts: readonly { value: string; count: number }[], agencies: Agencies): SearchFacets['agency'] {
  const names = new Map(agencies.map(({ slug, name }) => [slug, name]))
  return counts.map(({ value, count }) => ({ value, name: names.get(value) ?? value, count }))
}

function readingFor({ readingPages }: SearchDeps, terms: readonly string[]): FoundReading[] {
  return readingPages(terms, MOST_READING).map((page) => ({
    ...page,
    snippet: snippet(page.text, terms) ?? marked([...page.text].slice(0, 60).join(''), terms),
  }))
}

type Asked = SearchQuery & { terms: string[]; whole: string | null }
type CountedFacets = Omit<SearchFacets, 'agency'> & { agency: { value: string; count: number }[] }
type FoundRecords = Pick<SearchResult, 'items' | 'total' | 'isCapped' | 'next' | 'terms' | 'isLoosened'> & {
  facets: CountedFacets
}

async function findRecords(
  deps: SearchDeps,
  index: SearchIndex,
  at: SnapshotView,
  query: Asked,
): Promise<FoundRecords> {
  if (query.terms.length === 0 && !isNarrowed(query.filter)) return { ...NOTHING, terms: [] }
  const found = await findWith(deps, index, at, query)
  if (found.total > 0 || found.items.length > 0 || query.terms.length === 0 || query.whole !== null) return found
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
  { terms, whole, filter, order, after, limit }: Asked,
): Promise<FoundRecords> {
  const asked: IndexQuery = { terms, whole, filter, today: at.today }
  const { hits, counts } = await index.find({ ...asked, order, after, limit: limit + 1 })
  const { all, facets } = await countFacets(index, asked, counts)
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
async function countFacets(
  index: SearchIndex,
  asked: IndexQuery,
  known: IndexCounts | null,
): Promise<{ all: IndexCounts; facets: CountedFacets }> {
  const set = FACETS.filter((facet) => asked.filter[facet] !== null && isWider(asked, facet))
  const wider = set.map((facet) => ({ ...asked, filter: { ...asked.filter, [facet]: null } }))
  const counted = await index.count(known === null ? [asked, ...wider] : wider)
  const [all, others] = known === null ? [counted[0] ?? NO_COUNTS, counted.slice(1)] : [known, counted]
  const of = (facet: SearchFacet) => others[set.indexOf(facet)] ?? all
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
    agency: marked(row.agency.name, terms),
    snippets: snippets.slice(0, MOST_SNIPPETS),
  }
}
