import { expect, test } from 'vitest'
import { formatCount } from '#site/lib/counts.ts'
import { chineseDay } from '#site/lib/dates.ts'

test('a day is written without leading zeros', () => {
  expect(chineseDay('2026-03-05')).toBe('2026年3月5日')
  expect(chineseDay('2026-11-20')).toBe('2026年11月20日')
})

test('a text that is no day is shown as it came', () => {
  expect(chineseDay('长期')).toBe('长期')
})

test('counts are grouped by thousands', () => {
  expect([0, 999, 1000, 1234567].map(formatCount)).toEqual(['0', '999', '1,000', '1,234,567'])
})
