import { type FeedFormat, type FeedScope, feedPath, recordPath } from '#domain/addresses'
import { KIND_PATH } from '#domain/record-kinds'
import type { KindGroup, ListState, RecordCategory, RecordKind } from '#domain/vocabulary'

/** Where a kind's template for importing lies in the built site. */
export function templatePath(kind: RecordKind): string {
  return `data/templates/${kind}.xlsx`
}

/** Guides of fixed text. */
export const GUIDES = ['object', 'complain', 'repair', 'read-a-record'] as const
export type GuideId = (typeof GUIDES)[number]

export type ListQuery = {
  agency?: string | undefined
  year?: string | undefined
  category?: RecordCategory | undefined
  state?: ListState | undefined
  page?: number | undefined
}

/** What a list of tasks is narrowed by, as its address and the API have it. */
export type TaskQuery = {
  policy?: string | undefined
  agency?: string | undefined
  lead?: string | undefined
  unit?: string | undefined
  mechanism?: string | undefined
  due?: string | undefined
  state?: string | undefined
}

/** A search as its address has it; `amount` and `cursor` as the API words them. */
export type SearchAsk = {
  q: string
  kind?: RecordKind | undefined
  agency?: string | undefined
  year?: string | undefined
  category?: RecordCategory | undefined
  state?: ListState | undefined
  amount?: string | undefined
  order?: 'newest' | undefined
  cursor?: string | undefined
}

/** What the calendar of reports is narrowed by, as its address and the API have it. */
export type ReportQuery = { agency?: string | undefined; year?: string | undefined; state?: string | undefined }

/** Answers to the questions before a complaint, as its address has them. */
export type ComplainAsk = {
  event?: string | undefined
  creditor?: string | undefined
  agency?: string | undefined
  officials?: 'yes' | 'no' | undefined
}

/** The only maker of a page's paths. `base` is the place's base path, '/' or '/xinyong/' (always with both slashes). */
export function createUrls(base: string) {
  const at = (path: string) => `${base}${path}`
  return {
    base,
    home: () => at(''),
    list: (kind: RecordKind, query: ListQuery = {}) => at(`${KIND_PATH[kind]}/${queryString(query)}`),
    record: (kind: RecordKind, id: string) => at(recordPath(kind, id)),
    cite: (kind: RecordKind, id: string) => at(`${KIND_PATH[kind]}/${id}/cite/`),
    card: (kind: RecordKind, id: string) => at(`${KIND_PATH[kind]}/${id}/card/`),
    oembed: (address: string) => at(`oembed.json?url=${encodeURIComponent(address)}`),
    desk: (path = '') => at(`desk/${path}`),
    /** Page of a group of kinds. */
    hub: (group: Exclude<KindGroup, 'decisions'>) => at(`${group}/`),
    agencies: () => at('agencies/'),
    agency: (slug: string) => at(`agencies/${slug}/`),
    agencyQuality: (slug: string) => at(`agencies/${slug}/quality/`),
    subject: (uscc: string) => at(`subjects/${uscc}/`),
    search: (ask?: string | SearchAsk) => at(`search/${ask === undefined ? '' : searchString(ask)}`),
    object: (record: string) => at(`object/?record=${record}`),
    complain: (answers: ComplainAsk = {}) => at(`complain/${askString(answers)}`),
    repair: (about: { record: string } | { agency: string } | Record<string, never> = {}) =>
      at(`repair/${askString(about)}`),
    /** `path`: of the page that has something wrong; without its query, which may say what somebody looked for. */
    correct: (path?: string) => at(`correct/${askString({ page: path?.split('?', 1)[0] })}`),
    lookUp: () => at('look-up/'),
    statistics: () => at('statistics/'),
    evaluations: (query: { scheme?: string; year?: string } = {}) => at(`evaluations/${askString(query)}`),
    reportCalendar: (query: ReportQuery = {}) => at(`reports/calendar/${askString(query)}`),
    statisticsMethod: () => at('statistics/method/'),
    about: () => at('about/'),
    privacy: () => at('privacy/'),
    policies: () => at('policies/'),
    policy: (slug: string) => at(`policies/${slug}/`),
    mechanisms: (number?: number) => at(`policies/mechanisms/${number === undefined ? '' : `#mechanism-${number}`}`),
    tasks: (query: TaskQuery = {}) => at(`tasks/${askString(query)}`),
    task: (policy: string, id: string) => at(`tasks/${policy}/${id}/`),
    apiTask: (policy: string, id: string) => at(`api/v1/tasks/${policy}/${id}`),
    taskTable: () => at('data/tasks.csv'),
    guides: () => at('guides/'),
    guide: (id: GuideId) => at(`guides/${id}/`),
    accessibility: () => at('accessibility/'),
    sitemap: () => at('sitemap/'),
    data: () => at('data/'),
    /** `path`: below data/, as the list of downloads has it. */
    download: (path: string) => at(`data/${path}`),
    developers: () => at('developers/'),
    apiRecord: (id: string) => at(`api/v1/records/${id}`),
    openapi: () => at('api/v1/openapi.json'),
    feed: (scope: FeedScope, format: FeedFormat) => at(feedPath(scope, format)),
    template: (kind: RecordKind) => at(templatePath(kind)),
    viewSwitch: () => at('view/'),
    asset: (path: string) => at(path),
  }
}

export type Urls = ReturnType<typeof createUrls>

function queryString(query: ListQuery): string {
  const params = new URLSearchParams()
  if (query.agency) params.set('agency', query.agency)
  if (query.year) params.set('year', query.year)
  if (query.category) params.set('category', query.category)
  if (query.state) params.set('state', query.state)
  if (query.page !== undefined && query.page > 1) params.set('page', String(query.page))
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

/** Without what was left open. */
export function askString(ask: Record<string, string | undefined>): string {
  const pairs = Object.entries(ask).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`${name}=${encodeURIComponent(value).replaceAll('%2F', '/')}`],
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

const SEARCH_NAMES = ['kind', 'agency', 'year', 'category', 'state', 'amount', 'order', 'cursor'] as const

/** Also the query of the API: what an address asks for is what is asked. */
export function searchString(ask: string | SearchAsk): string {
  if (typeof ask === 'string') return `?q=${encodeURIComponent(ask)}`
  const more = SEARCH_NAMES.flatMap((name) =>
    ask[name] === undefined ? [] : [`&${name}=${encodeURIComponent(ask[name])}`],
  )
  return `?q=${encodeURIComponent(ask.q)}${more.join('')}`
}
