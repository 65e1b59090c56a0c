import type { Acknowledgement, Refusal } from './inbound-batch.ts'
import { BATCH_OUTCOME_LABEL } from './labels.zh.ts'

export const REFUSAL_TEXT = {
  'sender-unknown':
    '接收方没有登记报送方。请对方在 place.yaml 的 senders 中写明本站的代号和公钥（npm run upward -- key）。',
  'checksum-wrong': '校验值不对：文件在路上变了，或者不完整。请重新报送这一批。',
  'commitment-wrong': '内容和报送时的承诺值不一致。请重新报送这一批。',
  'signature-wrong': '签名不是所登记的报送方的。请核对登记的公钥。',
  'number-taken': '这个批次号已经收过另一批。请核对报送方是否从旧备份恢复，或者有两处在用同一个代号报送。',
} satisfies Record<Refusal, string>

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
