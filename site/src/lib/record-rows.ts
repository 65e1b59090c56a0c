import type { RecordRow } from '#contract/record'
import { RECORD_MARK_LABEL } from '#domain/case-labels.zh'
import { isAboutOrgan, isNameless } from '#domain/kind-groups'
import { RECORD_KIND_LABEL } from '#domain/labels.zh'
import { namelessTitle } from '#domain/public-record'
import { type StandingTone, standingsOf } from '#domain/standing'
import type { Link } from './frame.ts'
import type { Urls } from './urls.ts'

export type RowView = {
  href: string
  kind: string
  number: string
  title: string | null
  subject: { name: string; href: string | null }
  agency: Link
  decidedOn: string
  publishedOn: string
  until: string | null
  late: string | null
  marks: string[]
  /** Last day a licence holds. */
  validUntil: string | null
  standing: StandingView | null
}

/** Stands in the exchange tables for a sole trader without a code, so it identifies nobody. */
const NO_CODE = /^0+X?$/

export const NO_NUMBER = '文书号未载明'

export function rowView(urls: Urls, row: RecordRow): RowView {
  const number = row.documentNumber ?? NO_NUMBER
  return {
    href: urls.record(row.kind, row.id),
    kind: RECORD_KIND_LABEL[row.kind],
    number,
    title: row.title.includes(number) ? null : row.title,
    subject: { name: row.subject.name, href: subjectHref(urls, row.subject.uscc) },
    agency: { text: row.agency.name, href: urls.agency(row.agency.slug) },
    decidedOn: row.decidedOn,
    publishedOn: row.publishedOn,
    until: row.until,
    late: lateWords(row.late),
    marks: markWords(row),
    validUntil: row.validUntil,
    standing: standingView(row),
  }
}

export type LatestView = {
  href: string
  number: string
  detail: string | null
  agency: string
  publishedOn: string
  late: string | null
  marks: string[]
  standing: StandingView | null
}

/** For pages that search engines index: there what hits somebody says what it was for and never whom. */
export function latestView(urls: Urls, row: RecordRow): LatestView {
  return {
    href: urls.record(row.kind, row.id),
    number: row.documentNumber ?? NO_NUMBER,
    detail: isAboutOrgan(row.kind) ? row.title : isNameless(row.kind) ? namelessTitle(row) : row.subject.name,
    agency: row.agency.name,
    publishedOn: row.publishedOn,
    late: lateWords(row.late),
    marks: markWords(row),
    standing: standingView(row),
  }
}

export type StandingView = { text: string; tone: StandingTone }

/** Where an entry stands, in words; colour is never the only sign. */
export function standingView({ kind, standing }: Pick<RecordRow, 'kind' | 'standing'>): StandingView | null {
  const rule = standingsOf(kind).find(({ id }) => id === standing)
  return rule === undefined ? null : { text: rule.label, tone: rule.tone }
}

/** Neutral words on a record that something is open about. */
export function markWords({ marks }: Pick<RecordRow, 'marks'>): string[] {
  return marks.map((mark) => RECORD_MARK_LABEL[mark])
}

export function subjectHref(urls: Urls, uscc: string | undefined): string | null {
  return uscc === undefined || NO_CODE.test(uscc) ? null : urls.subject(uscc)
}

export function lateWords(late: number | null): string | null {
  return late !== null && late > 0 ? `超期 ${late} 个工作日` : null
}
