import type { RowNoteCode } from './import-row.ts'
import type { FieldId, LicenceField, PenaltyField } from './record-fields.ts'
import type {
  ActorKind,
  BatchState,
  ChangeState,
  Confidence,
  EndingGround,
  HidingOutcome,
  ImportState,
  LicenceCategory,
  ListState,
  PenaltyKind,
  PersonalDataKind,
  PublicationDecision,
  RecordCategory,
  RecordChange,
  RecordKind,
  RecordState,
  RowOutcome,
  Severity,
  StaffRole,
  SubjectCategory,
  TaskReportState,
  TaskState,
  TaskTerm,
  Timeliness,
  WithdrawalGround,
} from './vocabulary.ts'

/** The Chinese word for every member of `vocabulary.ts` and for every field; a new member will not compile without one. */
export const RECORD_KIND_LABEL = { licence: '行政许可', penalty: '行政处罚' } satisfies Record<RecordKind, string>

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
    kind === 'licence' ? LICENCE_CATEGORY_LABEL : PENALTY_KIND_LABEL
  return labels[category] ?? category
}

export const LIST_STATE_LABEL = {
  'on-time': '按时公示',
  late: '超期公示',
  unknown: '无法判断',
} satisfies Record<ListState, string>

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
} satisfies Record<RowNoteCode, string>

const SUBJECT_FIELD_LABEL = {
  subjectName: '行政相对人名称',
  subjectCategory: '行政相对人类别',
  subjectCode: '统一社会信用代码',
  registrationNumber: '工商注册号',
  organisationCode: '组织机构代码',
  taxNumber: '税务登记号',
  institutionNumber: '事业单位证书号',
  associationNumber: '社会组织登记证号',
  legalRepresentative: '法定代表人',
  legalRepresentativeIdType: '法定代表人证件类型',
  legalRepresentativeIdNumber: '法定代表人证件号码',
  personIdType: '证件类型',
  personIdNumber: '证件号码',
}

const SOURCE_FIELD_LABEL = {
  sourceName: '数据来源单位',
  sourceCode: '数据来源单位统一社会信用代码',
  disclosedOn: '公示日期',
  remarks: '备注',
}

/** Header words of the 2018 table for 行政许可, without the code numbers. */
const LICENCE_FIELD_LABEL = {
  ...SUBJECT_FIELD_LABEL,
  ...SOURCE_FIELD_LABEL,
  documentTitle: '行政许可决定文书名称',
  documentNumber: '行政许可决定文书号',
  licenceCategory: '许可类别',
  certificateName: '许可证书名称',
  licenceNumber: '许可编号',
  content: '许可内容',
  decidedOn: '许可决定日期',
  validFrom: '有效期自',
  validUntil: '有效期至',
  agencyName: '许可机关',
  agencyCode: '许可机关统一社会信用代码',
  officialStatus: '当前状态',
} satisfies Record<LicenceField, string>

/** Header words of the 2018 table for 行政处罚, without the code numbers. */
const PENALTY_FIELD_LABEL = {
  ...SUBJECT_FIELD_LABEL,
  ...SOURCE_FIELD_LABEL,
  documentNumber: '行政处罚决定书文号',
  violationType: '违法行为类型',
  facts: '违法事实',
  legalBasis: '处罚依据',
  penaltyKinds: '处罚类别',
  content: '处罚内容',
  fineAmount: '罚款金额（万元）',
  confiscatedAmount: '没收违法所得、没收非法财物的金额（万元）',
  totalAmountYuan: '罚没金额（元）',
  revokedLicence: '暂扣或吊销证照名称及编号',
  decidedOn: '处罚决定日期',
  effectUntil: '处罚有效期',
  publicUntil: '公示截止期',
  severity: '失信严重程度',
  procedure: '程序类别',
  agencyName: '处罚机关',
  agencyCode: '处罚机关统一社会信用代码',
} satisfies Record<PenaltyField, string>

/** Some fields have another word in each table (许可机关, 处罚机关), so a label always needs the kind. */
export const FIELD_LABEL: Record<RecordKind, Partial<Record<FieldId, string>>> = {
  licence: LICENCE_FIELD_LABEL,
  penalty: PENALTY_FIELD_LABEL,
}

/** The official header of a field; undefined where the kind has no such field. */
export function fieldLabel(kind: RecordKind, field: FieldId): string | undefined {
  return FIELD_LABEL[kind][field]
}
