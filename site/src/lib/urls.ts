import { type FeedFormat, type FeedScope, feedPath, KIND_PATH, recordPath } from '#domain/addresses'
import type { RecordKind } from '#domain/vocabulary'

/** Where a kind's template for importing lies in the built site. */
export function templatePath(kind: RecordKind): string {
  return `data/templates/${kind}.xlsx`
}

export type ListQuery = { agency?: string | undefined; year?: string | undefined; page?: number | undefined }

/** The only maker of a page's paths. `base` is the place's base path, '/' or '/xinyong/' (always with both slashes). */
export function createUrls(base: string) {
  const at = (path: string) => `${base}${path}`
  return {
    base,
    home: () => at(''),
    list: (kind: RecordKind, query: ListQuery = {}) => at(`${KIND_PATH[kind]}/${queryString(query)}`),
    record: (kind: RecordKind, id: string) => at(recordPath(kind, id)),
    agencies: () => at('agencies/'),
    agency: (slug: string) => at(`agencies/${slug}/`),
    subject: (uscc: string) => at(`subjects/${uscc}/`),
    search: (q?: string) => at(q === undefined ? 'search/' : `search/?q=${encodeURIComponent(q)}`),
    about: () => at('about/'),
    privacy: () => at('privacy/'),
    data: () => at('data/'),
    /** `path`: below data/, as the list of downloads has it. */
    download: (path: string) => at(`data/${path}`),
    developers: () => at('developers/'),
    apiRecord: (id: string) => at(`api/v1/records/${id}`),
    openapi: () => at('api/v1/openapi.json'),
    feed: (scope: FeedScope, format: FeedFormat) => at(feedPath(scope, format)),
    template: (kind: RecordKind) => at(templatePath(kind)),
    asset: (path: string) => at(path),
  }
}

export type Urls = ReturnType<typeof createUrls>

function queryString(query: ListQuery): string {
  const params = new URLSearchParams()
  if (query.agency) params.set('agency', query.agency)
  if (query.year) params.set('year', query.year)
  if (query.page !== undefined && query.page > 1) params.set('page', String(query.page))
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}
