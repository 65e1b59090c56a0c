import type { AgencyList, RecordPage } from '#contract/record'
import { isAboutOrgan, isDecision } from '#domain/kind-groups'
import { categoryLabel, fieldLabel, listStateLabel, RECORD_KIND_LABEL } from '#domain/labels.zh'
import { listStatesOf } from '#domain/list-counts'
import { categoriesOfKind, categoryHeading } from '#domain/record-categories'
import { KIND_FACTS } from '#domain/record-kinds'
import { standingsOf } from '#domain/standing'
import type { RecordKind } from '#domain/vocabulary'
import { type Choice, choice, choices } from './choices.ts'
import { formatCount } from './counts.ts'
import { createFrame, type Frame, kindCrumbs, type PageContext } from './frame.ts'
import { COLUMNS, introOf, subjectWord } from './meta.ts'
import { badQueryNotice, type NoticeView, unavailableNotice } from './notices.ts'
import { type PagerView, pagerView } from './pager.ts'
import { type RowView, rowView } from './record-rows.ts'
import type { Answer } from './site-api.ts'
import type { ListQuery } from './urls.ts'

export type ListView = {
  state: 'list'
  status: 200
  frame: Frame
  heading: string
  intro: string
  action: string
  agencies: Choice[]
  years: Choice[]
  categories: Choice[]
  categoryLabel: string
  stateLabel: string
  isAboutOrgan: boolean
  /** Entries of the kind stand somewhere. */
  hasStanding: boolean
  dateLabel: string
  /** What whom a record is about is called. */
  subjectLabel: string
  states: Choice[]
  clear: string | null
  total: string
  rows: RowView[]
  /** Said where there are no rows. */
  empty: string
  pager: PagerView | null
}

/** A form sends empty strings for what was left open; they mean "all". Null: the address makes no sense. */
export function readListQuery(kind: RecordKind, params: URLSearchParams): ListQuery | null {
  const agency = params.get('agency') || undefined
  const year = params.get('year') || undefined
  const page = params.get('page') || '1'
  if (year !== undefined && !/^\d{4}$/.test(year)) return null
  if (!/^[1-9]\d{0,5}$/.test(page)) return null
  const [category, state] = [params.get('category') || undefined, params.get('state') || undefined]
  const known = {
    category: categoriesOfKind(kind).find((id) => id === category),
    state: listStatesOf(kind).find((id) => id === state),
  }
  if (known.category !== category || known.state !== state) return null
  return { agency, year, ...known, page: Number(page) }
}

export function listPage(
  context: PageContext,
  kind: RecordKind,
  query: ListQuery,
  answers: { records: Answer<RecordPage>; agencies: Answer<AgencyList> },
): ListView | NoticeView {
  const { records, agencies } = answers
  if (records.state === 'unavailable' || agencies.state !== 'found') return unavailableNotice(context)
  const agency = agencies.value.items.find((item) => item.slug === query.agency)
  if (query.agency !== undefined && agency === undefined) {
    return badQueryNotice(context, kind, '本站没有您选择的机关。')
  }
  const page = query.page ?? 1
  if (records.state === 'missing' || (page > 1 && page > records.value.pages)) {
    return badQueryNotice(context, kind, '这个列表没有这一页，请回到第一页。')
  }
  const { value } = records
  return listView(context, kind, query, { page: value, agencies: agencies.value, agencyName: agency?.name })
}

type ListData = { page: RecordPage; agencies: AgencyList; agencyName: string | undefined }

function listView(context: PageContext, kind: RecordKind, query: ListQuery, data: ListData): ListView {
  const { urls } = context
  const label = RECORD_KIND_LABEL[kind]
  const heading = isDecision(kind) ? `${label}公示` : label
  const { page } = data
  const narrowed = [
    data.agencyName,
    query.year && `${query.year}年`,
    query.category && categoryLabel(kind, query.category),
    query.state && listStateLabel(kind, query.state),
    page.page > 1 && `第 ${page.page} 页`,
  ]
    .filter((part) => typeof part === 'string')
    .join('，')
  const isFiltered = [query.agency, query.year, query.category, query.state].some((it) => it !== undefined)
  return {
    state: 'list',
    status: 200,
    frame: createFrame(context, {
      title: narrowed === '' ? heading : `${heading}（${narrowed}）`,
      path: urls.list(kind, { ...query, page: page.page }),
      section: kind,
      crumbs: [...kindCrumbs(urls, kind).slice(0, -1), { text: COLUMNS[kind].name, href: null }],
      meta: { kind: 'column', column: kind },
      // A list of penalties names the punished, so it stays out of search engines like the penalties themselves.
      isIndexed: KIND_FACTS[kind].isIndexed && page.total > 0,
      feeds: { of: 'kind', kind },
    }),
    heading: narrowed === '' ? heading : `${heading}（${narrowed}）`,
    intro: isFiltered ? '按日期从新到旧排列。' : `${introOf(context.place, kind)}按日期从新到旧排列。`,
    action: urls.list(kind),
    agencies: data.agencies.items.map(({ slug, name }) => choice(slug, name, query.agency)),
    years: choices(
      page.years.map(({ year, count }) => [year, count]),
      (year) => `${year}年`,
      query.year,
    ),
    categories: choices(
      page.categories.map(({ category, count }) => [category, count]),
      (category) => categoryLabel(kind, category),
      query.category,
    ),
    categoryLabel: categoryHeading(kind) ?? '',
    stateLabel: isDecision(kind) ? '公示情况' : '状态',
    isAboutOrgan: isAboutOrgan(kind),
    hasStanding: standingsOf(kind).length > 0,
    dateLabel: isDecision(kind) ? '决定日期' : (fieldLabel(kind, 'decidedOn') ?? '日期'),
    subjectLabel: subjectWord(kind),
    states: choices(
      // Without a clock or standings there is nothing to narrow by.
      (isDecision(kind) || standingsOf(kind).length > 0 ? page.states : []).map(({ state, count }) => [state, count]),
      (state) => listStateLabel(kind, state),
      query.state,
    ),
    clear: isFiltered ? urls.list(kind) : null,
    total: totalWords(page),
    rows: page.items.map((item) => rowView(urls, item)),
    empty: isFiltered ? '没有符合条件的公示信息。' : `目前还没有公示中的${label}信息。`,
    pager: page.pages > 1 ? pagerView(page.page, page.pages, (to) => urls.list(kind, { ...query, page: to })) : null,
  }
}

function totalWords({ total, page, pages }: RecordPage): string {
  const words = `共 ${formatCount(total)} 条`
  return pages > 1 ? `${words}，第 ${page} 页，共 ${pages} 页` : words
}
