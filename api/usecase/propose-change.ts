import type { Day } from '#domain/day'
import { parseDay } from '#domain/day'
import type { ChangeFailure } from '#domain/failure'
import { scanPersonalData } from '#domain/masking'
import { askChange, checkReason } from '#domain/record-life'
import { fail, ok, type Result } from '#domain/result'
import type { Settling } from '#domain/reviewed-publication'
import type { RecordState } from '#domain/vocabulary'
import { type Asked, type ChangeDeps, type Outcome, outcomeOf } from './change-outcome.ts'
import type { ChangeFound, RecordNow } from './change-ports.ts'

/** What a person asks for. `basis` and `until` are for the public, where people let out what the rules leave open. */
export type ChangeRequest =
  | { change: 'correct'; fields: Readonly<Record<string, string>> }
  | { change: 'publish'; basis: string | null; until: string | null }
  | { change: 'mask'; fields: readonly string[]; basis: string | null; until: string | null }
  | { change: 'withhold' }
  | { change: 'withdraw' | 'end'; ground: string }

export type ProposeInput = {
  /** The record. */
  id: string
  /** Step of the record as the person saw it; null takes it as it is now. */
  seq: number | null
  request: ChangeRequest
  reason: string
  /** The case that this follows from. */
  caseReceipt: string | null
  /** Whoever is signed in. */
  by: string
}

/** What would become of the record, for the one who asks and the one who decides. */
export type ChangePreview = {
  toState: RecordState
  rule: string
  basis: string
  until: Day | null
  needsReview: boolean
  changed: string[]
}

/** Asks for a change of a record: checked as if it were decided now, and nothing changes until another person agrees. */
export async function proposeChange(
  deps: ChangeDeps,
  { id, seq, request, reason, caseReceipt, by }: ProposeInput,
): Promise<Result<{ change: string; preview: ChangePreview }, ChangeFailure>> {
  const now = await deps.changes.record(id)
  if (!now) return fail({ code: 'record-not-found', id })
  if (seq !== null && seq !== now.seq) return fail({ code: 'changed-meanwhile', id })
  const allowed = askChange(id, now.state, request.change)
  if (!allowed.ok) return allowed
  const asked = askedOf(request, reason)
  if (!asked.ok) return asked
  const outcome = await outcomeOf(deps, now, asked.value)
  if (!outcome.ok) return outcome

  const before = await deps.changes.openChangeOf(id)
  if (before && !isStale(before, now)) return fail({ code: 'change-open', id, change: before.id })
  const change = `c-${deps.secrets.random(8)}`
  const { settling } = 'settling' in asked.value ? asked.value : { settling: NOTHING_SETTLED }
  const detail = { staff: by, change, kind: request.change, seq: now.seq }
  const written = await deps.changes.propose(
    {
      ...{ id: change, recordId: id, change: request.change, reason: reason.trim(), caseReceipt },
      ...{ proposedBy: by, seq: now.seq, at: deps.clock() },
      payload: { fields: outcome.value.changed, until: settling.until },
      ground: 'ground' in request ? request.ground : null,
      basis: settling.basis,
      fields: request.change === 'correct' ? request.fields : {},
      audit: { verb: 'change-propose', target: id, detail },
    },
    before?.id ?? null,
  )
  if (written === 'taken') return fail({ code: 'change-open', id, change: '' })
  return ok({ change, preview: previewOf(outcome.value) })
}

const NOTHING_SETTLED: Settling = { basis: null, until: null }

/** Whether something else changed the record since. A new version of a hidden record leaves its review as open as before. */
export function isStale({ change, seq }: Pick<ChangeFound, 'change' | 'seq'>, now: RecordNow): boolean {
  return change === 'hide' ? now.state !== 'hidden' : seq !== now.seq
}

function askedOf(request: ChangeRequest, reason: string): Result<Asked, ChangeFailure> {
  if (request.change !== 'publish' && request.change !== 'mask') return ok({ ...request, reason })
  const settling = settlingOf(request)
  if (!settling.ok) return settling
  return request.change === 'publish'
    ? ok({ change: 'publish', reason, settling: settling.value })
    : ok({ change: 'mask', reason, fields: request.fields, settling: settling.value })
}

/** The basis is read by everyone, as a rule's is. */
function settlingOf({ basis, until }: { basis: string | null; until: string | null }): Result<Settling, ChangeFailure> {
  const day = until === null || until === '' ? null : parseDay(until)
  if (day === undefined) return fail({ code: 'until-out-of-range', until: until ?? '', from: '', to: null })
  if (basis === null || basis.trim() === '') return ok({ basis: null, until: day })
  const hasPersonalData = scanPersonalData(basis).length > 0
  const checked = checkReason(basis, { subjectName: '', subjectCode: '', hasPersonalData })
  return checked.ok ? ok({ basis: checked.value, until: day }) : checked
}

/** A change as it was proposed, asked again of the record as it is now. */
export function askedAgain({ change, reason, ground, basis, payload, fields }: ChangeFound): Asked {
  const settling = { basis, until: payload.until }
  switch (change) {
    case 'correct':
      return { change, reason, fields }
    case 'publish':
      return { change, reason, settling }
    case 'mask':
      return { change, reason, fields: payload.fields, settling }
    case 'withdraw':
    case 'end':
      return { change, reason, ground: ground ?? '' }
    case 'withhold':
    case 'hide':
      return { change, reason }
    default:
      return change satisfies never
  }
}

export function previewOf({ toState, publication, changed }: Outcome): ChangePreview {
  const { rule, basis, until, needsReview } = publication
  return { toState, rule, basis, until, needsReview, changed }
}
