import { dayOfInstant } from '#domain/day'
import { statesInTurn } from '#domain/desk-case'
import type { Staff } from '#domain/staff'
import type { CaseKind, CaseState } from '#domain/vocabulary'
import type { DeskCaseDeps } from './desk-cases.ts'
import { type CaseStanding, standingOf } from './look-up-case.ts'
import type { WorkAsked, WorkCursor } from './work-ports.ts'

export const WORK_VIEWS = ['open', 'mine', 'overdue', 'waiting', 'answered', 'closed'] as const
export type WorkView = (typeof WORK_VIEWS)[number]

export type WorkAsk = {
  view: WorkView
  kind: CaseKind | null
  state: CaseState | null
  /** The organ that it is about or that looks into it. */
  organ: string | null
  after: WorkCursor | null
}

export type WorkList = {
  items: CaseStanding[]
  /** By view, whatever the filters: what a clerk has before them. */
  counts: Record<Exclude<WorkView, 'answered' | 'closed'>, number>
  next: WorkCursor | null
}

const PAGE = 50
/** 待认定: what an organ found is there, and somebody has to say what follows. */
const TO_UPHOLD = ['answered'] as const

/** The desk's work: overdue first, then by due day, then as it came in. Closed cases are listed from the last one back. */
export async function listWork(deps: DeskCaseDeps, staff: Staff, ask: WorkAsk): Promise<WorkList> {
  const cases = await deps.cases()
  const sight = { organ: staff.role === 'organ' ? (staff.organSlug ?? '') : null }
  const today = dayOfInstant(deps.clock())
  const waiting = statesInTurn(staff.role)
  const { view, kind, state, organ: about, after } = ask
  const asked: WorkAsked = {
    ...{ sight, kind, about, after, limit: PAGE },
    isClosed: view === 'closed',
    assignee: view === 'mine' ? staff.id : null,
    dueBefore: view === 'overdue' ? today : null,
    states: statesOf(state, view === 'waiting' ? waiting : view === 'answered' ? TO_UPHOLD : null),
  }
  const [page, counts] = await Promise.all([
    cases.workPage(asked),
    cases.workCounts({ sight, assignee: staff.id, waiting, today }),
  ])
  return { items: page.items.map((it) => standingOf(deps, { ...it, uploads: 0 })), counts, next: page.next }
}

function statesOf(asked: CaseState | null, view: readonly CaseState[] | null): readonly CaseState[] | null {
  if (asked === null) return view
  return view === null || view.includes(asked) ? [asked] : []
}
