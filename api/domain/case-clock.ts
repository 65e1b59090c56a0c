import { addWorkdays, type Calendar, type WorkdayCount, workdaysBetween } from './calendar.ts'
import { isSuspended } from './case-life.ts'
import type { Day } from './day.ts'
import { inForce, isReliable, type Rules } from './rules.ts'
import type { CaseKind, CaseState, DueKind } from './vocabulary.ts'

/** The rules that cases go by. */
export type CaseRules = Pick<Rules, 'objections' | 'promises' | 'confirmed'>

/** Working days from the day after receipt: `own` where the site can settle it, `total` once an organ is asked. */
export type CaseClock = {
  own: number
  total: number
  due: DueKind
  rule: string
  basis: string
  marksOnReceipt: boolean
}

/**
 * The clock of a kind of case where the place lies: the regulation nearest to it, else what the site promises. Null where
 * neither is sure enough to be told to anybody.
 */
export function caseClock(kind: CaseKind, areaCode: string | null, on: Day, rules: CaseRules): CaseClock | null {
  if (kind === 'objection') {
    const near = inForce(rules.objections, on)
      .filter((row) => areaCode?.startsWith(row.area) && isReliable(row, rules))
      .sort((a, b) => b.area.length - a.area.length)[0]
    if (near) {
      const { ownDays: own, totalDays: total, id: rule, basis } = near
      return { own, total, due: 'statutory', rule, basis, marksOnReceipt: near.markOn === 'receipt' }
    }
  }
  const promise = inForce(rules.promises, on).find((row) => row.kind === kind && isReliable(row, rules))
  if (!promise) return null
  const { workdays, id: rule, basis } = promise
  return { own: workdays, total: workdays, due: 'promise', rule, basis, marksOnReceipt: promise.markOn === 'receipt' }
}

/** A step as the clock sees it, oldest first. */
export type ClockStep = { command: string; to: CaseState; on: Day }

/** `isRunning` is false while the filer is asked for papers: then the day moves on with every working day. */
export type CaseDue = { on: Day; kind: DueKind; provisional: boolean; isRunning: boolean; basis: string }

/**
 * The last day of the clock. Working days on which the filer is waited for do not count; a referral has the longer clock.
 * It never comes earlier by a step or a day that passes.
 */
export function caseDue(
  steps: readonly ClockStep[],
  clock: CaseClock,
  today: Day,
  calendar: Calendar,
): CaseDue | undefined {
  const [first] = steps
  if (first === undefined) return undefined
  const waited = waitedFor(steps, today, calendar)
  const isReferred = steps.some(({ command }) => command === 'refer')
  const due = addWorkdays(first.on, (isReferred ? clock.total : clock.own) + waited.days, calendar)
  const last = steps.at(-1)
  return {
    on: due.day,
    kind: clock.due,
    provisional: waited.provisional || due.provisional,
    isRunning: last !== undefined && !isSuspended(last.to),
    basis: clock.basis,
  }
}

/** Working days on which the filer was waited for. */
export function waitedFor(steps: readonly ClockStep[], today: Day, calendar: Calendar): WorkdayCount {
  const pauses = steps.flatMap((step, at) =>
    isSuspended(step.to) ? [workdaysBetween(step.on, steps[at + 1]?.on ?? today, calendar)] : [],
  )
  return {
    days: pauses.reduce((sum, { days }) => sum + days, 0),
    provisional: pauses.some(({ provisional }) => provisional),
  }
}
