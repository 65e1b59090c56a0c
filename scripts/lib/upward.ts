import { UpwardBatchBody } from '#contract/upward'
import type { UpwardBatch } from '#domain/upward-batch'
import type { UpwardDeps } from '#usecase/make-upward-batch'
import type { ReceiveDeps } from '#usecase/receive-batch'
import { sendUpwardBatches } from '#usecase/send-upward-batches'
import { httpChannel, upwardParts } from '../../site/src/upward-parts.ts'
import type { Workspace } from './workspace.ts'

/** What reports to another place, and what takes reports in, over one workspace; with a connection of its own. */
export async function openUpward(
  workspace: Workspace,
): Promise<{ upward: UpwardDeps; inbound: ReceiveDeps; close: () => Promise<void> }> {
  const { content, secrets, clock } = workspace
  const database = await workspace.connect()
  const { place, calendar } = content
  const parts = upwardParts({ place, secrets, clock, calendar, rules: content }, database)
  return { ...parts, close: async () => database.$client.close() }
}

export function hasAddressAbove({ content }: Workspace): boolean {
  return (content.place.upward?.url ?? null) !== null
}

/** Reports what there is to the place's address; what is not delivered goes with the next turn, and why is in the log of deliveries. */
export async function reportUpward(workspace: Workspace, report: (error: unknown) => void): Promise<void> {
  const { upward: above } = workspace.content.place
  const channel = httpChannel(above?.url ?? null)
  if (above === null || channel === null) return
  const { upward, close } = await openUpward(workspace)
  try {
    const { trouble } = await sendUpwardBatches({ ...upward, channel, receiverKey: above.key })
    if (trouble !== null) report(new Error(trouble))
  } finally {
    await close()
  }
}

export function readBatch(json: unknown): UpwardBatch | undefined {
  return UpwardBatchBody.safeParse(json).data
}

/** Undefined where the text is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
