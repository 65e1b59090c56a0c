import type { OfficialLinks } from '#content/schema/official-link'
import type { OutsideChannels } from '#content/schema/outside-channel'
import type { LawChange, Mechanisms, Policy } from '#content/schema/policy'
import type { ReportDutyRow } from '#content/schema/report-duty'
import type { TaskProgress } from '#content/schema/task'
import type { EvaluationScheme } from '#domain/evaluation'
import type { ReportDuty } from '#domain/report-calendar'
import type { ClockRule, NoticeRule, ObjectionRule, PeriodRule } from '#domain/rules'
import type { Task } from '#domain/task'

/** What pages without records are made of; fixed at build, since it lies in `content/`. */
export type Reading = {
  policies: Policy[]
  mechanisms: Mechanisms
  lawChanges: LawChange[]
  /** By slug of the document. */
  tasks: Record<string, Task[]>
  /** What this place's units have reported. */
  progress: TaskProgress[]
  objections: ObjectionRule[]
  clocks: ClockRule[]
  periods: PeriodRule[]
  notices: NoticeRule[]
  outside: OutsideChannels
  officialLinks: OfficialLinks
  /** Ids of doubtful rules that this place has confirmed. */
  confirmed: string[]
  /** By slug of an organ: what the place's documents call it. */
  unitNames: Record<string, string[]>
  /** Open schemes of evaluation, oldest first. */
  evaluations: EvaluationScheme[]
  /** What the place's documents have organs report, and who of them does so here. */
  duties: (ReportDutyRow & ReportDuty)[]
}
