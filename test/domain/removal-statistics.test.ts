import { expect, test } from 'vitest'
import { instantOfDay, parseDay } from '#domain/day'
import { lastFullQuarter } from '#domain/quarter'
import { type Removal, type RemovalGround, removalStatistics, speedOf } from '#domain/removal-statistics'
import { exactly } from '#domain/small-cells'
import { loadContent } from '../../scripts/lib/content.ts'

const { calendar } = await loadContent('demo')
const HOUR = 3_600_000
const at = (text: string, hour = 9) => {
  const day = parseDay(text)
  if (day === undefined) throw new Error(`${text} is not a day`)
  return { day, instant: instantOfDay(day) + hour * HOUR }
}
const NOW = lastFullQuarter(at('2026-11-20').day)

function removed(ground: RemovalGround, on: string, after: number | null): Removal {
  const decided = at(on).instant
  const way = ground === 'period-over' || ground === 'repaired' ? 'ended' : 'withdrawn'
  return { way, ground, asked: decided, decided, gone: after === null ? null : decided + after }
}

test('removals are told by ground and by how long they took, one way apart from the other', () => {
  const removals = [
    ...Array.from({ length: 12 }, () => removed('period-over', '2026-08-03', 1000)),
    ...Array.from({ length: 7 }, () => removed('repaired', '2026-08-03', 5 * HOUR)),
    ...Array.from({ length: 6 }, () => removed('quashed', '2026-08-03', 1000)),
  ]

  const [withdrawn, ended] = removalStatistics(removals, NOW, calendar)

  expect(ended?.stretches).toHaveLength(1)
  expect(ended?.stretches[0]).toMatchObject({
    ...{ from: '2026Q1', to: '2026Q3', removed: exactly(19) },
    grounds: [
      { ground: 'period-over', removed: exactly(12) },
      { ground: 'repaired', removed: exactly(7) },
    ],
  })
  expect(ended?.stretches[0]?.speeds.slice(0, 2)).toEqual([
    { speed: 'hour', removed: exactly(12) },
    { speed: 'day', removed: exactly(7) },
  ])
  expect(withdrawn?.stretches[0]?.removed).toEqual(exactly(6))
})

test('what the number of removals gives away by itself is no way to the small ground beside it', () => {
  const removals = [
    ...Array.from({ length: 12 }, () => removed('period-over', '2026-08-03', 1000)),
    removed('repaired', '2026-08-03', 1000),
  ]

  const ended = removalStatistics(removals, NOW, calendar).find(({ way }) => way === 'ended')

  expect(ended?.stretches[0]?.removed).toEqual(exactly(13))
  expect(ended?.stretches[0]?.grounds.map(({ removed: span }) => span)).toEqual([
    { least: 9, most: 12 },
    { least: 1, most: 4 },
  ])
})

test.each([
  ['2026-08-03', 1000, 'hour'],
  ['2026-08-03', 10 * HOUR, 'day'],
  ['2026-08-03', 75 * HOUR, 'three-days'],
  // From Friday to Wednesday are three working days.
  ['2026-08-07', 5 * 24 * HOUR, 'three-days'],
  ['2026-08-07', 6 * 24 * HOUR, 'longer'],
  ['2026-09-30', 5 * 24 * HOUR, 'waiting'],
  ['2026-08-03', null, 'waiting'],
] as const)('asked for on %s and gone after %j ms: %s', (on, after, speed) => {
  expect(speedOf(removed('quashed', on, after), NOW.before, calendar)).toBe(speed)
})

test('a quarter that is not over is not told', () => {
  expect(removalStatistics([removed('quashed', '2026-10-01', 1000)], NOW, calendar)).toEqual([
    { way: 'withdrawn', stretches: [] },
    { way: 'ended', stretches: [] },
  ])
})
