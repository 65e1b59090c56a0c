import type { SavedViewsView, WorkItemView, WorkListView } from '#contract/desk-case'
import { CASE_KIND_LABEL, caseStateLabel, stateLabel } from '#domain/case-labels.zh'
import { parseReceipt } from '#domain/receipt'
import { CASE_KINDS, CASE_STATES, type CaseKind, type StaffRole } from '#domain/vocabulary'
import { chineseDay } from '../dates.ts'
import { dueWords } from '../receipt-page.ts'
import {
  type DeskFrame,
  type DeskTrouble,
  deskFrame,
  deskWorker,
  goTo,
  leave,
  postedFields,
  troubleIn,
} from './desk-page.ts'

type Locals = App.Locals

export type WorkRow = WorkItemView & { href: string; submitted: string; dueText: string; about: string }

export type WorkListPage = {
  frame: DeskFrame
  views: { text: string; href: string; count: number | null; isCurrent: boolean }[]
  rows: WorkRow[]
  filters: { kind: string; organ: string; state: string; view: string }
  states: { value: string; text: string }[]
  kinds: { value: string; text: string }[]
  agencies: { slug: string; name: string }[]
  /** Filters under a name of one's own; `saving` is what saving now would keep. */
  saved: { name: string; href: string }[]
  saving: string
  /** What was typed to open a case and is no number of one. */
  receipt: string
  trouble: DeskTrouble | null
  older: { text: string; href: string } | null
  /** Where a role without cases begins. */
  canRegister: boolean
}

const VIEWS = {
  waiting: '待办',
  answered: '待认定',
  mine: '我承办的',
  overdue: '已逾期',
  open: '全部未办结',
  closed: '已办结',
} as const
type View = keyof typeof VIEWS

const WITHOUT_CASES: Readonly<Partial<Record<StaffRole, string>>> = { admin: 'staff/' }

export async function serveWorkList(locals: Locals, request: Request): Promise<WorkListPage | Response> {
  const me = await deskWorker(locals, request)
  if (me instanceof Response) return me
  const { urls } = locals
  const elsewhere = WITHOUT_CASES[me.role]
  if (elsewhere !== undefined) return goTo(urls.desk(elsewhere))
  const wanted = new URL(request.url).searchParams.get('receipt') ?? ''
  const receipt = parseReceipt(wanted)
  if (receipt.ok) return goTo(urls.desk(`cases/${receipt.value}/`))
  const changed = request.method === 'POST' ? await changeViews(locals, request) : mistyped(wanted)
  if (changed instanceof Response) return changed
  const asked = new URL(request.url).searchParams
  const view: View = isView(asked.get('view')) ? (asked.get('view') as View) : 'waiting'
  const [kind, organ, state] = [asked.get('kind') ?? '', asked.get('organ') ?? '', asked.get('state') ?? '']
  const query = new URLSearchParams({ view, kind, organ, state, after: asked.get('after') ?? '' })
  const reply = await locals.desk.get<WorkListView>(`/cases?${query}`)
  if (reply.state === 'refused') return leave(locals, reply.problem, request)
  const { items, counts, next } = reply.value
  const views = await locals.desk.get<SavedViewsView>('/views')
  const filtersNow = { ...(kind && { kind }), ...(organ && { organ }), ...(state && { state }) }
  const addressOf = (of: View, after?: string) =>
    `${urls.desk()}?${new URLSearchParams({ view: of, ...filtersNow, ...(after && { after }) })}`
  return {
    frame: deskFrame(locals, '工作台', me, ''),
    views: Object.entries(VIEWS).map(([key, text]) => ({
      ...{ text, href: addressOf(key as View), isCurrent: key === view },
      count: key === 'closed' || key === 'answered' ? null : counts[key as Exclude<View, 'closed' | 'answered'>],
    })),
    rows: items.map((item) => ({
      ...item,
      href: urls.desk(`cases/${item.receipt}/`),
      submitted: chineseDay(item.submittedOn),
      dueText: item.due === null ? '没有确定的期限' : dueText(item.due),
      about: item.agency ?? item.handler ?? '',
    })),
    filters: { kind, organ, state, view },
    states: CASE_STATES.map((value) => ({
      value,
      text: isKind(kind) ? caseStateLabel(kind, value) : stateLabel(value),
    })),
    saved:
      views.state === 'done'
        ? views.value.items.map(({ name, query: kept }) => ({ name, href: `${urls.desk()}?${kept}` }))
        : [],
    saving: new URLSearchParams({ view, ...filtersNow }).toString(),
    trouble: changed,
    receipt: wanted,
    kinds: CASE_KINDS.map((value) => ({ value, text: CASE_KIND_LABEL[value] })),
    agencies: locals.intake.agencies,
    older: next === null ? null : { text: view === 'closed' ? '更早办结的' : '下一页', href: addressOf(view, next) },
    canRegister: me.role === 'clerk',
  }
}

/** The last letter of a number checks the others, so a slip is known without a look at the cases. */
function mistyped(receipt: string): DeskTrouble | null {
  if (receipt.trim() === '') return null
  const text = '请对照回执再输一遍：两个字母、十个字母或者数字、最后一位校验码。'
  return {
    heading: '受理编号不对',
    text,
    errors: [{ field: 'receipt', message: `没有 ${receipt.trim().slice(0, 30)} 这样的编号` }],
  }
}

/** Keeps the filters that the form came from, or lets a kept one go; back to the list either way. */
async function changeViews(locals: Locals, request: Request): Promise<DeskTrouble | Response | null> {
  const field = await postedFields(request)
  const reply =
    field('go') === 'remove'
      ? await locals.desk.post('/views/remove', { name: field('name') })
      : await locals.desk.post('/views', { name: field('name'), query: field('query') })
  if (reply.state === 'refused') return troubleIn(reply)
  return goTo(`${locals.urls.desk()}?${new URLSearchParams(field('query'))}`)
}

function isKind(text: string): text is CaseKind {
  return CASE_KINDS.some((kind) => kind === text)
}

/** Safe after the look: one of the keys above. */
function isView(text: string | null): text is View {
  return text !== null && Object.hasOwn(VIEWS, text)
}

function dueText(due: NonNullable<WorkItemView['due']>): string {
  if (!due.isRunning) return '等待提交人补充，不计时'
  return due.isOverdue ? `逾期：${chineseDay(due.on)}` : dueWords(due)
}
