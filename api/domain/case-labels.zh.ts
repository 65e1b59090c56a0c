import type { CaseCommand } from './case-life.ts'
import type {
  CaseKind,
  CasePaper,
  CaseRole,
  CaseSource,
  CaseState,
  ComplaintDomain,
  ComplaintEvent,
  CorrectionKind,
  Creditor,
  DueKind,
  FilerRole,
  MessageEvent,
  ObjectionGround,
  RecordMark,
  SealedBy,
  UploadType,
} from './vocabulary.ts'

/** Chinese words of what people send in; a new member of `vocabulary.ts` will not compile without one. */
export const CASE_KIND_LABEL = {
  objection: '异议',
  complaint: '投诉',
  repair: '信用修复申请',
  correction: '本页纠错',
} satisfies Record<CaseKind, string>

const STATE_LABEL = {
  submitted: '待审核',
  'papers-asked': '待补正',
  accepted: '已受理',
  'evidence-asked': '待补充材料',
  referred: '核实中',
  answered: '已核实，待答复',
  transferred: '已转外单位办理',
  returned: '不予受理',
  redirected: '已告知其他渠道',
  lapsed: '逾期未补正，已办结',
  withdrawn: '已撤回',
  settled: '协调解决',
  upheld: '成立',
  dismissed: '不成立',
} satisfies Record<CaseState, string>

/** Where a kind of case says it in words of its own. */
const OWN_STATE_LABEL: Record<CaseKind, Partial<Record<CaseState, string>>> = {
  objection: { referred: '待提供单位核实', upheld: '异议成立', dismissed: '异议不成立' },
  complaint: { referred: '已转主管部门核实', upheld: '情况属实', dismissed: '情况不属实' },
  repair: { upheld: '准予修复', dismissed: '不予修复' },
  correction: { upheld: '已更正', dismissed: '无需更正' },
}

/** Where cases of all kinds stand together. */
export function stateLabel(state: CaseState): string {
  return STATE_LABEL[state]
}

export function caseStateLabel(kind: CaseKind, state: CaseState): string {
  return OWN_STATE_LABEL[kind][state] ?? STATE_LABEL[state]
}

export const CASE_ROLE_LABEL = {
  filer: '提交人',
  clerk: '受理人员',
  organ: '核实单位',
  reviewer: '复核人员',
  clock: '到期自动处理',
} satisfies Record<CaseRole, string>

export const CASE_COMMAND_LABEL = {
  submit: '提交',
  accept: '受理',
  ask: '要求补充材料',
  supplement: '补充材料',
  'record-papers': '登记收到的材料',
  return: '不予受理',
  redirect: '告知其他渠道',
  refer: '转核实单位',
  recall: '收回转办',
  transfer: '转外单位办理',
  'take-back': '从外单位接回',
  answer: '核实单位答复',
  'record-answer': '代录机关答复',
  settle: '协调解决',
  uphold: '认定成立',
  dismiss: '认定不成立',
  withdraw: '撤回',
  expire: '补充材料到期',
} satisfies Record<CaseCommand | 'submit', string>

/** A step as the course of a case tells it: whose act it was, not who typed it. */
export function stepWords(command: CaseCommand | 'submit', role: CaseRole): { label: string; by: string } {
  if (command === 'record-answer') return { label: CASE_COMMAND_LABEL.answer, by: `由${CASE_ROLE_LABEL.clerk}代录` }
  return { label: CASE_COMMAND_LABEL[command], by: CASE_ROLE_LABEL[role] }
}

export const OBJECTION_GROUND_LABEL = {
  wrong: '内容有误',
  missing: '内容有遗漏',
  'period-over': '已过公示期仍在公示',
  'wrongly-listed': '不应当列入公示',
  unlawful: '公示违反法律规定',
  'not-mine': '不是本单位的信息',
} satisfies Record<ObjectionGround, string>

export const FILER_ROLE_LABEL = {
  subject: '被公示的单位自己提出',
  agent: '受托人代为提出',
} satisfies Record<FilerRole, string>

export const COMPLAINT_DOMAIN_LABEL = {
  procurement: '政府采购',
  tendering: '招标投标',
  ppp: '政府和社会资本合作（PPP）',
  'investment-promotion': '招商引资',
  'government-investment': '政府投资项目',
  debt: '地方政府债务',
  statistics: '统计',
  township: '街道和乡镇',
  arrears: '拖欠账款',
  successor: '新官不理旧账',
  disclosure: '信息公示',
  'service-promise': '服务承诺',
  other: '其他失信行为',
} satisfies Record<ComplaintDomain, string>

export const COMPLAINT_EVENT_LABEL = {
  breach: '机关或者事业单位不履行合同、不兑现承诺',
  arrears: '拖欠货款、工程款、服务费、保证金',
  wages: '拖欠工资、劳动报酬',
  official: '公职人员违纪违法，例如索要好处、以权谋私',
  disclosure: '应当公示的没有公示，或者公示晚了',
  'record-wrong': '公示的信息写错了',
  decision: '不服许可或者处罚决定',
  petition: '个人诉求、征地补偿、历史遗留问题',
  statistics: '统计数据造假',
  site: '网站本身有错',
  other: '其他事情',
} satisfies Record<ComplaintEvent, string>

export const CREDITOR_LABEL = {
  'small-business': '中小企业或者个体工商户',
  'large-business': '大型企业',
  person: '个人（不是工资）',
} satisfies Record<Creditor, string>

export const CORRECTION_KIND_LABEL = {
  typo: '错别字、语病',
  link: '链接打不开',
  outdated: '内容过时',
  wrong: '内容与事实不符',
  display: '显示不正常、看不清',
  other: '其他',
} satisfies Record<CorrectionKind, string>

export const DUE_KIND_LABEL = { statutory: '法定', promise: '本站承诺' } satisfies Record<DueKind, string>

/** Neutral: says that a question is open, not who is right. */
export const RECORD_MARK_LABEL = { 'objection-pending': '异议处理中' } satisfies Record<RecordMark, string>

export const SEALED_BY_LABEL = {
  browser: '在您的浏览器中加密',
  server: '到达服务器时加密',
} satisfies Record<SealedBy, string>

export const UPLOAD_TYPE_LABEL = {
  pdf: 'PDF',
  jpeg: 'JPEG 图片',
  png: 'PNG 图片',
  docx: 'Word（.docx）',
  xlsx: 'Excel（.xlsx）',
  ofd: 'OFD 版式文件',
} satisfies Record<UploadType, string>

export const CASE_SOURCE_LABEL = {
  web: '网上提交',
  phone: '电话',
  letter: '信件',
  visit: '来访',
  hotline: '12345 转来',
} satisfies Record<CaseSource, string>

export const CASE_PAPER_LABEL = {
  extract: '移交摘要',
  answer: '核实单位的答复',
  'answer-source': '答复的来源',
  settlement: '协调结果',
  rectification: '书面说明和限期整改要求',
} satisfies Record<CasePaper, string>

export const MESSAGE_EVENT_LABEL = {
  submitted: '有新的来件',
  referred: '请核实',
  answered: '核实单位已答复',
  'due-soon': '即将到期',
  overdue: '已经超过期限',
  'records-changed': '记录有变化',
} satisfies Record<MessageEvent, string>
