import type { WorkItemView, WorkListView } from '#contract/desk-case'
import { CASE_KIND_LABEL } from '#domain/case-labels.zh'
import { CASE_KINDS, type StaffRole } from '#domain/vocabulary'
import { chineseDay } from '../dates.ts'
import { dueWords } from '../receipt-page.ts'
import { type DeskFrame, deskFrame, deskWorker, goTo, leave } from './desk-page.ts'

type Locals = App.Locals

export type WorkRow = WorkItemView & { href: string; submitted: string; dueText: string; about: string }

export type WorkListPage = {
  frame: DeskFrame
  views: { text: string; href: string; count: number | null; isCurrent: boolean }[]
  rows: WorkRow[]
  filters: { kind: string; organ: string; view: string }
  kinds: { value: string; text: string }[]
  agencies: { slug: string; name: string }[]
  older: { text: string; href: string } | null
  /** Where a role without cases begins. */
  canRegister: boolean
}

const VIEWS = {
  waiting: '轮到我们',
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
  const asked = new URL(request.url).searchParams
  const view: View = isView(asked.get('view')) ? (asked.get('view') as View) : 'waiting'
  const [kind, organ] = [asked.get('kind') ?? '', asked.get('organ') ?? '']
  const query = new URLSearchParams({ view, kind, organ, after: asked.get('after') ?? '' })
  const reply = await locals.desk.get<WorkListView>(`/cases?${query}`)
  if (reply.state === 'refused') return leave(locals, reply.problem, request)
  const { items, counts, next } = reply.value
  const addressOf = (of: View, after?: string) =>
    `${urls.desk()}?${new URLSearchParams({ view: of, ...(kind && { kind }), ...(organ && { organ }), ...(after && { after }) })}`
  return {
    frame: deskFrame(locals, '工作台', me, ''),
    views: Object.entries(VIEWS).map(([key, text]) => ({
      ...{ text, href: addressOf(key as View), isCurrent: key === view },
      count: key === 'closed' ? null : counts[key as Exclude<View, 'closed'>],
    })),
    rows: items.map((item) => ({
      ...item,
      href: urls.desk(`cases/${item.receipt}/`),
      submitted: chineseDay(item.submittedOn),
      dueText: item.due === null ? '没有确定的期限' : dueText(item.due),
      about: item.agency ?? item.handler ?? '',
    })),
    filters: { kind, organ, view },
    kinds: CASE_KINDS.map((value) => ({ value, text: CASE_KIND_LABEL[value] })),
    agencies: locals.intake.agencies,
    older: next === null ? null : { text: view === 'closed' ? '更早办结的' : '下一页', href: addressOf(view, next) },
    canRegister: me.role === 'clerk',
  }
}

/** Safe after the look: one of the keys above. */
function isView(text: string | null): text is View {
  return text !== null && Object.hasOwn(VIEWS, text)
}

function dueText(due: NonNullable<WorkItemView['due']>): string {
  if (!due.isRunning) return '等待提交人补充，不计时'
  return due.isOverdue ? `逾期：${chineseDay(due.on)}` : dueWords(due)
}
