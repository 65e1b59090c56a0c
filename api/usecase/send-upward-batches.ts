import { type Acknowledgement, isTakenWhole, signedText } from '#domain/inbound-batch'
import { batchText } from '#domain/upward-batch'
import { makeUpwardBatches, renderUpwardBatch, type UpwardDeps } from './make-upward-batch.ts'
import type { UpwardChannel } from './upward-ports.ts'

/** `receiverKey`: an acknowledgement is believed only where that key signed it. */
export type SendDeps = UpwardDeps & { channel: UpwardChannel; receiverKey: string }

/** `refused`: as a whole or in part. `trouble`: the last; what was not delivered goes with the next try. */
export type SendReport = { made: number; delivered: number; refused: number; trouble: string | null }

const AT_ONCE = 200
const PATIENCE = 3

/** Makes what there is to report and sends all that nobody has acknowledged yet, in order. */
export async function sendUpwardBatches(deps: SendDeps): Promise<SendReport> {
  const made = await makeUpwardBatches(deps)
  const report: SendReport = { made, delivered: 0, refused: 0, trouble: null }
  const asked = new Set<number>()
  let failed = 0
  const send = async (seq: number) => {
    if (asked.has(seq)) return []
    asked.add(seq)
    const done = await deliver(deps, seq)
    if (typeof done === 'string') {
      report.trouble = done
      failed += 1
      return []
    }
    failed = 0
    if (done === null || isTakenWhole(done)) report.delivered += 1
    else report.refused += 1
    return done?.missing ?? []
  }
  for (let after = 0; ; ) {
    const waiting = await deps.upward.waiting(after, AT_ONCE)
    if (waiting.length === 0) return report
    for (const seq of waiting) {
      // One that the receiver cannot read holds up no other; a receiver that does not answer is left alone.
      if (failed === PATIENCE) return report
      after = seq
      // The receiver lost some, or was restored from a backup.
      for (const lost of await send(seq)) await send(lost)
    }
  }
}

/** Sends one batch again, whatever became of it before; undefined: there is none of this number. */
export async function resendUpwardBatch(
  deps: SendDeps,
  seq: number,
  by: string | null,
): Promise<SendReport | undefined> {
  await makeUpwardBatches(deps)
  if ((await deps.upward.batch(seq)) === undefined) return undefined
  const done = await deliver(deps, seq, by)
  const report = { made: 0, delivered: 0, refused: 0, trouble: null }
  if (typeof done === 'string') return { ...report, trouble: done }
  return done === null || isTakenWhole(done) ? { ...report, delivered: 1 } : { ...report, refused: 1 }
}

async function deliver(
  deps: SendDeps,
  seq: number,
  by: string | null = null,
): Promise<Acknowledgement | null | string> {
  const { upward, channel, clock } = deps
  const batch = await renderUpwardBatch(deps, seq)
  if (batch === undefined) return `没有第 ${seq} 批。`
  const handed = await channel.deliver(batch.number, batchText(batch))
  const noted = (note: string) =>
    upward.saveDelivery({ seq, at: clock(), channel: channel.kind, outcome: null, detail: { note }, by })
  if ('trouble' in handed) {
    await noted(handed.trouble)
    return handed.trouble
  }
  const { acknowledgement } = handed
  if (acknowledgement === null) {
    await noted('已经送出，等待回执。')
    return null
  }
  const trouble = await keepAcknowledgement(deps, acknowledgement, by)
  if (trouble === null) return acknowledgement
  await noted(trouble)
  return trouble
}

/** Puts an acknowledgement into the log. Answers why it cannot be believed; then nothing was written. */
export async function keepAcknowledgement(
  { upward, channel, signing, receiverKey, sender, clock }: SendDeps,
  said: Acknowledgement,
  by: string | null = null,
): Promise<string | null> {
  const kept = await upward.batch(said.seq)
  if (said.sender !== sender || kept?.checksum !== said.checksum) {
    return `回执 ${said.number} 说的不是本站报送的批次：批次号或者校验值不一致。`
  }
  if (!signing.verify(receiverKey, signedText(said), said.signature)) {
    return `回执 ${said.number} 的签名不是接收方的，不采信。请核对 place.yaml 中 upward.key。`
  }
  const { seq, outcome } = said
  await upward.saveDelivery({ seq, at: clock(), channel: channel.kind, outcome, detail: said, by })
  return null
}
