import { expect, test } from 'vitest'
import type { AgencyView, RecentList } from '#contract/record'
import type { TaskList } from '#contract/task'
import { addDays, type Day, parseDay } from '#domain/day'
import { byKind } from '#domain/kind-groups'
import { LATEST_SERVED } from '#domain/latest-rows'
import { agencyPage } from '#site/lib/agency-page.ts'
import { footerChannels } from '#site/lib/channels.ts'
import type { PageContext } from '#site/lib/frame.ts'
import { homePage } from '#site/lib/home-page.ts'
import { respondWith } from '#site/lib/respond.ts'
import { subjectPage } from '#site/lib/subject-page.ts'
import { AGENCY, context, found, place, row, SUBJECT } from './samples.ts'

const NONE = byKind(() => 0)
const agency: AgencyView = {
  ...AGENCY,
  uscc: null,
  counts: { ...NONE, penalty: 12 },
  late: { ...NONE, penalty: 3 },
  cases: { complaints: null, objections: null },
  quality: [],
  latest: [row(), row({ id: '0123456789ac', title: `${SUBJECT}违法经营` })],
  lateRecords: [row({ late: 3 })],
  months: [{ kind: 'penalty', months: [{ month: '2026-03', states: { 'on-time': 9, late: 3 } }] }],
}
const NO_TASKS = found<TaskList>({ items: [], total: 0, next: null, policies: [] })
const pageOf = (view: AgencyView, contacts: PageContext['contacts'] = {}, tasks = NO_TASKS) =>
  agencyPage({ ...context(), contacts, reading: { tasks: {} } }, found(view), tasks)
const QUARTERS = { from: '2026Q2', to: '2026Q3' } as const
const TASK: TaskList['items'][number] = {
  ...{ policy: { slug: 'd', title: '方案', number: null }, id: '1', ref: '一', title: '公布权力清单', text: '公布。' },
  ...{ lead: ['甲局'], members: [], membersAs: null, mechanisms: [], state: 'unreported', reportedOn: null },
  due: { kind: 'unstated', text: null, lastDay: null },
}
const TODAY = parseDay('2026-03-20') as Day
const listOf = (items: RecentList['items']): RecentList => ({ items })

test('an agency is told by its numbers, without judgement', () => {
  expect(pageOf(agency)).toMatchObject({
    status: 200,
    uscc: null,
    sentences: [
      { label: '行政许可', text: '目前没有公示中的信息。' },
      { label: '行政处罚', text: '公示中的信息 12 条，其中 3 条超期公示。' },
    ],
  })
})

test('pages that search engines may index do not name a punished subject', () => {
  const home = homePage(
    context(),
    {
      licences: found(listOf([])),
      penalties: found(listOf([row()])),
      agencies: found({ items: [agency] }),
    },
    TODAY,
  )

  for (const view of [home, pageOf(agency)]) {
    expect(view).toMatchObject({ status: 200, frame: { isIndexed: true } })
    expect(JSON.stringify(view)).not.toContain(SUBJECT)
  }
})

test('an organ names what it published late, by how much, and where all of it is', () => {
  expect(pageOf(agency)).toMatchObject({
    lateSections: [
      {
        heading: '超期公示的行政处罚',
        rows: [{ late: '超期 3 个工作日' }],
        all: { text: '全部 3 条', href: '/xinyong/penalties/?agency=scjg&state=late' },
      },
    ],
  })
})

test('what the public sent in about an organ is told as far as it may be, with the quarters it is of', () => {
  const cases = {
    complaints: { ...QUARTERS, closed: { least: 10, most: 19 } },
    objections: { ...QUARTERS, upheld: { least: 0, most: 0 } },
  }

  expect(pageOf(agency)).toMatchObject({ cases: [{ text: '还没有统计', quarters: null }, { text: '还没有统计' }] })
  expect(pageOf({ ...agency, cases })).toMatchObject({
    cases: [
      { label: '对该机关的投诉（已办结）', text: '10—19 件', quarters: '2026年第二季度至第三季度' },
      { label: '对其公示信息的异议（成立）', text: '没有' },
    ],
  })
})

test('tasks of an organ are named, and lead to how far they are', () => {
  const tasks = found<TaskList>({ items: [TASK], total: 9, next: null, policies: [] })

  expect(pageOf(agency)).toMatchObject({ tasks: { rows: [], all: null } })
  expect(pageOf(agency, {}, tasks)).toMatchObject({
    tasks: {
      sentence: '本地的政策文件点名交给该机关的任务 9 项。',
      rows: [{ title: '公布权力清单', href: '/xinyong/tasks/d/1/' }],
      all: { href: '/xinyong/tasks/?agency=scjg' },
    },
  })
})

test('home, lists and organs lead to their feeds', () => {
  const answers = { licences: found(listOf([])), penalties: found(listOf([])), agencies: found({ items: [] }) }
  const home = homePage(context(), answers, TODAY)

  expect(home.frame.alternates.map(({ href }) => href)).toEqual(['/xinyong/feeds/all.atom', '/xinyong/feeds/all.json'])
  expect(pageOf(agency).frame.alternates.map(({ href }) => href)).toEqual([
    '/xinyong/feeds/agencies/scjg.atom',
    '/xinyong/feeds/agencies/scjg.json',
  ])
})

test('an organ without contacts says so', () => {
  const facts = { name: AGENCY.name, supervisor: null, formerNames: [], powersList: null }
  const contacts = { scjg: { ...facts, phone: '0000-1234567', address: null, website: null } }

  expect(pageOf(agency)).toMatchObject({
    contacts: [{ value: null }, { value: null }, { value: null }],
  })
  expect(pageOf(agency, contacts)).toMatchObject({
    contacts: [{ label: '电话', value: '0000-1234567', href: 'tel:00001234567' }, { value: null }, { value: null }],
  })
})

test('the week is the last seven days, today included, and never counted past what is at hand', () => {
  const on = (day: Day, count: number) =>
    Array.from({ length: count }, (_, i) => row({ id: `0123456789${String(i).padStart(2, '0')}`, publishedOn: day }))
  const home = (items: RecentList['items']) =>
    homePage(
      context(),
      { licences: found(listOf([])), penalties: found(listOf(items)), agencies: found({ items: [] }) },
      TODAY,
    )

  expect(home([...on(TODAY, 2), ...on(addDays(TODAY, -6), 1), ...on(addDays(TODAY, -7), 4)])).toMatchObject({
    week: { text: '最近七天新公示行政许可 0 条、行政处罚 3 条。' },
  })
  expect(home(on(TODAY, LATEST_SERVED))).toMatchObject({ week: { text: expect.stringContaining('50 条以上') } })
})

test('the home page says it cannot be shown rather than showing half of it', () => {
  const view = homePage(
    context(),
    {
      licences: found(listOf([])),
      penalties: { state: 'unavailable' },
      agencies: found({ items: [] }),
    },
    TODAY,
  )
  expect(view.status).toBe(503)
})

test('a subject page is kept out of search engines and has its code, not its name, in the title', () => {
  const view = subjectPage(context(), found({ uscc: '91410526MA40000000', name: SUBJECT, records: [row()] }))

  expect(view).toMatchObject({ status: 200, name: SUBJECT, frame: { isIndexed: false } })
  expect(JSON.stringify(view.frame)).not.toContain(SUBJECT)
})

test('a subject without a live record is not found', () => {
  expect(subjectPage(context(), found({ uscc: '91410526MA40000000', name: SUBJECT, records: [] })).status).toBe(404)
})

test('unknown channels are left open, never invented', () => {
  const open = footerChannels(place()).filter((channel) => channel.value === null)
  expect(open.map((channel) => channel.label)).toEqual([
    '承办单位',
    '电话',
    '电子邮箱',
    '地址',
    '网站标识码',
    'ICP 备案号',
    '公安备案号',
    '我为政府网站找错',
  ])
})

test('only an unavailable page asks to be tried again', () => {
  const head = () => ({ status: 200, headers: new Headers() })
  const [gone, busy] = [head(), head()]
  respondWith(gone, 410)
  respondWith(busy, 503)

  expect([gone.status, gone.headers.get('Retry-After')]).toEqual([410, null])
  expect([busy.status, busy.headers.get('Retry-After')]).toEqual([503, '60'])
})
