import type { JudgedRecord } from '#domain/data-flaw'
import type { RecordState } from '#domain/vocabulary'

/** A record on file with what it is judged by. */
export type FiledRecord = JudgedRecord & {
  id: string
  organ: string
  state: RecordState
  decidedOn: string
}

export type FlawStore = {
  /** Records on file by id; of one organ, or of all. */
  filed(organ: string | null, after: string, limit: number): Promise<FiledRecord[]>
}
