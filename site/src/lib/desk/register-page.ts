import type { Receipt } from '#contract/submission'
import { CASE_KIND_LABEL } from '#domain/case-labels.zh'
import { CASE_KINDS, CASE_SOURCES, type CaseKind, OUTSIDE_CHANNELS } from '#domain/vocabulary'
import type { DeskReply } from '../desk-api.ts'
import { type ReceiptView, receiptPage } from '../receipt-page.ts'
import { freshKey } from '../serve-form.ts'
import { type DeskFrame, type DeskTrouble, deskFrame, deskWorker, leave, postedFields, troubleIn } from './desk-page.ts'
import { type FoundRecord, findRecords } from './find-record.ts'
import { type RegisterField, registerFields } from './register-fields.ts'

type Locals = App.Locals

export type RegisterPage = {
  frame: DeskFrame
  kind: CaseKind
  kinds: { value: CaseKind; text: string; href: string; isCurrent: boolean }[]
  fields: RegisterField[]
  key: string
  /** Records that bear the number that was typed, where there are several. */
  offered: FoundRecord[]
  typed: (name: string) => string
  trouble: DeskTrouble | null
  /** Shown once, to be printed or read out. */
  receipt: ReceiptView | null
  status: number
}

/** 来电、来信、来访和 12345 转来的: the same clocks, the same receipt. */
export async function serveRegister(locals: Locals, request: Request): Promise<RegisterPage | Response> {
  const me = await deskWorker(locals, request)
  if (me instanceof Response) return me
  if (me.role !== 'clerk') {
    return leave(
      locals,
      { status: 403, code: 'role-not-allowed', title: '只有受理人员可以登记', detail: '', errors: [] },
      request,
    )
  }
  const { urls, intake } = locals
  const wanted = new URL(request.url).searchParams.get('kind')
  const kind = CASE_KINDS.find((it) => it === wanted) ?? 'complaint'
  const fields = registerFields(kind, Object.fromEntries(intake.agencies.map(({ slug, name }) => [slug, name])))
  const page: RegisterPage = {
    frame: deskFrame(locals, '登记', me, 'register/'),
    ...{ kind, fields, key: freshKey(), typed: () => '', trouble: null, receipt: null, status: 200, offered: [] },
    kinds: CASE_KINDS.map((value) => ({
      ...{ value, text: CASE_KIND_LABEL[value], isCurrent: value === kind },
      href: `${urls.desk('register/')}?kind=${value}`,
    })),
  }
  if (request.method !== 'POST') return page
  const field = await postedFields(request)
  const key = field('key') || page.key
  const asked = fields.filter(({ onlyIf }) => onlyIf === undefined || field(onlyIf.name) === onlyIf.value)
  const unanswered = unansweredIn(asked, field)
  if (unanswered !== null) return { ...page, key, typed: field, trouble: unanswered, status: 422 }
  const isAbout = kind === 'objection' || (kind === 'repair' && field('record').trim() !== '')
  const about = isAbout ? await findRecords(locals, field('record')) : field('record')
  const record = typeof about === 'string' ? about : oneOf(about, field('chosen'))
  if (typeof about !== 'string' && record === undefined) {
    return { ...page, key, typed: field, trouble: severalIn(about), offered: about, status: 422 }
  }
  const body = bodyOf(kind, asked, (name) => (name === 'record' ? (record ?? '') : field(name)), key)
  const reply = await locals.desk.post<Receipt>('/cases', body)
  if (reply.state === 'refused') {
    return { ...page, key, typed: field, trouble: refusedAt(locals, fields, reply), status: reply.problem.status }
  }
  const around = { column: 'object' as const, crumbs: [], isMarked: false }
  return { ...page, receipt: receiptPage(locals, kind, around, reply.value), status: 201 }
}

const ASK = { text: '请填写', area: '请填写', select: '请选择', check: '请勾选', 'yes-no': '请选择' } as const

/** What was left empty, all at once and in the words of the form; the contract looks at the rest. */
function unansweredIn(fields: readonly RegisterField[], field: (name: string) => string): DeskTrouble | null {
  const errors = fields
    .filter(({ name, isNeeded, onlyIf }) => (isNeeded || onlyIf !== undefined) && field(name).trim() === '')
    .map(({ name, label, type, isSealed }) => ({
      field: `${isSealed ? 'part' : 'clear'}.${name}`,
      message: `${ASK[type]}：${label}`,
    }))
  return errors.length === 0 ? null : { heading: '还有几项没有填', text: '没有登记，请补齐下面几项。', errors }
}

/** The only one, or the one that was chosen among several of this number. */
function oneOf(found: readonly FoundRecord[], chosen: string): string | undefined {
  return (found.length === 1 ? found[0] : found.find(({ id }) => id === chosen))?.id
}

/** A number that no public record bears, or several: then the form offers them. */
function severalIn(found: readonly FoundRecord[]): DeskTrouble {
  const message = found.length === 0 ? '没有公示的记录用这个编号，请核对' : '请选择是哪一条记录'
  return {
    ...{ heading: found.length === 0 ? '没有找到这条记录' : '有几条记录用这个文书号', text: '没有登记。' },
    errors: [{ field: 'clear.record', message }],
  }
}

/** The API names fields as programs do; a clerk knows them by their labels. */
function labelled(fields: readonly RegisterField[], trouble: DeskTrouble | null): DeskTrouble | null {
  if (trouble === null) return null
  const errors = trouble.errors.map(({ field, message }) => {
    const label = fields.find(({ name }) => field.endsWith(`.${name}`))?.label
    return { field, message: label === undefined ? message : message.replace(`${field} 不符合要求`, label) }
  })
  return { ...trouble, errors }
}

/** What is not taken in here has somebody who does take it: the clerk tells the person at the counter. */
function refusedAt(
  { reading }: Locals,
  fields: readonly RegisterField[],
  reply: DeskReply<Receipt>,
): DeskTrouble | null {
  if (reply.state === 'done' || reply.problem.code !== 'complaint-elsewhere') return labelled(fields, troubleIn(reply))
  const asked = Array.isArray(reply.problem.channels) ? reply.problem.channels : []
  const channels = OUTSIDE_CHANNELS.filter((id) => asked.includes(id)).map((id) => reading.outside[id])
  return {
    heading: '这件事本站不受理，没有登记',
    text: '没有保存您写的内容。请告知对方向下面的单位提出：',
    errors: [],
    notes: channels.map(({ name, phone, about }) => `${name}${phone === null ? '' : `（电话 ${phone}）`}：${about}`),
  }
}

function bodyOf(
  kind: CaseKind,
  fields: readonly RegisterField[],
  field: (name: string) => string,
  key: string,
): Record<string, unknown> {
  const valuesOf = (isSealed: boolean) =>
    Object.fromEntries(
      fields
        .filter((it) => it.isSealed === isSealed)
        .map(({ name, type }): [string, unknown] => [
          name,
          type === 'check' ? field(name) === 'on' : type === 'yes-no' ? field(name) === 'yes' : field(name).trim(),
        ])
        .filter(([, value]) => value !== ''),
    )
  const source = CASE_SOURCES.find((it) => it === field('source'))
  return {
    ...{ kind, key, source, externalNumber: field('externalNumber').trim() || null },
    ...{ clear: valuesOf(false), part: valuesOf(true) },
  }
}
