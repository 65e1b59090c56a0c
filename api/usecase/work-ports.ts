import type { Day } from '#domain/day'
import type { CaseKind, CaseState } from '#domain/vocabulary'
import type { CaseWork } from './case-ports.ts'

/** How far a list of cases was read: open ones by due day, closed ones by when they were closed. */
export type WorkCursor = { due: string; at: number; receipt: string }

/** One page of the work list. `organ` sees only what it was asked about. */
export type WorkAsked = {
  sight: { organ: string | null }
  isClosed: boolean
  assignee: string | null
  states: readonly CaseState[] | null
  kind: CaseKind | null
  /** The organ that it is about or that looks into it. */
  about: string | null
  /** Only those that were due before. */
  dueBefore: Day | null
  after: WorkCursor | null
  limit: number
}

/** When an open case is due; `NO_DUE` where no clock runs. */
export type WorkDue = Day | typeof NO_DUE
export const NO_DUE = '9999-12-31'

/** The work list as verbs see it, and the due days that order it. */
export type WorkListStore = {
  /** Open cases by due day, closed ones from the last one back. */
  workPage(asked: WorkAsked): Promise<{ items: CaseWork[]; next: WorkCursor | null }>
  workCounts(asked: {
    sight: WorkAsked['sight']
    assignee: string
    waiting: readonly CaseState[]
    today: Day
  }): Promise<{ open: number; mine: number; overdue: number; waiting: number }>
  /** By which rules, and on which day, due days were last written. */
  dueBasis(): Promise<string | null>
  saveDueBasis(basis: string): Promise<void>
  /** Open cases by receipt, those after this one. */
  openAfter(receipt: string, limit: number): Promise<CaseWork[]>
  /** Writes due days of cases that no step has changed since. */
  saveDues(dues: readonly { receipt: string; seq: number; workDue: WorkDue }[]): Promise<void>
}
