import { describe, expect, test } from 'vitest'
import { type Day, parseDay } from '#domain/day'
import { type FieldValues, splitPersonalData } from '#domain/record-content'
import { factsOf } from '#domain/record-facts'
import type { FieldId } from '#domain/record-fields'
import { reviewedPublication, type Settling } from '#domain/reviewed-publication'
import { loadContent } from '../../scripts/lib/content.ts'

const content = await loadContent('demo')
const TODAY = day('2026-11-20')
const SETTLING: Settling = { basis: '《行政处罚法》第四十八条，经复核具有一定社会影响', until: null }

function day(text: string): Day {
  const parsed = parseDay(text)
  if (parsed === undefined) throw new Error(`${text} is not a day`)
  return parsed
}

const PENALTY: FieldValues = {
  subjectName: '澜溪县试样食品有限公司',
  subjectCategory: 'organisation',
  documentNumber: '澜市监罚〔2026〕9001号',
  facts: '经查，当事人销售超过保质期的食品。',
  legalBasis: '《中华人民共和国食品安全法》第一百二十四条',
  penaltyKinds: '罚款',
  decidedOn: '2026-11-10',
  severity: 'general',
}

type About = {
  organKnown?: boolean
  familyLeft?: boolean
  unread?: FieldId[]
  settling?: Settling
  without?: FieldId[]
}

/** A penalty through the door and past two people, in one line. */
function line(changes: FieldValues, about: About = {}): string {
  const values = { ...PENALTY, ...changes }
  for (const field of about.without ?? []) delete values[field]
  const decidedOn = day(values.decidedOn ?? '')
  const facts = factsOf({
    ...{ kind: 'penalty', state: 'new', words: content.penaltyWords, decidedOn, publishedOn: decidedOn },
    content: { ...splitPersonalData('penalty', values, {}, false), unreadFields: about.unread ?? [] },
    ...{ organKnown: about.organKnown ?? true, familyLeft: about.familyLeft ?? false },
  })
  const found = reviewedPublication(facts, content.rules, TODAY, about.settling ?? SETTLING)
  if (found.ok) return `${found.value.decision} ${found.value.rule} until ${found.value.until}`
  return 'rule' in found.failure ? `${found.failure.code} ${found.failure.rule}` : found.failure.code
}

const UNTIL_2027 = { ...SETTLING, until: day('2027-05-01') }

describe('two people and the door', () => {
  test.each([
    ['where the rules let it out, they decide', {}, {}, 'publish penalty.publish until 2027-11-10'],
    ['a missing number may be settled', {}, { without: ['documentNumber'] }, 'publish staff.publish until 2027-11-10'],
    ['so may a number that left already', {}, { familyLeft: true }, 'publish staff.publish until 2027-11-10'],
    ['a cell that nobody can read', {}, { unread: ['procedure'] }, 'publish staff.publish until 2027-11-10'],
    [
      'a class that nobody knows, with a last day',
      { penaltyKinds: '其他' },
      { without: ['severity'], settling: UNTIL_2027 },
      'publish staff.publish until 2027-05-01',
    ],
    ['but not without one', { penaltyKinds: '其他' }, { without: ['severity'] }, 'until-missing'],
    [
      'nor longer than any class is public',
      { penaltyKinds: '其他' },
      { without: ['severity'], settling: { ...SETTLING, until: day('2029-11-11') } },
      'until-out-of-range',
    ],
    [
      'nor until a day that is past',
      { penaltyKinds: '其他' },
      { without: ['severity'], settling: { ...SETTLING, until: day('2026-11-19') } },
      'until-out-of-range',
    ],
    ['and never without a basis', {}, { familyLeft: true, settling: { basis: null, until: null } }, 'basis-missing'],
  ] as [string, FieldValues, About, string][])('%s', (_, changes, about, said) => {
    expect(line(changes, about)).toBe(said)
  })

  test.each([
    ['公安处罚', { legalBasis: '《治安管理处罚法》第四十三条' }, {}, 'rule-forbids penalty.sealed.public-security'],
    ['未成年人', { facts: '当事人系未成年人' }, {}, 'rule-forbids penalty.sealed.minor-person'],
    ['a natural person', { subjectCategory: 'natural-person' }, {}, 'rule-forbids record.natural-person'],
    ['a minor breach', { severity: 'minor' }, {}, 'rule-forbids penalty.severity.minor'],
    ['a period that is over', { publicUntil: '2026-11-19' }, {}, 'rule-forbids penalty.period-over'],
    [
      'a natural person behind a doubt that may be settled',
      { subjectCategory: 'natural-person' },
      { familyLeft: true },
      'rule-forbids record.natural-person',
    ],
  ] as [string, FieldValues, About, string][])('what a rule forbids stays forbidden: %s', (_, changes, about, said) => {
    expect(line(changes, about)).toBe(said)
  })

  test.each([
    ['whom it is about', { without: ['subjectCategory'] }, 'correct-first record.subject-unknown'],
    ['which organ', { organKnown: false }, 'correct-first record.organ-unknown'],
  ] as [string, About, string][])('%s is put right, not settled', (_, about, said) => {
    expect(line({}, about)).toBe(said)
  })

  test('a decision of tomorrow waits for tomorrow', () => {
    expect(line({ decidedOn: '2027-01-10' })).toBe('correct-first record.decided-in-future')
  })
})
