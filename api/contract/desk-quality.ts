import type { DataFlaw, RecordKind } from '#domain/vocabulary'

/** Rows that fail what the counts of an organ's data count; numbers of documents, and no name of anybody. */
export type FlawsView = {
  organ: string | null
  items: {
    id: string
    kind: RecordKind
    documentNumber: string | null
    agency: string
    decidedOn: string
    isPublic: boolean
    flaws: { flaw: DataFlaw; text: string; mending: string }[]
  }[]
  next: string | null
  imports: { id: string; fileName: string; kind: RecordKind; rejected: number; uploadedAt: number }[]
}
