import { Place, type PlaceInput } from '#content/schema/place'
import { PublicRecord, RecordRow } from '#contract/record'
import type { PageContext } from '#site/lib/frame.ts'
import { createUrls } from '#site/lib/urls.ts'

/** Invented data, parsed by the real schemas so that no sample can be a shape production would refuse. */
const PLACE: PlaceInput = {
  slug: 'demo',
  siteName: '信用澜溪',
  areaName: '澜溪县',
  areaCode: null,
  demo: true,
  base: '/xinyong/',
  origin: null,
  channels: {
    operator: null,
    host: '澜溪县人民政府',
    phone: null,
    email: null,
    address: null,
    siteIdCode: null,
    icp: null,
    policeRecord: null,
    errorReportUrl: null,
  },
  showLegalRepresentative: false,
  confirmedRules: [],
}

export const SUBJECT = '澜溪县东风路便民食品店'
export const AGENCY = { slug: 'scjg', name: '澜溪县市场监督管理局' }

export function place(changes: Partial<PlaceInput> = {}): Place {
  return Place.parse({ ...PLACE, ...changes })
}

export function context(changes: Partial<PlaceInput> = {}): PageContext {
  const made = place(changes)
  return { place: made, urls: createUrls(made.base), contacts: {} }
}

export function row(changes: Partial<RecordRow> = {}): RecordRow {
  return RecordRow.parse({
    id: '0123456789ab',
    kind: 'penalty',
    documentNumber: '澜市监罚〔2026〕1号',
    title: '行政处罚决定书',
    subject: { name: SUBJECT, category: 'organisation', uscc: '91410526MA40000000' },
    agency: AGENCY,
    decidedOn: '2026-03-05',
    publishedOn: '2026-03-16',
    until: '2027-03-05',
    late: 0,
    standing: null,
    entry: null,
    validUntil: null,
    categories: ['fine'],
    updatedOn: '2026-03-16',
    marks: [],
    ...changes,
  })
}

export function publicRecord(changes: Partial<PublicRecord> = {}): PublicRecord {
  return PublicRecord.parse({
    ...row(),
    state: 'public',
    marks: [],
    masked: false,
    timeliness: { status: 'on-time', dueOn: '2026-03-16', lateBy: 0, provisional: false },
    sameLicence: [],
    history: [],
    decision: { rule: 'penalty-general', basis: '《中华人民共和国行政处罚法》第四十八条' },
    version: 1,
    fields: [],
    coded: {},
    ...changes,
  })
}

export function found<T>(value: T): { state: 'found'; value: T } {
  return { state: 'found', value }
}
