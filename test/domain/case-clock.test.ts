import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CaseClock, type CaseRules, type ClockStep, caseClock, caseDue } from '#domain/case-clock'
import { CASE_COMMANDS, FIRST_STATE, isOpen, takeCaseStep } from '#domain/case-life'
import { addDays, compareDays, type Day, parseDay } from '#domain/day'
import { CASE_KINDS, CASE_ROLES, type CaseKind, type CaseState } from '#domain/vocabulary'
import { loadContent } from '../../scripts/lib/content.ts'

const { rules, calendar } = await loadContent('demo')
const { rules: unconfirmed } = await loadContent('huaxian')
const HUAXIAN = '410526'

function day(text: string): Day {
  const parsed = parseDay(text)
  if (parsed === undefined) throw new Error(`${text} is not a day`)
  return parsed
}

function clockOf(kind: CaseKind, areaCode: string | null, among: CaseRules = rules, on = '2026-11-20'): CaseClock {
  const clock = caseClock(kind, areaCode, day(on), among)
  if (clock === null) throw new Error(`There is no clock for ${kind}`)
  return clock
}

const [own, total] = [3, 7]
const HENAN: CaseClock = clockOf('objection', HUAXIAN, unconfirmed)

const step = (command: string, to: CaseState, on: string): ClockStep => ({ command, to, on: day(on) })
const submitted = (on: string) => step('submit', FIRST_STATE, on)
const dueOf = (steps: ClockStep[], today: string, clock = HENAN) => caseDue(steps, clock, day(today), calendar)

describe('the clock of a case', () => {
  test('in Henan an objection has 3 working days, 7 with the organ, and a mark on receipt', () => {
    expect(HENAN).toEqual({
      ...{ own, total, due: 'statutory', rule: 'objection.henan', marksOnReceipt: true },
      basis: '《河南省社会信用条例》第四十一条',
    })
  })

  test('before the regulation was in force there was no such clock', () => {
    expect(caseClock('objection', HUAXIAN, day('2020-04-30'), unconfirmed)).toBeNull()
    expect(caseClock('objection', HUAXIAN, day('2020-05-01'), unconfirmed)?.due).toBe('statutory')
  })

  test.each([null, '350502', '4', ''])('elsewhere (%j) the demo promises, and what it promises is named so', (area) => {
    expect(clockOf('objection', area)).toMatchObject({ own: 7, total: 7, due: 'promise', marksOnReceipt: true })
  })

  test.each([
    ['complaint', 15],
    ['repair', 10],
    ['correction', 3],
  ] as const)('a %s has the %i days that the demo promises, also in Henan, and no mark', (kind, days) => {
    for (const area of [null, HUAXIAN]) {
      expect(clockOf(kind, area)).toMatchObject({ own: days, total: days, due: 'promise', marksOnReceipt: false })
    }
  })

  test.each(CASE_KINDS)('a promise about a %s that nobody confirmed is told to nobody', (kind) => {
    expect(caseClock(kind, null, day('2026-11-20'), unconfirmed)).toBeNull()
  })

  test('the regulation nearest to the place goes first, and an unsure one is passed over', () => {
    const [henan] = rules.objections
    if (henan === undefined) throw new Error('Henan has no row')
    const county = { ...henan, id: 'objection.county', area: HUAXIAN, ownDays: 2 }
    const unsure = { ...henan, id: 'objection.unsure', area: HUAXIAN, ownDays: 1, confidence: 'unsure' as const }

    const among = { ...rules, objections: [henan, unsure, county] }

    expect(clockOf('objection', HUAXIAN, among).rule).toBe('objection.county')
    expect(clockOf('objection', '410500', among).rule).toBe('objection.henan')
    expect(clockOf('objection', HUAXIAN, { ...rules, objections: [unsure, henan] }).rule).toBe('objection.henan')
    expect(
      clockOf('objection', HUAXIAN, { ...among, confirmed: new Set(['objection.unsure']) }, '2026-11-20').rule,
    ).toBe('objection.unsure')
  })
})

describe('the last day, by hand with the calendar of 2026', () => {
  const SEVEN: CaseClock = { ...HENAN, own: 7 }

  test.each([
    ['2026-02-10', '2026-02-26'],
    ['2026-02-12', '2026-02-28'],
    ['2026-04-29', '2026-05-12'],
    ['2026-09-18', '2026-09-29'],
    ['2026-09-24', '2026-10-12'],
    ['2026-11-20', '2026-12-01'],
  ])('seven working days from %s end on %s', (on, due) => {
    expect(dueOf([submitted(on)], on, SEVEN)).toMatchObject({ on: due, provisional: false, isRunning: true })
  })

  test('received on a Friday, three working days end on Wednesday', () => {
    expect(dueOf([submitted('2026-11-20')], '2026-11-20')).toEqual({
      ...{ on: '2026-11-25', kind: 'statutory', provisional: false, isRunning: true },
      basis: HENAN.basis,
    })
  })

  test('received on Saturday 14 February, a working day, it counts from the 24th on: the festival lies between', () => {
    expect(dueOf([submitted('2026-02-14')], '2026-02-14')?.on).toBe('2026-02-26')
  })

  test('once the organ is asked, the longer clock counts, from the day of receipt', () => {
    const steps = [submitted('2026-11-20'), step('accept', 'accepted', '2026-11-23')]

    expect(dueOf(steps, '2026-11-23')?.on).toBe('2026-11-25')
    expect(dueOf([...steps, step('refer', 'referred', '2026-11-24')], '2026-11-24')?.on).toBe('2026-12-01')
  })

  test('it stands still while papers are asked for: four working days waited are four days more', () => {
    const asked = [submitted('2026-11-20'), step('ask', 'papers-asked', '2026-11-23')]

    expect(dueOf(asked, '2026-11-23')).toMatchObject({ on: '2026-11-25', isRunning: false })
    expect(dueOf(asked, '2026-11-24')).toMatchObject({ on: '2026-11-26', isRunning: false })
    expect(dueOf(asked, '2026-11-27')).toMatchObject({ on: '2026-12-01', isRunning: false })
    const sent = [...asked, step('supplement', 'submitted', '2026-11-27')]
    expect(dueOf(sent, '2026-11-27')).toMatchObject({ on: '2026-12-01', isRunning: true })
    expect(dueOf(sent, '2026-12-10')).toMatchObject({ on: '2026-12-01', isRunning: true })
  })

  test('a weekend and a festival on which papers were waited for do not move it', () => {
    const asked = [submitted('2026-09-24'), step('ask', 'papers-asked', '2026-09-24')]

    const sent = [...asked, step('supplement', 'submitted', '2026-09-27')]

    expect(dueOf(sent, '2026-09-27')?.on).toBe(dueOf([submitted('2026-09-24')], '2026-09-24')?.on)
  })

  test('what reaches a year whose calendar is not announced is provisional', () => {
    expect(dueOf([submitted('2026-12-21')], '2026-12-21')).toMatchObject({ on: '2026-12-24', provisional: false })
    expect(dueOf([submitted('2026-12-30')], '2026-12-30')).toMatchObject({ on: '2027-01-04', provisional: true })
    const waiting = [submitted('2026-12-01'), step('ask', 'papers-asked', '2026-12-02')]
    expect(dueOf(waiting, '2027-01-08')).toMatchObject({ provisional: true, isRunning: false })
  })

  test('a case without a step has no last day', () => {
    expect(dueOf([], '2026-11-20')).toBeUndefined()
  })
})

describe('whatever happens to a case', () => {
  /** A legal course of steps on days that never go back. */
  const courses = fc
    .record({
      kind: fc.constantFrom(...CASE_KINDS),
      start: fc.integer({ min: 0, max: 360 }),
      tried: fc.array(
        fc.record({
          command: fc.constantFrom(...CASE_COMMANDS),
          role: fc.constantFrom(...CASE_ROLES),
          later: fc.integer({ min: 0, max: 20 }),
        }),
        { maxLength: 25 },
      ),
    })
    .map(({ kind, start, tried }) => {
      let on = addDays(day('2026-01-01'), start)
      let state: CaseState = FIRST_STATE
      const steps: ClockStep[] = [{ command: 'submit', to: state, on }]
      for (const { command, role, later } of tried) {
        const next = takeCaseStep(kind, state, command, role)
        if (!next.ok) continue
        on = addDays(on, later)
        state = next.value
        steps.push({ command, to: state, on })
      }
      return { kind, steps, state }
    })

  test('the last day never comes earlier by a step or by a day that passes', () => {
    fc.assert(
      fc.property(courses, fc.constantFrom(null, HUAXIAN), fc.nat(30), ({ kind, steps, state }, area, days) => {
        const clock = clockOf(kind, area)
        let before: Day | undefined
        for (let n = 1; n <= steps.length; n++) {
          const some = steps.slice(0, n)
          const now = caseDue(some, clock, some.at(-1)?.on ?? day('2026-01-01'), calendar)
          if (now && before) expect(compareDays(now.on, before)).toBeGreaterThanOrEqual(0)
          before = now?.on
        }
        const last = steps.at(-1)?.on ?? day('2026-01-01')
        for (let passed = 1; passed <= days && isOpen(state); passed++) {
          const now = caseDue(steps, clock, addDays(last, passed), calendar)
          if (now && before) expect(compareDays(now.on, before)).toBeGreaterThanOrEqual(0)
          before = now?.on
        }
      }),
    )
  })

  test('it is never before the day of receipt, and moves with the days only while papers are waited for', () => {
    fc.assert(
      fc.property(courses, fc.nat(60), ({ kind, steps, state }, later) => {
        const last = steps.at(-1)?.on ?? day('2026-01-01')
        const clock = clockOf(kind, HUAXIAN)

        const then = caseDue(steps, clock, last, calendar)
        const now = caseDue(steps, clock, addDays(last, later), calendar)

        expect(compareDays(then?.on ?? last, steps[0]?.on ?? last)).toBeGreaterThan(0)
        if (then?.isRunning) expect(now).toEqual(then)
        expect(then?.isRunning).toBe(state !== 'papers-asked' && state !== 'evidence-asked')
      }),
    )
  })
})
