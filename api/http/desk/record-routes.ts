import type { Context } from 'hono'
import { NothingBody } from '#contract/desk'
import { ChangeBody, DecisionBody, HideBody, ReviewBody } from '#contract/desk-record'
import { changeFailureText } from '#domain/change-text.zh'
import { RECORD_ASKERS } from '#domain/desk-case'
import type { ChangeFailure } from '#domain/failure'
import type { Staff } from '#domain/staff'
import type { ChangeDeps } from '#usecase/change-outcome'
import { retractChange } from '#usecase/decide-change'
import { type DecisionFailure, decideWithCase } from '#usecase/decide-with-case'
import type { DeskCaseDeps } from '#usecase/desk-cases'
import { readDeskRecord } from '#usecase/desk-records'
import { hideRecord, reviewHidden } from '#usecase/hide-record'
import { listOpenChanges, listToReview, readChange } from '#usecase/list-changes'
import { proposeChange } from '#usecase/propose-change'
import { problem } from '../problem.ts'
import { refuse, refuseStep } from './case-routes.ts'
import type { DeskRouter } from './desk-router.ts'
import { changesView, changeView, deskRecordView, toReviewView } from './record-view.ts'

const READERS = ['publisher', 'reviewer', 'clerk', 'auditor'] as const
const DECIDERS = ['publisher', 'reviewer'] as const
const PAGE = 50

export type DeskRecordDeps = DeskCaseDeps & { records: () => Promise<ChangeDeps> }

/** What is public: what waits for a person, proposals and their decisions, hiding and its review. */
export function recordRoutes(desk: DeskRouter, deps: DeskRecordDeps): void {
  /** The lists have names of records that are not public. */
  const noted = async (staff: Staff, verb: string) =>
    (await deps.staff()).note({ at: deps.clock(), staffId: staff.id, verb, target: '', detail: {} })
  const names = async () => ({ agencies: deps.agencies, staff: await (await deps.staff()).list() })

  desk.get('/records/to-review', READERS, async ({ c, staff }) => {
    await noted(staff, 'review-list-read')
    const asked = { after: c.req.query('after') || null, rule: c.req.query('rule') || null, limit: PAGE }
    return c.json(toReviewView(await names(), await listToReview(await deps.records(), asked)))
  })

  desk.get('/changes', READERS, async ({ c, staff }) => {
    await noted(staff, 'change-list-read')
    const asked = { after: c.req.query('after') || null, limit: PAGE }
    return c.json(changesView(await names(), await listOpenChanges(await deps.records(), asked)))
  })

  desk.get('/records/:id', READERS, async ({ c, staff }) => {
    const found = await readDeskRecord(await deps.records(), await deps.staff(), staff, c.req.param('id') ?? '')
    return found.ok ? c.json(deskRecordView(await names(), found.value)) : problem(c, found.failure.code)
  })

  desk.post('/records/:id/changes', RECORD_ASKERS, ChangeBody, async ({ c, staff, body }) => {
    const asked = { ...body, id: c.req.param('id') ?? '', by: staff.id }
    const done = await proposeChange(await deps.records(), asked)
    return done.ok ? c.json({ change: done.value.change }, 201) : refuseChange(c, done.failure)
  })

  desk.post('/records/:id/hiding', RECORD_ASKERS, HideBody, async ({ c, staff, body }) => {
    const done = await hideRecord(await deps.records(), { ...body, id: c.req.param('id') ?? '', by: staff.id })
    return done.ok ? c.json(done.value, 201) : refuseChange(c, done.failure)
  })

  desk.get('/changes/:id', READERS, async ({ c, staff }) => {
    const found = await readChange(await deps.records(), c.req.param('id') ?? '')
    if (!found.ok) return refuseChange(c, found.failure)
    const target = found.value.change.recordId
    await (await deps.staff()).note({ at: deps.clock(), staffId: staff.id, verb: 'change-read', target, detail: {} })
    return c.json(changeView(await names(), staff, found.value))
  })

  desk.post('/changes/:id/decision', DECIDERS, DecisionBody, async ({ c, staff, body }) => {
    const decision = { ...body, change: c.req.param('id') ?? '' }
    const done = await decideWithCase(deps, await deps.records(), staff, decision)
    return done.ok ? c.json({ verdict: done.value.verdict }) : refuseDecision(c, done.failure)
  })

  desk.post('/changes/:id/retraction', RECORD_ASKERS, NothingBody, async ({ c, staff }) => {
    const done = await retractChange(await deps.records(), { change: c.req.param('id') ?? '', by: staff.id })
    return done.ok ? c.json({}) : refuseChange(c, done.failure)
  })

  desk.post('/changes/:id/review', DECIDERS, ReviewBody, async ({ c, staff, body }) => {
    const { to, ground, reason } = body
    const outcome = to === 'withdraw' || to === 'end' ? { to, ground: ground ?? '' } : { to }
    const review = { change: c.req.param('id') ?? '', outcome, reason, seq: null, by: staff.id }
    const done = await reviewHidden(await deps.records(), review)
    return done.ok ? c.json({}) : refuseChange(c, done.failure)
  })
}

/** In the words that the failure has for the person at the desk. */
function refuseChange(c: Context, failure: ChangeFailure): Response {
  if (failure.code === 'record-not-found') return problem(c, failure.code)
  if (failure.code === 'change-not-found') return problem(c, 'change-not-found')
  const errors = failure.code === 'value-refused' ? [{ field: failure.field, message: changeFailureText(failure) }] : []
  return problem(c, 'change-refused', { errors, body: { detail: changeFailureText(failure), why: failure.code } })
}

function refuseDecision(c: Context, failure: DecisionFailure): Response {
  switch (failure.code) {
    case 'step-incomplete':
      return refuseStep(c, failure.troubles, { note: 'upholdNote' })
    case 'case-not-found':
    case 'case-role-not-allowed':
    case 'case-step-not-allowed':
    case 'note-personal-data':
    case 'upholder-involved':
      return refuse(c, failure)
    case 'key-reused':
    case 'intake-closed':
    case 'proof-refused':
    case 'too-many':
    case 'sealed-malformed':
    case 'upload-refused':
    case 'upload-unknown':
      return problem(c, failure.code)
    default:
      return refuseChange(c, failure)
  }
}
