import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, type Day, parseDay } from '#domain/day'
import { isMonthDay, lastDayOfPeriod, standingOf, type Task, type TaskDue, type TaskReport, termOf } from '#domain/task'
import { countTasks, filterTasks, standingTasks, type TaskEntry, type TaskFilter } from '#domain/task-list'
import { TASK_REPORT_STATES, TASK_STATES, TASK_TERMS } from '#domain/vocabulary'

const day = (text: string): Day => {
  const parsed = parseDay(text)
  if (parsed === undefined) throw new Error(text)
  return parsed
}
const ISSUED = day('2025-02-10')

const taskDue = (due: TaskDue): Task => ({
  ...{ id: '1-1', ref: '一（一）', title: null, text: '公布清单', lead: ['甲局'], members: ['乙局'], membersAs: null },
  ...{ due, dueText: due === null ? null : '时限', mechanisms: [12] },
})
const reported = (state: TaskReport['state'], reportedOn: string, year = Number(reportedOn.slice(0, 4))) => ({
  ...{ year, state, text: '有进展。', proof: [] },
  reportedOn: day(reportedOn),
})
const stands = (due: TaskDue, reports: TaskReport[], on: string) => standingOf(taskDue(due), reports, day(on), ISSUED)

describe('the last day', () => {
  test.each([
    ['2017年底', '2017-12-31'],
    ['2026年6月底', '2026-06-30'],
    ['2024年2月底', '2024-02-29'],
    ['2026年13月底', undefined],
    ['年底', undefined],
  ])('of %s is %s', (period, last) => {
    expect(lastDayOfPeriod(period)).toBe(last)
  })

  test('of a year is one that every year has', () => {
    expect(['01-31', '12-31', '02-29', '6-30', '13-01'].filter(isMonthDay)).toEqual(['01-31', '12-31'])
  })
})

describe('a task with a last day', () => {
  const due = { by: '2026年6月底' }

  test.each([
    ['nothing was reported', [], '2026-07-01', 'unreported'],
    ['it is the last day', [reported('under-way', '2026-05-01')], '2026-06-30', 'under-way'],
    ['the day after', [reported('under-way', '2026-05-01')], '2026-07-01', 'overdue'],
    ['it was behind', [reported('late', '2026-05-01')], '2026-07-01', 'overdue'],
    ['it was done in time', [reported('done', '2026-05-01')], '2026-07-01', 'done'],
    [
      'it was done afterwards',
      [reported('under-way', '2026-05-01'), reported('done', '2026-08-01')],
      '2026-08-01',
      'done',
    ],
    ['what was said later is not known yet', [reported('done', '2026-08-01')], '2026-07-31', 'unreported'],
    ['it was given up', [reported('stopped', '2026-05-01')], '2026-07-01', 'stopped'],
    [
      'it was taken up again',
      [reported('done', '2026-05-01'), reported('under-way', '2026-06-01')],
      '2026-07-01',
      'overdue',
    ],
  ])('%s', (_, reports, on, state) => {
    expect(stands(due, reports, on)).toMatchObject({ state, dueOn: '2026-06-30' })
  })
})

describe('a task of every year', () => {
  const due = { yearly: '01-31' }
  const before = [reported('done', '2026-01-20', 2026)]

  test.each([
    ['before its first day', [], '2025-12-01', 'unreported', '2026-01-31'],
    ['done for the year', before, '2026-11-20', 'done', '2026-01-31'],
    ['the next one is not due', before, '2027-01-31', 'done', '2026-01-31'],
    ['the next one is over', before, '2027-02-01', 'overdue', '2027-01-31'],
    ['said early', [...before, reported('under-way', '2027-01-05', 2027)], '2027-01-06', 'under-way', '2027-01-31'],
    ['never reported', [], '2027-02-01', 'unreported', '2027-01-31'],
  ])('%s', (_, reports, on, state, dueOn) => {
    expect(stands(due, reports, on)).toMatchObject({ state, dueOn })
  })
})

const dues = fc.constantFrom<TaskDue>(
  null,
  { ongoing: true },
  { on: day('2026-06-30') },
  { by: '2027年底' },
  { yearly: '03-31' },
)
const days = fc.integer({ min: 0, max: 1500 }).map((n) => addDays(ISSUED, n))
const reportLists = fc.array(
  fc
    .record({ state: fc.constantFrom(...TASK_REPORT_STATES), reportedOn: days })
    .map(({ state, reportedOn }) => reported(state, reportedOn)),
  { maxLength: 4 },
)

describe('whatever was reported, on any day', () => {
  test('overdue has a last day that is over, something reported, and nothing that settles it', () => {
    fc.assert(
      fc.property(dues, reportLists, days, (due, reports, on) => {
        const { state, dueOn, report } = standingOf(taskDue(due), reports, on, ISSUED)
        if (state !== 'overdue') return
        expect(dueOn !== null && dueOn < on).toBe(true)
        expect(reports.some(({ reportedOn }) => reportedOn <= on)).toBe(true)
        expect(['done', 'stopped']).not.toContain(report?.state)
      }),
    )
  })

  test('without a last day nothing is ever overdue', () => {
    fc.assert(
      fc.property(fc.constantFrom<TaskDue>(null, { ongoing: true }), reportLists, days, (due, reports, on) => {
        expect(standingOf(taskDue(due), reports, on, ISSUED).state).not.toBe('overdue')
      }),
    )
  })

  test('silence is unreported and nothing else, and reports to come change nothing', () => {
    fc.assert(
      fc.property(dues, reportLists, days, (due, reports, on) => {
        const known = reports.filter(({ reportedOn }) => reportedOn <= on)
        const standing = standingOf(taskDue(due), reports, on, ISSUED)
        expect(standing).toEqual(standingOf(taskDue(due), known, on, ISSUED))
        if (known.length === 0) expect(standing).toMatchObject({ state: 'unreported', report: null })
      }),
    )
  })

  test('what is overdue stays so until somebody reports', () => {
    fc.assert(
      fc.property(dues, reportLists, days, fc.integer({ min: 0, max: 300 }), (due, reports, on, later) => {
        const known = reports.filter(({ reportedOn }) => reportedOn <= on)
        if (standingOf(taskDue(due), known, on, ISSUED).state !== 'overdue') return
        expect(standingOf(taskDue(due), known, addDays(on, later), ISSUED).state).toBe('overdue')
      }),
    )
  })
})

const EVERYTHING: TaskFilter = {
  ...{ policy: null, agency: null, lead: null, unit: null, mechanism: null, term: null, state: null },
}
const entries = fc.array(
  fc.record({ due: dues, reports: reportLists, slug: fc.constantFrom('a', 'b') }).map(
    ({ due, reports, slug }): TaskEntry => ({
      policy: { slug, title: slug, number: null, issuer: '县政府', issuedOn: ISSUED },
      task: taskDue(due),
      reports,
      organs: [],
    }),
  ),
  { maxLength: 12 },
)

describe('a list of tasks', () => {
  test('falls apart by state and by time without loss, and its counts are those', () => {
    fc.assert(
      fc.property(entries, days, (list, on) => {
        const tasks = standingTasks(list, on)
        const byState = TASK_STATES.map((state) => filterTasks(tasks, { ...EVERYTHING, state }))
        const byTerm = TASK_TERMS.map((term) => filterTasks(tasks, { ...EVERYTHING, term }))
        const counts = countTasks(tasks)
        expect(byState.flat()).toHaveLength(tasks.length)
        expect(byTerm.flat()).toHaveLength(tasks.length)
        expect(filterTasks(tasks, EVERYTHING)).toEqual(tasks)
        for (const [index, state] of TASK_STATES.entries()) {
          expect(counts.reduce((sum, it) => sum + it.states[state], 0)).toBe(byState[index]?.length)
        }
        expect(counts.reduce((sum, it) => sum + it.total, 0)).toBe(tasks.length)
      }),
    )
  })

  test('a lead is asked for by part of a name, a unit among all', () => {
    const [task] = standingTasks(
      [
        {
          policy: { slug: 'a', title: 'a', number: null, issuer: '县政府', issuedOn: ISSUED },
          task: taskDue(null),
          reports: [],
          organs: ['jia'],
        },
      ],
      ISSUED,
    )
    const found = (filter: Partial<TaskFilter>) => filterTasks(task ? [task] : [], { ...EVERYTHING, ...filter }).length

    expect([found({ lead: '甲' }), found({ lead: '乙' }), found({ unit: '乙局' }), found({ unit: '丙' })]).toEqual([
      1, 0, 1, 0,
    ])
    expect([found({ agency: 'jia' }), found({ agency: 'yi' })]).toEqual([1, 0])
    expect(termOf(taskDue(null))).toBe('unstated')
  })
})
