import { compareDays, type Day } from '#domain/day'
import type { Staff } from '#domain/staff'
import type { CaseKind, CaseState } from '#domain/vocabulary'
import type { CaseWork, ClosedCursor } from './case-ports.ts'
import type { DeskCaseDeps } from './desk-cases.ts'
import { type CaseStanding, standingOf } from './look-up-case.ts'

export const WORK_VIEWS = ['open', 'mine', 'overdue', 'waiting', 'closed'] as const
export type WorkView = (typeof WORK_VIEWS)[number]

export type WorkAsk = {
  view: WorkView
  kind: CaseKind | null
  state: CaseState | null
  /** The organ that it is about or that looks into it. */
  organ: string | null
  after: ClosedCursor | null
}

export type WorkItem = CaseStanding & { dueOn: Day | null }

export type WorkList = {
  items: WorkItem[]
  /** By view, whatever the filters: what a clerk has before them. */
  counts: Record<Exclude<WorkView, 'closed'>, number>
  next: ClosedCursor | null
}

const CLOSED_PAGE = 50

/** The desk's work: overdue first, then by due day, then as it came in. Closed cases are listed from the last one back. */
export async function listWork(deps: DeskCaseDeps, staff: Staff, ask: WorkAsk): Promise<WorkList> {
  const cases = await deps.cases()
  const organ = staff.role === 'organ' ? staff.organSlug : null
  const itemOf = (it: CaseWork): WorkItem => {
    const standing = standingOf(deps, { ...it, uploads: 0 })
    return { ...standing, dueOn: standing.due?.on ?? null }
  }
  const open = (await cases.openCases(organ)).map(itemOf)
  const isIn: Record<Exclude<WorkView, 'closed'>, (it: WorkItem) => boolean> = {
    open: () => true,
    mine: ({ found }) => found.assignee === staff.id,
    overdue: ({ isOverdue }) => isOverdue,
    waiting: ({ found }) => isForRole(staff, found),
  }
  const counts = {
    open: open.length,
    mine: open.filter(isIn.mine).length,
    overdue: open.filter(isIn.overdue).length,
    waiting: open.filter(isIn.waiting).length,
  }
  if (ask.view === 'closed') {
    const closed = await cases.closedCases(organ, ask.after, CLOSED_PAGE)
    const last = closed.at(-1)
    const next = closed.length === CLOSED_PAGE && last ? { at: last.updatedAt, receipt: last.receipt } : null
    return { items: closed.map(itemOf).filter((it) => matches(it, ask)), counts, next }
  }
  const items = open.filter((it) => isIn[ask.view === 'closed' ? 'open' : ask.view](it) && matches(it, ask))
  return { items: items.sort(byDue), counts, next: null }
}

function matches({ found }: WorkItem, { kind, state, organ }: WorkAsk): boolean {
  const isAbout = organ === null || found.organSlug === organ || found.handlerSlug === organ
  return isAbout && (kind === null || found.kind === kind) && (state === null || found.state === state)
}

/** Whose turn it is: an organ's where it was asked, the desk's everywhere else but where the filer is waited for. */
function isForRole({ role }: Staff, { state }: { state: CaseState }): boolean {
  if (role === 'organ') return state === 'referred'
  return state === 'submitted' || state === 'accepted' || state === 'answered'
}

/** No due day comes last; equal days go by when the case came in. */
function byDue(a: WorkItem, b: WorkItem): number {
  if (a.isOverdue !== b.isOverdue) return a.isOverdue ? -1 : 1
  if (a.dueOn !== null && b.dueOn !== null) {
    const order = compareDays(a.dueOn, b.dueOn)
    if (order !== 0) return order
  } else if (a.dueOn !== b.dueOn) return a.dueOn === null ? 1 : -1
  return a.found.submittedAt - b.found.submittedAt || (a.found.receipt < b.found.receipt ? -1 : 1)
}
