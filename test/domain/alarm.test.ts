import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Alarm, type AlarmFacts, alarmsOn } from '#domain/alarm'
import { alarmText } from '#domain/alarm-text.zh'
import { addDays, type Day, parseDay } from '#domain/day'
import { loadContent } from '../../scripts/lib/content.ts'

const { calendar, rules } = await loadContent('demo')
const NOTHING: AlarmFacts = { entries: [], tasks: [], referrals: [], late: [], reports: [] }
const day = (text: string): Day => {
  const parsed = parseDay(text)
  if (parsed === undefined) throw new Error(`${text} is not a day`)
  return parsed
}
const on = (facts: Partial<AlarmFacts>, today: string) =>
  alarmsOn({ ...NOTHING, ...facts }, rules.alarms, calendar, day(today))
const entry = (kind: AlarmFacts['entries'][number]['kind'], open: Record<string, string>) => ({
  ...{ id: '0123456789ab', kind, organ: 'a', open },
})
const spoken = (alarms: Alarm[]) => alarms.map((it) => [it.rule, it.on, alarmText(it)])

describe('an alarm', () => {
  test('comes the day after an entry was due, and not once it is done', () => {
    const open = { documentNumber: '整〔2026〕1号', dueOn: '2026-05-10' }

    expect(on({ entries: [entry('rectification', open)] }, '2026-05-10')).toEqual([])
    expect(spoken(on({ entries: [entry('rectification', open)] }, '2026-05-11'))).toEqual([
      [
        'alarm.rectification-overdue',
        '2026-05-11',
        '问题整改 整〔2026〕1号 的期限是 2026年5月10日，已经过了，还没有完成。',
      ],
    ])
    expect(on({ entries: [entry('rectification', { ...open, closedOn: '2026-05-20' })] }, '2026-06-01')).toEqual([])
  })

  test('of what was due before the rule was in force does not come', () => {
    expect(on({ entries: [entry('promise', { dueOn: '2019-05-10' })] }, '2026-05-11')).toEqual([])
  })

  test('of a court default comes when it is filed and again when its plan is over', () => {
    const open = { documentNumber: '（2026）演0001执1号', decidedOn: '2026-03-02', dueOn: '2026-06-30' }

    expect(on({ entries: [entry('court-default', open)] }, '2026-03-02').map(({ rule }) => rule)).toEqual([
      'alarm.court-default-filed',
    ])
    expect(on({ entries: [entry('court-default', open)] }, '2026-07-01').map(({ rule }) => rule)).toEqual([
      ...['alarm.court-default-filed', 'alarm.court-default-overdue'],
    ])
    expect(on({ entries: [entry('court-default', { ...open, performedOn: '2026-07-02' })] }, '2026-07-03')).toEqual([])
  })

  test('comes where more was owed at the end of a year than of the one before', () => {
    const annual = (id: string, year: number, amount: string) => ({
      ...entry('arrears', { arrearsKind: 'annual', decidedOn: `${year}-12-31`, amount }),
      id,
    })
    const [less, more] = [annual('a', 2025, '100000'), annual('b', 2026, '250000')]

    expect(spoken(on({ entries: [less, more] }, '2027-01-01'))).toEqual([
      ['alarm.arrears-grown', '2027-01-01', '2026 年末逾期未支付 2,500元，多于上一年末的 1,000元。'],
    ])
    expect(on({ entries: [less, { ...more, organ: 'b' }] }, '2027-01-01')).toEqual([])
    expect(on({ entries: [{ ...less, open: { ...less.open, amount: '250000' } }, more] }, '2027-01-01')).toEqual([])
  })

  test('of a task comes thirty days before, and again when its day is over, for each organ', () => {
    const standing = { state: 'under-way', dueOn: day('2026-06-30'), report: null } as const
    const tasks = [{ id: 'd/1', name: '清偿欠款', organs: ['a', 'b'], standing }]
    const found = (today: string, more = tasks) =>
      on({ tasks: more }, today).map(({ alarm, organ }) => `${alarm} ${organ}`)

    expect(found('2026-05-30')).toEqual([])
    expect(found('2026-05-31')).toEqual(['task-soon a', 'task-soon b'])
    expect(found('2026-06-30')).toEqual(['task-soon a', 'task-soon b'])
    expect(found('2026-07-01')).toEqual(['task-passed a', 'task-passed b'])
    expect(found('2026-07-01', [{ ...tasks[0], standing: { ...standing, state: 'done' } } as never])).toEqual([])
  })

  test('of a referral comes when five working days are over', () => {
    const referrals = [{ receipt: 'GX-1', organ: 'a', on: day('2026-03-02') }]

    expect(on({ referrals }, '2026-03-09')).toEqual([])
    expect(spoken(on({ referrals }, '2026-03-10'))).toEqual([
      ['alarm.referral-unanswered', '2026-03-10', 'GX-1 于2026年3月2日转交，到现在没有答复。'],
    ])
  })

  test('of late publication comes once for each organ, kind and month', () => {
    const late = [{ organ: 'a', kind: 'penalty' as const, month: '2026-02', count: 3 }]

    const [first] = on({ late }, '2026-03-02')
    const [again] = on({ late: [{ ...late[0], count: 5 } as never] }, '2026-03-09')

    expect(first?.key).toBe(again?.key)
    expect(first && alarmText(first)).toBe('2026年2月 作出的行政处罚有 3 条超过规定期限才公示。')
  })
})

const START = day('2026-01-01')
const days = fc.integer({ min: -60, max: 420 }).map((n) => addDays(START, n))
const facts = fc
  .record({
    entries: fc.array(
      fc
        .record({
          kind: fc.constantFrom('rectification', 'promise', 'dishonesty', 'arrears', 'court-default'),
          dueOn: days,
          decidedOn: days,
        })
        .map(({ kind, ...open }) => entry(kind as 'promise', open)),
      { maxLength: 6 },
    ),
    referrals: fc
      .array(days, { maxLength: 4 })
      .map((all) => all.map((at, n) => ({ receipt: `GX-${n}`, organ: 'a', on: at }))),
  })
  .map(({ entries, referrals }) => ({ referrals, entries: entries.map((it, n) => ({ ...it, id: `entry-${n}` })) }))

test('a year day by day: every alarm on its day, none twice, and whoever skips days misses none that still holds', () => {
  fc.assert(
    fc.property(facts, fc.integer({ min: 1, max: 40 }), (given, step) => {
      const seen = new Map<string, Day>()
      for (let n = 0; n <= 365; n += 1) {
        const today = addDays(START, n)
        const keys = on(given, today).map(({ key }) => key)
        expect(new Set(keys).size).toBe(keys.length)
        for (const it of on(given, today)) {
          if (!seen.has(it.key)) {
            seen.set(it.key, today)
            expect(it.on).toBe(today)
          }
        }
      }
      const skipped = new Set<string>()
      for (let n = 0; n <= 365; n += step) for (const { key } of on(given, addDays(START, n))) skipped.add(key)
      const last = on(given, addDays(START, Math.floor(365 / step) * step)).map(({ key }) => key)
      expect(last.filter((key) => !skipped.has(key))).toEqual([])
    }),
    { numRuns: 15 },
  )
})
