import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, type Day, parseDay } from '#domain/day'
import { decidePublication, type PublicationFacts, type PublicationFinding } from '#domain/publication'
import { type FieldValues, splitPersonalData } from '#domain/record-content'
import { factsOf } from '#domain/record-facts'
import { fieldsOf } from '#domain/record-fields'
import type { PeriodRule, PublicationCondition, PublicationRule, RuleRow, Rules } from '#domain/rules'
import {
  PENALTY_KINDS,
  RECORD_KINDS,
  RECORD_STATES,
  type RecordKind,
  type RecordState,
  SEVERITIES,
  SUBJECT_CATEGORIES,
} from '#domain/vocabulary'
import { loadContent } from '../../scripts/lib/content.ts'

const content = await loadContent('demo')
const { rules } = content
const TODAY = day('2026-11-20')

function day(text: string): Day {
  const parsed = parseDay(text)
  if (parsed === undefined) throw new Error(`${text} is not a day`)
  return parsed
}

const PENALTY: FieldValues = {
  subjectName: '澜溪县试样食品有限公司',
  subjectCategory: 'organisation',
  documentNumber: '澜市监罚〔2026〕9001号',
  violationType: '经营超过保质期的食品',
  facts: '经查，当事人销售超过保质期的食品。',
  legalBasis: '《中华人民共和国食品安全法》第一百二十四条',
  penaltyKinds: '罚款',
  decidedOn: '2026-11-10',
  severity: 'general',
  procedure: 'ordinary',
}
const LICENCE: FieldValues = {
  subjectName: '澜溪县试样食品有限公司',
  subjectCategory: 'organisation',
  documentNumber: '澜市监许〔2026〕9001号',
  certificateName: '食品经营许可证',
  content: '食品销售',
  decidedOn: '2026-11-10',
}

/** Undefined takes a field away. */
type Changes = { [field in keyof FieldValues]?: string | undefined }
type Circumstances = { organKnown?: boolean; state?: RecordState; publishedOn?: string; today?: string; rules?: Rules }

/** Facts go through the production path, so that what is masked here is masked there. */
function factsFor(kind: RecordKind, changes: Changes, about: Circumstances = {}): PublicationFacts {
  const values: FieldValues = {}
  const all: Changes = { ...(kind === 'licence' ? LICENCE : PENALTY), ...changes }
  for (const field of fieldsOf(kind)) if (all[field] !== undefined) values[field] = all[field]
  const decidedOn = day(all.decidedOn ?? '2026-11-10')
  return factsOf({
    kind,
    content: splitPersonalData(kind, values, {}, false),
    state: about.state ?? 'new',
    organKnown: about.organKnown ?? true,
    familyLeft: false,
    decidedOn,
    publishedOn: about.publishedOn === undefined ? decidedOn : day(about.publishedOn),
    words: content.penaltyWords,
  })
}

function decide(kind: RecordKind, changes: Changes = {}, about: Circumstances = {}): PublicationFinding {
  const today = about.today === undefined ? TODAY : day(about.today)
  return decidePublication(factsFor(kind, changes, about), about.rules ?? rules, today)
}

function line(kind: RecordKind, said: string, changes: Changes = {}, about: Circumstances = {}): string {
  const found = decide(kind, changes, about)
  const until = found.decision === 'withhold' ? '' : ` · ${found.until ?? 'no end'}`
  const review = found.needsReview ? ' · a person has to look' : ''
  return `${kind} · ${said} → ${found.decision} · ${found.rule}${until}${review}`
}

describe('the whole policy on 2026-11-20', () => {
  test('licences', () => {
    const table = [
      line('licence', 'complete, of an organisation'),
      line('licence', 'of a sole trader', { subjectCategory: 'sole-trader' }),
      line('licence', 'of a natural person', { subjectCategory: 'natural-person', subjectName: '张三丰' }),
      line('licence', 'category not said', { subjectCategory: undefined }),
      line('licence', 'organ unknown', {}, { organKnown: false }),
      line('licence', 'without number', { documentNumber: undefined }),
      line('licence', 'with a telephone number in its content', { content: '联系电话13812345678' }),
      line('licence', 'twenty years old', { decidedOn: '2006-11-10' }),
      line('licence', 'that has no period of validity left', { validUntil: '2020-01-01' }),
      line('licence', 'naming 治安管理处罚法', { content: '依照治安管理处罚法办理' }),
      line('licence', 'already withdrawn', {}, { state: 'withdrawn' }),
      line('licence', 'already ended', {}, { state: 'ended' }),
      line('licence', 'in public', {}, { state: 'public' }),
    ]

    expect(`\n${table.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      licence · complete, of an organisation → publish · licence.publish · no end
      licence · of a sole trader → publish · licence.publish · no end
      licence · of a natural person → withhold · record.natural-person
      licence · category not said → withhold · record.subject-unknown · a person has to look
      licence · organ unknown → withhold · record.organ-unknown · a person has to look
      licence · without number → withhold · licence.field-missing · a person has to look
      licence · with a telephone number in its content → mask · licence.publish · no end
      licence · twenty years old → publish · licence.publish · no end
      licence · that has no period of validity left → publish · licence.publish · no end
      licence · naming 治安管理处罚法 → publish · licence.publish · no end
      licence · already withdrawn → withhold · record.already-removed · a person has to look
      licence · already ended → withhold · record.already-removed · a person has to look
      licence · in public → publish · licence.publish · no end
      "
    `)
  })

  test('penalties: who, by whom, and what must never be public', () => {
    const table = [
      line('penalty', 'complete, general, of an organisation'),
      line('penalty', 'of a sole trader', { subjectCategory: 'sole-trader' }),
      line('penalty', 'of a natural person', { subjectCategory: 'natural-person', subjectName: '张三丰' }),
      line('penalty', 'category not said', { subjectCategory: undefined }),
      line('penalty', 'organ unknown', {}, { organKnown: false }),
      line('penalty', 'without number', { documentNumber: undefined }),
      line('penalty', 'without kinds', { penaltyKinds: undefined }),
      line('penalty', 'with an identity number in its facts', { facts: '当事人（11010519491231002X）' }),
      line('penalty', 'based on 治安管理处罚法', { legalBasis: '《治安管理处罚法》第四十三条' }),
      line('penalty', 'with 治安处罚 in its facts', { facts: '曾受治安处罚' }),
      line('penalty', 'of a minor', { facts: '当事人系未成年人' }),
      line('penalty', 'of a natural person by 治安管理处罚法', {
        subjectCategory: 'natural-person',
        legalBasis: '《治安管理处罚法》第四十三条',
      }),
      line('penalty', 'already withdrawn', {}, { state: 'withdrawn' }),
      line('penalty', 'already ended', {}, { state: 'ended' }),
    ]

    expect(`\n${table.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      penalty · complete, general, of an organisation → publish · penalty.publish · 2027-11-10
      penalty · of a sole trader → publish · penalty.publish · 2027-11-10
      penalty · of a natural person → withhold · record.natural-person
      penalty · category not said → withhold · record.subject-unknown · a person has to look
      penalty · organ unknown → withhold · record.organ-unknown · a person has to look
      penalty · without number → withhold · penalty.field-missing · a person has to look
      penalty · without kinds → withhold · penalty.field-missing · a person has to look
      penalty · with an identity number in its facts → mask · penalty.publish · 2027-11-10
      penalty · based on 治安管理处罚法 → withhold · penalty.sealed.public-security
      penalty · with 治安处罚 in its facts → withhold · penalty.sealed.public-security
      penalty · of a minor → withhold · penalty.sealed.minor-person
      penalty · of a natural person by 治安管理处罚法 → withhold · penalty.sealed.public-security
      penalty · already withdrawn → withhold · record.already-removed · a person has to look
      penalty · already ended → withhold · record.already-removed · a person has to look
      "
    `)
  })

  test('penalties: severity', () => {
    const unsaid = { severity: undefined }
    const table = [
      line('penalty', 'minor by the organ', { severity: 'minor' }),
      line('penalty', 'general by the organ', { severity: 'general' }),
      line('penalty', 'serious by the organ', { severity: 'serious' }),
      line('penalty', 'a fine, severity not said', unsaid),
      line('penalty', 'a warning, severity not said', { ...unsaid, penaltyKinds: '警告' }),
      line('penalty', 'a warning and a fine, severity not said', { ...unsaid, penaltyKinds: '警告;罚款' }),
      line('penalty', 'goods confiscated, severity not said', { ...unsaid, penaltyKinds: '罚款、没收非法财物' }),
      line('penalty', 'a licence revoked, severity not said', { ...unsaid, penaltyKinds: '吊销许可证' }),
      line('penalty', 'closed down, severity not said', { ...unsaid, penaltyKinds: '责令关闭' }),
      line('penalty', 'a kind nobody knows, severity not said', { ...unsaid, penaltyKinds: '没收非法财物、训诫' }),
      line('penalty', 'simple procedure, severity not said', { ...unsaid, procedure: 'simple' }),
      line('penalty', 'simple procedure, but serious by the organ', { procedure: 'simple', severity: 'serious' }),
    ]

    expect(`\n${table.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      penalty · minor by the organ → withhold · penalty.severity.minor
      penalty · general by the organ → publish · penalty.publish · 2027-11-10
      penalty · serious by the organ → publish · penalty.publish · 2029-11-10
      penalty · a fine, severity not said → withhold · penalty.severity.undetermined · a person has to look
      penalty · a warning, severity not said → withhold · penalty.severity.minor
      penalty · a warning and a fine, severity not said → withhold · penalty.severity.undetermined · a person has to look
      penalty · goods confiscated, severity not said → publish · penalty.publish · 2027-11-10
      penalty · a licence revoked, severity not said → publish · penalty.publish · 2029-11-10
      penalty · closed down, severity not said → withhold · penalty.severity.undetermined · a person has to look
      penalty · a kind nobody knows, severity not said → withhold · penalty.severity.undetermined · a person has to look
      penalty · simple procedure, severity not said → withhold · penalty.severity.minor
      penalty · simple procedure, but serious by the organ → publish · penalty.publish · 2029-11-10
      "
    `)
  })

  test('penalties: age and period', () => {
    const serious = { severity: 'serious' }
    const table = [
      line('penalty', 'general, decided a year ago today', { decidedOn: '2025-11-20' }),
      line('penalty', 'general under 36号, last public day', { decidedOn: '2026-04-01' }, { today: '2027-04-01' }),
      line('penalty', 'general under 36号, day after', { decidedOn: '2026-04-01' }, { today: '2027-04-02' }),
      line(
        'penalty',
        'serious under 36号, last public day',
        { ...serious, decidedOn: '2026-04-01' },
        { today: '2029-04-01' },
      ),
      line(
        'penalty',
        'serious under 36号, day after',
        { ...serious, decidedOn: '2026-04-01' },
        { today: '2029-04-02' },
      ),
      line('penalty', 'general under 58号', { decidedOn: '2026-03-31' }),
      line('penalty', 'minor under 58号', { decidedOn: '2026-03-31', severity: 'minor' }),
      line(
        'penalty',
        'minor under 58号, asked before 36号',
        { decidedOn: '2026-03-01', severity: 'minor' },
        { today: '2026-03-31' },
      ),
      line('penalty', 'under 58号, three years later', { decidedOn: '2023-11-20' }),
      line('penalty', 'under 58号, three years and a day later', { decidedOn: '2023-11-19' }),
      line('penalty', 'serious under 527号, over', { ...serious, decidedOn: '2023-04-30' }),
      line('penalty', 'five years old today', { ...serious, decidedOn: '2021-11-20' }),
      line('penalty', 'five years and a day old', { ...serious, decidedOn: '2021-11-19' }),
      line('penalty', 'before any regime, asked in 2023', { decidedOn: '2019-06-30' }, { today: '2023-01-01' }),
      line('penalty', 'general, 公示截止期 earlier', { publicUntil: '2026-12-31' }),
      line('penalty', 'general, 公示截止期 later', { publicUntil: '2099-01-01' }),
      line('penalty', 'general, 公示截止期 over', { publicUntil: '2026-11-19' }),
      line('penalty', 'general, 公示截止期 today', { publicUntil: '2026-11-20' }),
      line('penalty', 'general, 公示截止期 only a month', { publicUntil: '2027-02' }),
      line('penalty', 'general, 公示截止期 three months', { publicUntil: '+3m' }),
      line('penalty', 'general, 公示截止期 long-term', { publicUntil: 'long-term' }),
    ]

    expect(`\n${table.join('\n')}\n`).toMatchInlineSnapshot(`
      "
      penalty · general, decided a year ago today → publish · penalty.publish · 2028-11-20
      penalty · general under 36号, last public day → publish · penalty.publish · 2027-04-01
      penalty · general under 36号, day after → withhold · penalty.period-over
      penalty · serious under 36号, last public day → publish · penalty.publish · 2029-04-01
      penalty · serious under 36号, day after → withhold · penalty.period-over
      penalty · general under 58号 → publish · penalty.publish · 2029-03-31
      penalty · minor under 58号 → withhold · penalty.severity.minor
      penalty · minor under 58号, asked before 36号 → publish · penalty.publish · 2029-03-01
      penalty · under 58号, three years later → publish · penalty.publish · 2026-11-20
      penalty · under 58号, three years and a day later → withhold · penalty.period-over
      penalty · serious under 527号, over → withhold · penalty.period-over
      penalty · five years old today → withhold · penalty.period-over
      penalty · five years and a day old → withhold · penalty.period-certainly-over
      penalty · before any regime, asked in 2023 → withhold · penalty.period-undetermined · a person has to look
      penalty · general, 公示截止期 earlier → publish · penalty.publish · 2026-12-31
      penalty · general, 公示截止期 later → publish · penalty.publish · 2027-11-10
      penalty · general, 公示截止期 over → withhold · penalty.period-over
      penalty · general, 公示截止期 today → publish · penalty.publish · 2026-11-20
      penalty · general, 公示截止期 only a month → publish · penalty.publish · 2027-02-28
      penalty · general, 公示截止期 three months → publish · penalty.publish · 2027-02-10
      penalty · general, 公示截止期 long-term → publish · penalty.publish · 2027-11-10
      "
    `)
  })
})

describe('failing closed', () => {
  const LAW: RuleRow = { id: 'a', from: day('2020-01-01'), to: null, confidence: 'verified', basis: '某法第一条' }
  const publishing = (changes: Partial<PublicationRule> = {}): PublicationRule => ({
    ...LAW,
    kinds: ['penalty'],
    when: { ask: 'otherwise' },
    decision: 'publish',
    ...changes,
  })
  const none: Rules = {
    ...{
      publication: [],
      periods: [],
      severities: [],
      clocks: [],
      notices: [],
      objections: [],
      promises: [],
      retention: [],
      alarms: [],
    },
    confirmed: new Set(),
  }
  const withRows = (...publication: PublicationRule[]): Rules => ({ ...none, publication })

  test('without any rule nothing is public', () => {
    const found = decide('penalty', {}, { rules: none })

    expect(found).toMatchObject({ decision: 'withhold', rule: 'no-rule', needsReview: true, until: null })
  })

  test('a rule for the other kind is no rule', () => {
    const found = decide('licence', {}, { rules: withRows(publishing({ kinds: ['penalty'] })) })

    expect(found.rule).toBe('no-rule')
  })

  test.each([
    ['not yet in force', { from: day('2026-11-21') }, 'no-rule'],
    ['in force since today', { from: TODAY }, 'a'],
    ['in force for the last day', { to: TODAY }, 'a'],
    ['no longer in force', { to: day('2026-11-19') }, 'no-rule'],
  ])('a publishing row %s leads to %o', (_, changes, rule) => {
    const found = decide('penalty', {}, { rules: withRows(publishing(changes)) })

    expect(found.rule).toBe(rule)
    expect(found.decision).toBe(rule === 'a' ? 'publish' : 'withhold')
  })

  test.each([
    ['verified', 'publish'],
    ['computed', 'publish'],
    ['known', 'withhold'],
    ['unsure', 'withhold'],
  ] as const)('a publishing row that is %s leads to %s until the place confirms it', (confidence, decision) => {
    const unconfirmed = withRows(publishing({ confidence }))
    const confirmed = { ...unconfirmed, confirmed: new Set(['a']) }

    const before = decide('penalty', {}, { rules: unconfirmed })
    const after = decide('penalty', {}, { rules: confirmed })

    expect(before).toMatchObject({ decision, rule: 'a', needsReview: decision === 'withhold' })
    expect(after).toMatchObject({ decision: 'publish', rule: 'a', needsReview: false })
  })

  test('a withholding row holds however unsure it is', () => {
    const first = publishing({ id: 'b', decision: 'withhold', when: { ask: 'organ-unknown' }, confidence: 'unsure' })

    const found = decide('penalty', {}, { organKnown: false, rules: withRows(first, publishing()) })

    expect(found).toMatchObject({ decision: 'withhold', rule: 'b', needsReview: true })
  })

  test('the first rule that applies decides, whatever stands below it', () => {
    const first = publishing({ id: 'b', decision: 'withhold', when: { ask: 'natural-person' } })
    const person = { subjectCategory: 'natural-person' }

    const inOrder = decide('penalty', person, { rules: withRows(first, publishing()) })
    const reversed = decide('penalty', person, { rules: withRows(publishing(), first) })

    expect(inOrder).toMatchObject({ decision: 'withhold', rule: 'b', needsReview: false })
    expect(reversed).toMatchObject({ decision: 'mask', rule: 'a' })
  })

  test('an unsure period row withholds until the place confirms it', () => {
    const period: PeriodRule = {
      ...LAW,
      id: 'p',
      confidence: 'unsure',
      regime: '某令',
      kind: 'penalty',
      severities: [],
      min: { years: 0, months: 3 },
      max: { years: 1, months: 0 },
      start: 'decision',
    }
    const door = publishing({ id: 'door', decision: 'withhold', when: { ask: 'period-undetermined' } })
    const unconfirmed: Rules = { ...withRows(door, publishing()), periods: [period] }

    const before = decide('penalty', {}, { rules: unconfirmed })
    const after = decide('penalty', {}, { rules: { ...unconfirmed, confirmed: new Set(['p']) } })

    expect(before).toMatchObject({ decision: 'withhold', rule: 'door', needsReview: true })
    expect(after).toMatchObject({ decision: 'publish', rule: 'a', until: '2027-11-10' })
  })

  test('penalties of 58号 wait for the place to confirm the period of 58号', () => {
    const unconfirmed: Rules = { ...rules, confirmed: new Set() }
    const on = (decidedOn: string) => decide('penalty', { decidedOn }, { rules: unconfirmed })

    expect(on('2026-03-31')).toMatchObject({
      decision: 'withhold',
      rule: 'penalty.period-undetermined',
      needsReview: true,
    })
    expect(on('2024-01-01').rule).toBe('penalty.period-undetermined')
    expect(on('2026-04-01')).toMatchObject({ decision: 'publish', rule: 'penalty.publish' })
    expect(decide('penalty', { decidedOn: '2026-03-31' }).decision).toBe('publish')
  })

  test('治安 penalties are sealed by a rule in force since 2026-01-01', () => {
    const sealed = { legalBasis: '《治安管理处罚法》', decidedOn: '2025-11-10' }

    expect(decide('penalty', sealed, { today: '2025-12-31' }).rule).not.toBe('penalty.sealed.public-security')
    expect(decide('penalty', sealed, { today: '2026-01-01' }).rule).toBe('penalty.sealed.public-security')
  })

  test.each(['《治安管理 处罚法》', '治安\n管理\u3000处罚法', '治安管理\u200b处罚法'])(
    'a line break inside the name of the law does not unseal %j',
    (legalBasis) => {
      expect(decide('penalty', { legalBasis }).rule).toBe('penalty.sealed.public-security')
    },
  )

  test('a covered field turns publish into mask', () => {
    expect(decide('penalty').decision).toBe('publish')
    expect(decide('penalty', { facts: '电话13812345678' })).toMatchObject({ decision: 'mask', rule: 'penalty.publish' })
    expect(decide('licence', { content: '住址：滑县道口镇文明路12号' }).decision).toBe('mask')
  })

  test('a rule that masks never publishes bare', () => {
    const found = decide('penalty', {}, { rules: withRows(publishing({ decision: 'mask' })) })

    expect(found.decision).toBe('mask')
  })

  test('a condition in force answers for every way to ask', () => {
    const conditions: [PublicationCondition, Changes, Circumstances][] = [
      [{ ask: 'text-matches', fields: ['facts'], words: ['保质期'] }, {}, {}],
      [{ ask: 'already-removed' }, {}, { state: 'ended' }],
      [{ ask: 'natural-person' }, { subjectCategory: 'natural-person' }, {}],
      [{ ask: 'subject-unknown' }, { subjectCategory: undefined }, {}],
      [{ ask: 'organ-unknown' }, {}, { organKnown: false }],
      [{ ask: 'field-missing', fields: ['documentNumber'] }, { documentNumber: undefined }, {}],
      [{ ask: 'age-exceeds', years: 1 }, { decidedOn: '2025-11-19' }, {}],
      [{ ask: 'severity-is', severity: 'serious' }, { severity: 'serious' }, {}],
      [{ ask: 'severity-undetermined' }, { severity: undefined }, {}],
      [{ ask: 'period-undetermined' }, { decidedOn: '2018-01-01' }, {}],
      [{ ask: 'period-over' }, { publicUntil: '2026-11-19' }, {}],
      [{ ask: 'otherwise' }, {}, {}],
    ]
    for (const [when, changes, about] of conditions) {
      const only = { ...rules, publication: [publishing({ decision: 'withhold', when })] }

      expect.soft(decide('penalty', changes, { ...about, rules: only }).rule, when.ask).toBe('a')
      if (when.ask !== 'otherwise') {
        expect
          .soft(decide('penalty', { violationType: '别的', facts: '别的' }, { rules: only }).rule, when.ask)
          .toBe('no-rule')
      }
    }
  })
})

describe('a day far off', () => {
  test.each([
    ['the decision lies so far ahead that its period ends after 2199', { decidedOn: '2198-01-01' }],
    ['the stated end is 999年', { publicUntil: '+999y' }],
    ['the stated end is the last month we know', { publicUntil: '2199-12' }],
  ])('is no reason to stumble: %s', (_, changes) => {
    expect(decide('penalty', changes).decision).not.toBe('mask')
  })

  test('a decision that has not been made yet is not public', () => {
    expect(decide('penalty', { decidedOn: '2027-06-01' }).decision).toBe('withhold')
  })
})

const anyDay = fc.integer({ min: 0, max: 85_000 }).map((n) => addDays(day('1949-01-01'), n))
/** Around the days on which regimes change, where a random day hardly ever falls. */
const nearDay = fc.integer({ min: -3000, max: 400 }).map((n) => addDays(TODAY, n))
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('食品安全法', '《治安管理处罚法》第四十三条', '当事人系未成年人', '****', ''),
)

function anyFacts(days: fc.Arbitrary<Day>): fc.Arbitrary<PublicationFacts> {
  return fc.constantFrom(...RECORD_KINDS).chain((kind) =>
    fc.record({
      kind: fc.constant(kind),
      state: fc.constantFrom('new' as const, ...RECORD_STATES),
      category: fc.constantFrom(undefined, ...SUBJECT_CATEGORIES),
      organKnown: fc.boolean(),
      present: fc.oneof(fc.subarray([...fieldsOf(kind)]), fc.constant(fieldsOf(kind))).map((fields) => new Set(fields)),
      text: fc.record({ legalBasis: text, facts: text, violationType: text, content: text }, { requiredKeys: [] }),
      maskedFields: fc.subarray([...fieldsOf(kind)], { maxLength: 2 }),
      namedFields: fc.subarray([...fieldsOf(kind)], { maxLength: 1 }),
      unreadFields: fc.subarray([...fieldsOf(kind)], { maxLength: 1 }),
      familyLeft: fc.boolean(),
      decidedOn: days,
      publishedOn: days,
      // The licence table has no 公示截止期.
      statedUntil: kind === 'penalty' ? fc.oneof(fc.constant(undefined), days) : fc.constant(undefined),
      penaltyKinds: fc.subarray([...PENALTY_KINDS], { maxLength: 3 }),
      severity: fc.constantFrom(undefined, ...SEVERITIES),
      procedure: fc.constantFrom(undefined, 'simple' as const, 'ordinary' as const),
    }),
  )
}

/** Mostly complete facts, so that the properties are about records that could well be public. */
const likelyFacts = fc.tuple(anyFacts(nearDay), fc.boolean(), fc.boolean()).map(
  ([facts, complete, known]): PublicationFacts => ({
    ...facts,
    state: complete ? 'new' : facts.state,
    present: complete ? new Set(fieldsOf(facts.kind)) : facts.present,
    organKnown: known || facts.organKnown,
    category: complete && facts.category === undefined ? 'organisation' : facts.category,
  }),
)

/** Penalties that are public unless their period is over, so that a property about published ones sees many. */
const plainPenalty = fc
  .record({
    decided: fc.integer({ min: 0, max: 900 }),
    severity: fc.constantFrom('general' as const, 'serious' as const),
  })
  .map(({ decided, severity }) => {
    const decidedOn = addDays(TODAY, -decided)
    return { ...factsFor('penalty', { decidedOn, severity }), statedUntil: undefined } satisfies PublicationFacts
  })
const dayAhead = fc.integer({ min: 0, max: 900 }).map((n) => addDays(TODAY, n))

const SEALED_WORDS = rules.publication.flatMap(({ when, kinds }) =>
  when.ask === 'text-matches' ? [{ words: when.words, fields: when.fields, kinds }] : [],
)

describe('for any record at all', () => {
  const settings = { numRuns: 3000 }

  test('the door answers, it never stumbles', () => {
    fc.assert(
      fc.property(anyFacts(anyDay), anyDay, (facts, today) => {
        const found = decidePublication(facts, rules, today)

        expect(['publish', 'mask', 'withhold']).toContain(found.decision)
        expect(found.basis).not.toBe('')
      }),
      settings,
    )
  })

  test('a natural person is never public', () => {
    fc.assert(
      fc.property(likelyFacts, nearDay, (facts, today) => {
        const found = decidePublication({ ...facts, category: 'natural-person' }, rules, today)

        expect(found.decision).toBe('withhold')
      }),
      settings,
    )
  })

  test('a text with words that seal it is never public', () => {
    fc.assert(
      fc.property(
        likelyFacts,
        fc.constantFrom(...SEALED_WORDS),
        fc.nat(),
        fc.nat(),
        text,
        (facts, sealing, f, w, more) => {
          const field = sealing.fields[f % sealing.fields.length] ?? 'facts'
          const word = sealing.words[w % sealing.words.length] ?? ''
          const kind = sealing.kinds[0] ?? 'penalty'
          const sealed = { ...facts, kind, text: { ...facts.text, [field]: `${more}${word}${more}` } }

          const found = decidePublication(sealed, rules, TODAY)

          expect(found.decision).toBe('withhold')
        },
      ),
      settings,
    )
  })

  test('to know less never opens the door', () => {
    const gaps = fc.record({ missing: fc.constantFrom(...fieldsOf('penalty')), organ: fc.boolean() })
    fc.assert(
      fc.property(likelyFacts, gaps, nearDay, (facts, gap, today) => {
        const before = decidePublication(facts, rules, today)
        fc.pre(before.decision === 'withhold')

        const present = new Set([...facts.present].filter((field) => field !== gap.missing))
        const organKnown = facts.organKnown && !gap.organ
        const after = decidePublication({ ...facts, present, organKnown }, rules, today)

        expect(after.decision).toBe('withhold')
      }),
      settings,
    )
  })

  test('what is public has its last day still before it', () => {
    let seen = 0
    fc.assert(
      fc.property(fc.oneof(likelyFacts, plainPenalty), nearDay, (facts, today) => {
        const found = decidePublication(facts, rules, today)
        if (found.decision === 'withhold') return
        seen += 1

        expect(found.until === null || found.until >= today).toBe(true)
        if (facts.kind === 'penalty') expect(found.until).not.toBeNull()
      }),
      settings,
    )
    expect(seen).toBeGreaterThan(20)
  })

  test('a stated end only ever shortens', () => {
    let seen = 0
    fc.assert(
      fc.property(plainPenalty, dayAhead, (facts, stated) => {
        const without = decidePublication(facts, rules, TODAY)
        const withEnd = decidePublication({ ...facts, statedUntil: stated }, rules, TODAY)
        if (withEnd.decision === 'withhold') return
        seen += 1

        expect(without.decision).not.toBe('withhold')
        expect(withEnd.until).toBe(without.until !== null && without.until < stated ? without.until : stated)
      }),
      settings,
    )
    expect(seen).toBeGreaterThan(20)
  })

  test('personal data that was covered is never said to be published bare', () => {
    fc.assert(
      fc.property(likelyFacts, nearDay, (facts, today) => {
        fc.pre(facts.maskedFields.length > 0)

        expect(decidePublication(facts, rules, today).decision).not.toBe('publish')
      }),
      settings,
    )
  })
})
