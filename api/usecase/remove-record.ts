import { commit } from '#domain/commitment'
import { type Day, dayOfInstant } from '#domain/day'
import type { RecordFailure } from '#domain/failure'
import { scanPersonalData } from '#domain/masking'
import {
  checkReason,
  type EndingRequest,
  noticeUntil,
  takeAway,
  takeStep,
  type WithdrawalRequest,
} from '#domain/record-life'
import { fail, ok, type Result } from '#domain/result'
import type { Rules } from '#domain/rules'
import { STAFF_RULES } from '#domain/staff-decision'
import type { ActorKind, RecordState } from '#domain/vocabulary'
import type { Clock, RecordHead, RecordStore, Secrets } from './ports.ts'

export type RemoveDeps = { store: RecordStore; secrets: Secrets; clock: Clock; rules: Rules }

/** Takes a record back because its decision fell: a notice with the reason takes its place (行政处罚法 §48). */
export async function withdrawRecord(
  deps: RemoveDeps,
  input: { id: string; actor: ActorKind } & WithdrawalRequest,
): Promise<Result<{ noticeUntil: Day }, RecordFailure>> {
  const head = await deps.store.head(input.id)
  if (!head) return fail({ code: 'record-not-found', id: input.id })
  const next = takeAway(head, 'withdraw')
  if (!next.ok) return next
  const reason = checkedReason(input.reason, head)
  if (!reason.ok) return reason
  const until = noticeUntil(dayOfInstant(deps.clock()), deps.rules)
  if (!until.ok) return until
  const written = await write(deps, head, next.value, {
    command: 'withdraw',
    ground: input.ground,
    reason: reason.value,
    noticeUntil: until.value,
    actor: input.actor,
  })
  return written ? ok({ noticeUntil: until.value }) : fail({ code: 'changed-meanwhile', id: head.id })
}

/** Ends a record whose period is over or which was repaired: it goes without a word about the subject. */
export async function endRecord(
  deps: RemoveDeps,
  input: { id: string; actor: ActorKind } & EndingRequest,
): Promise<Result<null, RecordFailure>> {
  const head = await deps.store.head(input.id)
  if (!head) return fail({ code: 'record-not-found', id: input.id })
  // What another place takes back here for good was never to be public here, either.
  const next = takeAway({ ...head, wasPublic: head.wasPublic || input.actor === 'sender' }, 'end')
  if (!next.ok) return next
  // Only a withdrawal's reason is shown, so only there may it not name the subject.
  const reason = checkedReason(input.reason, { ...head, subjectName: '', subjectCode: '' })
  if (!reason.ok) return reason
  const written = await write(deps, head, next.value, {
    command: 'end',
    ground: input.ground,
    reason: reason.value,
    noticeUntil: null,
    actor: input.actor,
  })
  return written ? ok(null) : fail({ code: 'changed-meanwhile', id: head.id })
}

/** Takes a record out of public for now. `byPeople`: no file brings it back; else the place that reported it may. */
export async function holdRecord(
  deps: RemoveDeps,
  input: { id: string; actor: ActorKind; reason: string; byPeople?: true },
): Promise<Result<null, RecordFailure>> {
  const head = await deps.store.head(input.id)
  if (!head) return fail({ code: 'record-not-found', id: input.id })
  const next = takeStep(head.id, head.state, 'withhold')
  if (!next.ok) return next
  const written = await write(deps, head, next.value, {
    ...(input.byPeople ? { rule: STAFF_RULES.withhold } : {}),
    ...{ command: 'withhold', ground: 'held', reason: input.reason, noticeUntil: null, actor: input.actor },
  })
  return written ? ok(null) : fail({ code: 'changed-meanwhile', id: head.id })
}

function checkedReason(reason: string, head: RecordHead): Result<string, RecordFailure> {
  const { subjectName, subjectCode } = head
  return checkReason(reason, { subjectName, subjectCode, hasPersonalData: scanPersonalData(reason).length > 0 })
}

type Removal = {
  command: 'withdraw' | 'end' | 'withhold'
  ground: string
  reason: string
  noticeUntil: Day | null
  actor: ActorKind
  rule?: string
}

function write(deps: RemoveDeps, head: RecordHead, toState: RecordState, removal: Removal): Promise<boolean> {
  const seq = head.seq + 1
  const event = { event: removal.command, id: head.id, seq, ground: removal.ground, reason: removal.reason }
  return deps.store.step({
    ...{ rule: `record.${removal.command}`, ...removal },
    id: head.id,
    kind: head.kind,
    fromState: head.state,
    toState,
    seq,
    version: head.version,
    commitment: commit(deps.secrets.random(16), event, deps.secrets.hash),
    at: deps.clock(),
  })
}
