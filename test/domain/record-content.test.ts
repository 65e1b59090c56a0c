import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DECISION_KINDS } from '#domain/kind-groups'
import { type FieldValues, type RecordContent, splitPersonalData } from '#domain/record-content'
import { type FieldId, fieldSpec, fieldsOf } from '#domain/record-fields'
import { RECORD_KINDS, type RecordKind, SUBJECT_CATEGORIES } from '#domain/vocabulary'

/** Every value a different one, none of them personal data: what comes out is where it was put, and only there. */
function filled(kind: RecordKind, category: FieldValues['subjectCategory']): FieldValues {
  const values: FieldValues = {}
  for (const field of fieldsOf(kind)) values[field] = `值·${field}`
  if (category === undefined) delete values.subjectCategory
  else values.subjectCategory = category
  return values
}

function placesOf(content: RecordContent, field: FieldId): string {
  return [content.open[field] === undefined ? '' : 'open', content.sealed[field] === undefined ? '' : 'sealed']
    .filter((place) => place !== '')
    .join('+')
}

describe('what may be shown and what may not', () => {
  test('field by field, for every category', () => {
    const table = RECORD_KINDS.flatMap((kind) =>
      fieldsOf(kind).map((field) => {
        const places = [...SUBJECT_CATEGORIES, undefined].map((category) =>
          placesOf(splitPersonalData(kind, filled(kind, category), {}, false), field),
        )
        return places.every((place) => place === 'open') ? '' : `${kind} ${field}: ${places.join(' · ')}\n`
      }),
    )

    expect(
      `\norganisation · sole-trader · natural-person · unknown; all others open\n${table.join('')}`,
    ).toMatchInlineSnapshot(`
      "
      organisation · sole-trader · natural-person · unknown; all others open
      licence subjectName: open · open · open+sealed · open
      licence subjectCategory: open · open · open · 
      licence subjectCode: open · open · sealed · open
      licence legalRepresentative: sealed · sealed · sealed · sealed
      licence legalRepresentativeIdType: sealed · sealed · sealed · sealed
      licence legalRepresentativeIdNumber: sealed · sealed · sealed · sealed
      licence personIdType: sealed · sealed · sealed · sealed
      licence personIdNumber: sealed · sealed · sealed · sealed
      licence remarks: sealed · sealed · sealed · sealed
      penalty subjectName: open · open · open+sealed · open
      penalty subjectCategory: open · open · open · 
      penalty subjectCode: open · open · sealed · open
      penalty legalRepresentative: sealed · sealed · sealed · sealed
      penalty legalRepresentativeIdType: sealed · sealed · sealed · sealed
      penalty legalRepresentativeIdNumber: sealed · sealed · sealed · sealed
      penalty personIdType: sealed · sealed · sealed · sealed
      penalty personIdNumber: sealed · sealed · sealed · sealed
      penalty remarks: sealed · sealed · sealed · sealed
      dishonesty remarks: sealed · sealed · sealed · sealed
      court-default remarks: sealed · sealed · sealed · sealed
      promise remarks: sealed · sealed · sealed · sealed
      arrears remarks: sealed · sealed · sealed · sealed
      rectification remarks: sealed · sealed · sealed · sealed
      litigation remarks: sealed · sealed · sealed · sealed
      measure remarks: sealed · sealed · sealed · sealed
      assessment remarks: sealed · sealed · sealed · sealed
      report remarks: sealed · sealed · sealed · sealed
      serious-breach subjectName: open · open · open+sealed · open
      serious-breach subjectCategory: open · open · open · 
      serious-breach subjectCode: open · open · sealed · open
      serious-breach remarks: sealed · sealed · sealed · sealed
      good-record subjectName: open · open · open+sealed · open
      good-record subjectCategory: open · open · open · 
      good-record subjectCode: open · open · sealed · open
      good-record remarks: sealed · sealed · sealed · sealed
      bidding-agency subjectName: open · open · open+sealed · open
      bidding-agency subjectCategory: open · open · open · 
      bidding-agency subjectCode: open · open · sealed · open
      bidding-agency remarks: sealed · sealed · sealed · sealed
      bidding-violation subjectName: open · open · open+sealed · open
      bidding-violation subjectCategory: open · open · open · 
      bidding-violation subjectCode: open · open · sealed · open
      bidding-violation remarks: sealed · sealed · sealed · sealed
      power remarks: sealed · sealed · sealed · sealed
      proposal remarks: sealed · sealed · sealed · sealed
      decision-notice remarks: sealed · sealed · sealed · sealed
      public-response remarks: sealed · sealed · sealed · sealed
      "
    `)
  })

  test('turning the representative on opens one field of organisations and nothing else', () => {
    for (const kind of DECISION_KINDS) {
      for (const category of [...SUBJECT_CATEGORIES, undefined]) {
        const off = splitPersonalData(kind, filled(kind, category), {}, false).open
        const on = splitPersonalData(kind, filled(kind, category), {}, true).open
        const more = category === 'organisation' ? { legalRepresentative: '值·legalRepresentative' } : {}

        expect(on).toEqual({ ...off, ...more })
      }
    }
  })

  test('nothing is lost: every value is in the open part whole, or sealed whole', () => {
    const kinds = fc.constantFrom(...RECORD_KINDS)
    const text = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 15 }),
      fc.constantFrom('电话13812345678', '11010519491231002X', '张三丰', '住址：滑县道口镇文明路12号'),
    )
    fc.assert(
      fc.property(
        kinds,
        fc.infiniteStream(text),
        fc.constantFrom(...SUBJECT_CATEGORIES),
        fc.boolean(),
        (kind, texts, category, shows) => {
          const values = filled(kind, category)
          for (const field of fieldsOf(kind)) {
            if (fieldSpec(kind, field)?.type.includes('text')) values[field] = texts.next().value ?? ''
          }

          const content = splitPersonalData(kind, values, {}, shows)

          for (const field of fieldsOf(kind)) {
            expect([content.open[field], content.sealed[field]]).toContain(values[field])
            const covered = content.open[field] !== undefined && content.sealed[field] !== undefined
            expect(content.maskedFields.includes(field)).toBe(covered)
          }
        },
      ),
      { numRuns: 40 },
    )
  })

  test('a number that stood free only once a name beside it was covered is covered too', () => {
    const values = { subjectName: '甲公司', legalRepresentative: '7777', documentTitle: '777711010519491231002X' }

    const { open, sealed } = splitPersonalData('licence', values, {}, false)

    expect(open.documentTitle).not.toContain('11010519491231002X')
    expect(sealed.documentTitle).toBe('777711010519491231002X')
  })

  test('fields that a kind does not have, and empty ones, leave no trace', () => {
    const content = splitPersonalData(
      'licence',
      { subjectName: '甲公司', penaltyKinds: '罚款', content: '' },
      { a: 'b' },
      false,
    )

    expect(content).toEqual({
      open: { subjectName: '甲公司' },
      sealed: {},
      extras: { a: 'b' },
      maskedFields: [],
      unreadFields: [],
    })
  })
})
