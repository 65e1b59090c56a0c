import { type Calendar, workdaysBetween } from './calendar.ts'
import { type CaseClock, type ClockStep, caseDue, waitedFor } from './case-clock.ts'
import { isAnswered } from './case-life.ts'
import { compareDays, type Day } from './day.ts'
import type { CaseKind, CaseState, ComplaintDomain } from './vocabulary.ts'

/** What is timed apart, all from the day of submission: 受理、首次答复、办结. */
export const CASE_TIMES = ['acceptance', 'first-answer', 'final'] as const
export type CaseTime = (typeof CASE_TIMES)[number]

/** A case as the statistics see it: nothing that tells who filed it or what it says. */
export type TimedCase = { kind: CaseKind; steps: readonly ClockStep[]; clock: CaseClock | null }

/** `organ`: slug of the organ that it is about. `domain`: of a complaint. */
export type PlacedCase = TimedCase & { organ: string | null; domain: ComplaintDomain | null }

/** `isLate` null: no deadline was told for it. */
export type TakenTime = { on: Day; days: number; isLate: boolean | null }

/** 办结: the site said what became of it, on the merits or by sending it elsewhere. Who withdraws is not answered. */
export function isFinal(state: CaseState): boolean {
  return isAnswered(state) || state === 'returned' || state === 'redirected'
}

const ENDS: Record<CaseTime, (step: ClockStep) => boolean> = {
  acceptance: ({ command, to }) => command === 'accept' || isFinal(to),
  'first-answer': ({ command, to }) => command === 'answer' || isFinal(to),
  final: ({ to }) => isFinal(to),
}

/**
 * How long it took; null while it lasts. Days on which the filer was waited for do not count. Each is measured against the
 * one deadline that a case has then: the law sets none for accepting.
 */
export function timeTaken({ steps, clock }: TimedCase, time: CaseTime, calendar: Calendar): TakenTime | null {
  const at = steps.findIndex(ENDS[time])
  const [first, last] = [steps[0], steps[at]]
  if (first === undefined || last === undefined) return null
  const until = steps.slice(0, at + 1)
  const passed = workdaysBetween(first.on, last.on, calendar).days - waitedFor(until, last.on, calendar).days
  const due = clock && caseDue(until, clock, last.on, calendar)
  return { on: last.on, days: Math.max(0, passed), isLate: due ? compareDays(last.on, due.on) > 0 : null }
}

/** Not done at the end of that day although the last day had passed by then. */
export function isOverdueAt({ steps, clock }: TimedCase, time: CaseTime, on: Day, calendar: Calendar): boolean {
  const known = steps.filter((step) => compareDays(step.on, on) <= 0)
  const last = known.at(-1)
  if (clock === null || last === undefined || known.some(ENDS[time]) || hasGone(last.to)) return false
  const due = caseDue(known, clock, on, calendar)
  return due !== undefined && compareDays(on, due.on) > 0
}

function hasGone(state: CaseState): boolean {
  return state === 'withdrawn' || state === 'lapsed'
}
