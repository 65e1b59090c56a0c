import { SupplementPart } from '#contract/sealed-part'
import type { CaseView } from '#contract/submission'
import { CASE_KIND_LABEL } from '#domain/case-labels.zh'
import { chineseDay } from './dates.ts'
import { type FieldError, type FormField, sealedField } from './form-model.ts'
import type { Trouble } from './form-view.ts'
import { createFrame, type Frame, type PageContext } from './frame.ts'
import { COLUMNS } from './meta.ts'
import { dueWords } from './receipt-page.ts'

export type LookUpKey = { receipt: string; code: string }

export type LookUpView = {
  state: 'look-up'
  status: number
  frame: Frame
  action: string
  values: LookUpKey
  errors: FieldError[]
  trouble: Trouble | null
}

export type SupplementForm = { field: FormField; formKey: string; token: string; value: string; errors: FieldError[] }

/** A supplement that did not go through, where the case itself cannot be shown: what was typed comes back all the same. */
export type UnsentView = {
  state: 'unsent'
  status: number
  frame: Frame
  action: string
  key: LookUpKey
  supplement: SupplementForm
  trouble: Trouble | null
}

export type CasePageView = {
  state: 'case'
  status: number
  frame: Frame
  action: string
  key: LookUpKey
  heading: string
  /** What has just been done, said above the case. */
  done: string | null
  isOpen: boolean
  stateLabel: string
  facts: { label: string; text: string }[]
  steps: CaseView['steps']
  asked: { what: string; until: string | null; afterwards: string } | null
  /** Null: nothing can be added now. */
  supplement: SupplementForm | null
  /** Written for a supplement that is not taken any more. */
  leftOver: string | null
  mayWithdraw: boolean
  asksWithdrawal: boolean
  trouble: Trouble | null
}

export const SUPPLEMENT_FIELD = sealedField(SupplementPart.shape.text, {
  name: 'text',
  label: '补充的内容',
  hint: '写明补充了什么。文件在下面选择。',
  type: 'area',
})

export function lookUpView(
  context: PageContext,
  values: LookUpKey,
  errors: FieldError[] = [],
  trouble: Trouble | null = null,
  status = 200,
): LookUpView {
  const flag = errors.length > 0 || trouble !== null ? '错误：' : ''
  return {
    ...{ state: 'look-up', status, action: context.urls.lookUp(), values, errors, trouble },
    frame: lookUpFrame(context, `${flag}${COLUMNS['look-up'].name}`, true),
  }
}

export function unsentView(
  context: PageContext,
  key: LookUpKey,
  { supplement, trouble, status }: Pick<UnsentView, 'supplement' | 'trouble' | 'status'>,
): UnsentView {
  const frame = lookUpFrame(context, '错误：补充材料', false)
  return { state: 'unsent', status, frame, action: context.urls.lookUp(), key, supplement, trouble }
}

export type CaseExtras = Pick<CasePageView, 'done' | 'supplement' | 'asksWithdrawal' | 'trouble' | 'status'>

export function casePage(
  context: PageContext,
  key: LookUpKey,
  found: CaseView,
  { done, supplement, asksWithdrawal, trouble, status }: CaseExtras,
): CasePageView {
  const heading = `${CASE_KIND_LABEL[found.kind]}的办理进度`
  const flag = trouble !== null || (supplement?.errors.length ?? 0) > 0 ? '错误：' : ''
  return {
    ...{ state: 'case', status, action: context.urls.lookUp(), key, heading, done, trouble, asksWithdrawal },
    frame: lookUpFrame(context, `${flag}${asksWithdrawal ? '确认撤回' : heading}`, false),
    isOpen: found.isOpen,
    stateLabel: found.stateLabel,
    facts: factsOf(found),
    steps: found.steps,
    asked:
      found.asked === null ? null : { what: found.asked, until: found.askedUntil, afterwards: afterwards(found.state) },
    supplement: found.maySupplement ? supplement : null,
    leftOver: found.maySupplement ? null : supplement?.value || null,
    mayWithdraw: found.mayWithdraw,
  }
}

function factsOf(found: CaseView): CasePageView['facts'] {
  const { agency, handler, due, isMarked, kind } = found
  const one = (label: string, text: string | null) => (text === null ? [] : [{ label, text }])
  return [
    { label: '受理编号', text: found.receipt },
    ...one(kind === 'complaint' ? '被投诉的单位' : '有关的单位', agency),
    ...one('由谁核实', handler),
    ...(found.isOpen ? [{ label: '办理期限', text: dueText(due) }] : []),
    ...one('期限的依据', found.isOpen ? (due?.basis ?? null) : null),
    ...one('页面标注', isMarked ? '信息页面上标注了“异议处理中”' : null),
    ...heldFacts(found),
  ]
}

function heldFacts({ uploads, sealedBy, contentGoneOn }: CaseView): CasePageView['facts'] {
  if (contentGoneOn !== null) {
    return [{ label: '来件内容', text: `保存期满，内容和文件已于${chineseDay(contentGoneOn)}销毁，只留办理经过。` }]
  }
  return [
    { label: '收到的文件', text: uploads === 0 ? '没有' : `${uploads} 个` },
    { label: '怎样加密', text: sealedBy },
  ]
}

/** What becomes of it where nothing is added in time. */
function afterwards(state: CaseView['state']): string {
  const isIncomplete = state === 'papers-asked'
  return isIncomplete ? '逾期不补正的，本件不再办理；可以重新提交。' : '逾期没有补充的，按现有材料继续办理。'
}

function dueText(due: CaseView['due']): string {
  const words = dueWords(due)
  if (due === null) return words
  if (due.isOverdue) return `${words}。已经超过期限，您可以打电话催办。`
  return due.isRunning ? words : `${words}。正在等待补充材料，等待的时间不计入期限。`
}

function lookUpFrame(context: PageContext, title: string, isLasting: boolean): Frame {
  return createFrame(context, {
    title,
    path: isLasting ? context.urls.lookUp() : null,
    section: 'look-up',
    crumbs: [{ text: COLUMNS['look-up'].name, href: null }],
    meta: { kind: 'column', column: 'look-up' },
    isIndexed: isLasting && !title.startsWith('错误'),
  })
}
