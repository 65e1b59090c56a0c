import type { CaseView } from '#contract/submission'
import { errorsOf, type FieldError } from './form-model.ts'
import type { Trouble } from './form-view.ts'
import type { IntakeProblem } from './intake-api.ts'
import {
  type CasePageView,
  casePage,
  type LookUpKey,
  type LookUpView,
  lookUpView,
  SUPPLEMENT_FIELD,
  type SupplementForm,
  type UnsentView,
  unsentView,
} from './look-up-page.ts'
import { contentOf, freshKey, hasFiles, spendsToken, troubleOf } from './serve-form.ts'

type Locals = App.Locals
export type LookUpAnswer = LookUpView | CasePageView | UnsentView

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
    return again(locals, key, gone.problem, withdrawalTrouble(locals, gone.problem))
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
  const typed = { formKey, token, value, errors }
  if (errors.length > 0) return again(locals, key, null, null, typed)
  const content = await contentOf(locals, 'case', data, token, sender, () => ({ text: value.trim() }))
  if ('error' in content) return again(locals, key, null, null, { ...typed, errors: [content.error] })
  const added =
    'problem' in content
      ? { state: 'refused' as const, problem: content.problem }
      : await locals.api.supplement(key.receipt, { code: key.code, ...content.body }, sender)
  if (added.state === 'done') return show(locals, key, added.value, { done: '已经收到您补充的材料。' })
  const { problem } = added
  // The page of whoever seals stays as it is, with its files.
  const trouble = troubleOf(locals, problem, !data.has('sealed') && hasFiles(data))
  return again(locals, key, problem, trouble, { ...typed, token: spendsToken(problem) ? '' : token })
}

type Typed = { formKey: string; token: string; value: string; errors: FieldError[] }

/** The case once more, with what went wrong above it; what was typed comes back, whether the case can be shown or not. */
async function again(
  locals: Locals,
  key: LookUpKey,
  problem: IntakeProblem | null,
  trouble: Trouble | null,
  typed?: Typed,
): Promise<LookUpAnswer> {
  const status = problem?.status ?? 422
  // Asked for once more, a wrong code would count as two.
  const isMiss = problem?.code === 'case-not-found'
  const found = isMiss ? { state: 'refused' as const, problem } : await locals.api.lookUp(key, locals.address())
  if (found.state === 'done') return show(locals, key, found.value, { trouble, typed, status })
  if (typed === undefined) return refused(locals, key, problem ?? found.problem, trouble)
  return unsentView(locals, key, { supplement: await filledForm(locals, typed), trouble, status })
}

/** Number and code come back in the form, also while nothing can be looked up. */
function refused(locals: Locals, key: LookUpKey, problem: IntakeProblem, trouble: Trouble | null = null): LookUpView {
  const said = trouble ?? (problem.status === 503 ? UNREACHABLE : troubleOf(locals, problem))
  return lookUpView(locals, key, [], said, problem.status)
}

const UNREACHABLE: Trouble = {
  heading: '暂时不能查询',
  text: '受理系统暂时连接不上。您填写的都还在本页，请过几分钟再按一次“查询”；急需了解进度的，请打电话，并准备好受理编号。公示信息不受影响，仍可查询。',
  needsContacts: true,
}

function withdrawalTrouble(locals: Locals, problem: IntakeProblem): Trouble {
  if (problem.status < 500) return troubleOf(locals, problem)
  const text = '没有确认撤回。请过几分钟再查询，看是不是已经撤回；还没有的，再撤回一次。'
  return { heading: '暂时不能撤回', text, needsContacts: true }
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
  const supplement = typed === undefined ? await freshForm(locals) : await filledForm(locals, typed)
  return casePage(locals, key, found, { done, supplement, asksWithdrawal, trouble, status })
}

/** Null: this machine has no secret to sign a token with. */
async function freshForm(locals: Locals): Promise<SupplementForm | null> {
  const token = await locals.formToken('case')
  return token === null ? null : { field: SUPPLEMENT_FIELD, token, formKey: freshKey(), value: '', errors: [] }
}

async function filledForm(locals: Locals, { token, ...typed }: Typed): Promise<SupplementForm> {
  return { field: SUPPLEMENT_FIELD, token: token || ((await locals.formToken('case')) ?? ''), ...typed }
}
