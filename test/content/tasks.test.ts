import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatProblems, parseContent } from '#content/schema/problem'
import { progressSchema, tasksSchema } from '#content/schema/task'
import { lastDayOfPeriod, termOf } from '#domain/task'
import { TASK_REPORT_STATES } from '#domain/vocabulary'
import { loadContent } from '../../scripts/lib/content.ts'
import { folded, SEEDS, seedsAreAbsent, seedText } from '../seeds.ts'

const ROOT = join(import.meta.dirname, '../../content')
const { reading } = await loadContent('demo')
const real = reading.policies.filter(({ invented }) => !invented)
const tasksOf = (slug: string) => reading.tasks[slug] ?? []

/** As docs/decisions/0035 counts them. */
const COUNTED = {
  'huaxian-2017-31': { tasks: 21, lead: 0, dated: 6, ongoing: 15, unstated: 0 },
  'hebei-2019-3': { tasks: 16, lead: 14, dated: 2, ongoing: 0, unstated: 14 },
  'guangdong-2017-140': { tasks: 31, lead: 0, dated: 1, ongoing: 0, unstated: 30 },
  'licheng-2019-43': { tasks: 20, lead: 0, dated: 0, ongoing: 20, unstated: 0 },
  'heilongjiang-2017': { tasks: 12, lead: 0, dated: 6, ongoing: 6, unstated: 0 },
}

test('each document has as many tasks as were counted by hand', () => {
  const counted = Object.fromEntries(
    real.map(({ slug }) => {
      const tasks = tasksOf(slug)
      const of = (term: string) => tasks.filter((task) => termOf(task) === term).length
      const lead = tasks.filter((task) => task.lead.length > 0).length
      return [slug, { tasks: tasks.length, lead, dated: of('dated'), ongoing: of('ongoing'), unstated: of('unstated') }]
    }),
  )

  expect(counted).toEqual(COUNTED)
})

describe.skipIf(seedsAreAbsent)('against the documents as received', () => {
  /** A mark that ends each task in its document, and how often it stands there. */
  const MARK: Record<string, RegExp> = {
    guangdong: /负责\)/g,
    hebei: /\((?:牵头|责任)单位:/g,
    heilongjiang: /\(完成时间:/g,
    huaxian: /(?:持续推进|年年底前?(?:完成)?)(?=\d|,涉及|序号|抄送)/g,
    licheng: /持续实施\)/g,
  }

  test.each(real)('$title has a task for each mark and no other', ({ slug, place }) => {
    expect(seedText(place).match(MARK[place] ?? /^$/g)).toHaveLength(tasksOf(slug).length)
  })

  test.each(real)('$title is repeated word for word, in its order', ({ slug, place }) => {
    const text = seedText(place)
    const tasks = tasksOf(slug)
    const inTable = place === 'huaxian' ? text.lastIndexOf('序号工作任务', text.lastIndexOf('序号工作任务') - 1) : 0
    const at = tasks.map((task) => text.indexOf(folded(`${task.title ?? ''}`), inTable))
    const said = tasks.flatMap(({ text: words, title, dueText, membersAs, lead, members }) =>
      [words, title, dueText, membersAs, ...lead, ...members].filter((it) => it !== null),
    )

    expect(said.filter((words) => !text.includes(folded(words)))).toEqual([])
    expect(at).toEqual(at.toSorted((a, b) => a - b))
  })

  test.each(real)('$title has the units and the time of a task right behind its words', ({ slug, place }) => {
    const text = seedText(place)
    const behind = (words: string) => {
      const from = text.lastIndexOf(folded(words)) + folded(words).length
      return text.slice(from, from + 400)
    }

    const strays = tasksOf(slug).filter((task) => {
      const rest = behind(task.text)
      const isThere = [...task.lead, ...task.members].every((unit) => rest.includes(folded(unit)))
      const isInText = place === 'hebei' || place === 'guangdong'
      const time = task.dueText === null ? '' : folded(task.dueText)
      return !(isThere && (isInText ? folded(task.text).includes(time) : rest.includes(time)))
    })

    expect(strays.map(({ id }) => id)).toEqual([])
  })
})

test('last days are of the year in the document’s words, or of its issue', () => {
  for (const { slug, issuedOn } of real) {
    for (const { due, dueText } of tasksOf(slug)) {
      if (due === null || !('on' in due || 'by' in due)) continue
      const last = 'on' in due ? due.on : (lastDayOfPeriod(due.by) ?? '')
      const year = /\d{4}/.exec(dueText ?? '')?.[0] ?? issuedOn.slice(0, 4)
      expect([slug, dueText, last.slice(0, 4)]).toEqual([slug, dueText, year])
    }
  }
})

test('every mechanism of a document’s clauses that somebody has to carry out has a task there', () => {
  for (const { slug, clauses } of real) {
    const known = new Set(tasksOf(slug).flatMap(({ mechanisms }) => mechanisms))
    // What the documents order without naming who does it.
    const unnamed = clauses.filter(({ mechanism }) => !known.has(mechanism)).map(({ mechanism }) => mechanism)
    expect.soft([slug, unnamed]).toEqual([slug, UNNAMED[slug] ?? []])
  }
})

const UNNAMED: Record<string, number[]> = { 'hebei-2019-3': [41, 1, 2, 9], 'licheng-2019-43': [9] }

test('nothing is said of how real documents stand; the demo shows every state', async () => {
  for (const place of Object.keys(SEEDS)) expect((await loadContent(place)).reading.progress).toEqual([])

  const states = new Set(reading.progress.flatMap(({ reports }) => reports.map(({ state }) => state)))
  expect(reading.progress.filter(({ policy }) => policy !== 'demo-2025-1')).toEqual([])
  expect([...states].sort()).toEqual([...TASK_REPORT_STATES].sort())
})

describe('what an editor of tasks reads', () => {
  const policy = reading.policies.find(({ slug }) => slug === 'hebei-2019-3')
  if (!policy) throw new Error('The document is gone.')
  const tasks = readFileSync(join(ROOT, 'tasks/hebei-2019-3.yaml'), 'utf8')
  const progress = readFileSync(join(ROOT, 'places/demo/task-progress.yaml'), 'utf8')
  const ids = new Set(tasksOf('demo-2025-1').map(({ id }) => id))

  const said = (file: string, text: string, schema: Parameters<typeof parseContent>[2]) => {
    const parsed = parseContent(file, text, schema)
    return parsed.ok ? '' : formatProblems(parsed.problems)
  }

  test.each([
    [
      'a mechanism without a name',
      'mechanisms: [3]',
      'mechanisms: [99]',
      /\[2\]\.mechanisms\.\[0\] {2}写的是 99；应为 content\/codes/,
    ],
    ['an id twice', 'id: 1-2', 'id: 1-1', /\[1\]\.id {2}写的是 "1-1"；应为 在 hebei-2019-3 中不重复的编号/],
    [
      'a due day that is none',
      'on: 2019-06-30',
      'on: 2019-06-31',
      /\[0\]\.due {2}写的是 .*应为 \{ on: 日期 \}、\{ by: 2017年底 \}/,
    ],
    [
      'a due day before the document',
      'on: 2019-06-30',
      'on: 2018-06-30',
      /\[0\]\.due\.on {2}写的是 "2018-06-30"；应为 不早于文件印发之日/,
    ],
    [
      'a time without its words',
      'dueText: 6月30日前',
      'dueText: null',
      /\[0\]\.dueText {2}写的是 null；应为 有时限的照录/,
    ],
    [
      'a text with a blank',
      'text: 各地各部门',
      'text: 各地 各部门',
      /\[0\]\.text {2}写的是 .*应为 没有空格和换行的原文/,
    ],
    [
      'a task of nobody',
      /lead: \[各市、县政府, 省有关部门\]/,
      'lead: []',
      /\[0\]\.members {2}写的是 \[\]；应为 至少一个单位/,
    ],
  ])('%s is named with file, line, task and field', (_, right, wrong, words) => {
    const spoilt = tasks.replace(right, wrong)
    const schema = tasksSchema(policy, new Set(Object.keys(reading.mechanisms)))

    expect(spoilt).not.toBe(tasks)
    expect(said('content/tasks/hebei-2019-3.yaml', spoilt, schema)).toMatch(words)
    expect(said('content/tasks/hebei-2019-3.yaml', spoilt, schema)).toMatch(
      /^content\/tasks\/hebei-2019-3\.yaml:\d+ {2}/,
    )
  })

  test.each([
    ['a task nobody has', 'task: 1-1', 'task: 9-9', /\[0\]\.task {2}写的是 "9-9"；应为 该文件中已有的任务编号/],
    ['a document nobody has', 'policy: demo-2025-1', 'policy: demo-2099-1', /\[0\]\.policy {2}写的是 "demo-2099-1"/],
    ['a task twice', 'task: 1-2', 'task: 1-1', /\[1\]\.task {2}写的是 "1-1"；应为 前面没有写过的任务/],
    [
      'overdue, which the calendar says',
      'state: late',
      'state: overdue',
      /应为 not-started、under-way、late、done、stopped/,
    ],
    ['a year to come', 'year: 2025', 'year: 2026', /应为 不晚于填报之日的年份/],
    ['a proof that leads nowhere', '          page: agencies\n', '', /应为 网址；或者改写 page/],
    ['a script for a link', 'page: agencies', 'href: "javascript:alert(1)"', /proof\.\[0\]\.href/],
  ])('progress: %s is named', (_, right, wrong, words) => {
    const spoilt = progress.replace(right, wrong)

    expect(spoilt).not.toBe(progress)
    expect(said('a.yaml', spoilt, progressSchema(new Map([['demo-2025-1', ids]])))).toMatch(words)
  })
})
