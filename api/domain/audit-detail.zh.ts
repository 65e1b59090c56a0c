import { ALARM_LABEL } from './alarm-text.zh.ts'
import { AUDIT_GROUPS } from './audit-labels.zh.ts'
import { CASE_KIND_LABEL, CASE_SOURCE_LABEL, MESSAGE_EVENT_LABEL, stateLabel } from './case-labels.zh.ts'
import {
  ENDING_GROUND_LABEL,
  RECORD_CHANGE_LABEL,
  RECORD_KIND_LABEL,
  RECORD_STATE_LABEL,
  REVOCATION_WAY_LABEL,
  STAFF_ROLE_LABEL,
  WITHDRAWAL_GROUND_LABEL,
} from './labels.zh.ts'
import { CASE_STATES } from './vocabulary.ts'

/** Names that the audit holds as ids: null where there is none. */
export type AuditNames = { staff: (id: string) => string | null; organ: (slug: string) => string | null }

/** `change`: the text is the number of a change. */
export type AuditFact = { label: string; text: string; isChange: boolean }

/** What stands in the detail of an audit row. */
export const AUDIT_DETAIL_LABEL: Readonly<Record<string, string>> = {
  ...{ change: '申请', kind: '种类', seq: '第几步', version: '第几版', to: '办理后', proposedBy: '提出人' },
  ...{ ground: '情形', sight: '看到的范围', source: '来件方式', mandate: '授权委托书', role: '角色', organ: '机关' },
  ...{
    columns: '表头',
    cells: '单元格',
    rows: '行数',
    keys: '密钥',
    event: '通知',
    tries: '发送次数',
    trouble: '原因代码',
  },
  ...{ read: '读取', accepted: '接收', warned: '有提示', rejected: '未接收', unchanged: '无变化', published: '公示' },
  ...{ left: '已不在公示', repeated: '重复', hidden: '因此停止公示' },
  ...{ alarm: '预警', n: '预警编号', group: '办了什么', of: '谁', from: '从', until: '到', number: '编号' },
}

const SIGHT = { whole: '全部（封存的内容另行打开）', extract: '移交摘要', trail: '办理经过' }
const CODE_KIND = { totp: '动态验证码', recovery: '备用码' }
const GROUND = { ...WITHDRAWAL_GROUND_LABEL, ...ENDING_GROUND_LABEL, held: REVOCATION_WAY_LABEL.held }
const COUNTS = ['columns', 'cells', 'rows', 'keys', 'read', 'accepted', 'warned', 'rejected', 'unchanged', 'published']
const UNIT: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...COUNTS, 'left', 'repeated', 'hidden'].map((name) => [name, ' 行'])),
  ...{ columns: ' 个', cells: ' 个', keys: ' 把', tries: ' 次' },
}

/** The detail of a row in words. Who did it is not said again, and what is empty or none is left out. */
export function auditFacts(
  verb: string,
  detail: Readonly<Record<string, string | number | null>>,
  names: AuditNames,
): AuditFact[] {
  return Object.entries(detail)
    .filter(([name, value]) => name !== 'staff' && value !== null && (value !== '' || isAssigning(verb, name)))
    .map(([name, value]) => ({
      label: (name === 'to' ? TO_LABEL[verb] : undefined) ?? AUDIT_DETAIL_LABEL[name] ?? name,
      text: factText(verb, name, String(value), names),
      isChange: name === 'change',
    }))
}

/** Where `to` is no state. */
const TO_LABEL: Readonly<Record<string, string>> = { 'case-assign': '承办人', 'message-failed': '收件方' }

const isAssigning = (verb: string, name: string) => verb === 'case-assign' && name === 'to'

function factText(verb: string, name: string, value: string, names: AuditNames): string {
  switch (name) {
    case 'to':
      return toText(verb, value, names)
    case 'kind':
      return kindText(verb, value)
    case 'proposedBy':
    case 'of':
      return names.staff(value) ?? value
    case 'organ':
      return names.organ(value) ?? value
    case 'group':
      return word(Object.fromEntries(Object.entries(AUDIT_GROUPS).map(([id, { label }]) => [id, label])), value)
    case 'mandate':
      return '已当面查验原件，复印件已留存'
    default:
      return `${word(WORDS[name] ?? {}, value)}${UNIT[name] ?? ''}`
  }
}

const WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ...{ sight: SIGHT, source: CASE_SOURCE_LABEL, role: STAFF_ROLE_LABEL, ground: GROUND, event: MESSAGE_EVENT_LABEL },
  alarm: ALARM_LABEL,
}

function word(table: Readonly<Record<string, string>>, value: string): string {
  return table[value] ?? value
}

function toText(verb: string, value: string, names: AuditNames): string {
  if (verb === 'case-assign') return value === '' ? '不指定' : (names.staff(value) ?? value)
  if (verb === 'message-failed') return recipientText(value, names)
  const state = CASE_STATES.find((it) => it === value)
  return verb.startsWith('case-') && state !== undefined ? stateLabel(state) : word(RECORD_STATE_LABEL, value)
}

/** `desk`, `organ:slug` or a program. */
function recipientText(value: string, names: AuditNames): string {
  const [, organ] = /^organ:(.+)$/.exec(value) ?? []
  if (organ !== undefined) return names.organ(organ) ?? organ
  return value === 'desk' ? '受理台' : value
}

function kindText(verb: string, value: string): string {
  if (verb.startsWith('sign-in')) return word(CODE_KIND, value)
  if (verb.startsWith('change-')) return word(RECORD_CHANGE_LABEL, value)
  return word({ ...CASE_KIND_LABEL, ...RECORD_KIND_LABEL }, value)
}
