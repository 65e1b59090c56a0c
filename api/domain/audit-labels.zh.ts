import { CASE_COMMAND_LABEL } from './case-labels.zh.ts'

/** What a row of the audit says was done. A verb without a word here is shown as it is. */
export const AUDIT_VERB_LABEL: Readonly<Record<string, string>> = {
  'sign-in': '登录',
  'sign-in-refused': '登录被拒',
  'sign-in-locked': '登录被锁定',
  'sign-out': '退出',
  'password-change': '修改密码',
  'second-factor-start': '开始设置动态验证码',
  'second-factor-set': '设置动态验证码',
  'staff-add': '新增账号',
  'staff-role': '改变角色',
  'staff-reset': '重设密码',
  'staff-close': '停用账号',
  'audit-read': '查看审计',
  'desk-key-grant': '开通受理台密钥',
  'case-read': '查看件',
  'case-open': '打开封存的内容',
  'case-open-file': '打开封存的材料',
  'case-assign': '指定承办人',
  'case-summary': '公开投诉摘要',
  ...Object.fromEntries(Object.entries(CASE_COMMAND_LABEL).map(([command, label]) => [`case-${command}`, label])),
}
