import type { Context } from 'hono'
import { NothingBody } from '#contract/desk'
import type { UpwardLine, UpwardView } from '#contract/desk-upward'
import { UpwardBatchBody } from '#contract/upward'
import { acknowledgementText } from '#domain/upward-text.zh'
import { PublisherBusyError } from '#usecase/publisher-lease'
import { type ReceiveDeps, receiveBatch } from '#usecase/receive-batch'
import { resendUpwardBatch, type SendDeps } from '#usecase/send-upward-batches'
import type { BatchLine } from '#usecase/upward-ports'
import { problem } from '../problem.ts'
import type { DeskRouter } from './desk-router.ts'

const READERS = ['clerk', 'publisher', 'auditor'] as const
const AT_ONCE = 50

/** Without a channel where the place has no address to report to. */
export type UpwardRoutesDeps = {
  upward: () => Promise<Omit<SendDeps, 'channel'> & { channel: SendDeps['channel'] | null }>
  inbound: () => Promise<ReceiveDeps>
}

/** 归集报送: what was reported upward, what was answered; and what other places report to this one. */
export function upwardRoutes(desk: DeskRouter, deps: UpwardRoutesDeps): void {
  const seqOf = (text: string | undefined) => (/^[1-9]\d{0,9}$/.test(text ?? '') ? Number(text) : null)

  desk.get('/upward', READERS, async ({ c }) => {
    const { upward, signing, channel } = await deps.upward()
    const lines = await upward.list(seqOf(c.req.query('before')), AT_ONCE)
    const view: UpwardView = {
      ...{ key: signing.key, maySend: channel !== null, items: lines.map(lineOf) },
      next: lines.length === AT_ONCE ? (lines.at(-1)?.seq ?? null) : null,
    }
    return c.json(view)
  })

  desk.post('/upward/:seq/resend', ['publisher'], NothingBody, async ({ c, staff }) => {
    const seq = seqOf(c.req.param('seq'))
    if (seq === null) return problem(c, 'batch-not-found')
    const { channel, ...upward } = await deps.upward()
    if (channel === null) return problem(c, 'upward-nowhere')
    return whenFree(c, async () => {
      const report = await resendUpwardBatch({ ...upward, channel }, seq, staff.id)
      if (report === undefined) return problem(c, 'batch-not-found')
      return report.delivered === 1 ? c.json({}) : problem(c, 'upward-undelivered')
    })
  })

  desk.deliver(
    '/inbound/batches',
    async (json) => isFromKnownSender(await deps.inbound(), json),
    UpwardBatchBody,
    (c, batch) =>
      whenFree(c, async () => {
        const said = await receiveBatch(await deps.inbound(), batch)
        return said.ok ? c.json(said.value) : problem(c, 'inbound-busy')
      }),
  )
}

/** Before a long text is looked at in detail: whether somebody who may report signed what it says it adds up to. */
function isFromKnownSender({ senders, signing }: ReceiveDeps, json: unknown): boolean {
  if (typeof json !== 'object' || json === null) return false
  const { sender, checksum, signature } = json as Record<string, unknown>
  const known = typeof sender === 'string' ? senders.get(sender) : undefined
  if (known === undefined || typeof checksum !== 'string' || typeof signature !== 'string') return false
  return signing.verify(known.key, checksum, signature)
}

/** Another batch of this place is being made, or another one taken in: nothing is lost by trying again. */
async function whenFree(c: Context, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof PublisherBusyError) return problem(c, 'inbound-busy')
    throw error
  }
}

function lineOf({ delivery, isTaken, ...line }: BatchLine): UpwardLine {
  if (delivery === null) return { ...line, state: 'waiting', at: null, said: null, missed: [] }
  const { at, outcome, detail } = delivery
  if ('note' in detail) {
    const state = isTaken ? 'taken' : delivery.channel === 'folder' ? 'under-way' : 'undelivered'
    return { ...line, state, at, said: detail.note, missed: [] }
  }
  const missed = detail.refused.map(({ record, why }) => ({ record, why }))
  return { ...line, state: outcome ?? 'undelivered', at, said: acknowledgementText(detail), missed }
}
