import { expect, test } from 'vitest'
import { addDays, type Day, dayOfInstant, instantOfDay, parseDay } from '#domain/day'
import type { KeptAlarm } from '#usecase/alarm-ports'
import { runAlarms } from '#usecase/run-alarms'
import { createSnapshotReader } from '#usecase/snapshot-reader'
import { lookForAlarms } from '../../scripts/lib/clock.ts'
import { taskEntries } from '../../site/src/lib/task-entries.ts'
import { TEST_DAY } from '../test-day.ts'
import { type World, world } from '../world.ts'

const run = (w: World, on: Day) => {
  const clock = () => instantOfDay(on) + 9 * 3_600_000
  const reader = createSnapshotReader({ blobs: w.blobs, clock })
  const { place, reading } = w.content
  return runAlarms({ ...w, reader, clock, tasks: taskEntries(place.slug, reading), duties: reading.duties })
}

async function all(w: World): Promise<KeptAlarm[]> {
  const pages = await Promise.all(
    (['open', 'closed'] as const).map((state) =>
      w.alarms.list({ state, organ: null, alarm: null, after: null, limit: 10_000 }),
    ),
  )
  return pages.flatMap(({ items }) => items)
}

test('a year of the demo, day by day: every alarm comes on its day, and none twice', async () => {
  const w = await world()
  const [first, last] = [parseDay('2026-01-01'), parseDay('2026-12-31')]
  if (first === undefined || last === undefined) throw new Error('These are days.')
  for (let on = first; on <= last; on = addDays(on, 1)) await run(w, on)

  const kept = await all(w)

  expect(new Set(kept.map(({ key }) => key)).size).toBe(kept.length)
  for (const it of kept) {
    const raised = dayOfInstant(it.raisedAt)
    if (it.alarm === 'task-soon') expect.soft([it.key, it.on <= raised]).toEqual([it.key, true])
    else if (it.on >= first) expect.soft([it.key, raised]).toEqual([it.key, it.on])
  }
  expect(new Set(kept.map(({ alarm }) => alarm))).toEqual(
    new Set([
      'entry-overdue',
      'entry-filed',
      'arrears-grown',
      'published-late',
      'task-soon',
      'task-passed',
      'report-soon',
      'report-missing',
      'report-mismatch',
    ]),
  )
})

test('run again nothing comes twice, and what holds no longer is closed by itself', async () => {
  const w = await world()
  const { raised } = await lookForAlarms(w)
  const again = await lookForAlarms(w)
  const overdue = (await all(w)).find(({ alarm, facts }) => alarm === 'entry-overdue' && facts.kind === 'rectification')
  const before = parseDay(String(overdue?.facts.due))

  // As if the day had never come: then it is not overdue.
  await run(w, before ?? parseDay(TEST_DAY) ?? dayOfInstant(0))

  expect(raised).toBeGreaterThan(0)
  expect(again).toEqual({ raised: 0, settled: 0 })
  const after = (await all(w)).find(({ key }) => key === overdue?.key)
  expect(after).toMatchObject({ closedBy: null, reason: null })
  expect(after?.closedAt).not.toBeNull()
})
