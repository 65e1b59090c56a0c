import { dayOfInstant } from '#domain/day'
import { exchangeCells, type OfficialWords } from '#domain/exchange-row'
import { isPublicField, publicValues, withOrgan } from '#domain/public-record'
import { type FieldId, fieldSpec, fieldsOf } from '#domain/record-fields'
import {
  batchNumber,
  checksumOf,
  isStill,
  type OfficialRow,
  planItem,
  type ToReport,
  type UpwardBatch,
  type UpwardContent,
  type UpwardEntry,
  type UpwardHead,
  type UpwardItem,
} from '#domain/upward-batch'
import type { Clock, PublishState, RecordStore, Secrets } from './ports.ts'
import { withPublisherLease } from './publisher-lease.ts'
import type { Signing, UpwardStore } from './upward-ports.ts'

export type UpwardDeps = {
  store: Pick<RecordStore, 'publishStates' | 'takeLease' | 'dropLease'>
  upward: UpwardStore
  signing: Signing
  secrets: Secrets
  clock: Clock
  /** The place that reports. */
  sender: string
  words: OfficialWords
  showRepresentative: boolean
}

/** So many records, each as long as its fields may be, are below the 20 MB that a receiver reads in one request. */
const AT_ONCE = 100

/** Makes batches until everything that is public, and everything that left, is in one. Answers how many. */
export function makeUpwardBatches(deps: UpwardDeps): Promise<number> {
  return withPublisherLease(
    deps,
    async (renew) => {
      for (let made = 0; ; ) {
        await renew()
        const published = await deps.upward.published(AT_ONCE)
        if (published === null) return made
        const batch = await batchOf(deps, published.records)
        if (!(await deps.upward.save(published.upTo, batch))) throw new Error('Another one made a batch meanwhile.')
        if (batch !== null) made += 1
      }
    },
    'upward',
  )
}

async function batchOf(deps: UpwardDeps, records: readonly string[]) {
  const { upward, secrets, signing, sender } = deps
  const last = await upward.lastReported(records)
  const items: (UpwardEntry & { salt: string })[] = []
  const floor = Math.floor(deps.clock() / 1000)
  for (const now of (await reportsOf(deps, records)).values()) {
    const item = planItem(now, last.get(now.record), { salt: secrets.random(16), hash: secrets.hash, floor })
    if (item !== null) items.push(item)
  }
  if (items.length === 0) return null
  const before = await upward.lastBatch()
  const seq = (before?.seq ?? 0) + 1
  const line = await upward.line(secrets.random(4))
  const head: UpwardHead = {
    ...{ format: 1, sender, line, seq, number: batchNumber(sender, line, seq) },
    ...{ madeAt: new Date(deps.clock()).toISOString(), previous: before?.checksum ?? null },
  }
  const checksum = checksumOf(head, items, secrets.hash)
  return { head, checksum, signature: signing.sign(checksum), items }
}

/**
 * A batch as it is sent, the first time and again. What it said of a record goes with it only while that is so: nothing
 * that left is sent once more because somebody lost a file.
 */
export async function renderUpwardBatch(deps: UpwardDeps, seq: number): Promise<UpwardBatch | undefined> {
  const kept = await deps.upward.batch(seq)
  if (kept === undefined) return undefined
  const { head, checksum, signature, entries } = kept
  const reports = await reportsOf(
    deps,
    entries.filter(({ salt }) => salt !== null).map(({ record }) => record),
  )
  const items = entries.map(({ salt, ...entry }): UpwardItem => {
    const now = reports.get(entry.record)
    const isSo = now !== undefined && isStill(now, { ...entry, salt }, deps.secrets.hash)
    return isSo ? { ...entry, salt, content: now.content } : { ...entry, salt: null, content: null }
  })
  return { ...head, items, checksum, signature }
}

/** What is so of records now, by id; one that was never let out is not in it, nor one that is over and not yet ended. */
async function reportsOf(deps: UpwardDeps, records: readonly string[]): Promise<Map<string, ToReport>> {
  const reports = new Map<string, ToReport>()
  for (let at = 0; at < records.length; at += AT_ONCE) {
    const some = records.slice(at, at + AT_ONCE)
    const [states, endings] = [await deps.store.publishStates(some), await deps.upward.endings(some)]
    for (const record of some) {
      const now = reportOf(deps, record, states.get(record), endings)
      if (now !== null) reports.set(record, now)
    }
  }
  return reports
}

function reportOf(
  deps: UpwardDeps,
  record: string,
  state: PublishState | undefined,
  endings: Awaited<ReturnType<UpwardStore['endings']>>,
): ToReport | null {
  switch (state?.state) {
    case undefined:
      return null
    case 'public': {
      const { kind, until } = state.version
      if (until !== null && until < dayOfInstant(deps.clock())) return null
      return { record, kind, content: rowOf(deps, state.version) }
    }
    case 'hidden':
      return { record, kind: state.kind, content: { revocation: { way: 'held' } } }
    case 'gone': {
      const { tombstone } = state
      const { kind } = tombstone
      if (tombstone.state === 'ended') {
        return { record, kind, content: { revocation: { way: 'ended', ground: endings.get(record) ?? 'period-over' } } }
      }
      const { ground, reason } = tombstone
      return { record, kind, content: { revocation: { way: 'withdrawn', ground, reason } } }
    }
    default:
      return state satisfies never
  }
}

type Shown = Extract<PublishState, { state: 'public' }>['version']

/** With the organ, and with the day on which this place let it out: whether that was in time is counted from it. */
function rowOf(
  { words, showRepresentative }: UpwardDeps,
  version: Shown,
): Extract<UpwardContent, { row: OfficialRow }> {
  const { kind, open, agency, publishedOn, maskedFields } = version
  const fields = fieldsOf(kind).filter((field) => isPublicField(kind, field, showRepresentative))
  const shown = withOrgan(publicValues(kind, open, showRepresentative), agency.name)
  const values = fields.includes('disclosedOn') ? { ...shown, disclosedOn: shown.disclosedOn ?? publishedOn } : shown
  const cells = exchangeCells(kind, values, fields, words)
  const codeOf = (field: FieldId) => fieldSpec(kind, field)?.code ?? field
  const row = fields.flatMap((field, at) => {
    const cell = cells[at]
    return cell === undefined || cell === '' ? [] : [[codeOf(field), cell]]
  })
  return {
    row: Object.fromEntries(row),
    masked: fields.filter((field) => maskedFields.includes(field)).map(codeOf),
  }
}
