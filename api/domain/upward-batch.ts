import { canonicalJson } from './canonical-json.ts'
import { commit, type Hash } from './commitment.ts'
import { UPWARD_CHANGE_LABEL } from './labels.zh.ts'
import type { EndingGround, RecordKind, UpwardChange, WithdrawalGround } from './vocabulary.ts'

/** Cells of the official table by official code; empty ones left out. */
export type OfficialRow = Readonly<Record<string, string>>

/** `reason`: of the public notice. What ended goes without a word; `held`: out of public for now. */
export type Revocation =
  | { way: 'withdrawn'; ground: WithdrawalGround; reason: string }
  | { way: 'ended'; ground: EndingGround }
  | { way: 'held' }

/** `masked`: codes of columns in which personal data was covered. */
export type UpwardContent = { row: OfficialRow; masked: readonly string[] } | { revocation: Revocation }

/** What is left of an item for good: it says that something was reported about a record, and proves what. */
export type UpwardEntry = {
  record: string
  kind: RecordKind
  change: UpwardChange
  /** Grows with every item of a record; the highest one holds, in whatever order they arrive. */
  revision: number
  commitment: string
}

/** `content` null: a later batch says something else of the record, so what this one said is not sent again. */
export type UpwardItem = UpwardEntry & { salt: string | null; content: UpwardContent | null }

export type UpwardHead = {
  format: 1
  /** The place that reports. */
  sender: string
  /** Numbers count within a line; a sender that was restored from a backup begins another one. */
  line: string
  seq: number
  number: string
  /** An instant, ISO 8601. */
  madeAt: string
  /** Checksum of the batch before; null for the first. */
  previous: string | null
}

export type UpwardBatch = UpwardHead & { items: UpwardItem[]; checksum: string; signature: string }

/** The last that was reported of a record. `salt` null: it was overtaken. */
export type Reported = Pick<UpwardEntry, 'change' | 'revision' | 'commitment'> & { salt: string | null }

/** What is so of a record now. */
export type ToReport = { record: string; kind: RecordKind; content: UpwardContent }

/** 批次号: place, line, then the number of the batch in six digits or more. */
export function batchNumber(sender: string, line: string, seq: number): string {
  return `${sender}-${line}-${String(seq).padStart(6, '0')}`
}

/**
 * The item that a record needs so that the receiver knows what is so now; null where the last one says it, and where a
 * record that was never reported is not public. `floor`: the revision of a record's first item at least, in seconds since
 * 1970, so that what is reported after a restore is newer than what was before it.
 */
export function planItem(
  { record, kind, content }: ToReport,
  last: Reported | undefined,
  { salt, hash, floor }: { salt: string; hash: Hash; floor: number },
): (UpwardEntry & { salt: string }) | null {
  const wasPublic = last !== undefined && last.change !== 'revoked'
  if ('revocation' in content && last === undefined) return null
  if (last !== undefined && isStill({ record, kind, content }, last, hash)) return null
  const change = 'revocation' in content ? 'revoked' : wasPublic ? 'changed' : 'added'
  const named = { record, kind, change, revision: Math.max((last?.revision ?? 0) + 1, floor) } as const
  return { ...named, commitment: commitItem(named, content, salt, hash), salt }
}

/** Whether what was reported last is what would be reported now. */
export function isStill({ record, kind, content }: ToReport, last: Reported, hash: Hash): boolean {
  const { change, revision, salt, commitment } = last
  return salt !== null && commitItem({ record, kind, change, revision }, content, salt, hash) === commitment
}

/** H(salt ‖ item): proves what was reported, and with the salt gone gives nothing of it away. */
function commitItem(
  { record, kind, change, revision }: Omit<UpwardEntry, 'commitment'>,
  content: UpwardContent,
  salt: string,
  hash: Hash,
): string {
  return commit(salt, { record, kind, change, revision, content }, hash)
}

/** SHA-256 over the head and what each item commits to: the same however often a batch is sent, whatever was overtaken. */
export function checksumOf(head: UpwardHead, items: readonly UpwardEntry[], hash: Hash): string {
  const { format, sender, line, seq, number, madeAt, previous } = head
  const entries = items.map(({ record, kind, change, revision, commitment }) => ({
    ...{ record, kind, change, revision, commitment },
  }))
  return hash(canonicalJson({ format, sender, line, seq, number, madeAt, previous, items: entries }))
}

export type BatchTrouble = 'checksum-wrong' | 'commitment-wrong' | 'signature-wrong'

/** Whether a batch is whole and from whom it says; `isSigned`: the sender's key signed this text. */
export function checkBatch(
  batch: UpwardBatch,
  hash: Hash,
  isSigned: (text: string, signature: string) => boolean,
): BatchTrouble | null {
  if (checksumOf(batch, batch.items, hash) !== batch.checksum) return 'checksum-wrong'
  if (!isSigned(batch.checksum, batch.signature)) return 'signature-wrong'
  const isKept = batch.items.every(
    (item) => item.content === null || (item.salt !== null && isStill({ ...item, content: item.content }, item, hash)),
  )
  return isKept ? null : 'commitment-wrong'
}

/** A batch as it is sent: JSON, its changes in the words of the receiver. */
export function batchText({ items, ...batch }: UpwardBatch): string {
  return JSON.stringify({
    ...batch,
    items: items.map(({ change, ...item }) => ({ ...item, change: UPWARD_CHANGE_LABEL[change] })),
  })
}
