import type { PublicRecord } from '#contract/record'
import { isAboutOrgan } from '#domain/kind-groups'
import { KIND_DOCUMENT } from '#domain/record-kinds'
import type { PageContext } from './frame.ts'
import { subjectWord } from './meta.ts'
import { NO_NUMBER } from './record-rows.ts'

/** The record that a form is about, in short. */
export type RecordCard = { kind: string; number: string; href: string; rows: { label: string; value: string }[] }

export function recordCard({ urls }: PageContext, record: PublicRecord): RecordCard {
  return {
    kind: KIND_DOCUMENT[record.kind],
    number: record.documentNumber ?? NO_NUMBER,
    href: urls.record(record.kind, record.id),
    rows: [
      { label: '机关', value: record.agency.name },
      isAboutOrgan(record.kind)
        ? { label: '事项', value: record.title }
        : { label: subjectWord(record.kind), value: record.subject.name },
    ],
  }
}
