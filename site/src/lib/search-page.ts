import type { ExactAnswer } from '#contract/record'
import { createFrame, type Frame, type Link, type PageContext } from './frame.ts'
import { COLUMNS } from './meta.ts'
import { type NoticeView, unavailableNotice } from './notices.ts'
import { type RowView, rowView } from './record-rows.ts'
import type { Answer } from './site-api.ts'

export const MAX_QUERY = 200

export type SearchView = {
  state: 'search'
  status: 200
  frame: Frame
  query: string
  outcome: 'not-asked' | 'too-long' | 'nothing' | 'found'
  records: RowView[]
  subjects: (Link & { uscc: string })[]
  agencies: Link[]
  suggestion: Link | null
}

export type SearchQuery = { text: string; isAskable: boolean }

export function readSearchQuery(params: URLSearchParams): SearchQuery {
  const text = (params.get('q') ?? '').trim()
  return { text, isAskable: text !== '' && text.length <= MAX_QUERY }
}

/** `answer` is null where the API was not asked: nothing typed, or too much. */
export function searchPage(
  context: PageContext,
  { text }: SearchQuery,
  answer: Answer<ExactAnswer> | null,
): SearchView | NoticeView {
  if (answer?.state === 'unavailable') return unavailableNotice(context)
  const { urls } = context
  const found = answer?.state === 'found' ? answer.value : null
  const view = {
    records: found?.records.map((record) => rowView(urls, record)) ?? [],
    subjects: found?.subjects.map(({ uscc, name }) => ({ text: name, href: urls.subject(uscc), uscc })) ?? [],
    agencies: found?.agencies.map(({ slug, name }) => ({ text: name, href: urls.agency(slug) })) ?? [],
  }
  const isEmpty = view.records.length + view.subjects.length + view.agencies.length === 0
  const suggestion = found?.suggestion ?? null
  return {
    state: 'search',
    status: 200,
    frame: createFrame(context, {
      title: text === '' ? COLUMNS.search.name : '查询结果',
      path: urls.search(),
      section: 'search',
      crumbs: [{ text: COLUMNS.search.name, href: null }],
      meta: { kind: 'column', column: 'search' },
      isIndexed: text === '',
    }),
    query: text,
    outcome: text === '' ? 'not-asked' : answer === null ? 'too-long' : isEmpty ? 'nothing' : 'found',
    ...view,
    suggestion: suggestion === null ? null : { text: suggestion, href: urls.search(suggestion) },
  }
}
