import { canonicalJson } from './canonical-json.ts'
import type { OfficialRow, Revocation, UpwardItem } from './upward-batch.ts'
import type { BatchOutcome, RecordKind } from './vocabulary.ts'

/** What of a batch is news to the receiver. `older`: as new or newer is known; `overtaken`: came without content. */
export type News = {
  rows: { item: UpwardItem; row: OfficialRow; masked: readonly string[] }[]
  revocations: { item: UpwardItem; revocation: Revocation }[]
  older: number
  overtaken: number
}

/** The highest revision of a record holds, so batches may come twice, late, or in any order. */
export function newsOf(items: readonly UpwardItem[], known: ReadonlyMap<string, number>): News {
  const highest = new Map(known)
  const fresh = new Map<string, UpwardItem>()
  let [older, overtaken] = [0, 0]
  for (const item of items) {
    if ((highest.get(item.record) ?? 0) >= item.revision) older += 1
    else if (item.content === null) overtaken += 1
    else {
      if (fresh.has(item.record)) older += 1
      highest.set(item.record, item.revision)
      fresh.set(item.record, item)
    }
  }
  const news: News = { rows: [], revocations: [], older, overtaken }
  for (const item of fresh.values()) {
    const { content } = item
    if (content === null) continue
    if ('row' in content) news.rows.push({ item, row: content.row, masked: content.masked })
    else news.revocations.push({ item, revocation: content.revocation })
  }
  return news
}

/** Numbers up to the highest that never came, oldest first; at most `limit`. */
export function missingNumbers(seen: readonly number[], limit: number): number[] {
  const came = new Set(seen)
  const missing: number[] = []
  for (let seq = 1, last = Math.max(0, ...came); seq < last && missing.length < limit; seq++) {
    if (!came.has(seq)) missing.push(seq)
  }
  return missing
}

export const REFUSALS = [
  'sender-unknown',
  'checksum-wrong',
  'commitment-wrong',
  'signature-wrong',
  'number-taken',
] as const
export type Refusal = (typeof REFUSALS)[number]

/** `why`: codes of what was noticed in the row. */
export type RefusedItem = { record: string; kind: RecordKind; why: string[] }

/** 回执: what became of a batch, signed by who received it. */
export type Acknowledgement = {
  format: 1
  receiver: string
  sender: string
  seq: number
  number: string
  checksum: string
  outcome: BatchOutcome
  /** Of a batch that is refused as a whole. */
  refusal: Refusal | null
  /** An instant, ISO 8601. */
  at: string
  counts: { taken: number; revoked: number; older: number; overtaken: number; refused: number }
  refused: RefusedItem[]
  /** Batches before this one that never came. */
  missing: number[]
  signature: string
}

/** Nothing of the batch has to be sent again. */
export function isTakenWhole({ outcome, counts }: Acknowledgement): boolean {
  return outcome !== 'refused' && counts.refused === 0
}

/** What the receiver signs. */
export function signedText({ signature: _, ...said }: Acknowledgement): string {
  return canonicalJson(said)
}
