import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type TaskList, taskRow, taskView } from '#contract/task'
import { dayOfInstant } from '#domain/day'
import { mechanismsPage } from '#site/lib/mechanisms-page.ts'
import { policyPage } from '#site/lib/policy-page.ts'
import { taskEntries } from '#site/lib/task-entries.ts'
import { taskName } from '#site/lib/task-name.ts'
import { taskPage } from '#site/lib/task-page.ts'
import { readTaskQuery, tasksPage } from '#site/lib/tasks-page.ts'
import { createUrls } from '#site/lib/urls.ts'
import { listTasks, readTask, type TaskQuery } from '#usecase/list-tasks'
import { loadContent } from '../../scripts/lib/content.ts'
import { TEST_DAY } from '../test-day.ts'
import { found } from './samples.ts'

const PLACES = readdirSync(join(import.meta.dirname, '../../content/places'))
const EVERYTHING: TaskQuery = {
  ...{ policy: null, agency: null, lead: null, unit: null, mechanism: null, term: null, state: null },
  ...{ after: null, limit: 200 },
}

const today = dayOfInstant(Date.parse(`${TEST_DAY}T12:00:00+08:00`))

async function site(slug: string, base = '/') {
  const { place, reading } = await loadContent(slug, base)
  const entries = taskEntries(slug, reading)
  const deps = { entries, clock: () => Date.parse(`${TEST_DAY}T12:00:00+08:00`) }
  const ask = (query: Partial<TaskQuery>) => {
    const list = listTasks(deps, { ...EVERYTHING, ...query })
    if (!list.ok) throw new Error(list.failure.code)
    const { items, total, next, policies } = list.value
    return found<TaskList>({ items: items.map((it) => taskRow(it, reading.mechanisms)), total, next, policies })
  }
  const context = { place, urls: createUrls(base), contacts: {} }
  const show = (policy: string, id: string) => {
    const task = readTask(deps, policy, id)
    const view = task.ok ? found(taskView(task.value, reading.mechanisms)) : ({ state: 'missing' } as const)
    return taskPage(context, reading, view, today)
  }
  return { context, reading, entries, ask, show }
}

const taskOf = (view: ReturnType<typeof taskPage>) => {
  if (view.state !== 'task') throw new Error(view.heading)
  return view
}

describe.each(PLACES)('the tasks of %s', (slug) => {
  test.each(['/', '/xinyong/'])('have every address under %s and no hole in their words', async (base) => {
    const { context, reading, entries, ask, show } = await site(slug, base)
    const views = [
      tasksPage(context, reading, {}, ask({})),
      mechanismsPage(context, reading),
      ...entries.map(({ policy, task }) => show(policy.slug, task.id)),
    ]

    const text = JSON.stringify(views)
    const hrefs = Array.from(text.matchAll(/"href":"([^"]+)"/g), ([, href]) => href ?? '')

    expect(hrefs.length).toBeGreaterThan(500)
    expect(hrefs.filter((href) => !href.startsWith(base))).toEqual([])
    expect(text).not.toMatch(/undefined|null(?=[^,}\]])|NaN|\[object/)
  })

  test('have a title each, and the place’s own come first', async () => {
    const { context, reading, entries, ask, show } = await site(slug)
    const titles = entries.map(({ policy, task }) => show(policy.slug, task.id).frame.title)
    const list = tasksPage(context, reading, {}, ask({}))

    expect(new Set(titles).size).toBe(entries.length)
    expect(reading.policies.find((it) => it.slug === entries[0]?.policy.slug)?.place).toBe(slug)
    expect(list.state === 'tasks' && list.groups.flatMap(({ rows }) => rows)).toHaveLength(entries.length)
    const anchors = list.state === 'tasks' ? list.groups.flatMap(({ rows }) => rows.map(({ anchor }) => anchor)) : []
    expect(new Set(anchors).size).toBe(entries.length)
  })
})

test('a clause leads to its tasks and each of them back to it', async () => {
  const { context, reading, show } = await site('huaxian')
  const ways: string[] = []

  for (const policy of reading.policies) {
    for (const { anchor, tasks } of policyPage(context, reading, policy).clauses) {
      for (const { href } of tasks) {
        const [, slug = '', id = ''] = /^\/tasks\/([^/]+)\/([^/]+)\/$/.exec(href) ?? []
        const back = taskOf(show(slug, id)).clauses.map((clause) => clause.href)
        expect(back).toContain(`/policies/${policy.slug}/#${anchor}`)
        ways.push(href)
      }
    }
  }

  expect(ways.length).toBeGreaterThan(120)
})

test('the pages of clauses and those of their tasks are the same, by mechanism', async () => {
  const { context, reading } = await site('demo')
  const { mechanisms, summary } = mechanismsPage(context, reading)

  expect(mechanisms).toHaveLength(54)
  expect(summary).toContain('54 项机制')
  expect(
    mechanisms.filter(({ clauses, tasks }) => clauses.length + tasks.length === 0).map(({ number }) => number),
  ).toEqual([])
  expect(mechanisms.find(({ number }) => number === 2)?.pages.map(({ href }) => href)).toEqual([
    '/licences/',
    '/penalties/',
    '/agencies/',
  ])
})

describe('a task', () => {
  test('whose document names no lead says so, and what was not reported is not called late', async () => {
    const { show } = await site('huaxian')

    expect(taskOf(show('huaxian-2017-31', 'annex-13'))).toMatchObject({
      heading: '健全信用权益保护和信用修复机制',
      lead: [],
      members: { label: '负责单位' },
      due: '2017年年底前完成，涉及法律、行政法规的按照立法程序推进',
      lastDay: '2017年12月31日',
      standing: '未填报',
      isMarked: false,
      standingNote: '文件写的期限已过，是否完成，没有填报。',
      policy: { ref: '附件第13项', isOwn: true },
    })
  })

  test('shows who leads, what the units share and what was reported, newest first', async () => {
    const { show } = await site('demo')

    expect(taskOf(show('hebei-2019-3', '2-1')).lead.map(({ text }) => text)).toEqual([
      '各市、县政府',
      '省财政厅',
      '省政务服务办',
    ])
    expect(taskOf(show('guangdong-2017-140', '1-1')).members).toMatchObject({
      label: '负责的单位',
      note: '按职责分工分别负责',
    })
    expect(taskOf(show('demo-2025-1', '1-1')).reports).toEqual([
      expect.objectContaining({ state: '已完成', proof: [{ text: '公示机关', href: '/agencies/' }] }),
      expect.objectContaining({ state: '推进中', proof: [] }),
    ])
    expect(taskOf(show('demo-2025-1', '2-1'))).toMatchObject({ standing: '超期未完成', isMarked: true })
  })

  test('of a heading that others have, too, is called by how it begins', async () => {
    const { reading } = await site('demo')
    const tasks = reading.tasks['guangdong-2017-140'] ?? []
    const names = tasks.map((task) => taskName(task, tasks))

    expect(names).toContain('健全政务失信记录：规范政务信用信息记录标准')
    expect(names).toContain('完善社会监督机制')
    expect(new Set(names).size).toBe(names.length)
  })

  test('of what is never here says why no page does it', async () => {
    const { show } = await site('demo')

    expect(taskOf(show('guangdong-2017-140', '2-3-3'))).toMatchObject({
      pages: [],
      none: '不在本站提供。公务员个人的诚信档案和记录属于人事和个人信息，不在本站公开。',
    })
  })

  test('nobody knows is a 404', async () => {
    const { show } = await site('demo')

    expect(show('huaxian-2017-31', 'annex-99')).toMatchObject({ state: 'notice', status: 404 })
  })
})

describe('the list', () => {
  test('takes what a form leaves open for all, and refuses what no form sends', () => {
    const read = (query: string) => readTaskQuery(new URLSearchParams(query))

    expect(read('policy=&lead=&unit=+&due=&state=&mechanism=')).toEqual({})
    expect(read('state=overdue&unit=财政厅')).toEqual({ state: 'overdue', unit: '财政厅' })
    expect(['state=x', 'due=x', 'mechanism=0', 'mechanism=x', `unit=${'局'.repeat(61)}`].map(read)).toEqual(
      Array.from({ length: 5 }, () => null),
    )
  })

  test('says what it is narrowed by and how to see all; engines keep the whole one only', async () => {
    const { context, reading, ask } = await site('demo')

    const all = tasksPage(context, reading, {}, ask({}))
    const overdue = tasksPage(context, reading, { state: 'overdue', unit: '局' }, ask({ state: 'overdue', unit: '局' }))
    const none = tasksPage(context, reading, { unit: '无' }, ask({ unit: '无' }))

    expect(all).toMatchObject({ total: '共 110 项任务', clear: null, frame: { isIndexed: true } })
    expect(overdue).toMatchObject({
      total: '符合条件的任务 2 项',
      clear: '/tasks/',
      frame: { title: '任务进展（单位：局，超期未完成） - 信用澜溪', isIndexed: false },
    })
    expect(none).toMatchObject({ groups: [], empty: '没有符合条件的任务。' })
    expect(tasksPage(context, reading, { policy: 'x' }, { state: 'missing' })).toMatchObject({ status: 404 })
    expect(tasksPage(context, reading, {}, { state: 'unavailable' })).toMatchObject({ status: 503 })
  })

  test('counts each document, and each number leads to what it counts', async () => {
    const { context, reading, ask } = await site('demo')
    const view = tasksPage(context, reading, {}, ask({}))
    const counts = view.state === 'tasks' ? view.counts : []

    expect(counts.map(({ total }) => total)).toEqual([10, 20, 16, 31, 21, 12])
    expect(counts[1]?.states).toEqual([{ text: '未填报 20', href: '/tasks/?policy=licheng-2019-43&state=unreported' }])
    expect(counts[0]?.states).toHaveLength(7)
  })
})
