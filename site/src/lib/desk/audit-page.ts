import type { AuditItemView, AuditLink, AuditStaffView, AuditView } from '#contract/desk'
import { AUDIT_GROUPS } from '#domain/audit-labels.zh'
import { chineseInstant } from '../dates.ts'
import { type DeskFrame, type DeskTrouble, deskFrame, deskWorker, leave, troubleIn } from './desk-page.ts'

type Locals = App.Locals

const FILTERS = ['group', 'staff', 'from', 'until', 'number'] as const

type Linked = { text: string; href: string | null }

export type AuditPageView = {
  frame: DeskFrame
  rows: {
    id: number
    at: string
    who: string
    post: string | null
    verb: string
    target: Linked
    detail: (Linked & { label: string })[]
  }[]
  filters: Record<(typeof FILTERS)[number], string>
  isFiltered: boolean
  groups: { value: string; text: string }[]
  staff: { value: string; text: string }[]
  older: string | null
  trouble: DeskTrouble | null
  status: number
}

/** Who did what, narrowed by the address: it works without script, and a page of it can be kept as a link. */
export async function serveAudit(locals: Locals, request: Request): Promise<AuditPageView | Response> {
  const me = await deskWorker(locals, request)
  if (me instanceof Response) return me
  const asked = new URL(request.url).searchParams
  const filters = {
    ...{ group: asked.get('group') ?? '', staff: asked.get('staff') ?? '' },
    ...{ from: asked.get('from') ?? '', until: asked.get('until') ?? '', number: asked.get('number') ?? '' },
  }
  const kept = FILTERS.flatMap((name) => (filters[name] === '' ? [] : [[name, filters[name]]]))
  const query = new URLSearchParams([...kept, ['before', asked.get('before') ?? '']])
  const list = await locals.desk.get<AuditView>(`/audit?${query}`)
  if (list.state === 'refused' && list.problem.status !== 422) return leave(locals, list.problem, request)
  const { items, next }: AuditView = list.state === 'done' ? list.value : { items: [], next: null }
  const known = await locals.desk.get<AuditStaffView>('/audit/staff')
  const hrefOf = hrefsFor(locals, me.role === 'auditor')
  return {
    frame: deskFrame(locals, '审计', me, 'audit/'),
    rows: items.map((item) => rowOf(item, hrefOf)),
    ...{ filters, isFiltered: kept.length > 0 },
    groups: Object.entries(AUDIT_GROUPS).map(([value, { label }]) => ({ value, text: label })),
    staff: (known.state === 'done' ? known.value.items : []).map(({ id, name, account, roleLabel, isClosed }) => ({
      value: id,
      text: `${name}（${account}，${roleLabel}${isClosed ? '，已停用' : ''}）`,
    })),
    older: next === null ? null : `${locals.urls.desk('audit/')}?${new URLSearchParams([...kept, ['before', next]])}`,
    trouble: troubleIn(list),
    status: list.state === 'done' ? 200 : 422,
  }
}

function rowOf(
  { id, at, who, account, roleLabel, verbLabel, target, detail }: AuditItemView,
  hrefOf: (link: AuditLink | null) => string | null,
): AuditPageView['rows'][number] {
  return {
    ...{ id, at: chineseInstant(at), who, verb: verbLabel },
    post: account === null ? null : `${account}，${roleLabel}`,
    target: { text: target.text, href: hrefOf(target.link) },
    detail: detail.map(({ label, text, link }) => ({ label, text, href: hrefOf(link) })),
  }
}

/** Administrators read the audit, and none of what it is about. */
function hrefsFor({ urls }: Locals, mayOpen: boolean): (link: AuditLink | null) => string | null {
  const folder = { case: 'cases', record: 'records', change: 'changes' } as const
  return (link) => (link === null || !mayOpen ? null : urls.desk(`${folder[link.of]}/${link.id}/`))
}
