import type { SearchAnswer } from '#contract/search'
import { isDecision } from '#domain/kind-groups'
import { fieldLabel, RECORD_KIND_LABEL } from '#domain/labels.zh'
import type { MarkedText } from '#domain/snippet'
import { lateWords, markWords, NO_NUMBER, subjectHref } from './record-rows.ts'
import type { Urls } from './urls.ts'

/** A record that was found: what it is, whom it concerns, and where in it the words stand. */
export type ResultView = {
  href: string
  kind: string
  number: MarkedText
  title: string | null
  name: MarkedText
  subjectHref: string | null
  agency: MarkedText
  agencyHref: string
  decidedOn: string
  /** What the day is, where it is not that of a decision. */
  dayLabel: string | null
  late: string | null
  marks: string[]
  snippets: { label: string; text: MarkedText }[]
}

export function resultView(
  urls: Urls,
  { record, name, number, agency, snippets }: SearchAnswer['items'][number],
): ResultView {
  const isSaid = snippets.some(({ text }) => text.map((piece) => piece.text).join('') === record.title)
  return {
    href: urls.record(record.kind, record.id),
    kind: RECORD_KIND_LABEL[record.kind],
    number: record.documentNumber === null ? [{ text: NO_NUMBER, isHit: false }] : number,
    title: isSaid || record.title === record.documentNumber ? null : record.title,
    name,
    subjectHref: subjectHref(urls, record.subject.uscc),
    agency,
    agencyHref: urls.agency(record.agency.slug),
    decidedOn: record.decidedOn,
    dayLabel: isDecision(record.kind) ? null : (fieldLabel(record.kind, 'decidedOn') ?? null),
    late: lateWords(record.late),
    marks: markWords(record),
    snippets,
  }
}
