import type { ChangeFailure, ValueRefused } from './failure.ts'
import type { RowNoteCode } from './import-row.ts'
import { CHANGE_STATE_LABEL, fieldLabel, RECORD_STATE_LABEL, ROW_NOTE_LABEL } from './labels.zh.ts'
import { type FieldId, type FieldType, fieldSpec, fieldsOf } from './record-fields.ts'
import type { RecordKind } from './vocabulary.ts'

/** What happened, why, and what to do, for the person at the desk or the command line. */
export function changeFailureText(failure: ChangeFailure): string {
  switch (failure.code) {
    case 'record-not-found':
      return `没有编号为 ${failure.id} 的记录。编号是记录地址里最后的 12 位。`
    case 'step-not-allowed':
      return `这条记录现在是“${RECORD_STATE_LABEL[failure.from]}”，不能这样办理。没有改动。`
    case 'changed-meanwhile':
      return '这条记录刚被别人改动，原来的申请已失效。请查看最新内容后重新提出。没有改动。'
    case 'reason-length':
      return `理由现在是 ${failure.length} 个字；应为 4 至 300 个字。`
    case 'reason-personal-data':
      return '理由中有身份证号、电话或住址等个人信息，请删去后重试。'
    case 'reason-names-subject':
      return '理由中写了相对人名称或代码；撤下说明会公开，不得再出现，请改写后重试。'
    case 'ground-unknown':
      return `没有“${failure.ground}”这种情形；应为 ${failure.allowed.join('、')}。`
    case 'no-rule':
      return '没有当前有效且已确认的撤下说明期限，不能撤下。请先确认 content/rules/notices.yaml 中的规则。'
    case 'same-person':
      return '提出和复核不能是同一个人。请由另一位工作人员办理。没有改动。'
    case 'change-not-found':
      return '没有这项申请。请从待复核列表重新打开。'
    case 'change-closed':
      return `这项申请${CHANGE_STATE_LABEL[failure.state]}，不能再办理。`
    case 'change-open':
      return '这条记录已有一项申请待复核。请先办结，再提出新的。'
    case 'change-of-other':
      return '这项申请是别人提出的，只有提出人可以撤回。没有改动。'
    case 'hiding-needs-review':
      return '紧急停止公示不能直接同意或不同意。请复核后选择撤下、停止公示、不再公示或者恢复公示。'
    case 'rule-forbids':
      return `按规则不得公示：${failure.basis}（规则编号 ${failure.rule}）。没有改动。`
    case 'correct-first':
      return `要先更正内容，才能公示：${failure.basis}（规则编号 ${failure.rule}）。`
    case 'basis-missing':
      return '没有填写公示依据。依据会公开，应为 4 至 300 个字。'
    case 'until-missing':
      return '没有填写公示截止日。行政处罚的公示期限无法由规则算出时，必须由人填写。'
    case 'until-out-of-range':
      return `公示截止日写的是 ${failure.until}；应在 ${failure.from} 至 ${failure.to ?? '以后的任何一天'}之间。`
    case 'nothing-changed':
      return '内容没有任何变化。没有改动。'
    case 'field-unknown':
      return `没有“${failure.field}”这一项；可以更正的是 ${labelsOf(failure.kind, fieldsOf(failure.kind))}。`
    case 'field-not-coverable':
      return failure.allowed.length === 0
        ? '这一项不能遮盖，这条记录也没有其他可以遮盖的文字。'
        : `这一项不能遮盖；可以遮盖的是 ${labelsOf(failure.kind, failure.allowed)}。`
    case 'value-refused':
      return valueText(failure)
    case 'case-other':
      return `这项申请${failure.expected === null ? '没有关联的件' : `关联的是 ${failure.expected}`}，不是 ${failure.receipt}。没有改动。`
    case 'case-changed-meanwhile':
      return `${failure.receipt} 刚被更新，记录和该件都没有改动。请重新查看后再办理。`
    default:
      return failure satisfies never
  }
}

const ALLOWED: Record<FieldType, string> = {
  text: '',
  'free-text': '',
  day: '年月日齐全的日期，如 2026-11-20',
  'loose-day': '日期，如 2026-11-20、2026年11月；或者“长期”',
  'amount-wan': '写明单位的金额，如 5000元、0.5万元',
  'amount-yuan': '写明单位的金额，如 5000元、0.5万元',
  count: '不带小数的数字，如 12',
  code: ' 18 位统一社会信用代码',
  enum: '',
}

function labelsOf(kind: RecordKind, fields: readonly FieldId[]): string {
  return fields.map((field) => fieldLabel(kind, field) ?? field).join('、')
}

/** In the words of somebody who can type it again; an import's notes speak of a cell that is kept. */
const WHY: Partial<Record<RowNoteCode, string>> = {
  'field-missing': '不能为空',
  'day-unreadable': '无法识别为日期',
  'day-imprecise': '日期不完整',
  'amount-unreadable': '无法识别为金额',
  'amount-unit-doubtful': '分不清是元还是万元',
  'value-unknown': '不在规定的写法之内',
  'too-long': '超过规定长度',
  'code-malformed': '位数或者字符不对',
  'code-letter-typed': '有代码中不会出现的字母',
  'code-placeholder': '是占位代码',
  'subject-looks-personal': '这里是身份证号，相对人可能是自然人',
}

function valueText({ kind, field, value, why, words }: ValueRefused): string {
  const written = value === null || value.trim() === '' ? '' : `写的是“${value}”，`
  const reason = WHY[why] ?? ROW_NOTE_LABEL[why]
  return `${fieldLabel(kind, field) ?? field}${written}${reason}。应为${allowedOf(kind, field, words)}。`
}

function allowedOf(kind: RecordKind, field: FieldId, words: readonly string[]): string {
  if (words.length > 0) return words.join('、')
  const spec = fieldSpec(kind, field)
  const shape = spec === undefined ? '' : ALLOWED[spec.type]
  return shape === '' ? `不超过 ${spec?.maxLength ?? 0} 字的文字` : shape
}
