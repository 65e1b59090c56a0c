import type { Alarm } from '#domain/alarm'
import type { Day } from '#domain/day'
import type { AlarmKind } from '#domain/vocabulary'

/** An alarm as it is kept. `closedBy` null in a closed one: it holds no longer. */
export type KeptAlarm = Alarm & {
  n: number
  raisedAt: number
  closedAt: number | null
  closedBy: string | null
  reason: string | null
  /** The import that was begun from it. */
  draft: string | null
}

/** `organ`: only its own; null: all. `after`: of the last one seen. */
export type AlarmQuery = {
  state: 'open' | 'closed'
  organ: string | null
  alarm: AlarmKind | null
  after: number | null
  limit: number
}

export type AlarmStore = {
  /** How many are new, hold again or say something else; what somebody closed is left as it is. */
  raise(alarms: readonly Alarm[], at: number): Promise<number>
  openKeys(): Promise<string[]>
  /** Closes what holds no longer. */
  settle(keys: readonly string[], at: number): Promise<void>
  /** The newest first, and how many there are of each kind in that state. */
  list(query: AlarmQuery): Promise<{ items: KeptAlarm[]; counts: { alarm: AlarmKind; count: number }[] }>
  find(n: number): Promise<KeptAlarm | undefined>
  /** False: somebody closed it meanwhile. */
  close(closing: { n: number; by: string; reason: string; at: number }): Promise<boolean>
  noteDraft(n: number, draft: string): Promise<void>
  /** Cases that wait for an organ, with the day they were handed over. */
  referrals(): Promise<{ receipt: string; organ: string | null; on: Day }[]>
}
