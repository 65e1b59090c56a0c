import type { Calendar } from '#domain/calendar'
import { canonicalJson } from '#domain/canonical-json'
import { dayOfInstant } from '#domain/day'
import type { ImportFailure } from '#domain/failure'
import { type HeaderDictionary, mapHeaders } from '#domain/header-mapping'
import type { WordLists } from '#domain/import-row'
import {
  type Acknowledgement,
  missingNumbers,
  type News,
  newsOf,
  type Refusal,
  type RefusedItem,
  signedText,
} from '#domain/inbound-batch'
import type { PenaltyWords } from '#domain/record-facts'
import { type FieldId, fieldSpec, fieldsOf } from '#domain/record-fields'
import { ok, type Result } from '#domain/result'
import type { Rules } from '#domain/rules'
import { checkBatch, type Revocation, type UpwardBatch, type UpwardItem } from '#domain/upward-batch'
import { RECORD_KINDS, type RecordKind } from '#domain/vocabulary'
import { importBatch } from './import-batch.ts'
import type { Clock, RecordStore, Secrets } from './ports.ts'
import { reportedId } from './propose-record.ts'
import { type Renew, withPublisherLease } from './publisher-lease.ts'
import { endRecord, holdRecord, withdrawRecord } from './remove-record.ts'
import type { InboundItem, InboundStore, Signing } from './upward-ports.ts'

export type ReceiveDeps = {
  store: RecordStore
  inbound: InboundStore
  signing: Signing
  secrets: Secrets
  clock: Clock
  rules: Rules
  calendar: Calendar
  words: WordLists
  penaltyWords: PenaltyWords
  dictionaries: Record<RecordKind, HeaderDictionary>
  showRepresentative: boolean
  /** This place, and those that report to it with their keys. */
  receiver: string
  senders: ReadonlyMap<string, { name: string; key: string }>
}

const MISSING_SHOWN = 100
const REPORTS_AT_ONCE = 1000
const REVOKED = '报送方已不再公示'

/**
 * Takes a batch in by the same way as every file: rows are read, judged by this place's rules and become records. However
 * often, late or in whatever order batches come, what the last of them says of a record is what is so.
 */
export async function receiveBatch(
  deps: ReceiveDeps,
  batch: UpwardBatch,
): Promise<Result<Acknowledgement, ImportFailure>> {
  const sender = deps.senders.get(batch.sender)
  if (sender === undefined) return ok(refuse(deps, batch, 'sender-unknown'))
  const { signing, secrets } = deps
  const trouble = checkBatch(batch, secrets.hash, (text, signature) => signing.verify(sender.key, text, signature))
  if (trouble !== null) return ok(refuse(deps, batch, trouble))
  return withPublisherLease(deps, (renew) => take(deps, batch, renew), 'inbound')
}

async function take(
  deps: ReceiveDeps,
  batch: UpwardBatch,
  renew: Renew,
): Promise<Result<Acknowledgement, ImportFailure>> {
  const { inbound, clock } = deps
  const { sender, line, seq, number, checksum, items } = batch
  const before = await inbound.batches(sender, line)
  const same = before.find((it) => it.seq === seq)
  if (same !== undefined && same.checksum !== checksum) return ok(refuse(deps, batch, 'number-taken'))
  const known = await inbound.known(
    sender,
    items.map(({ record }) => record),
  )
  const news = newsOf(items, new Map([...known.values()].map(({ record, revision }) => [record, revision])))
  const rows = await takeRows(deps, batch, news.rows, renew)
  if (!rows.ok) return rows
  await renew()
  const revoked = await revoke(deps, sender, news.revocations)
  const refused = [...rows.value.refused, ...revoked.refused]
  await inbound.save(sender, { line, seq, number, checksum, at: clock() }, [...rows.value.taken, ...revoked.taken])
  const counts = {
    ...{ taken: rows.value.taken.length, revoked: revoked.taken.length, refused: refused.length },
    ...{ older: news.older, overtaken: news.overtaken },
  }
  const missing = missingNumbers([...before.map((it) => it.seq), seq], MISSING_SHOWN)
  const isNew = same === undefined || counts.taken + counts.revoked > 0
  return ok(acknowledge(deps, batch, { outcome: isNew ? 'taken' : 'repeated', counts, refused, missing }))
}

type Taken = { taken: InboundItem[]; refused: RefusedItem[] }

async function takeRows(
  deps: ReceiveDeps,
  batch: UpwardBatch,
  rows: News['rows'],
  renew: Renew,
): Promise<Result<Taken, ImportFailure>> {
  const done: Taken = { taken: [], refused: [] }
  for (const kind of RECORD_KINDS) {
    const own = rows.filter(({ item }) => item.kind === kind)
    if (own.length === 0) continue
    await renew()
    const result = await takeKind(deps, batch, kind, own)
    if (!result.ok) return result
    done.taken.push(...result.value.taken)
    done.refused.push(...result.value.refused)
  }
  return ok(done)
}

async function takeKind(
  deps: ReceiveDeps,
  { sender, number, checksum }: UpwardBatch,
  kind: RecordKind,
  own: News['rows'],
): Promise<Result<Taken, ImportFailure>> {
  const official = fieldsOf(kind).map((field) => codeOf(kind, field))
  const headers = [...new Set([...official, ...own.flatMap(({ row }) => Object.keys(row))])]
  const done = await importBatch(deps, {
    ...{ kind, sheet: kind, organ: null, actor: 'sender', dryRun: false },
    ...{ fileName: `${number}.json`, fileHash: selectionOf(deps, checksum, own), today: dayOfInstant(deps.clock()) },
    ...{ words: deps.words, penaltyWords: deps.penaltyWords, showRepresentative: deps.showRepresentative },
    mapping: mapHeaders(headers, deps.dictionaries[kind], kind),
    rows: once(own.map(({ row }, at) => ({ n: at + 1, cells: headers.map((header) => row[header] ?? '') }))),
    reported: {
      sender,
      records: new Map(
        own.map(({ item: { record, revision }, masked }, at) => [
          at + 1,
          { record, revision, masked: fieldsOf(kind).filter((field) => masked.includes(codeOf(kind, field))) },
        ]),
      ),
    },
  })
  return done.ok ? ok(await outcomesOf(deps, done.value.batch, own)) : done
}

const codeOf = (kind: RecordKind, field: FieldId) => fieldSpec(kind, field)?.code ?? field

/** Rows that were staged before and are not all of these again are no part of it. */
function selectionOf({ secrets }: ReceiveDeps, checksum: string, own: News['rows']): string {
  return secrets.hash(canonicalJson([checksum, ...own.map(({ item }) => [item.record, item.revision])]))
}

async function* once<T>(list: T[]): AsyncGenerator<T[]> {
  yield list
}

async function outcomesOf({ store }: ReceiveDeps, batch: string, own: News['rows']): Promise<Taken> {
  const done: Taken = { taken: [], refused: [] }
  for (let after = 0; ; ) {
    const reports = await store.rowReports(batch, after, REPORTS_AT_ONCE)
    const last = reports.at(-1)
    if (last === undefined) return done
    after = last.n
    for (const { n, outcome, notes, rule } of reports) {
      const item = own[n - 1]?.item
      if (item === undefined) continue
      if (outcome === 'rejected') {
        const why = [...notes.map(({ code }) => code), ...(rule === null ? [] : [rule])]
        done.refused.push({ record: item.record, kind: item.kind, why })
      } else done.taken.push(keptOf(item))
    }
  }
}

/** Of a record that never came here, what is kept is that it is not to come any more. */
async function revoke(deps: ReceiveDeps, sender: string, revocations: News['revocations']): Promise<Taken> {
  const done: Taken = { taken: [], refused: [] }
  for (const { item, revocation } of revocations) {
    const trouble = await takeAway(deps, reportedId(deps.secrets, sender, item.record), revocation)
    if (trouble === null) done.taken.push(keptOf(item))
    else done.refused.push({ record: item.record, kind: item.kind, why: [trouble] })
  }
  return done
}

/** The code of what stood in the way; null where the record is not public any more and will not be by itself. */
async function takeAway(deps: ReceiveDeps, id: string, revocation: Revocation): Promise<string | null> {
  for (let tries = 1; ; tries++) {
    const head = await deps.store.head(id)
    const isGone = head === undefined || head.state === 'withdrawn' || head.state === 'ended'
    if (isGone || (revocation.way === 'held' && head.state === 'withheld')) return null
    // What was never shown here leaves without a notice.
    const way = head.wasPublic || revocation.way !== 'withdrawn' ? revocation : NEVER_SHOWN
    const done = await takenAway(deps, { id, actor: 'sender' }, way)
    if (done.ok) return null
    if (done.failure.code !== 'changed-meanwhile' || tries === TRIES) return done.failure.code
  }
}

const TRIES = 5
const NEVER_SHOWN: Revocation = { way: 'ended', ground: 'period-over' }

function takenAway(deps: ReceiveDeps, step: { id: string; actor: 'sender' }, revocation: Revocation) {
  switch (revocation.way) {
    case 'withdrawn':
      return withdrawRecord(deps, { ...step, ground: revocation.ground, reason: revocation.reason })
    case 'ended':
      return endRecord(deps, { ...step, ground: revocation.ground, reason: REVOKED })
    case 'held':
      return holdRecord(deps, { ...step, reason: REVOKED })
    default:
      return revocation satisfies never
  }
}

function keptOf({ record, kind, revision }: UpwardItem): InboundItem {
  return { record, kind, revision }
}

const NOTHING = { taken: 0, revoked: 0, older: 0, overtaken: 0, refused: 0 }

function refuse(deps: ReceiveDeps, batch: UpwardBatch, refusal: Refusal): Acknowledgement {
  return acknowledge(deps, batch, { outcome: 'refused', refusal, counts: NOTHING, refused: [], missing: [] })
}

type Said = Pick<Acknowledgement, 'outcome' | 'counts' | 'refused' | 'missing'> & { refusal?: Refusal }

function acknowledge(
  { receiver, signing, clock }: ReceiveDeps,
  { sender, seq, number, checksum }: UpwardBatch,
  { refusal, ...said }: Said,
): Acknowledgement {
  const text: Acknowledgement = {
    ...{ format: 1, receiver, sender, seq, number, checksum, refusal: refusal ?? null },
    ...{ ...said, at: new Date(clock()).toISOString(), signature: '' },
  }
  return { ...text, signature: signing.sign(signedText(text)) }
}
