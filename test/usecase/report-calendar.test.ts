import { expect, test } from 'vitest'
import { ReportCalendar } from '#contract/report-calendar'
import { publishPending } from '#usecase/publish-pending'
import { withdrawRecord } from '#usecase/remove-record'
import { lookForAlarms } from '../../scripts/lib/clock.ts'
import { importRows } from '../csv.ts'
import { type World, world } from '../world.ts'

const calendar = async (w: World, query = '') =>
  ReportCalendar.strict().parse((await w.get(`report-calendar?${query}`)).body)

const REPORT = {
  ...{ 报送单位: '澜溪县行政审批服务局', 报送文号: '测试1号', 报送事项: '年报', 报送期间: '2025年度' },
  ...{ 报送日期: '2026-01-09', 是否零报告: '否', 本期政务失信条数: '2' },
}

const line = async (w: World, agency: string, period: string, year = period.startsWith('2025年上') ? '2025' : '2026') =>
  (await calendar(w, `agency=${agency}&year=${year}`)).items.find((it) => it.period === period)

test('every organ but the one that is reported to has a line for each period, in every state', async () => {
  const w = await world()
  const agencies = (await w.get('agencies')).body as { items: { slug: string }[] }

  const { items, duties, years, states } = await calendar(w)

  expect(duties.map(({ nextDue, organs }) => [nextDue, organs])).toEqual([
    ['2027-07-10', agencies.items.length - 1],
    ['2027-01-10', agencies.items.length - 1],
  ])
  expect(years).toEqual([2027, 2026, 2025])
  expect([...new Set(items.map(({ period }) => period))]).toEqual([
    ...['2027年上半年', '2026年', '2026年上半年', '2025年'],
  ])
  expect(items.map(({ agency }) => agency.slug)).not.toContain('xingzheng-shenpi')
  for (const n of [states.missing, states.late, states.submitted, states.open, states.mismatch])
    expect.soft(n).toBeGreaterThan(0)
  expect(items.filter(({ submission }) => submission?.isZero).map(({ state }) => state)).toContain('submitted')
})

test('each state is asked for alone, and the parts are the whole', async () => {
  const w = await world()
  const { items, states } = await calendar(w)

  const parts = await Promise.all(
    ['missing', 'unread', 'late', 'submitted', 'open'].map(
      async (state) => (await calendar(w, `state=${state}`)).items,
    ),
  )

  expect(parts.map(({ length }) => length)).toEqual([
    states.missing,
    states.unread,
    states.late,
    states.submitted,
    states.open,
  ])
  expect(parts.flat()).toHaveLength(items.length)
  expect((await w.get('report-calendar?agency=nobody')).body).toMatchObject({ code: 'agency-not-found' })
  expect((await w.get('report-calendar?state=bad')).status).toBe(422)
})

test('a report that is imported closes the line and its alarm, and takes both back when it is withdrawn', async () => {
  const w = await world()
  await lookForAlarms(w)
  const [missing] = (await calendar(w, 'state=missing&year=2026')).items
  if (missing === undefined) throw new Error('The demo has an organ that did not report.')
  const { slug, name } = missing.agency
  const alarms = async () => (await open(w)).filter((key) => key.includes(`report-missing:${slug}/`))
  const before = await alarms()
  const period = missing.period
  const matter = period.includes('上半年') ? '半年报' : '年报'

  await importRows(w, 'report', [{ ...REPORT, 报送单位: name, 报送期间: period, 报送事项: matter }])
  await publishPending(w)
  await lookForAlarms(w)
  const reported = await line(w, slug, period)
  const during = await alarms()
  const id = reported?.submission?.id ?? ''
  await withdrawRecord(w, { id, ground: 'void', reason: '报送有误', actor: 'operator' })
  await publishPending(w)
  await lookForAlarms(w)

  expect(before.length - during.length).toBe(1)
  expect(reported?.state).toMatch(/submitted|late/)
  expect(reported?.submission).toMatchObject({ on: '2026-01-09', isZero: false, count: 2 })
  expect(await line(w, slug, period)).toMatchObject({ state: 'missing', submission: null })
  expect(await alarms()).toEqual(before)
})

test('an organ that reported a period that cannot be read is not said to have reported nothing', async () => {
  const w = await world()
  await lookForAlarms(w)
  const found = (await calendar(w, 'state=missing&year=2026')).items.find(({ period }) => period.includes('上半年'))
  if (found === undefined) throw new Error('The demo has an organ that did not report.')
  const { agency, period } = found
  const alarms = async () => (await open(w)).filter((key) => key.includes(`report-missing:${agency.slug}/`))
  const told = async () => (await alarms()).some((key) => key.includes(period))
  const report = { ...REPORT, 报送单位: agency.name, 报送事项: '半年报' }
  const before = await told()

  await importRows(w, 'report', [{ ...report, 报送期间: '本年第二期' }])
  await publishPending(w)
  await lookForAlarms(w)
  const unread = await line(w, agency.slug, period)
  const during = await told()
  const asked = (await calendar(w, `agency=${agency.slug}&state=unread`)).items.map((it) => it.period)
  await importRows(w, 'report', [{ ...report, 报送文号: '测试2号', 报送期间: '2026年（1-6月）' }])
  await publishPending(w)
  const read = await line(w, agency.slug, period)

  expect([before, during]).toEqual([true, false])
  expect(unread).toMatchObject({ state: 'unread', submission: { on: '2026-01-09' }, mismatch: null })
  expect(asked).toContain(period)
  expect(read?.state).toBe('submitted')
})

test('a zero report beside a public 政务失信 is told with the record, until the number is put right', async () => {
  const w = await world()
  await lookForAlarms(w)
  const [found] = (await calendar(w, 'state=mismatch')).items
  if (found === undefined) throw new Error('The demo has a report that says less than is public.')
  const { agency, period, submission, mismatch } = found
  const told = (keys: string[]) => keys.filter((key) => key === `alarm.report-mismatch:${submission?.id}:${period}`)
  const raised = told(await open(w))
  const record = (await w.get(`records/${mismatch?.records[0]?.id}`)).body

  const next = { ...REPORT, 报送单位: agency.name, 报送期间: period, 报送文号: '测试2号', 报送日期: '2026-11-19' }
  const matter = period.includes('上半年') ? '半年报' : '年报'
  await importRows(w, 'report', [{ ...next, 报送事项: matter, 本期政务失信条数: String(mismatch?.records.length) }])
  await publishPending(w)
  await lookForAlarms(w)

  expect(mismatch).toMatchObject({ reported: 0 })
  expect(submission?.isZero).toBe(true)
  expect(record).toMatchObject({ kind: 'dishonesty', agency: { slug: agency.slug } })
  expect(raised).toHaveLength(1)
  expect(await line(w, agency.slug, period)).toMatchObject({
    mismatch: null,
    submission: { count: mismatch?.records.length },
  })
  expect(told(await open(w))).toEqual([])
})

test('a place whose organs do not report here says what its document orders, and nothing of any organ', async () => {
  const w = await world({ place: 'huaxian', empty: true })
  await publishPending(w)

  const { duties, items, years } = await calendar(w)

  expect(duties.map(({ title, nextDue, organs }) => [title, nextDue, organs])).toEqual([
    ['上半年政务诚信建设情况', '2027-07-10', 0],
    ['全年政务诚信建设情况', '2027-01-10', 0],
  ])
  expect([items, years]).toEqual([[], []])
})

async function open(w: World): Promise<string[]> {
  return w.alarms.openKeys()
}
