import { expect, test } from 'vitest'
import { dayOfInstant } from '#domain/day'
import { decideChange } from '#usecase/decide-change'
import { hideRecord, reviewHidden } from '#usecase/hide-record'
import { publishPending } from '#usecase/publish-pending'
import { world } from '../world.ts'
import { atDay, done, LI, penaltyOf, propose, REASON, ZHANG } from './changing.ts'

const DAY_MS = 86_400_000

test('a removal that was proposed is timed from the proposal to when every output had lost the record', async () => {
  const w = await world()
  const id = await penaltyOf(w)
  const known = (await w.store.removals(w.clock() + 30 * DAY_MS)).length
  const { change } = done(await propose(w, id, { request: { change: 'end', ground: 'repaired' } }))

  const later = atDay(w, 2)
  done(await decideChange(later, { change, verdict: 'approve', note: null, by: LI }))
  const open = await w.store.removals(w.clock() + 30 * DAY_MS)
  await publishPending(later)
  const all = await w.store.removals(w.clock() + 30 * DAY_MS)

  const times = { way: 'ended', ground: 'repaired', asked: w.clock(), decided: later.clock() }
  expect(open).toHaveLength(known + 1)
  expect(open).toContainEqual({ ...times, gone: null })
  expect(all).toContainEqual({ ...times, gone: later.clock() })
})

test('a record that was hidden first is gone from then on', async () => {
  const w = await world()
  const id = await penaltyOf(w)
  const { change } = done(await hideRecord(w, { id, reason: REASON, caseReceipt: null, by: ZHANG }))
  await publishPending(w)

  const later = atDay(w, 5)
  const outcome = { to: 'withdraw', ground: 'quashed' } as const
  done(await reviewHidden(later, { change, outcome, reason: REASON, seq: null, by: LI }))
  await publishPending(later)

  expect(await w.store.removals(w.clock() + 30 * DAY_MS)).toContainEqual({
    ...{ way: 'withdrawn', ground: 'quashed', asked: w.clock(), decided: later.clock(), gone: w.clock() },
  })
})

test('what was decided later is not counted', async () => {
  const w = await world()
  const all = await w.store.removals(w.clock() + DAY_MS)

  expect(all.length).toBeGreaterThan(0)
  expect(new Set(all.map(({ decided }) => dayOfInstant(decided))).size).toBe(1)
  expect(await w.store.removals(all[0]?.decided ?? 0)).toEqual([])
})
