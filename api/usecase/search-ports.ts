import type { AmountRange } from '#domain/amount-range'
import type { Day } from '#domain/day'
import type { SearchEntry, SearchFacet, SearchShown } from '#domain/search-entry'
import type { ListState, RecordCategory, RecordKind } from '#domain/vocabulary'

/** What a search may be narrowed to; null is everything. */
export type SearchFilter = {
  kind: RecordKind | null
  /** Slug of an organ. */
  agency: string | null
  year: string | null
  category: RecordCategory | null
  state: ListState | null
  amount: AmountRange | null
}

export const SEARCH_ORDERS = ['best', 'newest'] as const
/** `best`: whose name or number it is, then what it is about, then what it says; each newest first. */
export type SearchOrder = (typeof SEARCH_ORDERS)[number]

/** Where a page of results ended. */
export type SearchPlace = { tier: number; seq: number }

export type IndexQuery = {
  /** Folded; an entry holds all of them. Without any the filter alone decides. */
  terms: readonly string[]
  filter: SearchFilter
  today: Day
}

/** `only`: of the counts just this facet is wanted, which takes a third of the time; the rest is empty. */
export type CountQuery = IndexQuery & { only?: SearchFacet }

export type IndexHit = { place: SearchPlace; shown: SearchShown }

/** Counted of the newest entries up to a limit; `isCapped`: there are more. */
export type IndexCounts = {
  total: number
  isCapped: boolean
  kinds: ReadonlyMap<string, number>
  agencies: ReadonlyMap<string, number>
  years: ReadonlyMap<string, number>
  categories: ReadonlyMap<string, number>
  states: ReadonlyMap<string, number>
  /** By number of the step. */
  amounts: ReadonlyMap<number, number>
}

/** Reading the index of public records. Every method throws where the database does not answer. */
export type SearchIndex = {
  /** In order, from after `after` on. */
  find(query: IndexQuery & { order: SearchOrder; after: SearchPlace | null; limit: number }): Promise<IndexHit[]>
  count(queries: readonly CountQuery[]): Promise<IndexCounts[]>
  /** Entries whose name begins with the text, then those that have it in name or number; newest first. */
  suggest(text: string, today: Day, limit: number): Promise<SearchShown[]>
}

export type DigestedEntry = SearchEntry & { digest: string }

/** The publisher's side. An entry is there only while its record is public: removing batches take it out themselves. */
export type SearchWriter = {
  /** Puts in what is new or has another digest; the rest is left alone. Answers how many were written. */
  indexEntries(entries: readonly DigestedEntry[]): Promise<number>
  dropEntries(ids: readonly string[]): Promise<void>
}
