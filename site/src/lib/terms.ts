import { caseClock } from '#domain/case-clock'
import type { Day } from '#domain/day'
import type { CaseKind } from '#domain/vocabulary'
import type { IntakeFacts } from '../intake-facts.ts'

/** How long a kind of case takes here, in a sentence; empty where nobody has said it. */
export function clockWords(
  { intake, place, today }: { intake: IntakeFacts; place: { areaCode: string | null }; today: Day },
  kind: CaseKind,
): string {
  const { objections, promises, confirmed } = intake
  const clock = caseClock(kind, place.areaCode, today, { objections, promises, confirmed: new Set(confirmed) })
  if (clock === null) return ''
  if (clock.due === 'statutory') return `依照${clock.basis}，${clock.own} 个工作日内答复。`
  return `本站承诺：收到后 ${clock.own} 个工作日内答复。`
}
