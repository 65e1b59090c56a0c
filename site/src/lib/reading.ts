import type { OutsideChannels } from '#content/schema/outside-channel'
import type { LawChange, Mechanisms, Policy } from '#content/schema/policy'
import type { ClockRule, NoticeRule, ObjectionRule, PeriodRule } from '#domain/rules'

/** What pages without records are made of; fixed at build, since it lies in `content/`. */
export type Reading = {
  policies: Policy[]
  mechanisms: Mechanisms
  lawChanges: LawChange[]
  objections: ObjectionRule[]
  clocks: ClockRule[]
  periods: PeriodRule[]
  notices: NoticeRule[]
  outside: OutsideChannels
  /** Ids of doubtful rules that this place has confirmed. */
  confirmed: string[]
}
