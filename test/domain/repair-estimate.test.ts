import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, compareDays, type Day, parseDay } from '#domain/day'
import { estimateRepair, type RepairQuestion } from '#domain/repair-estimate'
import { RECORD_KINDS, SEVERITIES } from '#domain/vocabulary'
import { loadContent } from '../../scripts/lib/content.ts'

const { rules } = await loadContent('demo')
const { rules: unconfirmed } = await loadContent('huaxian')

function day(text: string): Day {
  const parsed = parseDay(text)
  if (parsed === undefined) throw new Error(`${text} is not a day`)
  return parsed
}

function question(decidedOn: string, severity: RepairQuestion['severity'], today = '2026-11-20'): RepairQuestion {
  return {
    ...{ kind: 'penalty', severity, isDutyDone: true, until: null },
    ...{ decidedOn: day(decidedOn), publishedOn: day(decidedOn), today: day(today) },
  }
}

describe('the shortest period, by the regime of the day of the decision', () => {
  test.each([
    ['2019-07-01', 'general', '2019-10-01', 'penalty.period.2019.general'],
    ['2020-11-30', 'general', '2021-02-28', 'penalty.period.2019.general'],
    ['2023-04-30', 'minor', '2023-07-30', 'penalty.period.2019.general'],
    ['2022-08-31', 'serious', '2023-02-28', 'penalty.period.2019.serious'],
    ['2023-05-01', 'general', '2023-08-01', 'penalty.period.2023'],
    ['2026-03-31', 'serious', '2026-06-30', 'penalty.period.2023'],
    ['2026-04-01', 'general', '2026-07-01', 'penalty.period.2026.general'],
    ['2026-11-20', 'general', '2027-02-20', 'penalty.period.2026.general'],
    ['2026-04-01', 'serious', '2027-04-01', 'penalty.period.2026.serious'],
  ] as const)('decided on %s, %s: repair from %s on', (decidedOn, severity, earliestOn, rule) => {
    expect(estimateRepair(question(decidedOn, severity), rules)).toMatchObject({ earliestOn, rule })
  })

  test('it is reached on the day itself, not the day before', () => {
    const on = (today: string) => estimateRepair(question('2026-04-01', 'general', today), rules)

    expect(on('2026-06-30')).toMatchObject({ isPeriodReached: false, missing: ['period', 'promise'] })
    expect(on('2026-07-01')).toMatchObject({ isPeriodReached: true, missing: ['promise'] })
  })

  test('without a rule that is sure enough no day is named, and nothing is called reached', () => {
    const before2019 = estimateRepair(question('2019-06-30', 'general'), rules)
    const notConfirmed = estimateRepair(question('2024-01-10', 'general'), unconfirmed)
    const unclassified = estimateRepair(question('2026-05-01', null), rules)

    for (const estimate of [before2019, notConfirmed, unclassified]) {
      expect(estimate).toMatchObject({ channel: 'credit-china', rule: null, earliestOn: null, isPeriodReached: false })
      expect(estimate.missing).toEqual(['promise'])
    }
  })
})

test.each([
  [true, ['promise']],
  [false, ['duty', 'promise']],
  [null, ['duty-unsaid', 'promise']],
] as const)('with every duty done: %j, there is missing: %j', (isDutyDone, missing) => {
  expect(estimateRepair({ ...question('2026-04-01', 'general'), isDutyDone }, rules).missing).toEqual(missing)
})

test('when the publication ends by itself is handed on as the record says it', () => {
  const until = day('2027-04-01')

  expect(estimateRepair({ ...question('2026-04-01', 'general'), until }, rules).endsAloneOn).toBe(until)
})

const days = fc.integer({ min: 0, max: 9000 }).map((n) => addDays(day('2010-01-01'), n))
const questions: fc.Arbitrary<RepairQuestion> = fc.record({
  kind: fc.constantFrom(...RECORD_KINDS),
  severity: fc.option(fc.constantFrom(...SEVERITIES)),
  decidedOn: days,
  publishedOn: days,
  until: fc.option(days),
  today: days,
  isDutyDone: fc.option(fc.boolean()),
})

test('a licence is nothing to repair, whatever is said of it', () => {
  fc.assert(
    fc.property(questions, (it) => {
      const estimate = estimateRepair({ ...it, kind: 'licence' }, rules)
      expect(estimate).toMatchObject({ channel: 'none', earliestOn: null, rule: null, missing: [] })
    }),
  )
})

test('the earliest day is never before the decision, and the promise is always missing: only 信用中国 knows of it', () => {
  fc.assert(
    fc.property(questions, (it) => {
      const { channel, earliestOn, isPeriodReached, missing } = estimateRepair(it, rules)
      if (earliestOn !== null) expect(compareDays(earliestOn, it.decidedOn)).toBeGreaterThan(0)
      expect(isPeriodReached).toBe(earliestOn !== null && compareDays(earliestOn, it.today) <= 0)
      expect(missing.includes('period')).toBe(earliestOn !== null && !isPeriodReached)
      expect(missing.includes('promise')).toBe(channel !== 'none')
    }),
  )
})
