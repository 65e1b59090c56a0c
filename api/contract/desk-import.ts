import { z } from '@hono/zod-openapi'
import { type IMPORT_STATES, RECORD_KINDS } from '#domain/vocabulary'

/** Beside the bytes of a file, as the query of its address. */
export const UploadQuery = z.strictObject({
  name: z.string().trim().min(1).max(200),
  organ: z.string().max(64).default(''),
  kind: z.enum(['', ...RECORD_KINDS]).default(''),
})

const revision = z.number().int().positive()

export const SeenBody = z.strictObject({ revision })

/** `field` null: the column is deliberately none. */
export const ColumnsBody = z.strictObject({
  revision,
  columns: z.array(z.strictObject({ header: z.string().max(1000), field: z.string().max(64).nullable() })).max(500),
})

export const FixesBody = z.strictObject({
  revision,
  fixes: z
    .array(
      z.strictObject({
        n: z.number().int().positive(),
        place: z.number().int().min(0).max(16_384),
        text: z.string().max(32_767),
      }),
    )
    .max(500),
})

export const ReturnBody = z.strictObject({ revision, reason: z.string().trim().max(1000) })

export type ImportCounts = Record<'read' | 'accepted' | 'warned' | 'rejected' | 'unchanged' | 'published', number>

export type ImportItemView = {
  id: string
  kindLabel: string
  agency: string | null
  fileName: string
  sheet: string | null
  by: string
  at: number
  state: (typeof IMPORT_STATES)[number]
  stateLabel: string
  counts: ImportCounts | null
  /** Why the table cannot be read as it is. */
  trouble: string | null
}

export type ImportsView = { items: ImportItemView[]; next: number | null }

export type ImportColumnView = {
  header: string
  field: string | null
  /** What speaks for the field, in one line. */
  why: string
  /** Taken by a guess, or not at all: somebody ought to look. */
  isDoubtful: boolean
}

export type ImportCellView = { place: number; header: string; text: string; isMarked: boolean }

export type ImportRowView = {
  n: number
  outcome: string
  outcomeLabel: string
  subject: string
  number: string
  notes: string[]
  /** Nothing of a sealed row. */
  cells: ImportCellView[]
}

export type ImportView = ImportItemView & {
  kind: (typeof RECORD_KINDS)[number]
  revision: number
  decidedBy: string | null
  note: string | null
  /** Cells that somebody mended here. */
  mended: number
  withheld: { basis: string; rows: number }[]
  sealed: { basis: string; rows: number }[]
  left: number
  hidden: number
  repeated: number
  columns: ImportColumnView[]
  fields: { field: string; label: string }[]
  rows: ImportRowView[]
  hasSheet: boolean
  isOwn: boolean
  mayApprove: boolean
}
