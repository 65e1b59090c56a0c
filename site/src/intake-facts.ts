import { type CalendarFile, toCalendar } from '#content/schema/calendar'
import type { ReportWords } from '#domain/complaint-route'
import type { ObjectionRule, PromiseRule, RetentionRule } from '#domain/rules'
import type { CaseStore, IntakeSecrets, Seal, WorkProofs } from '#usecase/case-ports'
import type { IntakeDeps } from '#usecase/intake'
import type { ReadDeps } from '#usecase/list-rows'
import type { Clock } from '#usecase/ports'

/** What verbs on cases need of a place, as plain data: the build carries it to machines that read no files. */
export type IntakeFacts = {
  operator: string | null
  supervisors: Record<string, string>
  agencies: { slug: string; name: string }[]
  reportWords: ReportWords
  objections: ObjectionRule[]
  promises: PromiseRule[]
  retention: RetentionRule[]
  years: CalendarFile[]
  /** Ids of doubtful rules that this place has confirmed. */
  confirmed: string[]
}

export type IntakeWorld = {
  cases: () => Promise<CaseStore>
  secrets: IntakeSecrets
  seal: Seal
  proofs: WorkProofs
  clock: Clock
}

/** The facts of the place and the machine's parts, as verbs take them. */
export function joinIntake(
  facts: IntakeFacts,
  place: { base: string; areaCode: string | null },
  world: IntakeWorld,
): Omit<IntakeDeps, keyof ReadDeps> {
  const { operator, supervisors, agencies, reportWords, objections, promises, retention, years, confirmed } = facts
  return {
    ...world,
    place,
    desk: { operator, supervisors },
    agencies: new Map(agencies.map(({ slug, name }) => [slug, name])),
    reportWords,
    rules: { objections, promises, retention, confirmed: new Set(confirmed) },
    calendar: toCalendar(years),
  }
}
