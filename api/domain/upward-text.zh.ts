import { ROW_NOTES } from './import-row.ts'
import type { Acknowledgement, Refusal } from './inbound-batch.ts'
import { BATCH_OUTCOME_LABEL, ROW_NOTE_LABEL } from './labels.zh.ts'
import type { BatchTrouble } from './upward-batch.ts'

export const REFUSAL_TEXT = {
  'sender-unknown':
    '接收方没有登记报送方。请对方在 place.yaml 的 senders 中写明本站的代号和公钥（npm run upward -- key）。',
  'checksum-wrong': '校验值不对：文件在路上变了，或者不完整。请重新报送这一批。',
  'commitment-wrong': '内容和报送时的承诺值不一致。请重新报送这一批。',
  'signature-wrong': '签名不是所登记的报送方的。请核对登记的公钥。',
  'number-taken': '这个批次号已经收过另一批。请核对报送方是否从旧备份恢复，或者有两处在用同一个代号报送。',
} satisfies Record<Refusal, string>

const STEP_TROUBLE: Readonly<Record<string, string>> = {
  'changed-meanwhile': '接收方的记录正在变动，下次再试',
  'step-not-allowed': '接收方的记录现在不能这样办理',
  'no-rule': '接收方没有确认撤下说明的期限',
  'reason-length': '撤下理由的长度不合接收方的要求',
  'reason-personal-data': '撤下理由中有个人信息',
  'reason-names-subject': '撤下理由中写了相对人',
}

/** Why the receiver did not take a record in. A code that is neither of a note nor of a step is that of its rule. */
export function refusedText(why: readonly string[]): string {
  const words = why.map((code) => {
    const note = ROW_NOTES.find((it) => it === code)
    return note !== undefined ? ROW_NOTE_LABEL[note] : (STEP_TROUBLE[code] ?? `接收方的规则 ${code}`)
  })
  return words.length === 0 ? '没有说明原因' : words.join('；')
}

export const BATCH_TROUBLE_TEXT = {
  'checksum-wrong': '校验值不对',
  'commitment-wrong': '有内容和承诺值不一致',
  'signature-wrong': '签名不是本站的',
} satisfies Record<BatchTrouble, string>

/** An acknowledgement in one line. */
export function acknowledgementText({ outcome, refusal, counts, missing }: Acknowledgement): string {
  if (refusal !== null) return `${BATCH_OUTCOME_LABEL[outcome]}：${REFUSAL_TEXT[refusal]}`
  const { taken, revoked, older, overtaken, refused } = counts
  const told = [
    `采用 ${taken} 条，撤销 ${revoked} 条`,
    ...(older > 0 ? [`已是最新 ${older} 条`] : []),
    ...(overtaken > 0 ? [`以后来的批次为准 ${overtaken} 条`] : []),
    ...(refused > 0 ? [`没有采用 ${refused} 条`] : []),
    ...(missing.length > 0 ? [`缺第 ${missing.join('、')} 批`] : []),
  ]
  return `${BATCH_OUTCOME_LABEL[outcome]}：${told.join('，')}`
}
