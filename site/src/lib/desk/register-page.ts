import type { Receipt } from '#contract/submission'
import {
  CASE_KIND_LABEL,
  CASE_SOURCE_LABEL,
  COMPLAINT_DOMAIN_LABEL,
  CORRECTION_KIND_LABEL,
  CREDITOR_LABEL,
  FILER_ROLE_LABEL,
  OBJECTION_GROUND_LABEL,
} from '#domain/case-labels.zh'
import { CASE_KINDS, CASE_SOURCES, type CaseKind, OUTSIDE_CHANNELS } from '#domain/vocabulary'
import type { DeskReply } from '../desk-api.ts'
import { type ReceiptView, receiptPage } from '../receipt-page.ts'
import { freshKey } from '../serve-form.ts'
import { type DeskFrame, type DeskTrouble, deskFrame, deskWorker, leave, postedFields, troubleIn } from './desk-page.ts'
import { type FoundRecord, findRecords } from './find-record.ts'

type Locals = App.Locals

export type RegisterField = {
  name: string
  label: string
  type: 'text' | 'area' | 'select' | 'check' | 'yes-no'
  options: { value: string; text: string }[]
  hint: string | null
  isSealed: boolean
  isNeeded: boolean
}

export type RegisterPage = {
  frame: DeskFrame
  kind: CaseKind
  kinds: { value: CaseKind; text: string; href: string; isCurrent: boolean }[]
  fields: RegisterField[]
  key: string
  typed: (name: string) => string
  trouble: DeskTrouble | null
  /** Shown once, to be printed or read out. */
  receipt: ReceiptView | null
  status: number
}

const options = (table: Readonly<Record<string, string>>) =>
  Object.entries(table).map(([value, text]) => ({ value, text }))
const text = (name: string, label: string, hint: string | null = null): RegisterField => ({
  ...{ name, label, type: 'text', options: [], hint, isSealed: true, isNeeded: false },
})
const area = (name: string, label: string): RegisterField => ({ ...text(name, label), type: 'area' })
const select = (name: string, label: string, table: Readonly<Record<string, string>>): RegisterField => ({
  ...{ name, label, type: 'select', options: options(table), hint: null, isSealed: false, isNeeded: true },
})
const check = (name: string, label: string): RegisterField => ({
  ...{ name, label, type: 'check', options: [], hint: null, isSealed: false, isNeeded: false },
})

/** Neither answer is chosen beforehand: what was not asked is not known. */
const yesNo = (name: string, label: string, yes: string, no: string): RegisterField => ({
  ...{ name, label, type: 'yes-no', hint: null, isSealed: false, isNeeded: true },
  options: [
    { value: 'yes', text: yes },
    { value: 'no', text: no },
  ],
})
const needed = (field: RegisterField): RegisterField => ({ ...field, isNeeded: true })

/** What is asked at the counter, in the order of a conversation; the contract checks it like what comes from the forms. */
function fieldsOf(kind: CaseKind, agencies: Readonly<Record<string, string>>): RegisterField[] {
  switch (kind) {
    case 'objection':
      return [
        needed({
          ...text('record', '公示的是哪一条', '文书号、公示页面的网址，或者网址末尾的 12 位字母和数字。'),
          isSealed: false,
        }),
        select('ground', '理由', OBJECTION_GROUND_LABEL),
        select('filer', '谁提出', FILER_ROLE_LABEL),
        ...[text('name', '被公示单位的名称'), text('contact', '联系人'), text('phone', '联系电话')].map(needed),
        ...[text('correct', '应当是什么'), needed(area('facts', '事实和理由'))],
      ]
    case 'complaint':
      return [
        select('agency', '被投诉的机关', agencies),
        select('domain', '领域', COMPLAINT_DOMAIN_LABEL),
        {
          ...select('creditor', '债权人', CREDITOR_LABEL),
          isNeeded: false,
          hint: '只有拖欠账款的要选。欠中小企业和个体工商户的，请对方到国家登记（投诉）平台提出，这里不登记。',
        },
        yesNo('isAboutBody', '投诉的是单位，还是检举公职人员个人', '投诉单位', '检举公职人员个人'),
        check('isNamed', '实名'),
        check('mayPublishSummary', '办结后同意公开不含个人信息的摘要和答复'),
        ...[text('name', '单位或者姓名', '匿名的不填。'), text('phone', '联系电话')],
        ...[
          needed(area('facts', '事情经过')),
          text('amount', '涉及金额'),
          text('contractNumber', '合同编号或者项目名称'),
        ],
        area('wanted', '希望怎样解决'),
      ]
    case 'repair':
      return [
        select('agency', '申请修复的机关', agencies),
        ...[check('hasPromised', '已经作出信用承诺'), check('isDutyDone', '义务已经全部履行')].map(needed),
        ...[text('name', '单位名称'), text('contact', '联系人'), text('phone', '联系电话')].map(needed),
        ...[text('determination', '认定文书的文号'), area('done', '怎样纠正和履行的')].map(needed),
      ]
    case 'correction':
      return [
        needed({ ...text('page', '网页的路径', '例如 /guides/object/'), isSealed: false }),
        select('what', '错误的种类', CORRECTION_KIND_LABEL),
        ...[needed(area('found', '页面上有什么错')), area('should', '应当怎样写'), text('contact', '联系方式')],
      ]
  }
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
  const fields = fieldsOf(kind, Object.fromEntries(intake.agencies.map(({ slug, name }) => [slug, name])))
  const page: RegisterPage = {
    frame: deskFrame(locals, '登记', me, 'register/'),
    ...{ kind, fields, key: freshKey(), typed: () => '', trouble: null, receipt: null, status: 200 },
    kinds: CASE_KINDS.map((value) => ({
      ...{ value, text: CASE_KIND_LABEL[value], isCurrent: value === kind },
      href: `${urls.desk('register/')}?kind=${value}`,
    })),
  }
  if (request.method !== 'POST') return page
  const field = await postedFields(request)
  const key = field('key') || page.key
  const unanswered = unansweredIn(fields, field)
  if (unanswered !== null) return { ...page, key, typed: field, trouble: unanswered, status: 422 }
  const about = kind === 'objection' ? await findRecords(locals, field('record')) : field('record')
  if (typeof about !== 'string' && about.length !== 1) {
    return { ...page, key, typed: field, trouble: severalIn(about), status: 422 }
  }
  const record = typeof about === 'string' ? about : (about[0]?.id ?? '')
  const body = bodyOf(kind, fields, (name) => (name === 'record' ? record : field(name)), key)
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
    .filter(({ name, isNeeded }) => isNeeded && field(name).trim() === '')
    .map(({ name, label, type, isSealed }) => ({
      field: `${isSealed ? 'part' : 'clear'}.${name}`,
      message: `${ASK[type]}：${label}`,
    }))
  return errors.length === 0 ? null : { heading: '还有几项没有填', text: '没有登记，请补齐下面几项。', errors }
}

/** A number that no public record bears, or several: then their ids are offered, to be typed instead. */
function severalIn(found: readonly FoundRecord[]): DeskTrouble {
  const message = found.length === 0 ? '没有公示的记录用这个编号，请核对' : '请在下面几条里选一条，把它的编号填进来'
  return {
    ...{ heading: found.length === 0 ? '没有找到这条记录' : '有几条记录用这个文书号', text: '没有登记。' },
    errors: [{ field: 'clear.record', message }],
    notes: found.map(({ id, documentNumber, subject, agency }) => `${id}：${documentNumber}，${subject}（${agency}）`),
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

export const COUNTER_SOURCES = CASE_SOURCES.filter((it) => it !== 'web').map((value) => ({
  value,
  text: CASE_SOURCE_LABEL[value],
}))
