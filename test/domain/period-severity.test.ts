import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, type Day, parseDay } from '#domain/day'
import { findPeriod } from '#domain/period'
import type { PeriodRule, Rules } from '#domain/rules'
import { findSeverity, type SeverityFacts } from '#domain/severity'
import { PENALTY_KINDS, type PenaltyKind, SEVERITIES, type Severity } from '#domain/vocabulary'
import { loadContent } from '../../scripts/lib/content.ts'

const { rules } = await loadContent('demo')
const TODAY = day('2026-11-20')

function day(text: string): Day {
  const parsed = parseDay(text)
  if (parsed === undefined) throw new Error(`${text} is not a day`)
  return parsed
}

function penaltyPeriod(decided: string, severity: Severity | null, among: Rules = rules) {
  const decidedOn = day(decided)
  const publishedOn = addDays(decidedOn, 20)
  return findPeriod({ kind: 'penalty', severity, regimeOn: decidedOn, decidedOn, publishedOn }, among)
}

describe('how long a penalty is public goes by the regime of the day of decision', () => {
  test.each<[string, Severity | null, string, string, string]>([
    ['2019-07-01', 'minor', 'penalty.period.2019.general', '2019-10-01', '2020-07-01'],
    ['2019-07-01', 'general', 'penalty.period.2019.general', '2019-10-01', '2020-07-01'],
    ['2019-07-01', 'serious', 'penalty.period.2019.serious', '2020-01-01', '2022-07-01'],
    ['2023-04-30', 'general', 'penalty.period.2019.general', '2023-07-30', '2024-04-30'],
    ['2023-04-30', 'serious', 'penalty.period.2019.serious', '2023-10-30', '2026-04-30'],
    ['2023-05-01', 'general', 'penalty.period.2023', '2023-08-01', '2026-05-01'],
    ['2023-05-01', 'serious', 'penalty.period.2023', '2023-08-01', '2026-05-01'],
    ['2023-05-01', null, 'penalty.period.2023', '2023-08-01', '2026-05-01'],
    ['2026-03-31', 'general', 'penalty.period.2023', '2026-06-30', '2029-03-31'],
    ['2026-04-01', 'general', 'penalty.period.2026.general', '2026-07-01', '2027-04-01'],
    ['2026-04-01', 'serious', 'penalty.period.2026.serious', '2027-04-01', '2029-04-01'],
  ])('decided on %s, %s: by %s, repair from %s, public until %s', (decided, severity, rule, earliestRepair, until) => {
    expect(penaltyPeriod(decided, severity)).toMatchObject({ state: 'determined', rule, earliestRepair, until })
  })

  test.each<[string, Severity | null]>([
    ['2019-06-30', 'general'],
    ['2019-06-30', 'serious'],
    ['2019-07-01', null],
    ['2023-04-30', null],
    ['2026-04-01', 'minor'],
    ['2026-04-01', null],
  ])('decided on %s, %s: no rule says so', (decided, severity) => {
    expect(penaltyPeriod(decided, severity)).toEqual({ state: 'no-rule' })
  })

  test.each([
    ['2024-02-29', 'serious', '2027-02-28'],
    ['2020-02-29', 'general', '2021-02-28'],
    ['2020-02-29', 'serious', '2023-02-28'],
  ] as const)('decided on the leap day %s, %s: until %s, the last day of February', (decided, severity, until) => {
    expect(penaltyPeriod(decided, severity)).toMatchObject({ state: 'determined', until })
  })

  test.each([
    ['2026-11-30', '2027-02-28'],
    ['2026-05-31', '2026-08-31'],
    ['2026-12-31', '2027-03-31'],
  ])('three months from %s end on %s, never in the month after', (decided, earliestRepair) => {
    expect(penaltyPeriod(decided, 'general')).toMatchObject({ earliestRepair })
  })

  test('58号 counts only where the place confirmed it', () => {
    const unconfirmed = { ...rules, confirmed: new Set<string>() }

    expect(penaltyPeriod('2025-01-01', 'general', unconfirmed)).toEqual({
      state: 'unsure',
      rule: 'penalty.period.2023',
    })
    expect(penaltyPeriod('2025-01-01', 'general')).toMatchObject({ state: 'determined' })
  })

  test('the period starts with the decision, however late it was published', () => {
    const input = { kind: 'penalty', severity: 'general', regimeOn: TODAY, decidedOn: TODAY } as const

    const early = findPeriod({ ...input, publishedOn: TODAY }, rules)
    const late = findPeriod({ ...input, publishedOn: day('2027-06-01') }, rules)

    expect(early).toEqual(late)
  })

  test('a rule that starts with publication counts from publication', () => {
    const row: PeriodRule = {
      id: 'p',
      from: day('2026-01-01'),
      to: null,
      confidence: 'verified',
      basis: '某令第一条',
      regime: '某令',
      kind: 'penalty',
      severities: [],
      min: { years: 0, months: 3 },
      max: { years: 1, months: 6 },
      start: 'publication',
    }

    const found = penaltyPeriod('2026-11-10', null, { ...rules, periods: [row] })

    expect(found).toMatchObject({ earliestRepair: '2027-02-28', until: '2028-05-30' })
  })

  test('a longer regime never ends before a shorter one, and repair never comes after the end', () => {
    const days = fc.integer({ min: 0, max: 4500 }).map((n) => addDays(day('2017-01-01'), n))
    fc.assert(
      fc.property(days, fc.constantFrom(null, ...SEVERITIES), (decidedOn, severity) => {
        const found = penaltyPeriod(decidedOn, severity)
        const serious = penaltyPeriod(decidedOn, 'serious')
        if (found.state !== 'determined' || found.until === null) return

        expect(found.earliestRepair <= found.until).toBe(true)
        expect(found.until > decidedOn).toBe(true)
        expect(serious.state === 'determined' && serious.until !== null && serious.until >= found.until).toBe(true)
      }),
    )
  })

  test('no two period rows are in force for one penalty on one day', () => {
    const days = fc.integer({ min: 0, max: 4500 }).map((n) => addDays(day('2017-01-01'), n))
    fc.assert(
      fc.property(days, fc.constantFrom(...SEVERITIES), (on, severity) => {
        const rows = rules.periods.filter(
          (row) =>
            row.kind === 'penalty' &&
            row.from <= on &&
            (row.to ?? '9999') >= on &&
            (row.severities.length === 0 || row.severities.includes(severity)),
        )

        expect(rows.length).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('how long a licence is public', () => {
  test.each(['2004-07-01', '2019-06-30', '2026-11-20'])('decided on %s: the law sets no end', (decided) => {
    const decidedOn = day(decided)

    const found = findPeriod(
      { kind: 'licence', severity: null, regimeOn: decidedOn, decidedOn, publishedOn: decidedOn },
      rules,
    )

    expect(found).toMatchObject({ state: 'determined', rule: 'licence.period.open', until: null })
  })

  test('before the licensing law there is no rule', () => {
    const decidedOn = day('2004-06-30')

    const found = findPeriod(
      { kind: 'licence', severity: null, regimeOn: decidedOn, decidedOn, publishedOn: decidedOn },
      rules,
    )

    expect(found).toEqual({ state: 'no-rule' })
  })
})

describe('how serious a penalty is', () => {
  const facts = (kinds: PenaltyKind[], more: Partial<SeverityFacts> = {}): SeverityFacts => ({
    supplied: undefined,
    procedure: undefined,
    kinds,
    ...more,
  })
  const named = (found: ReturnType<typeof findSeverity>) =>
    found.state === 'determined' ? `${found.severity} by ${found.rule ?? found.by}` : found.state

  test.each<[string, SeverityFacts, string]>([
    ['a fine alone', facts(['fine']), 'undetermined'],
    ['gains confiscated', facts(['confiscate-gains']), 'undetermined'],
    ['detention', facts(['detention']), 'undetermined'],
    ['no kind known', facts([]), 'undetermined'],
    ['a warning', facts(['warning']), 'minor by severity.warning-only'],
    ['a warning and criticism', facts(['warning', 'criticism']), 'minor by severity.warning-only'],
    ['a warning and a fine', facts(['warning', 'fine']), 'undetermined'],
    ['goods confiscated', facts(['confiscate-goods']), 'general by severity.goods'],
    ['goods confiscated and a fine', facts(['fine', 'confiscate-goods']), 'general by severity.goods'],
    ['a licence revoked', facts(['revoke-licence']), 'serious by severity.revocation'],
    ['barred from the trade', facts(['bar-person', 'fine']), 'serious by severity.revocation'],
    ['revoked, goods confiscated', facts(['confiscate-goods', 'revoke-licence']), 'serious by severity.revocation'],
    ['closed', facts(['close-business']), 'undetermined'],
    ['closed, goods confiscated', facts(['close-business', 'confiscate-goods']), 'undetermined'],
    ['by simple procedure', facts(['fine'], { procedure: 'simple' }), 'minor by severity.simple-procedure'],
    ['by simple procedure, kinds unknown', facts([], { procedure: 'simple' }), 'minor by severity.simple-procedure'],
    ['by ordinary procedure', facts(['fine'], { procedure: 'ordinary' }), 'undetermined'],
    ['the organ says serious of a warning', facts(['warning'], { supplied: 'serious' }), 'serious by organ'],
    ['the organ says minor of a revocation', facts(['revoke-licence'], { supplied: 'minor' }), 'minor by organ'],
    ['the organ says general of a fine', facts(['fine'], { supplied: 'general' }), 'general by organ'],
  ])('%s', (_, asked, expected) => {
    expect(named(findSeverity(asked, rules, TODAY))).toBe(expected)
  })

  test('the closure row, taken from a draft, counts only where the place confirmed it', () => {
    const confirmed: Rules = { ...rules, confirmed: new Set([...rules.confirmed, 'severity.closure']) }
    const closed = facts(['close-business', 'fine'])

    expect(named(findSeverity(closed, rules, TODAY))).toBe('undetermined')
    expect(named(findSeverity(closed, confirmed, TODAY))).toBe('serious by severity.closure')
  })

  test('before the three classes were made nothing has a class but by the organ’s word', () => {
    const before = day('2025-06-21')

    expect(named(findSeverity(facts(['warning']), rules, before))).toBe('undetermined')
    expect(named(findSeverity(facts(['warning']), rules, day('2025-06-22')))).toBe('minor by severity.warning-only')
    expect(named(findSeverity(facts(['warning'], { supplied: 'general' }), rules, before))).toBe('general by organ')
  })

  test('the organ’s word always stands, and the order of kinds never matters', () => {
    const kinds = fc.subarray([...PENALTY_KINDS])
    const procedure = fc.constantFrom(undefined, 'simple' as const, 'ordinary' as const)
    fc.assert(
      fc.property(kinds, procedure, fc.constantFrom(...SEVERITIES), (some, how, supplied) => {
        const asked = facts(some, { procedure: how })
        const turned = facts([...some].reverse(), { procedure: how })

        expect(findSeverity(turned, rules, TODAY)).toEqual(findSeverity(asked, rules, TODAY))
        expect(named(findSeverity({ ...asked, supplied }, rules, TODAY))).toBe(`${supplied} by organ`)
      }),
    )
  })
})
