import { filesTrouble } from '../enhance/file-rules.ts'
import { needsContacts, problemText } from '../enhance/problem-words.ts'
import { stepAfter, stepBefore, type Values } from '../enhance/step-order.ts'
import { channelCards } from './complain-page.ts'
import { askedSteps, errorsOf, type FieldError, type FormSpec, partOf } from './form-model.ts'
import { type FormState, type FormSurroundings, type FormView, formView, placeOf, type Trouble } from './form-view.ts'
import type { IntakeProblem, SenderHead } from './intake-api.ts'
import { type ClosedView, closedView } from './intake-notices.ts'
import { type ReceiptView, receiptPage } from './receipt-page.ts'
import { marksObjections } from './terms.ts'

type Locals = App.Locals
export type FormAnswer = FormView | ReceiptView | ClosedView

const KEY = /^[0-9a-f]{32}$/
export const FILES_ID = 'f-files'

/** One form, whatever it is about: shows its first step, takes each step's post, and the last one's answer is a receipt. */
export async function serveForm(
  locals: Locals,
  request: Request,
  spec: FormSpec,
  around: FormSurroundings,
): Promise<FormAnswer> {
  const isPost = request.method === 'POST'
  const desk = isPost ? null : await locals.api.desk()
  const token = await locals.formToken(spec.kind)
  if ((desk !== null && desk.state !== 'open') || token === null) {
    const state = desk?.state === 'closed' ? 'closed' : 'unavailable'
    return closedView(locals, around, spec.heading, spec.action, spec.kind, state)
  }
  const show = (state: FormState) => formView(locals, spec, around, state)
  if (!isPost) {
    const id = new URL(request.url).searchParams.get('step')
    return show({ place: placeOf(spec, id), key: freshKey(), token, values: spec.given })
  }
  // A body that is no form is one with nothing in it.
  const data = await request.formData().catch(() => new FormData())
  const posted = readPosted(spec, data)
  const state = { key: posted.key, token: posted.token || token, values: posted.values }
  const move = moveOf(spec, posted)
  if ('errors' in move) return show({ ...state, place: placeOf(spec, move.to), errors: move.errors })
  if ('to' in move) return show({ ...state, place: placeOf(spec, move.to) })
  return send(locals, spec, around, data, { ...state, freshToken: token, hadFiles: hasFiles(data) })
}

export function freshKey(): string {
  return crypto.randomUUID().replaceAll('-', '')
}

export type Posted = { values: Values; key: string; token: string; step: string; go: string; isSealed: boolean }

/** Only what the form asks; line ends as everywhere else, or a browser's would count twice. */
export function readPosted(spec: FormSpec, data: FormData): Posted {
  const textOf = (name: string) => {
    const value = data.get(name)
    return typeof value === 'string' ? value.replaceAll('\r\n', '\n') : ''
  }
  const names = spec.steps.flatMap(({ fields }) => fields.map(({ name }) => name))
  const given = Object.entries(spec.given).filter(([name]) => !data.has(name))
  const key = textOf('key')
  return {
    values: Object.fromEntries([...names.map((name) => [name, textOf(name)] as const), ...given]),
    key: KEY.test(key) ? key : freshKey(),
    token: textOf('token'),
    step: textOf('step'),
    go: textOf('go'),
    isSealed: data.has('sealed'),
  }
}

type Move = { to: string } | { to: string; errors: FieldError[] } | { sends: true }

/** Where a post leads: on, back, to a step to be changed, or, with every step in order, to be sent. */
export function moveOf(spec: FormSpec, { values, step, go, isSealed }: Posted): Move {
  const { steps } = spec
  if (go.startsWith('to:')) return { to: go.slice(3) }
  if (go === 'back') return { to: stepBefore(steps, step, values) ?? step }
  if (go !== 'send') {
    const here = steps.find(({ id }) => id === step)
    if (here === undefined) return { to: step }
    const errors = errorsOf(here.fields, values)
    return errors.length > 0 ? { to: step, errors } : { to: stepAfter(steps, step, values) }
  }
  for (const it of askedSteps(steps, values)) {
    // What a browser sealed cannot be looked at; it was, there.
    const errors = errorsOf(
      it.fields.filter((one) => !(isSealed && one.isSealed)),
      values,
    )
    if (errors.length > 0) return { to: it.id, errors }
  }
  return { sends: true }
}

type Sent = { key: string; token: string; freshToken: string; values: Values; hadFiles: boolean }

async function send(
  locals: Locals,
  spec: FormSpec,
  around: FormSurroundings,
  data: FormData,
  sent: Sent,
): Promise<FormAnswer> {
  const { key, token, values, hadFiles } = sent
  const sender: SenderHead = { key, address: locals.address() }
  const state = { ...{ key, token, values }, place: placeOf(spec, 'check') }
  const lacksFile = spec.needsFile && values[spec.needsFile.field] === spec.needsFile.value && !hadFiles
  if (spec.needsFile && lacksFile) {
    const errors = [{ name: 'files', id: FILES_ID, message: spec.needsFile.message }]
    return formView(locals, spec, around, { ...state, errors })
  }
  const content = await contentOf(locals, spec.kind, data, token, sender, () => partOf(spec, values))
  if ('error' in content) return formView(locals, spec, around, { ...state, errors: [content.error] })
  if ('problem' in content) return refused(locals, spec, around, content.problem, sent)
  const reply = await locals.api.submit(spec.kind, { ...spec.clear(values), ...content.body }, sender)
  if (reply.state === 'done') {
    const isMarked = spec.kind === 'objection' && marksObjections(locals)
    return receiptPage(locals, spec.kind, { ...around, isMarked }, reply.value)
  }
  return refused(locals, spec, around, reply.problem, sent)
}

export function hasFiles(data: FormData): boolean {
  if (data.has('sealed')) return String(data.get('uploads') ?? '') !== ''
  return data.getAll('files').some((it) => it instanceof File && it.size > 0)
}

type Content = { body: Record<string, unknown> } | { error: FieldError } | { problem: IntakeProblem }

/** Sealed by the browser, or in clear with its files, which are handed over one by one. */
export async function contentOf(
  { api }: Pick<Locals, 'api'>,
  form: Parameters<Locals['api']['upload']>[0],
  data: FormData,
  token: string,
  sender: SenderHead,
  part: () => Record<string, string>,
): Promise<Content> {
  const text = (name: string) => String(data.get(name) ?? '')
  if (data.has('sealed')) {
    const uploads = text('uploads').split(',').filter(Boolean)
    return { body: { sealed: text('sealed'), uploads, work: text('work') } }
  }
  const files = data.getAll('files').filter((it): it is File => it instanceof File && it.size > 0)
  const error = (message: string) => ({ error: { name: 'files', id: FILES_ID, message } })
  const trouble = filesTrouble(files)
  if (trouble !== null) return error(trouble)
  const uploads: string[] = []
  for (const file of files) {
    const bytes = await file.arrayBuffer()
    const own = { ...sender, key: `${sender.key}-${await shortHash(bytes)}` }
    const reply = await api.upload(form, bytes, token, own)
    if (reply.state === 'done') uploads.push(reply.value.id)
    else if (reply.problem.code !== 'upload-refused') return { problem: reply.problem }
    else return error(`“${file.name}”${reply.problem.errors[0]?.message ?? reply.problem.title}`)
  }
  return { body: { part: part(), uploads: [...new Set(uploads)], token, website: text('website') } }
}

/** The same file sent again is the same upload; another one in its place is another. */
async function shortHash(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** What the API refused, said where it helps: at a field, or above the check. */
function refused(
  locals: Locals,
  spec: FormSpec,
  around: FormSurroundings,
  problem: IntakeProblem,
  { key, token, freshToken, values, hadFiles }: Sent,
): FormView {
  const state = { key, token: spendsToken(problem) ? freshToken : token, values, status: problem.status }
  if (problem.code === 'complaint-elsewhere' && problem.why === 'names-officials') {
    return formView(locals, spec, around, { ...state, place: { at: 'stop' } })
  }
  for (const it of spec.steps) {
    const errors = it.fields.flatMap(({ name, type }) => {
      const found = problem.errors.find(({ field }) => field === name || field === `part.${name}`)
      const id = type === 'radios' || type === 'check' ? `f-${name}-0` : `f-${name}`
      return found ? [{ name, id, message: found.message }] : []
    })
    if (errors.length > 0) return formView(locals, spec, around, { ...state, place: { at: 'step', step: it }, errors })
  }
  const trouble = troubleOf(locals, problem, hadFiles)
  return formView(locals, spec, around, { ...state, place: { at: 'check' }, trouble })
}

/** After other refusals the form goes again with the token it has. */
export function spendsToken({ code, why }: IntakeProblem): boolean {
  return code === 'proof-refused' && why !== 'too-fast'
}

/** After these the same form is sent again. */
const SENT_AGAIN: readonly string[] = ['proof-refused', 'too-many', 'intake-unavailable', 'fault']

/**
 * For visitors: in their words, and with the names of those who take it instead. `hadFiles`: no browser gives back which
 * files were chosen.
 */
export function troubleOf(
  { reading }: Pick<Locals, 'reading'>,
  problem: IntakeProblem,
  hadFiles: boolean = false,
): Trouble {
  const { code, title, errors, channels } = problem
  const said = problemText({ ...problem, messages: errors.map(({ message }) => message) })
  const text = hadFiles && SENT_AGAIN.includes(code) ? `${said}文件需要重新选择。` : said
  if (code === 'complaint-elsewhere' && channels !== undefined) {
    const names = channelCards(channels, reading.outside).map(({ name, phone }) =>
      phone ? `${name}（电话 ${phone}）` : name,
    )
    const to = `没有登记，也没有保存您写的内容。请向以下渠道提出：${names.join('、')}。`
    return { heading: title, text: to, needsContacts: false }
  }
  return { heading: code === 'proof-refused' ? '还没有提交' : title, text, needsContacts: needsContacts(code) }
}
