import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, parseDay } from '#domain/day'
import { dayOfExcelSerial } from '#domain/excel-serial'

describe('the serial number of a day in a spreadsheet', () => {
  test.each([
    ['42377', '2016-01-08'],
    ['42377.5', '2016-01-08'],
    ['42377.999988', '2016-01-08'],
    ['29221', '1980-01-01'],
    ['45351', '2024-02-29'],
    ['73050', '2099-12-31'],
    [' ４２３７７ ', '2016-01-08'],
  ])('%j is %s', (text, day) => {
    expect(dayOfExcelSerial(text)).toBe(day)
  })

  test.each(['29220', '73051', '20141', '4237', '423777', '-42377', '42,377', '42377.', '四二三七七', ''])(
    '%j is none',
    (text) => {
      expect(dayOfExcelSerial(text)).toBeUndefined()
    },
  )

  test('goes up by one a day', () => {
    const first = parseDay('1980-01-01')
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 43_829 }), (days) => {
        expect(dayOfExcelSerial(String(29_221 + days))).toBe(first && addDays(first, days))
      }),
    )
  })
})
