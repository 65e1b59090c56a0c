import type { Acknowledgement } from '#domain/inbound-batch'
import type { Reported, UpwardEntry, UpwardHead } from '#domain/upward-batch'
import type { BatchOutcome, EndingGround, RecordKind } from '#domain/vocabulary'

/** Ed25519. `key`: the public one of this place, base64. */
export type Signing = {
  key: string
  sign(text: string): string
  verify(key: string, text: string, signature: string): boolean
}

export type KeptEntry = UpwardEntry & { salt: string | null }
export type KeptBatch = { head: UpwardHead; checksum: string; signature: string; entries: KeptEntry[] }

/** `outcome` null: nobody answered yet. `detail`: what was said, or why nothing was; never content. */
export type Delivery = {
  seq: number
  at: number
  channel: 'http' | 'folder'
  outcome: BatchOutcome | null
  detail: Acknowledgement | { note: string }
  /** Who at the desk had it sent again; null: nobody in particular. */
  by: string | null
}

export type BatchLine = {
  seq: number
  number: string
  madeAt: string
  checksum: string
  added: number
  changed: number
  revoked: number
  /** The last one. */
  delivery: Pick<Delivery, 'at' | 'channel' | 'outcome' | 'detail'> | null
  isTaken: boolean
}

/** What was reported upward. No content is kept: an item is a salted commitment, and its salt dies when it is overtaken. */
export type UpwardStore = {
  /** The line that numbers count in, made once. */
  line(fresh: string): Promise<string>
  /** After a restore: the line and all that was reported in it are forgotten, so that everything is reported anew. */
  forget(): Promise<void>
  /** Records of which something was published since the last look, in the order of the outbox; null: none. */
  published(limit: number): Promise<{ upTo: number; records: string[] } | null>
  lastReported(records: readonly string[]): Promise<Map<string, Reported>>
  /** Why records ended. */
  endings(records: readonly string[]): Promise<Map<string, EndingGround>>
  lastBatch(): Promise<{ seq: number; checksum: string } | undefined>
  /** The batch and how far was looked, in one: false where another one took the number first. `batch` null: no news. */
  save(
    upTo: number,
    batch: { head: UpwardHead; checksum: string; signature: string; items: (UpwardEntry & { salt: string })[] } | null,
  ): Promise<boolean>
  batch(seq: number): Promise<KeptBatch | undefined>
  /** Batches after a number of which not all is acknowledged as taken, oldest first. */
  waiting(after: number, limit: number): Promise<number[]>
  saveDelivery(delivery: Delivery): Promise<void>
  /** The newest first. `before` null: from the newest on. */
  list(before: number | null, limit: number): Promise<BatchLine[]>
}

export type InboundItem = { record: string; kind: RecordKind; revision: number }

/** What other places reported to this one. */
export type InboundStore = {
  known(sender: string, records: readonly string[]): Promise<Map<string, InboundItem>>
  batches(sender: string, line: string): Promise<{ seq: number; checksum: string }[]>
  save(
    sender: string,
    batch: { line: string; seq: number; number: string; checksum: string; at: number },
    items: readonly InboundItem[],
  ): Promise<void>
}

/** `trouble`: why it did not arrive, for the operator. `null`: it is on its way, the acknowledgement comes later. */
export type Handed = { acknowledgement: Acknowledgement | null } | { trouble: string }

/** A way to the receiver. */
export type UpwardChannel = {
  kind: Delivery['channel']
  deliver(number: string, batch: string): Promise<Handed>
}
