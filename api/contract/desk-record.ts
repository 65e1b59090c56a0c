import { z } from '@hono/zod-openapi'
import { HIDING_OUTCOMES, type RECORD_CHANGES, type RECORD_KINDS } from '#domain/vocabulary'

const reason = z.string().trim().max(1000).default('')
const day = z.string().trim().max(32).nullable().default(null)
const basis = z.string().trim().max(1000).nullable().default(null)

/** What somebody asks for; another person decides. */
export const ChangeBody = z.strictObject({
  seq: z.number().int().positive(),
  reason,
  caseReceipt: z.string().max(64).nullable().default(null),
  request: z.discriminatedUnion('change', [
    z.strictObject({ change: z.literal('correct'), fields: z.record(z.string().max(64), z.string().max(10_000)) }),
    z.strictObject({ change: z.literal('publish'), basis, until: day }),
    z.strictObject({ change: z.literal('mask'), fields: z.array(z.string().max(64)).max(40), basis, until: day }),
    z.strictObject({ change: z.literal('withhold') }),
    z.strictObject({ change: z.enum(['withdraw', 'end']), ground: z.string().max(64) }),
  ]),
})

export const HideBody = z.strictObject({ reason, caseReceipt: z.string().max(64).nullable().default(null) })

export const DecisionBody = z.strictObject({
  verdict: z.enum(['approve', 'reject']),
  note: z.string().trim().max(1000).nullable().default(null),
  /** What the filer of the case is told, where the case is upheld with it. */
  upholdNote: z.string().trim().max(2000).nullable().default(null),
})

export const ReviewBody = z.strictObject({
  to: z.enum(HIDING_OUTCOMES),
  ground: z.string().max(64).nullable().default(null),
  reason,
})

export type DeskRecordView = {
  id: string
  kind: (typeof RECORD_KINDS)[number]
  kindLabel: string
  state: string
  stateLabel: string
  seq: number
  version: number
  agency: string | null
  decision: { label: string; rule: string; basis: string; until: string | null; needsReview: boolean }
  /** What a decision may let out, in the official order; `sealed` ones are there and not shown. */
  fields: {
    id: string
    label: string
    /** As people read it, and as a correction takes it back. */
    value: string
    isSealed: boolean
    isCoverable: boolean
    /** The words of a closed list. */
    options: string[] | null
  }[]
  allowed: { change: (typeof RECORD_CHANGES)[number]; label: string }[]
  openChange: string | null
  history: ChangeLine[]
}

export type ChangeLine = {
  id: string
  change: string
  label: string
  reason: string
  by: string
  on: string
  state: string
  decidedBy: string | null
}

export type ChangesView = {
  items: (ChangeLine & {
    recordId: string
    kindLabel: string
    documentNumber: string
    subject: string
    isStale: boolean
  })[]
  next: string | null
  total: number
}

export type ToReviewView = {
  items: {
    id: string
    kindLabel: string
    documentNumber: string
    subject: string
    agency: string | null
    basis: string
  }[]
  byRule: { rule: string; kindLabel: string; records: number }[]
  next: string | null
  total: number
}

export type ChangeView = ChangeLine & {
  recordId: string
  kindLabel: string
  caseReceipt: string | null
  ground: string | null
  basis: string | null
  isOpen: boolean
  isHiding: boolean
  isStale: boolean
  /** Whoever asked does not approve. */
  isOwn: boolean
  fields: { label: string; before: string; after: string }[]
  preview: { stateLabel: string; rule: string; basis: string; until: string | null; needsReview: boolean } | null
  /** Why it cannot be carried out now. */
  obstacle: string | null
}
