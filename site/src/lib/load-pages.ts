import type { RecordKind } from '#domain/vocabulary'
import { EXAMPLES } from './api-examples.ts'
import { type DownloadsView, dataPage } from './data-page.ts'
import { type DevelopersView, developersPage, exampleFacts } from './developers-page.ts'
import { type HomeView, homePage } from './home-page.ts'
import { type ListView, listPage, readListQuery } from './list-page.ts'
import { badQueryNotice, type NoticeView, taskQueryNotice } from './notices.ts'
import { readSearchQuery, type SearchView, searchPage } from './search-page.ts'
import { readTaskQuery, type TasksView, tasksPage } from './tasks-page.ts'

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

export async function loadListPage(
  locals: Locals,
  kind: RecordKind,
  params: URLSearchParams,
): Promise<ListView | NoticeView> {
  const query = readListQuery(kind, params)
  if (query === null) return badQueryNotice(locals, kind, '网址中的年份、类别、公示情况或者页码不正确。')
  const [records, agencies] = await Promise.all([locals.api.records(kind, query), locals.api.agencies()])
  return listPage(locals, kind, query, { records, agencies })
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
