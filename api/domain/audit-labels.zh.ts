import { CASE_COMMAND_LABEL } from './case-labels.zh.ts'

const CASE_STEPS = Object.fromEntries(
  Object.entries(CASE_COMMAND_LABEL).map(([command, label]) => [`case-${command}`, label]),
)

/** What a row of the audit says was done, by what it is about. */
export const AUDIT_GROUPS = {
  'sign-in': {
    label: '登录',
    verbs: {
      'sign-in': '登录',
      'sign-in-refused': '登录被拒',
      'sign-in-locked': '登录被锁定',
      'sign-out': '退出',
      'password-change': '修改密码',
      'second-factor-start': '开始设置动态验证码',
      'second-factor-set': '设置动态验证码',
    },
  },
  staff: {
    label: '账号和密钥',
    verbs: {
      'staff-add': '新增账号',
      'staff-role': '改变角色',
      'staff-reset': '重设密码',
      'staff-close': '停用账号',
      'desk-key-grant': '开通受理台密钥',
    },
  },
  case: {
    label: '办理件',
    verbs: {
      'case-read': '查看件',
      'case-assign': '指定承办人',
      'case-summary': '公开投诉摘要',
      'case-purge': '保存期满销毁内容',
      ...CASE_STEPS,
    },
  },
  opening: {
    label: '打开封存的内容',
    verbs: {
      'case-open': '打开封存的内容',
      'case-open-file': '打开封存的材料',
    },
  },
  record: {
    label: '公示',
    verbs: {
      'record-read': '查看记录',
      'review-list-read': '查看待复核的记录',
      'quality-list-read': '查看数据问题',
      'change-list-read': '查看待复核的申请',
      'change-read': '查看申请',
      'change-propose': '提出申请',
      'change-reject': '不同意申请',
      'change-retract': '撤回申请',
      'change-stale': '申请失效',
      'record-correct': '更正',
      'record-publish': '公示',
      'record-mask': '去标识化后公示',
      'record-withhold': '不予公示',
      'record-withdraw': '撤下',
      'record-end': '停止公示',
      'record-hide': '紧急停止公示',
      'record-restore': '恢复公示',
    },
  },
  import: {
    label: '导入',
    verbs: {
      'import-upload': '上传文件',
      'import-read': '查看上传的文件',
      'import-check': '重新核对文件',
      'import-fix': '改表头或者单元格',
      'import-approve': '批准导入',
      'import-return': '退回文件',
      'import-discard': '放弃文件',
      'import-lapse': '文件过期',
      'import-batch': '核对文件',
      'apply-batch': '写入记录',
    },
  },
  reporting: {
    label: '归集报送',
    verbs: {
      'upward-batch': '做成报送批次',
      'upward-resend': '重新报送',
      'inbound-batch': '收取报送批次',
    },
  },
  audit: {
    label: '审计',
    verbs: {
      'audit-read': '查看审计',
      'audit-export': '导出审计',
    },
  },
  other: {
    label: '其他',
    verbs: {
      'alarm-close': '办结预警',
      'view-save': '保存筛选',
      'view-remove': '删去保存的筛选',
      'message-failed': '通知没有送达',
    },
  },
} as const satisfies Record<string, { label: string; verbs: Readonly<Record<string, string>> }>

export type AuditGroup = keyof typeof AUDIT_GROUPS

/** A verb without a word here is shown as it is. */
export const AUDIT_VERB_LABEL: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(AUDIT_GROUPS).flatMap(({ verbs }) => Object.entries(verbs)),
)
