import { onTestFinished } from 'vitest'
import { canonicalJson, type Json } from '#domain/canonical-json'
import type { UpwardBatch } from '#domain/upward-batch'
import { RECORD_KINDS } from '#domain/vocabulary'
import { makeUpwardBatches, renderUpwardBatch } from '#usecase/make-upward-batch'
import { publishPending } from '#usecase/publish-pending'
import { receiveBatch } from '#usecase/receive-batch'
import { openUpward } from '../../scripts/lib/upward.ts'
import { TEST_SECRET } from '../test-day.ts'
import { type World, world } from '../world.ts'

type Upward = Awaited<ReturnType<typeof openUpward>>
export type Sender = { w: World; deps: Upward['upward'] }
export type Receiver = { w: World; deps: Upward['inbound'] }

const OTHER_SECRET = 'another place has a secret of its own, of course'

async function opened(w: World): Promise<Upward> {
  const upward = await openUpward(w)
  onTestFinished(upward.close)
  return upward
}

/** The place that reports: the published demo, or an empty one. */
export async function sender(options: Parameters<typeof world>[0] = {}): Promise<Sender> {
  const w = await world(options)
  return { w, deps: (await opened(w)).upward }
}

/** Another instance with another secret, empty, that knows the sender's key. */
export async function receiver({ deps }: Sender): Promise<Receiver> {
  const given = { PLACE_SECRET: OTHER_SECRET, INTAKE_SECRET: TEST_SECRET, DESK_SECRET: TEST_SECRET }
  const w = await world({ empty: true, secrets: { given, inFiles: [] } })
  const { inbound } = await opened(w)
  const senders = new Map([[deps.sender, { name: '信用澜溪', key: deps.signing.key }]])
  return { w, deps: { ...inbound, receiver: 'province', senders } }
}

/** Publishes, makes what there is to report, and answers the batches as they would be sent now. */
export async function report({ w, deps }: Sender): Promise<UpwardBatch[]> {
  await publishPending(w)
  await makeUpwardBatches(deps)
  return allBatches(deps)
}

export async function allBatches(deps: Sender['deps']): Promise<UpwardBatch[]> {
  const batches: UpwardBatch[] = []
  for (let seq = 1; ; seq++) {
    const batch = await renderUpwardBatch(deps, seq)
    if (batch === undefined) return batches
    batches.push(batch)
  }
}

/** Takes a batch in and answers the acknowledgement. */
export async function take({ deps }: Receiver, batch: UpwardBatch) {
  const done = await receiveBatch(deps, batch)
  if (!done.ok) throw new Error(`The batch was not taken in: ${done.failure.code}.`)
  return done.value
}

/** What the API of an instance says of every public record, but for what each place counts by itself. */
export async function publicRecords(w: World): Promise<string[]> {
  await publishPending(w)
  const all: string[] = []
  for (const kind of RECORD_KINDS) {
    for (let page = 1; ; page++) {
      const { body } = await w.get(`records?kind=${kind}&limit=100&page=${page}`)
      const { items = [], next } = body as { items?: { id: string }[]; next?: unknown }
      for (const { id } of items) all.push(await recordText(w, id))
      if (items.length === 0 || next === null) break
    }
  }
  return all.sort()
}

/** Ids, versions, days of versions and links between ids are each place's own; so are marks, as objections are made there. */
async function recordText(w: World, id: string): Promise<string> {
  // Safe in tests: test/contract checks every answer against its schema.
  const record = (await w.get(`records/${id}`)).body as Record<string, Json>
  const own = ['id', 'url', 'version', 'updatedOn', 'history', 'sameLicence', 'marks', 'number']
  return canonicalJson(Object.fromEntries(Object.entries(record).filter(([key]) => !own.includes(key))))
}
