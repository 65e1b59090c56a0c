import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { MAX_QUERY, readCursor, SearchAnswer, SearchParams, SuggestionList, writeCursor } from '#contract/search'
import { recordPath } from '#domain/addresses'
import { formatAmountRange, parseAmountRange } from '#domain/amount-range'
import type { PlaceFacts } from '#domain/place-facts'
import type { SearchFilter } from '#usecase/search-ports'
import { type LimitedResult, type SearchDeps, type SearchFacets, searchRecords } from '#usecase/search-records'
import { type Suggestion, suggest } from '#usecase/suggest'
import { invalidInput } from './invalid-input.ts'
import { problem, problemResponses } from './problem.ts'

const searchRoute = createRoute({
  method: 'get',
  path: '/search',
  summary: '检索公示信息、机关和政策：号码、代码、名称和任意文字',
  request: { query: SearchParams },
  responses: {
    200: { description: '检索结果', content: { 'application/json': { schema: SearchAnswer } } },
    ...problemResponses('search-unavailable', 'input-invalid', 'snapshot-unreadable'),
  },
})

const suggestionsRoute = createRoute({
  method: 'get',
  path: '/suggestions',
  summary: '输入联想：完全一致的在前',
  request: { query: z.object({ q: z.string().trim().min(1).max(MAX_QUERY, `最多 ${MAX_QUERY} 个字`) }) },
  responses: {
    200: { description: '联想', content: { 'application/json': { schema: SuggestionList } } },
    ...problemResponses('input-invalid', 'snapshot-unreadable'),
  },
})

export function searchRoutes(deps: SearchDeps & { place: PlaceFacts }) {
  const app = new OpenAPIHono({ defaultHook: invalidInput })
  const { base } = deps.place

  app.openapi(searchRoute, async (c) => {
    const { q, order, limit, cursor, ...narrowed } = c.req.valid('query')
    const after = cursor === undefined ? null : readCursor(cursor)
    const found = await searchRecords(deps, { q, order, limit, after, filter: filterOf(narrowed) })
    if (!found.ok)
      return problem(c, found.failure.code, { body: { query: q, ...limitedView(base, found.failure.limited) } })
    const { items, total, isCapped, facets, next, terms, ignored, isLoosened, isWhole } = found.value
    const view = { items, total, isCapped, terms, ignored, isLoosened, isWhole, facets: facetsView(facets) }
    const more = next === null ? null : writeCursor({ order, ...next })
    return c.json(SearchAnswer.parse({ query: q, ...limitedView(base, found.value), ...view, next: more }), 200)
  })

  app.openapi(suggestionsRoute, async (c) => {
    const { items, isLimited } = await suggest(deps, c.req.valid('query').q)
    return c.json({ items: items.map((item) => suggestionView(base, item)), isLimited }, 200)
  })

  return app
}

type Narrowed = Pick<SearchParams, 'kind' | 'agency' | 'year' | 'category' | 'state' | 'amount'>

function filterOf({ kind, agency, year, category, state, amount }: Narrowed): SearchFilter {
  return {
    kind: kind ?? null,
    agency: agency ?? null,
    year: year ?? null,
    category: category ?? null,
    state: state ?? null,
    amount: (amount === undefined ? undefined : parseAmountRange(amount)) ?? null,
  }
}

function limitedView(base: string, { exact, agencies, reading }: LimitedResult) {
  return {
    exact,
    agencies,
    pages: reading.map(({ section, title, path, snippet }) => ({ section, title, path: `${base}${path}`, snippet })),
  }
}

function facetsView({ amount, ...facets }: SearchFacets) {
  return { ...facets, amount: amount.map(({ range, count }) => ({ value: formatAmountRange(range), count })) }
}

function suggestionView(base: string, item: Suggestion) {
  const at = (path: string, detail: string | null) => ({ of: item.of, text: item.text, detail, path: `${base}${path}` })
  switch (item.of) {
    case 'subject':
      return at(`subjects/${item.uscc}/`, item.uscc)
    case 'agency':
      return at(`agencies/${item.slug}/`, null)
    case 'page':
      return at(item.path, item.detail)
    default:
      return at(recordPath(item.of, item.id), item.detail)
  }
}
