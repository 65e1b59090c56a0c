import { caseClock } from '#domain/case-clock'
import type { Day } from '#domain/day'
import type { CaseKind } from '#domain/vocabulary'
import type { IntakeFacts } from '../intake-facts.ts'

type Facts = { intake: IntakeFacts; place: { areaCode: string | null }; today: Day }

/** Whether an objection is shown on its record as soon as it is there. */
export function marksObjections(facts: Facts): boolean {
  return clockOf(facts, 'objection')?.marksOnReceipt ?? false
}

function clockOf({ intake, place, today }: Facts, kind: CaseKind) {
  const { objections, promises, confirmed } = intake
  return caseClock(kind, place.areaCode, today, { objections, promises, confirmed: new Set(confirmed) })
}

/** How long a kind of case takes here, in a sentence; empty where nobody has said it. */
export function clockWords(facts: Facts, kind: CaseKind): string {
  const clock = clockOf(facts, kind)
  if (clock === null) return ''
  if (clock.due === 'statutory') return `依照${clock.basis}，${clock.own} 个工作日内答复。`
  return `本站承诺：收到后 ${clock.own} 个工作日内答复。`
}
