import type { EvaluationList } from '#contract/evaluation'
import type { DownloadList } from '#contract/open-data'
import type {
  AgencyList,
  AgencyQualityView,
  AgencyView,
  ExactAnswer,
  RecentList,
  RecordAnswer,
  RecordPage,
  SubjectDossier,
} from '#contract/record'
import type { ReportCalendar } from '#contract/report-calendar'
import type { LimitedSearch, SearchAnswer } from '#contract/search'
import type {
  AgencyStatistics,
  CaseBreakdown,
  CaseClocks,
  CaseStatistics,
  RemovalStatistics,
} from '#contract/statistics'
import type { TaskList, TaskView } from '#contract/task'
import type { RecordKind } from '#domain/vocabulary'
import { createIntakeApi, type IntakeApi } from './intake-api.ts'
import { askString, type ListQuery, type ReportQuery, type SearchAsk, searchString, type TaskQuery } from './urls.ts'

/** `missing`: nothing at this address. `unavailable`: the answer cannot be given now, so none is made up. */
export type Answer<T> = { state: 'found'; value: T } | { state: 'missing' } | { state: 'unavailable' }

/** `limited`: full text cannot be asked now; what can be said without it is said. */
export type SearchReply = Answer<SearchAnswer> | { state: 'limited'; value: LimitedSearch }

/** Pages read through the API in the same process: one contract for visitors' programs and our own pages. */
export type SiteApi = IntakeApi & {
  record(id: string): Promise<Answer<RecordAnswer>>
  /** `limit`: entries of a page, at most 100; left out, as many as a page of the site shows. */
  records(kind: RecordKind, query: ListQuery, limit?: number): Promise<Answer<RecordPage>>
  /** The latest publications, at most 50. */
  recent(kind: RecordKind): Promise<Answer<RecentList>>
  agencies(): Promise<Answer<AgencyList>>
  agency(slug: string): Promise<Answer<AgencyView>>
  agencyQuality(slug: string): Promise<Answer<AgencyQualityView>>
  subject(uscc: string): Promise<Answer<SubjectDossier>>
  /** What bears exactly this number. */
  exact(query: string): Promise<Answer<ExactAnswer>>
  search(ask: SearchAsk): Promise<SearchReply>
  /** All that the query asks for, however many pages the API makes of them. */
  tasks(query: TaskQuery): Promise<Answer<TaskList>>
  task(policy: string, id: string): Promise<Answer<TaskView>>
  downloads(): Promise<Answer<DownloadList>>
  /** The newest year that has anything, by the scheme in force, unless said otherwise. */
  evaluations(query: { scheme?: string; year?: string }): Promise<Answer<EvaluationList>>
  reportCalendar(query: ReportQuery): Promise<Answer<ReportCalendar>>
  caseStatistics(): Promise<Answer<CaseStatistics>>
  caseClocks(): Promise<Answer<CaseClocks>>
  caseBreakdown(): Promise<Answer<CaseBreakdown>>
  removalStatistics(): Promise<Answer<RemovalStatistics>>
  agencyStatistics(): Promise<Answer<AgencyStatistics>>
  /** Any answer as it is, for the page that explains the API. `path`: below the base. */
  sample(path: string): Promise<Sample>
}

export type Sample = { status: number; type: string; body: unknown }

/** `request` takes a path under the base, e.g. `api/v1/records/…`. A withdrawn or ended record is a 410 with a body. */
export function createSiteApi(request: (path: string, init?: RequestInit) => Promise<Response>): SiteApi {
  async function read<T>(path: string): Promise<Answer<T>> {
    const response = await request(`api/v1/${path}`)
    if (response.ok || response.status === 410) return { state: 'found', value: await bodyOf<T>(response) }
    if (response.status === 404 || response.status === 422) return { state: 'missing' }
    return { state: 'unavailable' }
  }
  return {
    ...createIntakeApi(request),
    record: (id) => read(`records/${encodeURIComponent(id)}`),
    records: (kind, query, limit) => {
      const params = new URLSearchParams({ kind })
      if (query.agency) params.set('agency', query.agency)
      if (query.year) params.set('year', query.year)
      if (query.category) params.set('category', query.category)
      if (query.state) params.set('state', query.state)
      if (query.page) params.set('page', String(query.page))
      if (limit !== undefined) params.set('limit', String(limit))
      return read(`records?${params}`)
    },
    recent: (kind) => read(`recent?kind=${kind}&limit=50`),
    agencies: () => read('agencies'),
    agency: (slug) => read(`agencies/${encodeURIComponent(slug)}`),
    agencyQuality: (slug) => read(`agencies/${encodeURIComponent(slug)}/quality`),
    subject: (uscc) => read(`subjects/${encodeURIComponent(uscc)}`),
    exact: (query) => read(`exact?q=${encodeURIComponent(query)}`),
    async search(ask) {
      const response = await request(`api/v1/search${searchString(ask)}`)
      const isOurs = response.headers.get('Content-Type')?.startsWith('application/problem+json') ?? false
      if (response.status === 503 && isOurs) {
        const problem = await bodyOf<Partial<LimitedSearch> & { code: string }>(response)
        const { exact, agencies, pages } = problem
        return problem.code === 'search-unavailable' && exact !== undefined && agencies && pages
          ? { state: 'limited', value: { exact, agencies, pages } }
          : { state: 'unavailable' }
      }
      if (response.ok) return { state: 'found', value: await bodyOf<SearchAnswer>(response) }
      return { state: response.status === 422 ? 'missing' : 'unavailable' }
    },
    async tasks(query) {
      const first = await read<TaskList>(`tasks${askString({ ...query, limit: '200' })}`)
      let last = first
      while (first.state === 'found' && last.state === 'found' && last.value.next !== null) {
        last = await read<TaskList>(`tasks${askString({ ...query, limit: '200', cursor: last.value.next })}`)
        if (last.state !== 'found') return last
        first.value.items.push(...last.value.items)
      }
      return first
    },
    task: (policy, id) => read(`tasks/${encodeURIComponent(policy)}/${encodeURIComponent(id)}`),
    downloads: () => read('downloads'),
    evaluations: (query) => read(`evaluations${askString(query)}`),
    reportCalendar: (query) => read(`report-calendar${askString(query)}`),
    caseStatistics: () => read('statistics/cases'),
    caseClocks: () => read('statistics/clocks'),
    caseBreakdown: () => read('statistics/breakdown'),
    removalStatistics: () => read('statistics/removals'),
    agencyStatistics: () => read('statistics/agencies'),
    async sample(path) {
      const response = await request(path)
      return { status: response.status, type: response.headers.get('Content-Type') ?? '', body: await response.json() }
    },
  }
}

/** Safe: the API validates what it sends against the same zod schema that `T` is inferred from (test/contract). */
async function bodyOf<T>(response: Response): Promise<T> {
  return (await response.json()) as T
}
