import type { ReportCalendar } from '#contract/report-calendar'
import { REPORT_STATE_LABEL } from '#domain/labels.zh'
import { CONFIRMED_KIND, REPORT_KIND } from '#domain/report-submission'
import { REPORT_STATES } from '#domain/vocabulary'
import { type Choice, choice } from './choices.ts'
import { formatCount } from './counts.ts'
import { createFrame, type Frame, type Link, type PageContext } from './frame.ts'
import { COLUMNS } from './meta.ts'
import { missingNotice, type NoticeView, unavailableNotice } from './notices.ts'
import type { Reading } from './reading.ts'
import type { Answer } from './site-api.ts'
import type { ReportQuery } from './urls.ts'

type Item = ReportCalendar['items'][number]

export type ReportRow = {
  agency: Link
  state: string
  isMarked: boolean
  /** The record in which it was reported. */
  submitted: { day: string; href: string } | null
  said: string
  /** Public 政务失信 that the report does not say. */
  mismatch: { text: string; records: Link[] } | null
  file: string | null
}

export type ReportCalendarView = {
  state: 'report-calendar'
  status: 200
  frame: Frame
  duties: { title: string; to: string; quote: string; document: Link | null; ref: string; nextDue: string | null }[]
  /** Why nothing is said of any organ; null where organs report here. */
  unused: string | null
  action: string
  selects: { name: string; label: string; all: string; choices: Choice[] }[]
  clear: string | null
  total: string
  groups: {
    anchor: string
    heading: string
    title: string
    to: string
    dueOn: string
    rows: ReportRow[]
    waiting: Link[]
  }[]
  list: string
}

const STATE_WORD = { ...REPORT_STATE_LABEL, mismatch: '与公示信息不一致' } as const
type AskedState = keyof typeof STATE_WORD
const ASKED_STATES: readonly AskedState[] = [...REPORT_STATES, 'mismatch']

/** A form sends empty strings for what was left open. Null: the address makes no sense. */
export function readReportQuery(params: URLSearchParams): ReportQuery | null {
  const [agency, year, state] = ['agency', 'year', 'state'].map((name) => params.get(name)?.trim() || undefined)
  const isKnown =
    (year === undefined || /^(19|20)\d{2}$/.test(year)) &&
    (state === undefined || ASKED_STATES.some((it) => it === state)) &&
    (agency === undefined || /^[a-z][a-z0-9-]{0,63}$/.test(agency))
  return isKnown ? { agency, year, state } : null
}

export function reportCalendarPage(
  context: PageContext,
  { policies, unitNames }: Pick<Reading, 'policies' | 'unitNames'>,
  query: ReportQuery,
  answer: Answer<ReportCalendar>,
): ReportCalendarView | NoticeView {
  if (answer.state === 'missing') return missingNotice(context)
  if (answer.state === 'unavailable') return unavailableNotice(context)
  const { urls, contacts } = context
  const { duties, years, states, items } = answer.value
  const isFiltered = Object.values(query).some((it) => it !== undefined)
  const nameOf = (slug: string) => contacts[slug]?.name ?? slug
  return {
    state: 'report-calendar',
    status: 200,
    frame: createFrame(context, {
      title: COLUMNS['report-calendar'].name,
      path: urls.reportCalendar(query),
      section: 'integrity',
      crumbs: [
        { text: COLUMNS.integrity.name, href: urls.hub('integrity') },
        { text: COLUMNS['report-calendar'].name, href: null },
      ],
      meta: { kind: 'column', column: 'report-calendar' },
      isIndexed: !isFiltered,
    }),
    duties: duties.map(({ title, to, quote, policy, ref, nextDue }) => {
      const document = policies.find(({ slug }) => slug === policy)
      return {
        title,
        to,
        quote,
        ref,
        nextDue,
        document: document ? { text: document.title, href: urls.policy(policy) } : null,
      }
    }),
    unused: unusedWords(duties),
    action: urls.reportCalendar(),
    selects: [
      {
        ...{ name: 'agency', label: '机关', all: '全部机关' },
        choices: Object.keys(unitNames).map((slug) => choice(slug, nameOf(slug), query.agency)),
      },
      {
        ...{ name: 'year', label: '到期年份', all: '今年和以后' },
        choices: years.map((year) => choice(String(year), `${year}年`, query.year)),
      },
      {
        ...{ name: 'state', label: '情形', all: '全部' },
        choices: ASKED_STATES.map((state) =>
          choice(state, `${STATE_WORD[state]}（${formatCount(states[state] ?? 0)}）`, query.state),
        ),
      },
    ],
    clear: isFiltered ? urls.reportCalendar() : null,
    total: `${isFiltered ? '符合条件的报送' : '今年和以后的报送'} ${formatCount(items.length)} 项`,
    groups: groupsOf(context, duties, items),
    list: urls.list(REPORT_KIND),
  }
}

function unusedWords(duties: ReportCalendar['duties']): string | null {
  if (duties.length === 0) return '本地区的文件没有写明各机关定期报送的事项。'
  return duties.every(({ organs }) => organs === 0)
    ? '各机关还没有通过本站报送。报了没有，本站不知道，所以只列出文件的要求。'
    : null
}

/** One table for each duty and period, in the order of the answer. */
function groupsOf(
  context: PageContext,
  duties: ReportCalendar['duties'],
  items: readonly Item[],
): ReportCalendarView['groups'] {
  return [...Map.groupBy(items, ({ duty, dueOn }) => `${duty}-${dueOn}`)].flatMap(([anchor, rows]) => {
    const [first] = rows
    const duty = duties.find(({ id }) => id === first?.duty)
    if (first === undefined || duty === undefined) return []
    const { period, dueOn } = first
    const heading = period.includes('年') ? period : duty.title
    // A table of organs of which there is nothing to say yet would hide the ones before it.
    const isWaiting = ({ state }: Item) => state === 'open'
    const shown = rows.filter((row) => !isWaiting(row)).map((row) => rowOf(context, row))
    const waiting = rows.filter(isWaiting).map(({ agency }) => agencyLink(context, agency))
    return [{ anchor, heading, title: duty.title, to: duty.to, dueOn, rows: shown, waiting }]
  })
}

function agencyLink({ urls }: PageContext, { slug, name }: Item['agency']): Link {
  return { text: name, href: urls.agency(slug) }
}

function rowOf(context: PageContext, { agency, state, submission, mismatch }: Item): ReportRow {
  const { urls } = context
  return {
    agency: agencyLink(context, agency),
    state: STATE_WORD[state],
    isMarked: state === 'missing' || state === 'late',
    submitted: submission && { day: submission.on, href: urls.record(REPORT_KIND, submission.id) },
    said: submission === null ? '' : saidWords(submission),
    mismatch: mismatch && {
      text: `本站公示同期认定 ${mismatch.records.length} 条`,
      records: mismatch.records.map(({ id, documentNumber }) => ({
        ...{ text: documentNumber ?? '（没有文号）', href: urls.record(CONFIRMED_KIND, id) },
      })),
    },
    file: submission?.file ?? null,
  }
}

function saidWords({ isZero, count }: NonNullable<Item['submission']>): string {
  if (isZero) return '零报告'
  return count === null ? '没有写条数' : `${formatCount(count)} 条`
}
