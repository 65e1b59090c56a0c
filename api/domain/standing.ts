import type { FieldValues } from './record-content.ts'
import type { FieldId } from './record-fields.ts'
import { KIND_STANDINGS } from './record-kinds.ts'
import type { RecordKind, StandingId } from './vocabulary.ts'

/** What a standing asks of an entry; all of it has to hold. Days are ISO, so text compares as days do. */
export type StandingCondition = {
  set?: FieldId
  past?: FieldId
  later?: readonly [FieldId, FieldId]
  is?: readonly [FieldId, string]
}
export type StandingTone = 'good' | 'plain' | 'bad'

/** Where an entry about an organ stands: kept, late, overdue. Written in `content/kinds`. */
export type StandingRule = { id: StandingId; label: string; tone: StandingTone; when?: StandingCondition }

const RULES: Record<RecordKind, readonly StandingRule[]> = KIND_STANDINGS

/** The standings of a kind, as its pages list them; none for decisions about others. */
export function standingsOf(kind: RecordKind): readonly StandingRule[] {
  return RULES[kind]
}

/** Where an entry stands on `today`: worked out, never stored in a record. Undefined where the kind has no standings. */
export function standingOf(kind: RecordKind, values: FieldValues, today: string): StandingRule | undefined {
  return RULES[kind].find(({ when }) => when === undefined || holds(when, values, today))
}

function holds({ set, past, later, is }: StandingCondition, values: FieldValues, today: string): boolean {
  if (set !== undefined && !values[set]) return false
  if (past !== undefined && !isBefore(values[past], today)) return false
  if (later !== undefined && !isBefore(values[later[1]], values[later[0]])) return false
  return is === undefined || values[is[0]] === is[1]
}

/** Nothing is before or after a day that is not there. */
function isBefore(day: string | undefined, other: string | undefined): boolean {
  return day !== undefined && other !== undefined && day !== '' && day < other
}

/** Whether a kind has standings that come by themselves when a day passes. */
export function turnsByItself(kind: RecordKind): boolean {
  return RULES[kind].some(({ when }) => when?.past !== undefined)
}
