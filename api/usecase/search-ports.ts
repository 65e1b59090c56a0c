import type { AmountRange } from '#domain/amount-range'
import type { Day } from '#domain/day'
import type { SearchEntry, SearchShown } from '#domain/search-entry'
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

/** `best`: a name or number that begins with it, one that has it, then any other place; each newest first. */
export type SearchOrder = 'best' | 'newest'

/** Where a page of results ended. */
export type SearchPlace = { tier: number; seq: number }

export type IndexQuery = {
  /** Folded; an entry holds all of them. Without any the filter alone decides. */
  terms: readonly string[]
  /** Only entries that lead with exactly this folded text; the terms are then not looked at. */
  whole: string | null
  filter: SearchFilter
  today: Day
}

export type IndexHit = { place: SearchPlace; shown: SearchShown }

/** Counted among the newest entries that hold the words, up to a limit; `isCapped`: there are more of them. */
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
  /** In order, from after `after` on. `counts`: where so few match that counting them cost nothing more. */
  find(
    query: IndexQuery & { order: SearchOrder; after: SearchPlace | null; limit: number },
  ): Promise<{ hits: IndexHit[]; counts: IndexCounts | null }>
  count(queries: readonly IndexQuery[]): Promise<IndexCounts[]>
  /** Entries with a name or number that begins with the text, then those that have it there; newest first. */
  suggest(text: string, today: Day, limit: number): Promise<SearchShown[]>
}

/** `digest`: of all of it; `alike`: a number of its facets, the same for entries that are alike in all of them. */
export type DigestedEntry = SearchEntry & { digest: string; alike: number }

/** The publisher's side. An entry is there only while its record is public: removing batches take it out themselves. */
export type SearchWriter = {
  /** Puts in what is new or has another digest; the rest is left alone. Answers how many were written. */
  indexEntries(entries: readonly DigestedEntry[]): Promise<number>
  dropEntries(ids: readonly string[]): Promise<void>
}
