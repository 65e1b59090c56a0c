import type { ChangeFailure } from '#domain/failure'
import { scanPersonalData } from '#domain/masking'
import { askChange, checkReason, checkSecondPerson } from '#domain/record-life'
import { fail, ok, type Result } from '#domain/result'
import type { CaseStepWrite } from './case-ports.ts'
import { type ChangeDeps, outcomeOf } from './change-outcome.ts'
import type { ChangeFound } from './change-ports.ts'
import { writeOf } from './change-write.ts'
import { askedAgain, type ChangePreview, isStale, previewOf } from './propose-change.ts'

export type DecideInput = {
  change: string
  verdict: 'approve' | 'reject'
  /** Needed to reject; a word for the one who asked. */
  note: string | null
  by: string
  /** A step of the case that the change follows from, written together with it or not at all. */
  caseStep?: CaseStepWrite
}

export type Decided = { recordId: string; verdict: 'approve' | 'reject'; preview: ChangePreview | null }

/**
 * Another person decides what was proposed. Agreed to, it is decided anew on today's record and today's rules, and
 * written in one batch; a record that changed meanwhile is left as it is, and the proposal closed.
 */
export async function decideChange(deps: ChangeDeps, input: DecideInput): Promise<Result<Decided, ChangeFailure>> {
  const found = await openChange(deps, input.change)
  if (!found.ok) return found
  const change = found.value
  const { id, recordId } = change
  if (change.change === 'hide') return fail({ code: 'hiding-needs-review', change: id })
  const note = checkedNote(input)
  if (!note.ok) return note
  return input.verdict === 'reject'
    ? reject(deps, change, input.by, note.value)
    : approve(deps, change, input, recordId)
}

/** Whoever asked takes it back before it is decided. What is hidden already comes back by a review alone. */
export async function retractChange(
  deps: ChangeDeps,
  { change: id, by }: { change: string; by: string },
): Promise<Result<Decided, ChangeFailure>> {
  const found = await openChange(deps, id)
  if (!found.ok) return found
  if (found.value.proposedBy !== by) return fail({ code: 'change-of-other', change: id })
  if (found.value.change === 'hide') return fail({ code: 'hiding-needs-review', change: id })
  return reject(deps, found.value, by, null, 'change-retract')
}

/** Nobody needs a second person to change nothing. */
async function reject(
  deps: ChangeDeps,
  { id, recordId, change }: ChangeFound,
  by: string,
  note: string | null,
  verb: 'change-reject' | 'change-retract' = 'change-reject',
): Promise<Result<Decided, ChangeFailure>> {
  const audit = { verb, target: recordId, detail: { staff: by, change: id, kind: change } }
  const isClosed = await deps.changes.close({ id, state: 'rejected', outcome: null, by, note }, audit, deps.clock())
  if (!isClosed) return closedMeanwhile(deps, id)
  return ok({ recordId, verdict: 'reject', preview: null })
}

async function approve(
  deps: ChangeDeps,
  change: ChangeFound,
  { by, note, caseStep }: DecideInput,
  recordId: string,
): Promise<Result<Decided, ChangeFailure>> {
  const { id } = change
  const second = checkSecondPerson(id, change.proposedBy, by)
  if (!second.ok) return second
  if (caseStep !== undefined && caseStep.receipt !== change.caseReceipt) {
    return fail({ code: 'case-other', receipt: caseStep.receipt, expected: change.caseReceipt })
  }
  const now = await deps.changes.record(recordId)
  if (!now) return fail({ code: 'record-not-found', id: recordId })
  if (isStale(change, now)) return closeStale(deps, change, by)
  const allowed = askChange(recordId, now.state, change.change)
  if (!allowed.ok) return allowed
  const outcome = await outcomeOf(deps, now, askedAgain(change))
  if (!outcome.ok) return outcome
  const step = writeOf(deps, now, outcome.value, {
    ...{ verb: `record-${change.change}`, by, at: deps.clock() },
    detail: { change: id, proposedBy: change.proposedBy },
    closing: { id, state: 'approved', outcome: null, by, note: note === null ? null : note.trim() },
  })
  switch (await deps.changes.applyChange(step, caseStep)) {
    case 'written':
      return ok({ recordId, verdict: 'approve', preview: previewOf(outcome.value) })
    case 'case-stale':
      return fail({ code: 'case-changed-meanwhile', receipt: caseStep?.receipt ?? '' })
    case 'closed':
      return closedMeanwhile(deps, id)
    default:
      return closeStale(deps, change, by)
  }
}

export async function openChange(deps: ChangeDeps, id: string): Promise<Result<ChangeFound, ChangeFailure>> {
  const found = await deps.changes.change(id)
  if (!found) return fail({ code: 'change-not-found', change: id })
  return found.state === 'open' ? ok(found) : fail({ code: 'change-closed', change: id, state: found.state })
}

/** The record is no longer what the proposal was made on; whoever still wants it looks and asks again. */
export async function closeStale(
  deps: ChangeDeps,
  { id, recordId, change }: ChangeFound,
  by: string,
): Promise<Result<never, ChangeFailure>> {
  const audit = { verb: 'change-stale', target: recordId, detail: { staff: by, change: id, kind: change } }
  await deps.changes.close({ id, state: 'stale', outcome: null, by: null, note: null }, audit, deps.clock())
  return fail({ code: 'changed-meanwhile', id: recordId })
}

export async function closedMeanwhile(deps: ChangeDeps, id: string): Promise<Result<never, ChangeFailure>> {
  const found = await openChange(deps, id)
  return found.ok ? fail({ code: 'changed-meanwhile', id: found.value.recordId }) : found
}

function checkedNote({ verdict, note }: DecideInput): Result<string | null, ChangeFailure> {
  if (verdict === 'approve' && (note === null || note.trim() === '')) return ok(null)
  const text = note ?? ''
  const hasPersonalData = scanPersonalData(text).length > 0
  return checkReason(text, { subjectName: '', subjectCode: '', hasPersonalData })
}
