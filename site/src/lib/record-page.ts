import type { PublicRecord, RecordAnswer, WithdrawalNotice } from '#contract/record'
import { RECORD_MARK_LABEL } from '#domain/case-labels.zh'
import { isAboutOrgan, isDecision } from '#domain/kind-groups'
import { categoryLabel, fieldLabel, RECORD_KIND_LABEL, WITHDRAWAL_GROUND_LABEL } from '#domain/labels.zh'
import { recordsOf, sourcesOf } from '#domain/record-fields'
import { KIND_DOCUMENT, KIND_FACTS } from '#domain/record-kinds'
import { repairChannelOf } from '#domain/repair-estimate'
import type { RecordKind } from '#domain/vocabulary'
import { type Citations, citationsOf } from './citation.ts'
import { chineseDay } from './dates.ts'
import {
  type Alternate,
  absoluteAddress,
  createFrame,
  type Frame,
  kindCrumbs,
  type Link,
  type PageContext,
} from './frame.ts'
import { endedNotice, missingNotice, type NoticeView, unavailableNotice } from './notices.ts'
import { type FieldGroup, fieldGroups } from './record-fields-view.ts'
import { lateWords, NO_NUMBER, type StandingView, standingView, subjectHref } from './record-rows.ts'
import { qrCode } from './share.ts'
import type { Answer } from './site-api.ts'
import { timelinessSentence } from './timeliness.ts'

export type PublicRecordView = {
  state: 'public'
  status: 200
  kind: RecordKind
  frame: Frame
  label: string
  number: string
  /** Where an entry stands. */
  standing: StandingView | null
  /** What an entry is about, in a line; null where the summary says it. */
  title: string | null
  summary: string
  marks: string[]
  object: string
  /** Null where nothing is repaired. */
  repair: string | null
  validUntil: string | null
  isMasked: boolean
  groups: FieldGroup[]
  /** Powers of the organ from which a decision comes, or the decisions that come of a power. */
  related: Link[]
  /** Other decisions on the same licence, newest first. */
  sameLicence: (Link & { day: string })[]
  publishedOn: string
  until: string | null
  late: string | null
  /** Null for entries: the seven working days are those of 双公示. */
  timeliness: string | null
  rule: string
  basis: string
  version: number
  updatedOn: string
  address: string
  json: string
  cite: string
  citations: Citations
  /** SVG of the permanent address, for paper; null without a public address. */
  qr: string | null
  history: HistoryEntry[]
  agency: Link
  subject: Link | null
  agencyList: Link
}

export type HistoryEntry = { version: number; updatedOn: string; changes: string[] }

export type WithdrawnView = {
  state: 'withdrawn'
  status: 200
  frame: Frame
  heading: string
  summary: string
  agencyLabel: string
  agency: Link
  number: string
  ground: string
  reason: string
  withdrawnOn: string
  noticeUntil: string
}

export type RecordView = PublicRecordView | WithdrawnView | NoticeView

/** `kind` is that of the address; a record of the other kind does not live there. */
export function recordPage(context: PageContext, kind: RecordKind, answer: Answer<RecordAnswer>): RecordView {
  if (answer.state === 'unavailable') return unavailableNotice(context)
  if (answer.state === 'missing' || answer.value.kind !== kind) return missingNotice(context)
  const record = answer.value
  if (record.state === 'ended') return endedNotice(context, kind)
  return record.state === 'withdrawn' ? withdrawnView(context, record) : publicView(context, record)
}

function publicView(context: PageContext, record: PublicRecord): PublicRecordView {
  const { place, urls } = context
  const { kind, agency } = record
  const label = KIND_DOCUMENT[kind]
  const number = record.documentNumber ?? NO_NUMBER
  const path = urls.record(kind, record.id)
  const subject = subjectHref(urls, record.subject.uscc)
  return {
    state: 'public',
    status: 200,
    kind,
    frame: createFrame(context, {
      title: `${label} ${number}（${agency.name}）${record.id}`,
      path,
      section: kind,
      crumbs: [...kindCrumbs(urls, kind), { text: number, href: null }],
      meta: {
        kind: 'article',
        column: kind,
        title: `${label} ${number}`,
        publishedOn: record.publishedOn,
        source: agency.name,
        description: isAboutOrgan(kind)
          ? `${agency.name}：${record.title}（${number}）。`
          : !isDecision(kind)
            ? `${agency.name}提供的${label}（${number}），${fieldLabel(kind, 'decidedOn')}${chineseDay(record.decidedOn)}。`
            : `${agency.name}于${chineseDay(record.decidedOn)}作出的${label}（${number}）的公示信息。`,
      },
      isIndexed: KIND_FACTS[kind].isIndexed,
      alternates: alternatesOf(context, record, `${label} ${number}`),
    }),
    label,
    number,
    standing: standingView(record),
    title: isDecision(kind) ? null : record.title,
    summary: summaryOf(record, number),
    marks: record.marks.map((mark) => RECORD_MARK_LABEL[mark]),
    object: urls.object(record.id),
    repair: repairChannelOf(kind) === 'none' ? null : urls.repair({ record: record.id }),
    validUntil: record.validUntil,
    isMasked: record.masked,
    groups: fieldGroups(urls, record),
    related: relatedLinks(context, record),
    sameLicence: record.sameLicence.map(({ id, documentNumber, decidedOn }) => ({
      text: documentNumber ?? NO_NUMBER,
      href: urls.record(kind, id),
      day: decidedOn,
    })),

    publishedOn: record.publishedOn,
    until: record.until,
    late: lateWords(record.late),
    timeliness: !isDecision(kind) ? null : timelinessSentence(record.timeliness, record.publishedOn),
    rule: record.decision.rule,
    basis: record.decision.basis,
    version: record.version,
    updatedOn: record.updatedOn,
    address: absoluteAddress(place, path) ?? path,
    json: urls.apiRecord(record.id),
    cite: urls.cite(kind, record.id),
    citations: citationsOf(record, number, absoluteAddress(place, path) ?? path, place.siteName),
    qr: qrCode(absoluteAddress(place, path)),
    history: record.history.map(({ version, updatedOn, changes }) => ({
      version,
      updatedOn,
      changes: changes.map(changeWords),
    })),
    agency: { text: agency.name, href: urls.agency(agency.slug) },
    subject: subject === null ? null : { text: record.subject.name, href: subject },
    agencyList: { text: `${agency.name}的${RECORD_KIND_LABEL[kind]}`, href: urls.list(kind, { agency: agency.slug }) },
  }
}

function relatedLinks({ urls }: PageContext, record: PublicRecord): Link[] {
  const { kind, agency } = record
  const made = recordsOf(kind, record.categories).map((it) => ({
    text: `${agency.name}的${RECORD_KIND_LABEL[it]}`,
    href: urls.list(it, { agency: agency.slug }),
  }))
  const sources = sourcesOf(kind).map(({ kind: source, category }) => ({
    text: `${agency.name}的${RECORD_KIND_LABEL[source]}（${categoryLabel(source, category)}）`,
    href: urls.list(source, { agency: agency.slug, category }),
  }))
  return [...made, ...sources]
}

function alternatesOf({ place, urls }: PageContext, { kind, id }: PublicRecord, title: string): Alternate[] {
  const address = absoluteAddress(place, urls.record(kind, id))
  const json = { type: 'application/json', title: `${title}的数据`, href: urls.apiRecord(id) }
  if (address === null) return [json]
  return [json, { type: 'application/json+oembed', title, href: absoluteAddress(place, urls.oembed(address)) ?? '' }]
}

function changeWords({ label, before, after }: PublicRecord['history'][number]['changes'][number]): string {
  if (before === null || after === null) return `${label}有改动`
  if (before === '') return `补充${label}：${after}`
  return after === '' ? `删去${label}（原为${before}）` : `${label}由${before}改为${after}`
}

/** Who decided what about whom, when, and how long it stays: one sentence before any table. */
function summaryOf(record: PublicRecord, number: string): string {
  const { agency, subject } = record
  const numbered = record.documentNumber === null ? NO_NUMBER : `文书号为${number}`
  const period =
    record.until === null ? '这条信息没有公示截止日。' : `这条信息公示至${chineseDay(record.until)}（含当日）。`
  if (isAboutOrgan(record.kind))
    return `${agency.name}，${number}，${fieldLabel(record.kind, 'decidedOn')}${chineseDay(record.decidedOn)}。${period}`
  if (!isDecision(record.kind))
    return `${subject.name}，${number}，${agency.name}提供，${fieldLabel(record.kind, 'decidedOn')}${chineseDay(record.decidedOn)}。${period}`
  const decided = `${agency.name}于${chineseDay(record.decidedOn)}对${subject.name}作出${KIND_DOCUMENT[record.kind]}`
  return `${decided}，${numbered}。${period}`
}

/** 行政处罚法 第四十八条: the reason is public, the subject is not named. */
function withdrawnView(context: PageContext, record: WithdrawalNotice): WithdrawnView {
  const { urls } = context
  const { kind, agency } = record
  const heading = `${KIND_DOCUMENT[kind]}撤下说明`
  const number = record.documentNumber ?? NO_NUMBER
  return {
    state: 'withdrawn',
    status: 200,
    frame: createFrame(context, {
      title: `${heading} ${number}（${agency.name}）${record.id}`,
      path: urls.record(kind, record.id),
      section: kind,
      crumbs: [...kindCrumbs(urls, kind), { text: heading, href: null }],
      meta: {
        kind: 'article',
        column: kind,
        title: `${heading} ${number}`,
        publishedOn: record.withdrawnOn,
        source: agency.name,
        description: `${agency.name}撤下${KIND_DOCUMENT[kind]}（${number}）公示信息的说明。`,
      },
      isIndexed: false,
    }),
    heading,
    summary: isDecision(kind)
      ? `${agency.name}已撤下这条${RECORD_KIND_LABEL[kind]}决定的公示信息。按照规定，这里说明撤下的理由，不再显示行政相对人和决定内容。`
      : `${agency.name}的这条${KIND_DOCUMENT[kind]}已经撤下。这里说明撤下的理由，不再显示原来的内容。`,
    agencyLabel: isDecision(kind) ? '作出决定的机关' : '机关',
    agency: { text: agency.name, href: urls.agency(agency.slug) },
    number,
    ground: WITHDRAWAL_GROUND_LABEL[record.ground],
    reason: record.reason,
    withdrawnOn: record.withdrawnOn,
    noticeUntil: record.noticeUntil,
  }
}
