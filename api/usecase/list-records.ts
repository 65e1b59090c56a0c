import type { FailureOf } from '#domain/failure'
import { latestPublished } from '#domain/latest-rows'
import { countMatching, type ListFilter, listStatesOf, type MonthCounts } from '#domain/list-counts'
import type { RecordRow } from '#domain/public-record'
import { categoriesOfKind } from '#domain/record-categories'
import { fail, ok, type Result } from '#domain/result'
import { type ListState, RECORD_KINDS, type RecordCategory, type RecordKind } from '#domain/vocabulary'
import { agencyNames, monthsOf, type ReadDeps, recentOf, rowsAt } from './list-rows.ts'

export const PAGE_SIZE = 20

export type ListQuery = ListFilter & {
  kind: RecordKind
  agency: string | null
  year: string | null
  page: number
  limit: number
}

export type ListAnswer = {
  items: RecordRow[]
  total: number
  page: number
  pages: number
  /** What each filter would leave, the others staying as they are; without the empty ones. */
  years: { year: string; count: number }[]
  categories: { category: RecordCategory; count: number }[]
  states: { state: ListState; count: number }[]
}

export async function listRecords(
  { reader }: ReadDeps,
  query: ListQuery,
): Promise<Result<ListAnswer, FailureOf<'agency-not-found' | 'page-not-found'>>> {
  const at = await reader.view()
  if (query.agency !== null && !(await agencyNames(reader, at)).some((agency) => agency.slug === query.agency)) {
    return fail({ code: 'agency-not-found', slug: query.agency })
  }
  const scope = query.agency ?? 'all'
  const months = await monthsOf(reader, at, query.kind, query.agency)
  const inYear = months.filter(({ month }) => query.year === null || month.startsWith(query.year))
  const chosen = inYear.map((counts) => ({ month: counts.month, count: countMatching(counts, query) }))
  const total = chosen.reduce((sum, entry) => sum + entry.count, 0)
  const pages = Math.max(1, Math.ceil(total / query.limit))
  if (query.page > pages) return fail({ code: 'page-not-found', page: query.page, pages })
  const items = await rowsAt(reader, at, query, scope, chosen)
  const { page } = query
  return ok({ items, total, page, pages, years: yearsOf(months, query), ...facetsOf(inYear, query) })
}

function yearsOf(months: readonly MonthCounts[], filter: ListFilter): ListAnswer['years'] {
  const years = new Map<string, number>()
  for (const counts of months) {
    const year = counts.month.slice(0, 4)
    years.set(year, (years.get(year) ?? 0) + countMatching(counts, filter))
  }
  return [...years].map(([year, count]) => ({ year, count })).filter(({ count }) => count > 0)
}

function facetsOf(months: readonly MonthCounts[], query: ListQuery): Pick<ListAnswer, 'categories' | 'states'> {
  const count = (filter: ListFilter) => months.reduce((sum, counts) => sum + countMatching(counts, filter), 0)
  const { category, state } = query
  return {
    categories: categoriesOfKind(query.kind)
      .map((id) => ({ category: id, count: count({ category: id, state }) }))
      .filter((facet) => facet.count > 0),
    states: listStatesOf(query.kind)
      .map((id) => ({ state: id, count: count({ category, state: id }) }))
      .filter((facet) => facet.count > 0),
  }
}

export type RecentQuery = { kind: RecordKind | null; agency: string | null; limit: number }

/** What was published last, whenever it was decided: the latest first, at most `LATEST_SERVED` of a kind. */
export async function readRecent(
  { reader }: ReadDeps,
  query: RecentQuery,
): Promise<Result<RecordRow[], FailureOf<'agency-not-found'>>> {
  const at = await reader.view()
  const { agency, limit } = query
  if (agency !== null && !(await agencyNames(reader, at)).some(({ slug }) => slug === agency)) {
    return fail({ code: 'agency-not-found', slug: agency })
  }
  const kinds = query.kind === null ? RECORD_KINDS : [query.kind]
  const lists = await Promise.all(
    kinds.map((kind) => recentOf(reader, at, { kind, scope: agency ?? 'all', by: 'recent' })),
  )
  return ok(lists.flat().sort(latestPublished).slice(0, limit))
}
