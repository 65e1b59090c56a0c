import type { TaskList } from '#contract/task'
import { TASK_STATE_LABEL, TASK_TERM_LABEL } from '#domain/labels.zh'
import { TASK_STATES, TASK_TERMS } from '#domain/vocabulary'
import { type Choice, choice } from './choices.ts'
import { createFrame, type Frame, type Link, type PageContext } from './frame.ts'
import { COLUMNS } from './meta.ts'
import { type NoticeView, taskQueryNotice, unavailableNotice } from './notices.ts'
import type { Reading } from './reading.ts'
import type { Answer } from './site-api.ts'
import { taskEntries } from './task-entries.ts'
import { taskName } from './task-name.ts'
import { type TaskRowView, taskRowView } from './task-rows.ts'
import type { TaskQuery } from './urls.ts'

export type TasksView = {
  state: 'tasks'
  status: 200
  frame: Frame
  heading: string
  counts: { title: string; href: string; total: number; states: Link[] }[]
  action: string
  selects: { name: string; label: string; all: string; choices: Choice[] }[]
  unit: string
  /** Names to choose from while typing. */
  units: string[]
  clear: string | null
  total: string
  groups: { anchor: string; title: string; href: string; note: string; rows: TaskRowView[] }[]
  empty: string
  table: string
}

const NAMES = ['policy', 'agency', 'lead', 'unit', 'mechanism', 'due', 'state'] as const

/** A form sends empty strings for what was left open; they mean "all". Null: the address makes no sense. */
export function readTaskQuery(params: URLSearchParams): TaskQuery | null {
  const query: TaskQuery = Object.fromEntries(NAMES.map((name) => [name, params.get(name)?.trim() || undefined]))
  const isKnown =
    (query.due === undefined || TASK_TERMS.some((term) => term === query.due)) &&
    (query.state === undefined || TASK_STATES.some((state) => state === query.state)) &&
    (query.mechanism === undefined || /^[1-9]\d?$/.test(query.mechanism))
  const isShort = [query.unit, query.lead].every((part) => part === undefined || part.length <= 60)
  return isKnown && isShort ? query : null
}

export function tasksPage(
  context: PageContext,
  reading: Reading,
  query: TaskQuery,
  answer: Answer<TaskList>,
): TasksView | NoticeView {
  if (answer.state === 'missing') return taskQueryNotice(context)
  if (answer.state === 'unavailable') return unavailableNotice(context)
  const { urls } = context
  const { items, total, policies } = answer.value
  const isFiltered = NAMES.some((name) => query[name] !== undefined)
  const heading = COLUMNS.tasks.name
  const narrowed = narrowedWords(context, reading, query)
  return {
    state: 'tasks',
    status: 200,
    frame: createFrame(context, {
      title: narrowed === '' ? heading : `${heading}（${narrowed}）`,
      path: urls.tasks(query),
      section: 'tasks',
      crumbs: [{ text: heading, href: null }],
      meta: { kind: 'column', column: 'tasks' },
      // Every combination of filters would be a page of its own.
      isIndexed: !isFiltered,
      alternates: [{ type: 'text/csv', title: '全部任务（CSV）', href: urls.taskTable() }],
    }),
    heading,
    counts: policies.map((it) => countsOf(context, it)),
    action: urls.tasks(),
    selects: selectsOf(context, reading, query, policies),
    unit: query.unit ?? '',
    units: unitsOf(reading),
    clear: isFiltered ? urls.tasks() : null,
    total: isFiltered ? `符合条件的任务 ${total} 项` : `共 ${total} 项任务`,
    groups: policies.flatMap(({ policy }) => {
      const own = reading.tasks[policy.slug] ?? []
      const rows = items
        .filter((item) => item.policy.slug === policy.slug)
        .map((item) => taskRowView(urls, item, taskName(item, own)))
      const note = `${rows.length} 项`
      return rows.length === 0
        ? []
        : [{ anchor: `tasks-${policy.slug}`, title: policy.title, href: urls.policy(policy.slug), note, rows }]
    }),
    empty: isFiltered ? '没有符合条件的任务。' : '目前还没有任务。',
    table: urls.taskTable(),
  }
}

function narrowedWords({ contacts }: PageContext, { policies, mechanisms }: Reading, query: TaskQuery): string {
  const state = TASK_STATES.find((it) => it === query.state)
  const term = TASK_TERMS.find((it) => it === query.due)
  return [
    policies.find(({ slug }) => slug === query.policy)?.title,
    query.agency && (contacts[query.agency]?.name ?? query.agency),
    query.lead && `牵头：${query.lead}`,
    query.unit && `单位：${query.unit}`,
    query.mechanism && mechanisms[query.mechanism],
    term && `时限：${TASK_TERM_LABEL[term]}`,
    state && TASK_STATE_LABEL[state],
  ]
    .filter((part) => typeof part === 'string')
    .join('，')
}

/** Each number leads to what it counts; states that no task is in are left out. */
function countsOf({ urls }: PageContext, { policy, total, states }: TaskList['policies'][number]) {
  return {
    title: policy.title,
    href: urls.tasks({ policy: policy.slug }),
    total,
    states: TASK_STATES.filter((state) => (states[state] ?? 0) > 0).map((state) => ({
      text: `${TASK_STATE_LABEL[state]} ${states[state]}`,
      href: urls.tasks({ policy: policy.slug, state }),
    })),
  }
}

function selectsOf(
  { contacts, place }: PageContext,
  reading: Reading,
  query: TaskQuery,
  policies: TaskList['policies'],
): TasksView['selects'] {
  const tasks = Object.values(reading.tasks).flat()
  const leads = new Set(tasks.flatMap(({ lead }) => lead))
  const numbers = new Set(tasks.flatMap(({ mechanisms }) => mechanisms))
  return [
    {
      ...{ name: 'policy', label: '文件', all: '全部文件' },
      choices: policies.map(({ policy }) => choice(policy.slug, policy.title, query.policy)),
    },
    {
      ...{ name: 'agency', label: '本地机关', all: '全部' },
      choices: agenciesWithTasks(place.slug, reading).map((slug) =>
        choice(slug, contacts[slug]?.name ?? slug, query.agency),
      ),
    },
    {
      ...{ name: 'lead', label: '牵头单位', all: '全部' },
      choices: [...leads].map((lead) => choice(lead, lead, query.lead)),
    },
    {
      ...{ name: 'mechanism', label: '机制', all: '全部机制' },
      choices: [...numbers]
        .toSorted((a, b) => a - b)
        .map((number) => choice(String(number), reading.mechanisms[String(number)] ?? '', query.mechanism)),
    },
    {
      ...{ name: 'due', label: '时限', all: '全部' },
      choices: TASK_TERMS.map((term) => choice(term, TASK_TERM_LABEL[term], query.due)),
    },
    {
      ...{ name: 'state', label: '进展', all: '全部' },
      choices: TASK_STATES.map((state) => choice(state, TASK_STATE_LABEL[state], query.state)),
    },
  ]
}

function agenciesWithTasks(place: string, reading: Reading): string[] {
  const named = new Set(taskEntries(place, reading).flatMap(({ organs }) => organs))
  return Object.keys(reading.unitNames).filter((slug) => named.has(slug))
}

function unitsOf({ tasks }: Reading): string[] {
  const all = Object.values(tasks).flat()
  return [...new Set(all.flatMap(({ lead, members }) => [...lead, ...members]))]
}
