import type { AgencyList, AgencyView, RecordRow } from '#contract/record'
import type { TaskList } from '#contract/task'
import { downloadPath } from '#domain/downloads'
import { DECISION_KINDS, isDecision, kindsOf } from '#domain/kind-groups'
import { RECORD_KIND_LABEL } from '#domain/labels.zh'
import { RECORD_KINDS, type RecordKind } from '#domain/vocabulary'
import { type AgencyTasks, agencyTasks, type CaseLine, caseLines } from './agency-conduct.ts'
import { agencyChannels, type Channel } from './channels.ts'
import { formatCount } from './counts.ts'
import { columnFrame, createFrame, type Frame, type Link, type PageContext } from './frame.ts'
import {
  type AgencyPageIdentity,
  type IntegritySection,
  identityRows,
  integritySections,
  type TimelineEntry,
  timelineOf,
} from './integrity-section.ts'
import { COLUMNS } from './meta.ts'
import { missingNotice, type NoticeView, unavailableNotice } from './notices.ts'
import { qualitySentence } from './quality-section.ts'
import type { Reading } from './reading.ts'
import { type LatestView, latestView } from './record-rows.ts'
import type { Answer } from './site-api.ts'
import { type TimelinessChart, timelinessChart } from './timeliness-chart.ts'

export type AgencyRow = {
  name: string
  href: string
  licences: string
  lateLicences: string
  penalties: string
  latePenalties: string
}

export type LatestSection = { heading: string; rows: LatestView[]; all: Link }

export type AgencyPageView = {
  state: 'agency'
  status: 200
  frame: Frame
  name: string
  uscc: string | null
  sentences: { label: string; text: string }[]
  /** Former names, the organ above it, its list of powers. */
  identity: AgencyPageIdentity[]
  integrity: IntegritySection[]
  /** What else the organ listed and disclosed, by group. */
  disclosed: { heading: string; links: Link[] }[]
  timeline: TimelineEntry[]
  cases: CaseLine[]
  tasks: AgencyTasks
  contacts: Channel[]
  charts: TimelinessChart[]
  /** To take along: tables and feed of this organ. */
  takeAlong: Link[]
  /** Tables of all but decisions. */
  moreFiles: Link[]
  /** What one can do about the organ. */
  toDo: Link[]
  lateSections: LatestSection[]
  quality: { label: string; text: string }[]
  qualityPage: string
  sections: LatestSection[]
}

export type AgenciesView = { state: 'agencies'; status: 200; frame: Frame; rows: AgencyRow[] }

export function agenciesPage(context: PageContext, answer: Answer<AgencyList>): AgenciesView | NoticeView {
  if (answer.state !== 'found') return unavailableNotice(context)
  return {
    state: 'agencies',
    status: 200,
    frame: columnFrame(context, 'agencies', context.urls.agencies()),
    rows: agencyRows(context, answer.value),
  }
}

export function agencyRows({ urls }: PageContext, list: AgencyList): AgencyRow[] {
  return list.items.map(({ slug, name, counts, late }) => ({
    name,
    href: urls.agency(slug),
    licences: formatCount(counts.licence),
    lateLicences: formatCount(late.licence),
    penalties: formatCount(counts.penalty),
    latePenalties: formatCount(late.penalty),
  }))
}

/** `tasks`: what the place's documents give this organ to do. */
export function agencyPage(
  context: PageContext & { reading: Pick<Reading, 'tasks'> },
  answer: Answer<AgencyView>,
  tasks: Answer<TaskList>,
): AgencyPageView | NoticeView {
  if (answer.state === 'unavailable') return unavailableNotice(context)
  if (answer.state === 'missing') return missingNotice(context)
  const { urls } = context
  const agency = answer.value
  return {
    state: 'agency',
    status: 200,
    frame: createFrame(context, {
      title: `${agency.name}的公开档案`,
      path: urls.agency(agency.slug),
      section: 'agencies',
      crumbs: [
        { text: COLUMNS.agencies.name, href: urls.agencies() },
        { text: agency.name, href: null },
      ],
      meta: { kind: 'column', column: 'agencies' },
      feeds: { of: 'agency', slug: agency.slug },
    }),
    name: agency.name,
    uscc: agency.uscc,
    identity: identityRows(context, agency),
    integrity: integritySections(context, agency),
    disclosed: disclosedLinks(context, agency),
    timeline: timelineOf(context, agency),
    cases: caseLines(agency),
    tasks: agencyTasks(context, agency.slug, tasks),
    sentences: DECISION_KINDS.map((kind) => ({
      label: RECORD_KIND_LABEL[kind],
      text: countSentence(agency.counts[kind], agency.late[kind]),
    })),
    quality: agency.quality.filter(({ kind }) => isDecision(kind)).map(qualitySentence),
    qualityPage: urls.agencyQuality(agency.slug),
    contacts: agencyChannels(context.contacts[agency.slug]),
    ...takeAlong(context, agency),
    toDo: [
      { text: '投诉该机关', href: urls.complain({ agency: agency.slug }) },
      { text: '申请修复该机关的政务失信信息', href: urls.repair({ agency: agency.slug }) },
    ],
    charts: agency.months.flatMap((series) => timelinessChart(series) ?? []),
    lateSections: DECISION_KINDS.map((kind) => lateSection(context, kind, agency)).filter(
      ({ rows }) => rows.length > 0,
    ),
    sections: DECISION_KINDS.map((kind) => latestSection(context, kind, agency.latest, agency.slug)),
  }
}

/** Only what there is: most organs list nobody. */
function disclosedLinks({ urls }: PageContext, { slug, counts }: AgencyView): AgencyPageView['disclosed'] {
  return (['lists', 'openness'] as const).flatMap((group) => {
    const links = kindsOf(group)
      .filter((kind) => counts[kind] > 0)
      .map((kind) => ({
        text: `${RECORD_KIND_LABEL[kind]} ${formatCount(counts[kind])} 条`,
        href: urls.list(kind, { agency: slug }),
      }))
    return links.length === 0 ? [] : [{ heading: COLUMNS[group].name, links }]
  })
}

/** States the numbers and leaves the judgement to the reader. */
function countSentence(count: number, late: number): string {
  if (count === 0) return '目前没有公示中的信息。'
  const lateWords = late === 0 ? '没有超期公示的' : `其中 ${formatCount(late)} 条超期公示`
  return `公示中的信息 ${formatCount(count)} 条，${lateWords}。`
}

function takeAlong(
  { urls }: PageContext,
  { slug, counts }: AgencyView,
): Pick<AgencyPageView, 'takeAlong' | 'moreFiles'> {
  const tableOf = (kind: RecordKind) => ({
    text: `下载该机关的${RECORD_KIND_LABEL[kind]}（CSV）`,
    href: urls.download(downloadPath(kind, slug, 'csv')),
  })
  const filled = RECORD_KINDS.filter((kind) => counts[kind] > 0)
  const feed = { text: '订阅该机关的新公示（Atom）', href: urls.feed({ of: 'agency', slug }, 'atom') }
  return {
    takeAlong: [...filled.filter(isDecision).map(tableOf), feed],
    moreFiles: filled.filter((kind) => !isDecision(kind)).map(tableOf),
  }
}

/** What was published late, with by how many days; the list has all of it. */
function lateSection({ urls }: PageContext, kind: RecordKind, agency: AgencyView): LatestSection {
  const rows = agency.lateRecords.filter((row) => row.kind === kind)
  return {
    heading: `超期公示的${RECORD_KIND_LABEL[kind]}`,
    rows: rows.map((row) => latestView(urls, row)),
    all: {
      text: `全部 ${formatCount(agency.late[kind])} 条`,
      href: urls.list(kind, { agency: agency.slug, state: 'late' }),
    },
  }
}

/** The latest rows of one kind, of one agency or (no slug) of all. */
export function latestSection(
  { urls }: PageContext,
  kind: RecordKind,
  rows: RecordRow[],
  agency?: string,
): LatestSection {
  const label = RECORD_KIND_LABEL[kind]
  return {
    heading: `最新${label}`,
    rows: rows.filter((row) => row.kind === kind).map((row) => latestView(urls, row)),
    all: { text: agency === undefined ? `全部${label}` : `该机关的全部${label}`, href: urls.list(kind, { agency }) },
  }
}
