import type { Clause, LawChange, Policy } from '#content/schema/policy'
import { CONFIDENCE_LABEL } from '#domain/labels.zh'
import { chineseDay } from './dates.ts'
import { columnFrame, createFrame, type Frame, type Link, type PageContext } from './frame.ts'
import { COLUMNS } from './meta.ts'
import type { Reading } from './reading.ts'
import { SITE_PAGES } from './site-pages.ts'
import { taskName } from './task-name.ts'

export type PolicyRow = { title: string; href: string; number: string; issuer: string; issuedOn: string }
export type PoliciesView = { frame: Frame; own: PolicyRow[]; others: PolicyRow[] }

/** A dated note on later law; `anchor` is its id on the page. */
export type ChangeView = { anchor: string; since: string; basis: string; effect: string; mark: string }

export type ClauseView = {
  /** Its id on the page. */
  anchor: string
  ref: string
  quote: string
  mechanism: Link
  /** Of the same document and mechanism. */
  tasks: Link[]
  pages: Link[]
  /** What is missing, or why it will not be here. */
  missing: { tag: string; why: string } | null
  changes: Link[]
}

export type PolicyView = {
  frame: Frame
  title: string
  facts: { label: string; value: string | null }[]
  isOwn: boolean
  changes: ChangeView[]
  summary: string
  /** To the tasks of this document; null where it has none. */
  tasks: Link | null
  clauses: ClauseView[]
}

/** The documents of this place come first. */
export function policiesPage(context: PageContext, { policies }: Reading): PoliciesView {
  const rows = (isOwn: boolean) =>
    policies.filter(({ place }) => (place === context.place.slug) === isOwn).map((policy) => policyRow(context, policy))
  return { frame: columnFrame(context, 'policies', context.urls.policies()), own: rows(true), others: rows(false) }
}

function policyRow({ urls }: PageContext, { slug, title, number, issuer, issuedOn }: Policy): PolicyRow {
  return { title, href: urls.policy(slug), number: number ?? '所收文本没有写明', issuer, issuedOn }
}

export function policyPage(context: PageContext, reading: Reading, policy: Policy): PolicyView {
  const { urls, place } = context
  const { title, number, issuer, issuedOn, clauses } = policy
  const isOwn = policy.place === place.slug
  const tasks = reading.tasks[policy.slug] ?? []
  return {
    frame: createFrame(context, {
      title,
      path: urls.policy(policy.slug),
      section: 'policies',
      crumbs: [
        { text: COLUMNS.policies.name, href: urls.policies() },
        { text: title, href: null },
      ],
      meta: {
        kind: 'article',
        column: 'policies',
        title,
        publishedOn: issuedOn,
        source: issuer,
        description: `${issuer}${chineseDay(issuedOn)}印发。逐条列出文件的要求和本站对应的页面。`,
      },
    }),
    title,
    facts: [
      { label: '发文机关', value: issuer },
      { label: '文号', value: number },
      { label: '印发日期', value: chineseDay(issuedOn) },
    ],
    isOwn,
    changes: changesOf(policy, reading.lawChanges),
    summary: summaryOf(clauses),
    tasks: tasks.length === 0 ? null : { text: `${tasks.length} 项任务`, href: urls.tasks({ policy: policy.slug }) },
    clauses: clauses.map((clause, index) => ({
      ...clauseView(context, reading, clause, index),
      tasks: tasks
        .filter(({ mechanisms }) => mechanisms.includes(clause.mechanism))
        .map((task) => ({ text: taskName(task, tasks), href: urls.task(policy.slug, task.id) })),
    })),
  }
}

function changesOf(policy: Policy, known: readonly LawChange[]): ChangeView[] {
  const named = new Set([policy, ...policy.clauses].flatMap(({ changes }) => changes))
  return known
    .filter(({ id }) => named.has(id))
    .sort((a, b) => (a.from < b.from ? -1 : 1))
    .map(({ id, from, basis, effect, confidence }) => ({
      anchor: anchorOf(id),
      since: chineseDay(from),
      basis,
      effect,
      mark: CONFIDENCE_LABEL[confidence],
    }))
}

const anchorOf = (id: string) => id.replaceAll('.', '-')

export const clauseAnchor = (index: number) => `clause-${index + 1}`

function clauseView({ urls }: PageContext, reading: Reading, clause: Clause, index: number): Omit<ClauseView, 'tasks'> {
  const { ref, quote, mechanism, pages, later, never, changes } = clause
  return {
    anchor: clauseAnchor(index),
    ref,
    quote,
    mechanism: { text: reading.mechanisms[String(mechanism)] ?? '', href: urls.mechanisms(mechanism) },
    pages: pages.map((id) => ({ text: SITE_PAGES[id].name, href: SITE_PAGES[id].href(urls) })),
    missing: missingOf(pages.length > 0, later, never),
    changes: reading.lawChanges
      .filter(({ id }) => changes.includes(id))
      .map(({ id, basis }) => ({ text: basis, href: `#${anchorOf(id)}` })),
  }
}

function missingOf(hasPage: boolean, later: string | null, never: string | null): ClauseView['missing'] {
  if (never !== null) return { tag: '不在本站提供', why: never }
  return later === null ? null : { tag: hasPage ? '尚不完整' : '尚未提供', why: later }
}

/** Counts, and leaves the judgement to the reader. */
function summaryOf(clauses: readonly Clause[]): string {
  const paged = clauses.filter(({ pages }) => pages.length > 0)
  const partly = paged.filter(({ later }) => later !== null).length
  const later = clauses.filter((it) => it.pages.length === 0 && it.later !== null).length
  const never = clauses.filter((it) => it.never !== null).length
  return `摘录 ${clauses.length} 条要求：有对应页面的 ${paged.length} 条，其中 ${partly} 条尚不完整；尚未提供的 ${later} 条；不在本站提供的 ${never} 条。`
}
