import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fixesByRow, fixTrouble, isUnchanged, mendedRow, shownCell } from '#domain/cell-fixes'

const row = fc.record({ n: fc.integer({ min: 1, max: 5 }), cells: fc.array(fc.string(), { maxLength: 6 }) })
const fix = fc.record({
  n: fc.integer({ min: 1, max: 5 }),
  place: fc.integer({ min: 0, max: 8 }),
  text: fc.string(),
})

test('a row says what was mended and, everywhere else, what the file says', () => {
  fc.assert(
    fc.property(row, fc.array(fix, { maxLength: 8 }), (received, fixes) => {
      const mended = mendedRow(received, fixesByRow(fixes))

      const own = fixes.filter(({ n }) => n === received.n)
      expect(mended.n).toBe(received.n)
      expect(mended.cells.length).toBe(Math.max(received.cells.length, ...own.map(({ place }) => place + 1)))
      mended.cells.forEach((cell, place) => {
        const last = own.findLast((it) => it.place === place)
        expect(cell).toBe(last?.text ?? received.cells[place] ?? '')
      })
      expect(mendedRow(mended, fixesByRow(fixes))).toEqual(mended)
    }),
  )
})

test('what is left as it is shown is no fix, and stars are never one', () => {
  fc.assert(
    fc.property(fc.string(), (cell) => {
      expect(isUnchanged(shownCell(cell), cell)).toBe(true)
      expect(fixTrouble(shownCell(cell), cell)).toBeNull()
    }),
  )
  const present = '李四410105199003077655'
  expect(fixTrouble(shownCell(present), present)).toBeNull()
  expect(fixTrouble(`${shownCell(present)}等`, present)).toBe('masked')
  expect(fixTrouble('', present)).toBeNull()
  expect(fixTrouble('长'.repeat(32_768), present)).toBe('too-long')
})
