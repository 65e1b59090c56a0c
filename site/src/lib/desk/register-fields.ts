import {
  CASE_SOURCE_LABEL,
  COMPLAINT_DOMAIN_LABEL,
  CORRECTION_KIND_LABEL,
  CREDITOR_LABEL,
  FILER_ROLE_LABEL,
  OBJECTION_GROUND_LABEL,
} from '#domain/case-labels.zh'
import { CASE_SOURCES, type CaseKind } from '#domain/vocabulary'

export type RegisterField = {
  name: string
  label: string
  type: 'text' | 'area' | 'select' | 'check' | 'yes-no'
  options: { value: string; text: string }[]
  hint: string | null
  isSealed: boolean
  isNeeded: boolean
  /** Asked, and sent, only where another field has this answer; needed then. */
  onlyIf?: { name: string; value: string }
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
const check = (name: string, label: string, hint: string | null = null): RegisterField => ({
  ...{ name, label, type: 'check', options: [], hint, isSealed: false, isNeeded: false },
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
export function registerFields(kind: CaseKind, agencies: Readonly<Record<string, string>>): RegisterField[] {
  switch (kind) {
    case 'objection':
      return [
        needed({
          ...text('record', '公示的是哪一条', '文书号、公示页面的网址，或者网址末尾的 12 位字母和数字。'),
          isSealed: false,
        }),
        select('ground', '理由', OBJECTION_GROUND_LABEL),
        select('filer', '谁提出', FILER_ROLE_LABEL),
        ...[
          text('agentName', '受托人姓名', '受托人代为提出的填。'),
          text('agentRelation', '受托人和单位的关系', '受托人代为提出的填，例如职工、律师。'),
          check(
            'isMandateSeen',
            '已当面查验授权委托书原件并留存复印件',
            '受托人来访才能勾选；不来访的，请在网上提出。',
          ),
        ].map((field) => ({ ...field, onlyIf: { name: 'filer', value: 'agent' } })),
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
        {
          ...text(
            'record',
            '修复的是哪一条公示',
            '文书号、公示页面的网址，或者网址末尾的 12 位字母和数字。知道是哪一条的，不用再选机关。',
          ),
          isSealed: false,
        },
        { ...select('agency', '申请修复的机关', agencies), isNeeded: false, hint: '不知道是哪一条公示的才选。' },
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

export const COUNTER_SOURCES = CASE_SOURCES.filter((it) => it !== 'web').map((value) => ({
  value,
  text: CASE_SOURCE_LABEL[value],
}))
