import { z } from '@hono/zod-openapi'
import type { AlarmTarget } from '#domain/alarm'
import type { AlarmKind } from '#domain/vocabulary'

export const CloseAlarmBody = z.strictObject({
  reason: z.string().trim().min(4, '至少写 4 个字：为什么不用再办').max(500, '最多 500 个字'),
})

/** `text`: what is the matter. `basis`: the rule it comes from. `mayDraft`: a 政务失信 can be begun from it. */
export type AlarmView = {
  n: number
  alarm: AlarmKind
  label: string
  text: string
  basis: string
  agency: string | null
  about: AlarmTarget['about']
  target: string
  on: string
  raisedAt: number
  closed: { at: number; by: string | null; reason: string | null } | null
  mayDraft: boolean
  /** The import that was begun from it; pressing again leads there while it waits or is done. */
  draft: string | null
}
/** `counts`: of the state, whatever kind was asked for. */
export type AlarmsView = {
  items: AlarmView[]
  counts: { alarm: AlarmKind; label: string; count: number }[]
  next: number | null
}
