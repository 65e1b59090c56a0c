import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createMergeFiller } from '#domain/merged-cells'
import { dateText, numberText, unescapedText } from '#domain/typed-cell'

describe('a number', () => {
  test('is written in full and means the same number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = numberText(value)

        expect(text).toMatch(/^-?\d+(?:\.\d+)?$/)
        expect(Number(text)).toBe(value === 0 ? 0 : value)
      }),
    )
  })
})

describe('a date', () => {
  test('keeps its day, and its time unless it is midnight', () => {
    const seconds = fc.integer({ min: -2_208_988_800, max: 253_402_300_799 })

    fc.assert(
      fc.property(seconds, fc.integer({ min: -499, max: 499 }), (second, noise) => {
        const [day = '', time = ''] = new Date(second * 1000).toISOString().slice(0, 19).split('T')

        expect(dateText(second * 1000 + noise)).toBe(time === '00:00:00' ? day : `${day} ${time}`)
      }),
    )
  })

  test('without a day is a time', () => {
    expect(dateText(Date.UTC(1899, 11, 31, 10, 30))).toBe('10:30:00')
  })
})

test('escaped characters are decoded once', () => {
  expect(unescapedText('a_x000A_b_x005F_x000A_c_xyz_')).toBe('a\nb_x000A_c_xyz_')
})

describe('vertical merges', () => {
  test('fill exactly the rows they cover, where a row has something of its own', () => {
    const row = fc.record({ own: fc.boolean(), span: fc.integer({ min: 1, max: 4 }) })

    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), (rows) => {
        const filler = createMergeFiller()
        let covered = 0
        let value = ''
        for (const [i, { own, span }] of rows.entries()) {
          const n = i + 1
          const starts = n > covered
          const cells = [starts ? `值${n}` : '', own ? 'x' : '']

          filler.fill(n, cells)
          if (starts) {
            covered = n + span - 1
            value = `值${n}`
            filler.start(0, covered, value)
          }

          expect(cells).toEqual([starts || own ? value : '', own ? 'x' : ''])
        }
      }),
    )
  })
})
