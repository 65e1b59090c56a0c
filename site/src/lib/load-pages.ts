import type { RecordAnswer, RecordRow } from '#contract/record'
import { kindAt } from '#domain/addresses'
import { INTEGRITY_KINDS, kindsOf } from '#domain/kind-groups'
import { categoriesOfKind } from '#domain/record-categories'
import type { RecordKind } from '#domain/vocabulary'
import { EXAMPLES } from './api-examples.ts'
import { type DownloadsView, dataPage } from './data-page.ts'
import { type DevelopersView, developersPage, exampleFacts } from './developers-page.ts'
import { type HomeView, homePage } from './home-page.ts'
import { type HubGroup, type HubView, hubPage } from './hub-page.ts'
import { type IntegrityView, integrityPage } from './integrity-page.ts'
import type { KindAnswers } from './kind-card.ts'
import { type ListView, listPage, readListQuery } from './list-page.ts'
import { badQueryNotice, missingNotice, type NoticeView, taskQueryNotice } from './notices.ts'
import { type RecordView, recordPage } from './record-page.ts'
import { readSearchQuery, type SearchView, searchPage } from './search-page.ts'
import type { Answer } from './site-api.ts'
import { readTaskQuery, type TasksView, tasksPage } from './tasks-page.ts'
import type { ListQuery } from './urls.ts'

type Locals = App.Locals

/** Pages that need more than one answer; what they show is computed in their pure `*-page.ts`. */
export async function loadHomePage(locals: Locals): Promise<HomeView | NoticeView> {
  const { api } = locals
  const [licences, penalties, agencies] = await Promise.all([
    api.recent('licence'),
    api.recent('penalty'),
    api.agencies(),
  ])
  return homePage(locals, { licences, penalties, agencies }, locals.today)
}

export function loadRecordPage(
  locals: Locals,
  section: string | undefined,
  id: string | undefined,
): Promise<RecordView> {
  return loadOfRecord(locals, section, id, recordPage)
}

/** A page about one record; where the first part of the address is no kind of record, there is none of it. */
export async function loadOfRecord<V>(
  locals: Locals,
  section: string | undefined,
  id: string | undefined,
  page: (context: Locals, kind: RecordKind, answer: Answer<RecordAnswer>) => V,
): Promise<V> {
  const kind = kindAt(section ?? '')
  if (kind === undefined) return page(locals, 'licence', { state: 'missing' })
  return page(locals, kind, await locals.api.record(id ?? ''))
}

export async function loadListPage(
  locals: Locals,
  section: string | undefined,
  params: URLSearchParams,
): Promise<ListView | NoticeView> {
  const kind = kindAt(section ?? '')
  if (kind === undefined) return missingNotice(locals)
  const query = readListQuery(kind, params)
  if (query === null) return badQueryNotice(locals, kind, '网址中的年份、类别、公示情况或者页码不正确。')
  const [records, agencies] = await Promise.all([locals.api.records(kind, query), locals.api.agencies()])
  return listPage(locals, kind, query, { records, agencies })
}

/** The most that one request may ask for. */
const AT_ONCE = 100

/** Every row of a narrowed list: sums over a part of it would be wrong. */
async function everyRow({ api }: Locals, kind: RecordKind, query: ListQuery): Promise<Answer<RecordRow[]>> {
  const rows: RecordRow[] = []
  for (let page = 1; ; page++) {
    const answer = await api.records(kind, { ...query, page }, AT_ONCE)
    if (answer.state !== 'found') return answer
    rows.push(...answer.value.items)
    if (page >= answer.value.pages) return { state: 'found', value: rows }
  }
}

/** The first page of the list of each kind. */
async function firstPages({ api }: Locals, kinds: readonly RecordKind[]): Promise<KindAnswers> {
  return new Map(await Promise.all(kinds.map(async (kind) => [kind, await api.records(kind, {})] as const)))
}

export async function loadHubPage(locals: Locals, group: HubGroup): Promise<HubView | NoticeView> {
  return hubPage(locals, group, await firstPages(locals, kindsOf(group)))
}

/** The lists, the yearly tables, and the promises by their kind. */
export async function loadIntegrityPage(locals: Locals): Promise<IntegrityView | NoticeView> {
  const { api } = locals
  const [lists, annual] = await Promise.all([
    firstPages(locals, INTEGRITY_KINDS),
    everyRow(locals, 'arrears', { category: 'annual' }),
  ])
  const promises = await Promise.all(
    categoriesOfKind('promise').map(async (category) => ({
      category,
      answer: await api.records('promise', { category }),
    })),
  )
  return integrityPage(locals, lists, annual, promises)
}

export async function loadTasksPage(locals: Locals, params: URLSearchParams): Promise<TasksView | NoticeView> {
  const query = readTaskQuery(params)
  if (query === null) return taskQueryNotice(locals)
  return tasksPage(locals, locals.reading, query, await locals.api.tasks(query))
}

export async function loadSearchPage(locals: Locals, params: URLSearchParams): Promise<SearchView | NoticeView> {
  const query = readSearchQuery(params)
  const reply = query.isAskable && query.ask !== null ? await locals.api.search(query.ask) : null
  return searchPage(locals, query, reply)
}

export async function loadDataPage(locals: Locals): Promise<DownloadsView | NoticeView> {
  const [downloads, agencies] = await Promise.all([locals.api.downloads(), locals.api.agencies()])
  return dataPage(locals, { downloads, agencies })
}

/** Every example is really asked. */
export async function loadDevelopersPage(locals: Locals): Promise<DevelopersView | NoticeView> {
  const newest = await locals.api.records('licence', {})
  if (newest.state === 'unavailable') return developersPage(locals, undefined, [{ status: 503, type: '', body: null }])
  const facts = exampleFacts(newest)
  const samples = facts ? await Promise.all(EXAMPLES.map(({ path }) => locals.api.sample(path(facts)))) : []
  return developersPage(locals, facts, samples)
}
