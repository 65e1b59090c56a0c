import type { PublicRecord } from '#contract/record'
import { RECORD_KIND_LABEL } from '#domain/labels.zh'
import type { PageContext } from './frame.ts'
import { NO_NUMBER } from './record-rows.ts'

/** The record that a form is about, in short. */
export type RecordCard = { kind: string; number: string; href: string; rows: { label: string; value: string }[] }

export function recordCard({ urls }: PageContext, record: PublicRecord): RecordCard {
  return {
    kind: `${RECORD_KIND_LABEL[record.kind]}决定`,
    number: record.documentNumber ?? NO_NUMBER,
    href: urls.record(record.kind, record.id),
    rows: [
      { label: '机关', value: record.agency.name },
      { label: '行政相对人', value: record.subject.name },
    ],
  }
}
