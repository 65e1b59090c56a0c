import type { Day } from '#domain/day'
import type { RecordState } from '#domain/vocabulary'

/**
 * What the life of public records is, in a hundred lines without a database: the tests hold the real thing to it. One
 * penalty a slot; its general period ends on `PERIOD_END`, and what people let out ends on `PEOPLE_END`.
 */
export const PERIOD_END = '2027-11-10'
export const PEOPLE_END = '2027-06-01'

/** `doubtful`: its class is unknown, so the door says that a person has to look. */
export type Sent = { text: number; doubtful: boolean }
export type Decision = { by: 'door' | 'people' | 'mask' | 'withhold' | 'other'; until: string }

export type ModelRecord = {
  state: RecordState
  version: number
  /** Step of the trail; a proposal is made on one. */
  seq: number
  /** The last row that came in, which a repeated one equals. */
  received: Sent
  doubtful: boolean
  isCovered: boolean
  needsReview: boolean
  decision: Decision
  /** Of the last step that let it out. */
  shown: (Decision & { version: number }) | null
  open: Open | null
}

export type Change = 'correct' | 'publish' | 'mask' | 'withhold' | 'withdraw' | 'end'
export type Open = { change: Change | 'hide'; by: string; seq: number }
export type ReviewTo = 'withdraw' | 'end' | 'withhold' | 'restore'

/** `published`: what the snapshot was made to show; what is decided since waits for the next publish. */
export type Model = {
  today: Day
  records: Map<number, ModelRecord>
  published: Map<number, { version: number; until: string }>
}

type Found = { decision: Decision; isOut: boolean; needsReview: boolean }

/** The door, on what the record says today. */
function door(model: Model, doubtful: boolean, isCovered: boolean): Found {
  const decision: Decision = { by: isCovered ? 'mask' : 'door', until: PERIOD_END }
  if (doubtful) return { decision: { by: 'other', until: '' }, isOut: false, needsReview: true }
  if (PERIOD_END < model.today) return { decision: { by: 'other', until: '' }, isOut: false, needsReview: false }
  return { decision, isOut: true, needsReview: false }
}

/** The door with two people before it; null where they may not. */
function people(model: Model, doubtful: boolean, isCovered: boolean, until: string): Found | null {
  const found = door(model, doubtful, isCovered)
  if (found.isOut) return found
  if (!found.needsReview || until < model.today) return null
  return { decision: { by: isCovered ? 'mask' : 'people', until }, isOut: true, needsReview: false }
}

function step(record: ModelRecord, state: RecordState, found: Found): void {
  record.state = state
  record.seq += 1
  record.decision = found.decision
  record.needsReview = found.needsReview
  if (found.isOut) record.shown = { ...found.decision, version: record.version }
}

const GONE: Found = { decision: { by: 'other', until: '' }, isOut: false, needsReview: false }

export function importRow(model: Model, slot: number, sent: Sent): void {
  const record = model.records.get(slot)
  if (!record) {
    const found = door(model, sent.doubtful, false)
    const fresh = {
      version: 1,
      seq: 0,
      received: sent,
      doubtful: sent.doubtful,
      isCovered: false,
      shown: null,
      open: null,
    }
    const made: ModelRecord = { ...fresh, state: 'withheld', needsReview: false, decision: found.decision }
    step(made, found.isOut ? 'public' : 'withheld', found)
    model.records.set(slot, made)
    return
  }
  if (record.received.text === sent.text && record.received.doubtful === sent.doubtful) return
  const isHeld = record.decision.by === 'withhold' || record.isCovered
  const isAway = record.state !== 'public' && record.state !== 'withheld'
  const waiting: Found = { decision: { by: 'withhold', until: '' }, isOut: false, needsReview: true }
  const found = isHeld ? waiting : isAway ? GONE : door(model, sent.doubtful, false)
  Object.assign(record, { received: sent, doubtful: sent.doubtful, isCovered: false, version: record.version + 1 })
  step(record, isAway ? record.state : found.isOut ? 'public' : 'withheld', found)
}

/** What a change would come to; null where it is refused. */
export function outcome(model: Model, record: ModelRecord, change: Change): (() => void) | null {
  const { state, doubtful } = record
  const isIn = state === 'public' || state === 'withheld'
  const renew = (found: Found, isCovered: boolean) => () => {
    record.version += 1
    record.isCovered = isCovered
    step(record, found.isOut ? 'public' : 'withheld', found)
  }
  switch (change) {
    case 'correct':
      return isIn ? renew(door(model, doubtful, record.isCovered), record.isCovered) : null
    case 'mask': {
      const found = isIn && !record.isCovered ? people(model, doubtful, true, PEOPLE_END) : null
      return found && renew(found, true)
    }
    case 'publish': {
      const found = state === 'withheld' ? people(model, doubtful, record.isCovered, PEOPLE_END) : null
      return found && (() => step(record, 'public', found))
    }
    case 'withhold':
      return state === 'withheld' && record.needsReview
        ? () => step(record, 'withheld', { ...GONE, decision: { by: 'withhold', until: '' } })
        : null
    case 'withdraw':
    case 'end':
      return state === 'public' ? () => step(record, change === 'end' ? 'ended' : 'withdrawn', GONE) : null
    default:
      return change satisfies never
  }
}

export function hide(record: ModelRecord, by: string): void {
  step(record, 'hidden', GONE)
  record.open = { change: 'hide', by, seq: record.seq }
}

/** What a review would come to; null where it is refused. */
export function reviewed(model: Model, record: ModelRecord, to: ReviewTo): (() => void) | null {
  if (to === 'withhold') return () => step(record, 'withheld', { ...GONE, decision: { by: 'withhold', until: '' } })
  if (to !== 'restore') return () => step(record, to === 'end' ? 'ended' : 'withdrawn', GONE)
  const before = record.shown?.version === record.version ? record.shown : null
  const isSettled = before?.by === 'people' || before?.by === 'mask'
  const found = isSettled
    ? people(model, record.doubtful, record.isCovered, before.until)
    : door(model, record.doubtful, record.isCovered)
  if (!found?.isOut) return null
  return () => step(record, 'public', isSettled ? { ...found, decision: { ...found.decision, by: before.by } } : found)
}

export function isStale(record: ModelRecord, open: Open): boolean {
  return open.change === 'hide' ? record.state !== 'hidden' : open.seq !== record.seq
}

/** What the clock ends, and what the snapshot shows from then on. */
export function publish(model: Model): void {
  model.published.clear()
  for (const [slot, record] of model.records) {
    if (record.state === 'public' && record.decision.until < model.today) step(record, 'ended', GONE)
    if (record.state === 'public') {
      model.published.set(slot, { version: record.version, until: record.decision.until })
    }
  }
}
