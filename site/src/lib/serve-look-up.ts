import type { CaseView } from '#contract/submission'
import { errorsOf, type FieldError } from './form-model.ts'
import type { IntakeProblem } from './intake-api.ts'
import { type ClosedView, closedView } from './intake-notices.ts'
import {
  type CasePageView,
  casePage,
  type LookUpKey,
  type LookUpView,
  lookUpView,
  SUPPLEMENT_FIELD,
} from './look-up-page.ts'
import { COLUMNS } from './meta.ts'
import { contentOf, freshKey, troubleOf } from './serve-form.ts'

type Locals = App.Locals
export type LookUpAnswer = LookUpView | CasePageView | ClosedView

/** Number and code come with every post: nothing of a case is remembered anywhere else. */
export async function serveLookUp(locals: Locals, request: Request): Promise<LookUpAnswer> {
  if (request.method !== 'POST') return lookUpView(locals, { receipt: '', code: '' })
  const data = await request.formData().catch(() => new FormData())
  const text = (name: string) => String(data.get(name) ?? '').replaceAll('\r\n', '\n')
  const key: LookUpKey = { receipt: text('receipt').trim().slice(0, 64), code: text('code').trim().slice(0, 64) }
  const errors = missingIn(key)
  if (errors.length > 0) return lookUpView(locals, key, errors, null, 422)
  const go = text('go')
  if (go === 'add') return addPapers(locals, key, data)
  if (go === 'withdraw-yes') {
    const gone = await locals.api.withdraw(key.receipt, key.code, locals.address())
    if (gone.state === 'done') return show(locals, key, gone.value, { done: '已经撤回。本站不再办理这一件。' })
    return again(locals, key, gone.problem)
  }
  const found = await locals.api.lookUp(key, locals.address())
  if (found.state === 'refused') return refused(locals, key, found.problem)
  return show(locals, key, found.value, { asksWithdrawal: go === 'withdraw' && found.value.mayWithdraw })
}

function missingIn({ receipt, code }: LookUpKey): FieldError[] {
  const needed = (name: string, value: string, message: string) =>
    value === '' ? [{ name, id: `f-${name}`, message }] : []
  return [...needed('receipt', receipt, '请填写受理编号'), ...needed('code', code, '请填写查询码')]
}

async function addPapers(locals: Locals, key: LookUpKey, data: FormData): Promise<LookUpAnswer> {
  const text = (name: string) => String(data.get(name) ?? '').replaceAll('\r\n', '\n')
  const { formKey, token, value } = { formKey: text('key') || freshKey(), token: text('token'), value: text('text') }
  const sender = { key: formKey, address: locals.address() }
  const errors = data.has('sealed') ? [] : errorsOf([SUPPLEMENT_FIELD], { text: value })
  if (errors.length > 0) return again(locals, key, null, { formKey, token, value, errors })
  const content = await contentOf(locals, 'case', data, token, sender, () => ({ text: value.trim() }))
  if ('error' in content) return again(locals, key, null, { formKey, token, value, errors: [content.error] })
  if ('problem' in content) return again(locals, key, content.problem, { formKey, token: '', value, errors: [] })
  const added = await locals.api.supplement(key.receipt, { code: key.code, ...content.body }, sender)
  if (added.state === 'done') return show(locals, key, added.value, { done: '已经收到您补充的材料。' })
  return again(locals, key, added.problem, { formKey, token: '', value, errors: [] })
}

type Typed = { formKey: string; token: string; value: string; errors: FieldError[] }

/** The case once more, with what went wrong above it and what was typed still there. */
async function again(
  locals: Locals,
  key: LookUpKey,
  problem: IntakeProblem | null,
  typed?: Typed,
): Promise<LookUpAnswer> {
  if (problem?.code === 'case-not-found') return refused(locals, key, problem)
  const found = await locals.api.lookUp(key, locals.address())
  if (found.state === 'refused') return refused(locals, key, found.problem)
  const trouble = problem === null ? null : troubleOf(locals, problem)
  return show(locals, key, found.value, { trouble, typed, status: problem?.status ?? 422 })
}

function refused(locals: Locals, key: LookUpKey, problem: IntakeProblem): LookUpAnswer {
  const { name } = COLUMNS['look-up']
  if (problem.status === 503) {
    return closedView(locals, { column: 'look-up', crumbs: [] }, name, locals.urls.lookUp(), 'case', 'unavailable')
  }
  return lookUpView(locals, key, [], troubleOf(locals, problem), problem.status)
}

type Shown = Partial<Pick<CasePageView, 'done' | 'asksWithdrawal' | 'trouble' | 'status'>> & {
  typed?: Typed | undefined
}

async function show(
  locals: Locals,
  key: LookUpKey,
  found: CaseView,
  { done = null, asksWithdrawal = false, trouble = null, status = 200, typed }: Shown,
): Promise<CasePageView> {
  const token = typed?.token || (await locals.formToken('case'))
  const { formKey, value, errors } = typed ?? { formKey: freshKey(), value: '', errors: [] }
  const supplement = token === null ? null : { field: SUPPLEMENT_FIELD, formKey, token, value, errors }
  return casePage(locals, key, found, { done, supplement, asksWithdrawal, trouble, status })
}
