import type { ChangeFailure } from '#domain/failure'
import { askChange, checkSecondPerson } from '#domain/record-life'
import { fail, ok, type Result } from '#domain/result'
import type { HidingOutcome } from '#domain/vocabulary'
import { type Asked, type ChangeDeps, outcomeOf } from './change-outcome.ts'
import { writeOf } from './change-write.ts'
import { closedMeanwhile, closeStale, openChange } from './decide-change.ts'
import { type ChangePreview, isStale, previewOf } from './propose-change.ts'

/** 紧急停止公示: one person takes a record out of every output at once. What is open about it from then on is its review. */
export async function hideRecord(
  deps: ChangeDeps,
  input: { id: string; reason: string; caseReceipt: string | null; by: string },
): Promise<Result<{ change: string }, ChangeFailure>> {
  const { id, reason, caseReceipt, by } = input
  const now = await deps.changes.record(id)
  if (!now) return fail({ code: 'record-not-found', id })
  const allowed = askChange(id, now.state, 'hide')
  if (!allowed.ok) return allowed
  const outcome = await outcomeOf(deps, now, { change: 'hide', reason })
  if (!outcome.ok) return outcome
  const change = `c-${deps.secrets.random(8)}`
  const at = deps.clock()
  const audit = { verb: 'record-hide', target: id, detail: {} }
  const step = writeOf(deps, now, outcome.value, {
    ...{ verb: audit.verb, by, at, detail: { change } },
    opening: {
      ...{ id: change, recordId: id, change: 'hide', reason: reason.trim(), caseReceipt, proposedBy: by, at, audit },
      ...{ payload: { fields: [], until: null }, ground: null, basis: null, seq: now.seq + 1, fields: {} },
    },
  })
  const written = await deps.changes.applyChange(step)
  return written === 'written' ? ok({ change }) : fail({ code: 'changed-meanwhile', id })
}

export type HidingReview = {
  /** The hiding, as the list of open changes has it. */
  change: string
  outcome: { to: 'withdraw' | 'end'; ground: string } | { to: 'withhold' | 'restore' }
  reason: string
  /** Step of the record as the reviewer saw it; null takes it as it is now. */
  seq: number | null
  by: string
}

/** Another person says what a hidden record becomes. Restored, it is public again only if the rules still let it. */
export async function reviewHidden(
  deps: ChangeDeps,
  { change: id, outcome: wanted, reason, seq, by }: HidingReview,
): Promise<Result<{ recordId: string; preview: ChangePreview }, ChangeFailure>> {
  const found = await openChange(deps, id)
  if (!found.ok) return found
  const { recordId, proposedBy, change } = found.value
  if (change !== 'hide') return fail({ code: 'change-not-found', change: id })
  const second = checkSecondPerson(id, proposedBy, by)
  if (!second.ok) return second
  const now = await deps.changes.record(recordId)
  if (!now) return fail({ code: 'record-not-found', id: recordId })
  if (isStale(found.value, now)) return closeStale(deps, found.value, by)
  if (seq !== null && seq !== now.seq) return fail({ code: 'changed-meanwhile', id: recordId })
  const made = await outcomeOf(deps, now, askedOf(wanted, reason))
  if (!made.ok) return made
  const outcome: HidingOutcome = wanted.to
  const step = writeOf(deps, now, made.value, {
    ...{ verb: outcome === 'restore' ? 'record-restore' : `record-${outcome}`, by, at: deps.clock() },
    detail: { change: id, proposedBy },
    closing: { id, state: 'approved', outcome, by, note: reason.trim() },
  })
  const written = await deps.changes.applyChange(step)
  if (written === 'written') return ok({ recordId, preview: previewOf(made.value) })
  return written === 'closed' ? closedMeanwhile(deps, id) : fail({ code: 'changed-meanwhile', id: recordId })
}

function askedOf(wanted: HidingReview['outcome'], reason: string): Asked {
  return wanted.to === 'withdraw' || wanted.to === 'end'
    ? { change: wanted.to, ground: wanted.ground, reason }
    : { change: wanted.to, reason }
}
