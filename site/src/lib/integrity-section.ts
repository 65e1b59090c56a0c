import type { AgencyView, RecordRow } from '#contract/record'
import { INTEGRITY_KINDS, isAboutOrgan, isNameless } from '#domain/kind-groups'
import { listStateLabel, RECORD_KIND_LABEL } from '#domain/labels.zh'
import { listStatesOf } from '#domain/list-counts'
import { formatYuan } from '#domain/money'
import { namelessTitle } from '#domain/public-record'
import { sourcesOf } from '#domain/record-fields'
import { standingsOf } from '#domain/standing'
import { type ListState, RECORD_KINDS, type RecordKind } from '#domain/vocabulary'
import { formatCount } from './counts.ts'
import { chineseDay } from './dates.ts'
import type { Link, PageContext } from './frame.ts'
import { NO_NUMBER, type StandingView, standingView } from './record-rows.ts'
import type { Urls } from './urls.ts'

/** One kind of an organ's own record: what there is, how it stands, and the organ's own words beside each entry. */
export type IntegritySection = {
  kind: RecordKind
  heading: string
  /** Said where there is nothing, so that nothing is not taken for not looked. */
  sentence: string
  states: (Link & { count: string })[]
  entries: EntryView[]
  all: Link | null
}

export type EntryView = {
  link: Link
  title: string
  standing: StandingView | null
  facts: string[]
  statement: string | null
  /** Null on the organ's own page. */
  agency: Link | null
}

export type TimelineEntry = { day: string; kind: string; link: Link; standing: StandingView | null }

const TIMELINE = 12

export function integritySections({ urls }: PageContext, agency: AgencyView): IntegritySection[] {
  return INTEGRITY_KINDS.map((kind) => {
    const label = RECORD_KIND_LABEL[kind]
    const count = agency.counts[kind]
    return {
      kind,
      heading: label,
      sentence: count === 0 ? `目前没有公示中的${label}信息。` : `公示中的信息 ${formatCount(count)} 条。`,
      states: stateLinks(urls, kind, statesOf(agency, kind), agency.slug),
      entries: agency.latest.filter((row) => row.kind === kind).map((row) => entryView({ urls }, row)),
      all: count === 0 ? null : { text: `该机关的全部${label}`, href: urls.list(kind, { agency: agency.slug }) },
    }
  })
}

/** How many entries of a kind stand where, over all months. */
function statesOf({ months }: AgencyView, kind: RecordKind): { state: ListState; count: number }[] {
  const own = months.find((series) => series.kind === kind)?.months ?? []
  return listStatesOf(kind)
    .map((state) => ({ state, count: own.reduce((sum, { states }) => sum + (states[state] ?? 0), 0) }))
    .filter(({ count }) => count > 0)
}

/** A link to the list of each state; a kind without standings has none. */
export function stateLinks(
  urls: Urls,
  kind: RecordKind,
  states: readonly { state: ListState; count: number }[],
  agency?: string,
): IntegritySection['states'] {
  if (standingsOf(kind).length === 0) return []
  return states.map(({ state, count }) => ({
    text: listStateLabel(kind, state),
    count: `${formatCount(count)} 条`,
    href: urls.list(kind, { agency, state }),
  }))
}

export function entryView({ urls }: Pick<PageContext, 'urls'>, row: RecordRow): EntryView {
  const { amount = null, dueOn = null, statement = null } = row.entry ?? {}
  return {
    link: { text: row.documentNumber ?? NO_NUMBER, href: urls.record(row.kind, row.id) },
    title: entryTitle(row),
    standing: standingView(row),
    facts: [
      chineseDay(row.decidedOn),
      ...(amount === null ? [] : [`金额 ${formatYuan(BigInt(amount))}`]),
      ...(dueOn === null ? [] : [`期限 ${chineseDay(dueOn)}`]),
      // When a listing ends matters as much as that it is there.
      ...(row.until === null || isAboutOrgan(row.kind) ? [] : [`公示至 ${chineseDay(row.until)}`]),
    ],
    statement,
    agency: null,
  }
}

/** Pages that search engines index never say whom something hit. */
function entryTitle(row: RecordRow): string {
  if (isAboutOrgan(row.kind)) return row.title
  return isNameless(row.kind) ? (namelessTitle(row) ?? NO_NUMBER) : `${row.subject.name}：${row.title}`
}

/** What was said of the organ itself, and by it, latest first. */
export function timelineOf({ urls }: PageContext, { latest }: AgencyView): TimelineEntry[] {
  return latest
    .filter(({ kind }) => INTEGRITY_KINDS.includes(kind))
    .sort((a, b) => (a.decidedOn < b.decidedOn ? 1 : a.decidedOn > b.decidedOn ? -1 : a.id < b.id ? -1 : 1))
    .slice(0, TIMELINE)
    .map((row) => ({
      day: row.decidedOn,
      kind: RECORD_KIND_LABEL[row.kind],
      link: { text: row.title, href: urls.record(row.kind, row.id) },
      standing: standingView(row),
    }))
}

/** Kinds of which records of other kinds come: lists of powers. */
const POWER_KINDS: readonly RecordKind[] = [
  ...new Set(RECORD_KINDS.flatMap((kind) => sourcesOf(kind).map((source) => source.kind))),
]

export type AgencyPageIdentity = { label: string; text: string; href: string | null }

/** What the place tells of an organ besides its records. */
export function identityRows({ contacts, urls }: PageContext, { slug, counts }: AgencyView): AgencyPageIdentity[] {
  const { supervisor = null, formerNames = [], powersList = null } = contacts[slug] ?? {}
  const former = formerNames.map(({ name, until }) => (until === null ? name : `${name}（至${chineseDay(until)}）`))
  return [
    ...(former.length === 0 ? [] : [{ label: '曾用名称', text: former.join('；'), href: null }]),
    ...(supervisor === null
      ? []
      : [{ label: '上级或者主管部门', text: contacts[supervisor]?.name ?? supervisor, href: urls.agency(supervisor) }]),
    ...POWER_KINDS.filter((kind) => counts[kind] > 0).map((kind) => ({
      label: '权力清单和责任清单',
      text: `本站公示的权责事项 ${formatCount(counts[kind])} 项`,
      href: urls.list(kind, { agency: slug }),
    })),
    ...(POWER_KINDS.some((kind) => counts[kind] > 0) && powersList === null
      ? []
      : [{ label: '权责清单原文', text: powersList ?? '待公布', href: powersList }]),
  ]
}
