import type { RowNoteCode } from './import-row.ts'
import { categoryFields, type FieldId, type FieldSpec, fieldSpec } from './record-fields.ts'
import { KIND_FIELDS } from './record-kinds.ts'
import { standingsOf } from './standing.ts'
import {
  type ActorKind,
  type BatchOutcome,
  type BatchState,
  type ChangeState,
  type Confidence,
  type DataFlaw,
  type EndingGround,
  type HidingOutcome,
  type ImportState,
  type KindGroup,
  type LicenceCategory,
  type ListState,
  type PenaltyKind,
  type PersonalDataKind,
  type PublicationDecision,
  RECORD_KINDS,
  type RecordCategory,
  type RecordChange,
  type RecordKind,
  type RecordState,
  type ReportState,
  type RevocationWay,
  type RowOutcome,
  type Severity,
  type StaffRole,
  type SubjectCategory,
  type TaskReportState,
  type TaskState,
  type TaskTerm,
  type Timeliness,
  type UpwardChange,
  type WithdrawalGround,
} from './vocabulary.ts'

/** The Chinese word for every member of `vocabulary.ts` and for every field; a new member will not compile without one. */
export { KIND_LABEL as RECORD_KIND_LABEL } from './record-kinds.ts'

export const SUBJECT_CATEGORY_LABEL = {
  organisation: '法人及非法人组织',
  'sole-trader': '个体工商户',
  'natural-person': '自然人',
} satisfies Record<SubjectCategory, string>

export const PUBLICATION_DECISION_LABEL = {
  publish: '公示',
  mask: '去标识化后公示',
  withhold: '不公示',
} satisfies Record<PublicationDecision, string>

export const RECORD_STATE_LABEL = {
  withheld: '未公示',
  public: '公示中',
  hidden: '紧急停止公示，待复核',
  withdrawn: '已撤下',
  ended: '已停止公示',
} satisfies Record<RecordState, string>

/** 行政处罚法 第四十八条：“依法变更、撤销、确认违法或者确认无效”. */
export const WITHDRAWAL_GROUND_LABEL = {
  changed: '原决定被依法变更',
  quashed: '原决定被依法撤销',
  unlawful: '原决定被确认违法',
  void: '原决定被确认无效',
} satisfies Record<WithdrawalGround, string>

export const ENDING_GROUND_LABEL = {
  'period-over': '公示期届满',
  repaired: '已完成信用修复',
} satisfies Record<EndingGround, string>

/** The reason of a change that follows from a case that is decided. */
export const FOLLOWING_REASON: Readonly<Partial<Record<EndingGround, string>>> = {
  repaired: '信用修复申请已经认定准予修复，停止公示。',
}

export const KIND_GROUP_LABEL = {
  decisions: '双公示',
  integrity: '政务诚信',
  lists: '名单和清单',
  openness: '政务公开',
} satisfies Record<KindGroup, string>

export const SEVERITY_LABEL = { minor: '轻微', general: '一般', serious: '严重' } satisfies Record<Severity, string>

/** 行政许可法 第十二条; as the data standard shortens them. */
export const LICENCE_CATEGORY_LABEL = {
  ordinary: '普通',
  franchise: '特许',
  recognition: '认可',
  approval: '核准',
  registration: '登记',
  other: '其他',
} satisfies Record<LicenceCategory, string>

/** What a list is narrowed to, in the words of the law. */
export function categoryLabel(kind: RecordKind, category: RecordCategory): string {
  const labels: Partial<Record<RecordCategory, string>> =
    kind === 'licence' ? LICENCE_CATEGORY_LABEL : kind === 'penalty' ? PENALTY_KIND_LABEL : contentCategories(kind)
  return labels[category] ?? category
}

const LATENESS_LABEL: Record<string, string> = { 'on-time': '按时公示', late: '超期公示', unknown: '无法判断' }

/** The categories of a kind that its content names, with the word that is shown for each. */
function contentCategories(kind: RecordKind): Record<string, string> {
  return Object.assign({}, ...categoryFields(kind).map(contentMemberLabels))
}

/** In a search over all kinds. */
export function anyCategoryLabel(category: RecordCategory): string {
  const kind = RECORD_KINDS.find((it) => categoryLabel(it, category) !== category)
  return kind === undefined ? category : categoryLabel(kind, category)
}

/** In a search over all kinds, where one word has to do for what each calls differently. */
export function anyListStateLabel(state: ListState): string {
  const labels = new Set(RECORD_KINDS.flatMap((kind) => standingsOf(kind).find(({ id }) => id === state)?.label ?? []))
  const [label = LATENESS_LABEL[state] ?? state] = labels
  return labels.size > 1 ? (SHARED_STANDING_LABEL[state] ?? label) : label
}

const SHARED_STANDING_LABEL: Record<string, string> = { overdue: '逾期未完成', 'under-way': '正在进行' }

/** How a list of a kind is narrowed, in words: by lateness, or by where an entry stands. */
export function listStateLabel(kind: RecordKind, state: ListState): string {
  return standingsOf(kind).find(({ id }) => id === state)?.label ?? LATENESS_LABEL[state] ?? state
}

export const TASK_REPORT_STATE_LABEL = {
  'not-started': '未启动',
  'under-way': '推进中',
  late: '进展滞后',
  done: '已完成',
  stopped: '已终止',
} satisfies Record<TaskReportState, string>

export const TASK_STATE_LABEL = {
  ...TASK_REPORT_STATE_LABEL,
  unreported: '未填报',
  overdue: '超期未完成',
} satisfies Record<TaskState, string>

export const TASK_TERM_LABEL = {
  dated: '写明截止日期',
  yearly: '每年一次',
  ongoing: '持续实施',
  unstated: '没有写明',
} satisfies Record<TaskTerm, string>

/** 行政处罚法 第九条. */
export const PENALTY_KIND_LABEL = {
  warning: '警告',
  criticism: '通报批评',
  fine: '罚款',
  'confiscate-gains': '没收违法所得',
  'confiscate-goods': '没收非法财物',
  'suspend-licence': '暂扣许可证件',
  downgrade: '降低资质等级',
  'revoke-licence': '吊销许可证件',
  'restrict-business': '限制开展生产经营活动',
  'suspend-business': '责令停产停业',
  'close-business': '责令关闭',
  'bar-person': '限制从业',
  detention: '行政拘留',
  other: '其他',
} satisfies Record<PenaltyKind, string>

export const TIMELINESS_LABEL = {
  'on-time': '按时公示',
  late: '超期公示',
  'not-yet-due': '未到期限',
  unknown: '无法判断',
} satisfies Record<Timeliness, string>

export const ROW_OUTCOME_LABEL = {
  accepted: '已接收',
  warned: '已接收，有提示',
  rejected: '未接收',
  unchanged: '无变化',
} satisfies Record<RowOutcome, string>

export const BATCH_STATE_LABEL = {
  reading: '正在读取',
  applying: '正在写入',
  done: '已完成',
  discarded: '已放弃',
} satisfies Record<BatchState, string>

export const CONFIDENCE_LABEL = {
  verified: '已核对原文',
  computed: '经计算得出',
  known: '行业通行做法',
  unsure: '尚未确定',
} satisfies Record<Confidence, string>

export const PERSONAL_DATA_KIND_LABEL = {
  'id-number': '证件号码',
  phone: '电话号码',
  'bank-card': '银行卡号',
  plate: '车牌号',
  email: '电子邮箱',
  address: '住址',
} satisfies Record<PersonalDataKind, string>

export const ACTOR_KIND_LABEL = {
  operator: '工作人员',
  clock: '到期自动处理',
  seed: '演示数据程序',
  filer: '提交人',
  staff: '经办人员',
  sender: '报送方',
} satisfies Record<ActorKind, string>

export const STAFF_ROLE_LABEL = {
  clerk: '受理',
  organ: '机关',
  reviewer: '复核',
  publisher: '发布',
  auditor: '审计',
  admin: '管理员',
} satisfies Record<StaffRole, string>

export const RECORD_CHANGE_LABEL = {
  correct: '更正',
  publish: '公示',
  mask: '去标识化后公示',
  withhold: '不予公示',
  withdraw: '撤下',
  end: '停止公示',
  hide: '紧急停止公示',
} satisfies Record<RecordChange, string>

export const IMPORT_STATE_LABEL = {
  waiting: '待批准',
  approved: '已导入',
  returned: '已退回',
  discarded: '已放弃',
  lapsed: '已过期',
} satisfies Record<ImportState, string>

export const CHANGE_STATE_LABEL = {
  open: '待复核',
  approved: '已同意',
  rejected: '未同意',
  stale: '已失效',
} satisfies Record<ChangeState, string>

/** Rejected by whoever asked. */
export const RETRACTED_LABEL = '已由提出人撤回'

export const HIDING_OUTCOME_LABEL = {
  withdraw: '撤下',
  end: '停止公示',
  withhold: '不再公示',
  restore: '恢复公示',
} satisfies Record<HidingOutcome, string>

/** What an import noticed about a row. */
export const ROW_NOTE_LABEL = {
  'field-missing': '必填项没有填写或者无法识别',
  'day-unreadable': '日期无法识别，原样保留，未采用',
  'day-imprecise': '日期不完整（只有年或月），原样保留，未采用',
  'day-from-serial': '日期是电子表格的序列数，已换算成日期，请核对',
  'amount-unreadable': '金额无法识别，原样保留，未采用',
  'amount-sum': '一格里有几笔金额，已合计，请核对',
  'amount-unit-doubtful': '分不清是元还是万元，原样保留，未采用，请在格内写明单位',
  'value-unknown': '不在规定的写法之内，原样保留，未采用',
  'code-malformed': '不是 18 位统一社会信用代码，原样保留，未采用',
  'code-letter-typed': '代码中有不会出现的字母（如 O、I），可能是数字，原样保留，未采用',
  'code-check-failed': '统一社会信用代码校验位不对，请核对',
  'code-inner-check-failed': '代码中的主体标识校验位不对，请核对',
  'code-pilot': '早期试点代码，请人工确认',
  'code-placeholder': '占位代码，视为没有提供',
  'code-missing': '没有提供统一社会信用代码',
  'organ-unknown': '机关不在本站机关名单中，或者没有填写机关',
  'organ-other': '写的不是报送这份文件的机关',
  'column-clash': '与另一列是同一项，这一列没有采用，原样保留',
  'too-long': '超过规定长度',
  'too-many-cells': '单元格比表头多，可能多了分隔符',
  'duplicate-row': '与前面的行完全相同，未重复接收',
  'same-number': '与其他行文书号相同，但写法或者内容不同，请核对',
  'number-shared': '与其他行文书号相同但相对人不同，请核对是否一份文书涉及多个相对人',
  'number-known': '该文书号已有另一相对人的记录，请核对是否更正了名称，原记录有误的请撤下',
  'revision-unclear': '该文书号已有几条记录，无法确定更正的是哪一条，作为新的记录接收，请核对',
  'sealed-unmatched': '封存类别的行没有可核对的文书号和机关，请人工核对是否已有公示中的记录',
  'subject-looks-personal': '这里是身份证号，相对人可能是自然人，暂不公示，请核对相对人类别',
  'person-record':
    '政府诚信记录只记机关和事业单位，这里是个人：公务员个人的记录不公开（《政府信息公开条例》第十六条，《个人信息保护法》第二十五条、第二十八条）',
} satisfies Record<RowNoteCode, string>

export const REPORT_STATE_LABEL = {
  missing: '未报送',
  unread: '报送期间无法识别',
  late: '逾期报送',
  submitted: '按期报送',
  open: '未到期',
} satisfies Record<ReportState, string>

export const DATA_FLAW_LABEL = {
  'field-missing': '填写不全',
  'code-missing': '没有提供代码',
  'code-malformed': '代码格式不对',
  'code-check': '代码校验位不对',
  'value-unread': '内容无法识别',
  'number-shared': '文书号重复',
  late: '超期公示',
} satisfies Record<DataFlaw, string>

/** The word for a field; some have another one in each kind (许可机关, 处罚机关). Undefined where the kind has no such field. */
export function fieldLabel(kind: RecordKind, field: FieldId): string | undefined {
  return fieldSpec(kind, field)?.label
}

/** The words of a field with a closed list that its kind's content names, by member; empty where it names none. */
export function contentMemberLabels(field: FieldId): Record<string, string> {
  const spec = FIELD_SPECS.get(field)
  return Object.fromEntries(Object.entries(spec?.members ?? {}).map(([member, [word = member]]) => [member, word]))
}

/** The member that a word of an older file or version means. */
export function memberOfWord(field: FieldId, word: string): string | undefined {
  return Object.entries(FIELD_SPECS.get(field)?.members ?? {}).find(([, words]) => words.includes(word))?.[0]
}

const FIELD_SPECS = new Map<string, FieldSpec>(Object.values(KIND_FIELDS).flatMap((fields) => Object.entries(fields)))

export const UPWARD_CHANGE_LABEL = {
  added: '新增',
  changed: '变更',
  revoked: '撤销',
} satisfies Record<UpwardChange, string>

export const REVOCATION_WAY_LABEL = {
  withdrawn: '已撤下',
  ended: '已停止公示',
  held: '暂不公示',
} satisfies Record<RevocationWay, string>

export const BATCH_OUTCOME_LABEL = {
  taken: '已接收',
  repeated: '重复收到',
  refused: '拒收',
} satisfies Record<BatchOutcome, string>
