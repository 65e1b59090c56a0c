import type { Context } from 'hono'
import {
  AssignmentBody,
  type Colleague,
  CounterBody,
  type DeskKeysView,
  DeskStepBody,
  type SealedCaseView,
  WrapsBody,
} from '#contract/desk-case'
import { type Day, parseDay } from '#domain/day'
import type { StepTrouble } from '#domain/desk-case'
import type { Failure } from '#domain/failure'
import { parseReceipt } from '#domain/receipt'
import { CASE_KINDS, CASE_STATES } from '#domain/vocabulary'
import { assignCase, type DeskCaseDeps, openDeskCase, openDeskUpload, readDeskCase } from '#usecase/desk-cases'
import { grantDeskKey } from '#usecase/grant-desk-key'
import { listWork, WORK_VIEWS } from '#usecase/list-work'
import { submitCase } from '#usecase/submit-case'
import { takeDeskStep } from '#usecase/take-desk-step'
import type { WorkCursor } from '#usecase/work-ports'
import { receiptView } from '../case-view.ts'
import { type ProblemCode, problem } from '../problem.ts'
import { deskCaseView, workListView } from './desk-case-view.ts'
import type { DeskRouter } from './desk-router.ts'
import { TROUBLE_WORDS } from './step-words.zh.ts'

const CASE_READERS = ['clerk', 'reviewer', 'organ', 'auditor', 'publisher'] as const
const OPENERS = ['clerk', 'reviewer'] as const

/** The work list, a case, its sealed parts, steps, who has it, the counter, and the keys that open. */
export function caseRoutes(desk: DeskRouter, deps: DeskCaseDeps): void {
  const staffList = async () => (await deps.staff()).list()
  const receiptOf = (c: Context): string => {
    const parsed = parseReceipt(c.req.param('receipt') ?? '')
    return parsed.ok ? parsed.value : ''
  }

  desk.get('/cases', CASE_READERS, async ({ c, staff }) => {
    const asked = (name: string) => c.req.query(name) ?? null
    const list = await listWork(deps, staff, {
      view: WORK_VIEWS.find((it) => it === asked('view')) ?? 'open',
      kind: CASE_KINDS.find((it) => it === asked('kind')) ?? null,
      state: CASE_STATES.find((it) => it === asked('state')) ?? null,
      organ: asked('organ') || null,
      after: cursorOf(asked('after')),
    })
    return c.json(workListView(deps, await staffList(), list))
  })

  desk.post('/cases', ['clerk'], CounterBody, async ({ c, staff, body }) => {
    const { kind, key, source, externalNumber, clear, part } = body
    const submission = { kind, clear, content: { part }, uploads: [], proof: { clerk: staff.id } }
    // Safe: the schema pairs each kind with its clear part.
    const taken = await submitCase(
      deps,
      submission as Parameters<typeof submitCase>[1],
      { idempotencyKey: `counter-${key}`, address: `staff:${staff.id}` },
      { source, externalNumber, staffId: staff.id },
    )
    return taken.ok ? c.json(receiptView(deps, taken.value), 201) : refuse(c, taken.failure)
  })

  desk.get('/cases/:receipt', CASE_READERS, async ({ c, staff }) => {
    const found = await readDeskCase(deps, staff, receiptOf(c))
    return found.ok ? c.json(deskCaseView(deps, await staffList(), found.value)) : refuse(c, found.failure)
  })

  desk.get('/cases/:receipt/sealed', OPENERS, async ({ c, staff }) => {
    const opened = await openDeskCase(deps, staff, receiptOf(c))
    if (!opened.ok) return refuse(c, opened.failure)
    const view: SealedCaseView = {
      parts: opened.value.parts.map(({ n, bytes, deskKey }) => ({ n, deskKey, bytes: base64Of(bytes) })),
      uploads: opened.value.uploads,
    }
    return c.json(view)
  })

  desk.get('/cases/:receipt/uploads/:id', OPENERS, async ({ c, staff }) => {
    const opened = await openDeskUpload(deps, staff, receiptOf(c), c.req.param('id') ?? '')
    if (!opened.ok) return refuse(c, opened.failure)
    return c.body(new Uint8Array(opened.value), 200, { 'Content-Type': 'application/octet-stream' })
  })

  desk.post('/cases/:receipt/steps', ['clerk', 'reviewer', 'organ'], DeskStepBody, async ({ c, staff, body }) => {
    const done = await takeDeskStep(deps, staff, receiptOf(c), { ...body, until: dayOf(body.until) })
    return done.ok ? c.json({ state: done.value.found.state, seq: done.value.found.seq }) : refuse(c, done.failure)
  })

  desk.post('/cases/:receipt/assignment', OPENERS, AssignmentBody, async ({ c, staff, body }) => {
    const done = await assignCase(deps, staff, receiptOf(c), body.assignee)
    return done.ok ? c.json({}) : refuse(c, done.failure)
  })

  desk.get('/colleagues', OPENERS, async ({ c }) => {
    const items = (await staffList())
      .filter(({ role }) => OPENERS.some((it) => it === role))
      .map(({ id, name }): Colleague => ({ id, name }))
    return c.json({ items })
  })

  desk.get('/desk-keys', OPENERS, async ({ c, staff }) => {
    const keys: DeskKeysView = { keys: await (await deps.cases()).wrapsOf(staff.account) }
    return c.json(keys)
  })

  desk.post('/desk-keys', OPENERS, WrapsBody, async ({ c, staff, body }) => {
    const done = await grantDeskKey(deps, staff, body)
    return done.ok ? c.json({}) : refuse(c, done.failure)
  })
}

function cursorOf(text: string | null): WorkCursor | null {
  const [due = '', at = '', receipt = ''] = (text ?? '').split('.', 3)
  return /^\d{1,15}$/.test(at) && receipt !== '' ? { due, at: Number(at), receipt } : null
}

/** Safe: the schema lets only days through. */
function dayOf(text: string | null): Day | null {
  return text === null ? null : (parseDay(text) ?? null)
}

/** In pieces: the arguments of a call have an end. */
function base64Of(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(text)
}

/** `named`: where a form calls a field otherwise than the step does. */
export function refuseStep(
  c: Context,
  troubles: readonly StepTrouble[],
  named: Readonly<Partial<Record<StepTrouble['field'], string>>> = {},
): Response {
  return problem(c, 'step-incomplete', {
    errors: troubles.map(({ field, why }) => ({ field: named[field] ?? field, message: TROUBLE_WORDS[why](field) })),
  })
}

export function refuse(c: Context, failure: Extract<Failure, { code: ProblemCode }>): Response {
  if (failure.code === 'step-incomplete') return refuseStep(c, failure.troubles)
  // Nobody at the desk has a look-up code: the public words would send them looking for one.
  if (failure.code === 'case-not-found') {
    return problem(c, failure.code, {
      body: { detail: '没有这个受理编号，或者这一件没有转给您的单位，或者已经收回、改转。请从工作台打开。' },
    })
  }
  // Only a counter asks at the desk, and there nothing is uploaded.
  if (failure.code === 'papers-missing') {
    const message = '受托人代为提出的，请本人带授权委托书原件来访；查验原件、留存复印件以后再勾选'
    return problem(c, failure.code, {
      errors: [{ field: 'clear.isMandateSeen', message }],
      body: { detail: '没有登记。受托人不能来访的，请在网上提出并上传授权委托书。' },
    })
  }
  if (failure.code === 'complaint-elsewhere') {
    return problem(c, failure.code, { body: { channels: failure.channels, why: failure.why } })
  }
  return problem(c, failure.code)
}
