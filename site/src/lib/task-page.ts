import type { Policy } from '#content/schema/policy'
import type { TaskView } from '#contract/task'
import type { Day } from '#domain/day'
import { TASK_REPORT_STATE_LABEL, TASK_STATE_LABEL } from '#domain/labels.zh'
import { createFrame, type Frame, type Link, type PageContext } from './frame.ts'
import { noneWords } from './mechanisms-page.ts'
import { COLUMNS } from './meta.ts'
import { missingNotice, type NoticeView, unavailableNotice } from './notices.ts'
import { clauseAnchor } from './policy-page.ts'
import type { Reading } from './reading.ts'
import type { Answer } from './site-api.ts'
import { SITE_PAGES } from './site-pages.ts'
import { taskName } from './task-name.ts'
import { lastDayWords, taskAnchor, unitLinks } from './task-rows.ts'

export type TaskPageView = {
  state: 'task'
  status: 200
  frame: Frame
  heading: string
  /** The document's own words, where the heading is not all of them. */
  quote: string | null
  policy: Link & { ref: string; isOwn: boolean }
  standing: string
  isMarked: boolean
  /** What the state does not say by itself. */
  standingNote: string | null
  /** Null: the document gives none. */
  due: string | null
  /** Where its words name no day. */
  lastDay: string | null
  lead: Link[]
  /** `note`: what the document adds of them all. */
  members: { label: string; links: Link[]; note: string | null }
  mechanisms: Link[]
  reports: ReportView[]
  clauses: { ref: string; quote: string; href: string; mechanism: string }[]
  pages: Link[]
  /** Said where there are no pages. */
  none: string
  inList: string
  json: string
}

type ReportView = { year: string; state: string; text: string; proof: Link[]; reportedOn: string }

export function taskPage(
  context: PageContext,
  reading: Reading,
  answer: Answer<TaskView>,
  today: Day,
): TaskPageView | NoticeView {
  if (answer.state === 'unavailable') return unavailableNotice(context)
  const policy =
    answer.state === 'found' ? reading.policies.find(({ slug }) => slug === answer.value.policy.slug) : undefined
  if (answer.state === 'missing' || policy === undefined) return missingNotice(context)
  return taskView(context, reading, policy, answer.value, today)
}

function taskView(context: PageContext, reading: Reading, policy: Policy, task: TaskView, today: Day): TaskPageView {
  const { urls, place } = context
  const { id, title, text, ref, state, membersAs } = task
  const { slug } = policy
  const heading = taskName(task, reading.tasks[slug] ?? [])
  return {
    state: 'task',
    status: 200,
    frame: createFrame(context, {
      title: `${heading}（${policy.title} ${ref}）`,
      path: urls.task(slug, id),
      section: 'tasks',
      crumbs: [
        { text: COLUMNS.tasks.name, href: urls.tasks() },
        { text: policy.title, href: urls.tasks({ policy: slug }) },
        { text: heading, href: null },
      ],
      meta: {
        ...{ kind: 'article', column: 'tasks', title: heading, publishedOn: policy.issuedOn, source: policy.issuer },
        description: `${policy.title}${ref}：${heading}。由谁负责、什么时候完成、填报了什么进展。`,
      },
    }),
    heading,
    quote: title === null ? null : text,
    policy: { text: policy.title, href: urls.policy(slug), ref, isOwn: policy.place === place.slug },
    standing: TASK_STATE_LABEL[state],
    isMarked: state === 'overdue' || state === 'late',
    standingNote: noteOf(task, today),
    due: task.due.text,
    lastDay: lastDayWords(task.due),
    lead: unitLinks(urls, slug, task.lead),
    members: {
      label: membersLabel(membersAs),
      links: unitLinks(urls, slug, task.members),
      note: membersAs?.startsWith('按') ? membersAs : null,
    },
    mechanisms: task.mechanisms.map(({ number, name }) => ({ text: name, href: urls.mechanisms(number) })),
    reports: task.reports.map((report) => reportView(context, report)),
    ...tracesOf(context, policy, task),
    inList: `${urls.tasks()}#${taskAnchor(slug, id)}`,
    json: urls.apiTask(slug, id),
  }
}

function membersLabel(membersAs: string | null): string {
  return membersAs?.endsWith('单位') ? membersAs : '负责的单位'
}

function noteOf({ state, due }: TaskView, today: Day): string | null {
  if (state === 'overdue') return '期限已过，还没有填报完成。由本站按日期推算，不是填报的内容。'
  if (state !== 'unreported') return null
  const isOver = due.lastDay !== null && due.lastDay < today
  return isOver ? '文件写的期限已过，是否完成，没有填报。' : '负责的单位还没有填报进展。'
}

function reportView({ urls }: PageContext, report: TaskView['reports'][number]): ReportView {
  const { year, state, text, proof, reportedOn } = report
  return {
    ...{ year: `${year}年`, state: TASK_REPORT_STATE_LABEL[state], text, reportedOn },
    proof: proof.flatMap(({ name, href, page }) => {
      const id = Object.keys(SITE_PAGES).find((it): it is keyof typeof SITE_PAGES => it === page)
      const address = href ?? (id === undefined ? null : SITE_PAGES[id].href(urls))
      return address === null ? [] : [{ text: name, href: address }]
    }),
  }
}

/** The document's clauses of the same mechanisms, and the pages of this site that they led to. */
function tracesOf(
  { urls }: PageContext,
  policy: Policy,
  task: TaskView,
): Pick<TaskPageView, 'clauses' | 'pages' | 'none'> {
  const names = new Map(task.mechanisms.map(({ number, name }) => [number, name]))
  const met = policy.clauses
    .map((clause, index) => ({ clause, href: `${urls.policy(policy.slug)}#${clauseAnchor(index)}` }))
    .filter(({ clause }) => names.has(clause.mechanism))
  const pages = new Set(met.flatMap(({ clause }) => clause.pages))
  return {
    clauses: met.map(({ clause, href }) => ({
      ...{ ref: clause.ref, quote: clause.quote, href, mechanism: names.get(clause.mechanism) ?? '' },
    })),
    pages: [...pages].map((id) => ({ text: SITE_PAGES[id].name, href: SITE_PAGES[id].href(urls) })),
    none: noneWords(met.map(({ clause }) => clause)),
  }
}
