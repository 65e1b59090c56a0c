import type { BatchOutcome } from '#domain/vocabulary'

/** `said`: the last acknowledgement, or why there is none, in one line. `missed`: what the receiver did not take in. */
export type UpwardLine = {
  seq: number
  number: string
  madeAt: string
  checksum: string
  added: number
  changed: number
  revoked: number
  state: 'waiting' | 'under-way' | 'undelivered' | BatchOutcome
  at: number | null
  said: string | null
  missed: { record: string; why: string[] }[]
}

/** `maySend`: there is an address to report to. */
export type UpwardView = { key: string; maySend: boolean; items: UpwardLine[]; next: number | null }
