import { expect, test } from 'vitest'
import { addDays, parseDay } from '#domain/day'
import { publishPending } from '#usecase/publish-pending'
import { endRecord, withdrawRecord } from '#usecase/remove-record'
import { importRows, PENALTY } from '../csv.ts'
import { world } from '../world.ts'

test('a withdrawal needs a reason that names neither the subject nor personal data', async () => {
  const w = await world()
  const [row] = await w.rows('kind=penalty&limit=1')
  const withdraw = (reason: string) =>
    withdrawRecord(w, { id: row?.id ?? '', ground: 'quashed', reason, actor: 'operator' })

  expect(await withdraw('短')).toMatchObject({ ok: false, failure: { code: 'reason-length' } })
  expect(await withdraw(`${row?.subject.name}的处罚被撤销`)).toMatchObject({
    failure: { code: 'reason-names-subject' },
  })
  expect(await withdraw('当事人电话13912345678要求撤下')).toMatchObject({ failure: { code: 'reason-personal-data' } })
  expect(await withdraw('经行政复议，原处罚决定被撤销。')).toMatchObject({ ok: true })
})

test('a record that left cannot leave again', async () => {
  const w = await world()
  const [row] = await w.rows('kind=penalty&limit=1')
  const id = row?.id ?? ''
  await endRecord(w, { id, ground: 'repaired', reason: '已完成信用修复', actor: 'operator' })

  const again = await withdrawRecord(w, { id, ground: 'quashed', reason: '经行政复议撤销。', actor: 'operator' })

  expect(again).toEqual({ ok: false, failure: { code: 'step-not-allowed', id, from: 'ended', command: 'withdraw' } })
})

test('of two people who withdraw at once, one is told that the record changed meanwhile', async () => {
  const w = await world()
  const [row] = await w.rows('kind=penalty&limit=1')
  const input = {
    id: row?.id ?? '',
    ground: 'quashed' as const,
    reason: '经行政复议撤销。',
    actor: 'operator' as const,
  }

  const results = await Promise.all([withdrawRecord(w, input), withdrawRecord(w, input)])

  expect(results.map((result) => (result.ok ? 'done' : result.failure.code)).sort()).toEqual([
    'changed-meanwhile',
    'done',
  ])
})

test('past its last day a record is over on the next request, though no scheduler ran', async () => {
  const publishing = await world()
  const [row] = await publishing.rows('kind=penalty&limit=1')
  const last = parseDay(row?.until ?? '')
  if (!row || !last) throw new Error('The newest demo penalty has no end.')

  const onTheLastDay = await world({ day: last })
  const onTheDayAfter = await world({ day: addDays(last, 1) })

  expect((await onTheLastDay.get(`records/${row.id}`)).status).toBe(200)
  expect(await onTheDayAfter.get(`records/${row.id}`)).toMatchObject({ status: 410, body: { code: 'record-ended' } })
  expect((await onTheDayAfter.rows('kind=penalty&limit=100')).map(({ id }) => id)).not.toContain(row.id)
  expect((await onTheDayAfter.get(`exact?q=${encodeURIComponent(row.documentNumber ?? '')}`)).body).toMatchObject({
    records: [],
  })
  expect((await onTheDayAfter.get(`removals?since=${last}`)).body).toMatchObject({
    items: expect.arrayContaining([expect.objectContaining({ id: row.id })]),
  })
})

test('counts and pages leave out what ended since the last publish', async () => {
  const before = await world()
  const rows = await before.rows('kind=penalty&limit=100')
  const untils = rows
    .map(({ until }) => until ?? '')
    .filter((until) => until !== '')
    .sort()
  const day = parseDay(untils[Math.floor(untils.length / 2)] ?? '')
  if (!day) throw new Error('No demo penalty ends.')
  const later = addDays(day, 1)
  const alive = rows.filter(({ until }) => until === null || until >= later)

  const w = await world({ day: later })

  const { body } = await w.get('records?kind=penalty&limit=100')
  expect(alive.length).toBeLessThan(rows.length)
  expect(body).toMatchObject({ total: alive.length })
  expect((await w.rows('kind=penalty&limit=100')).map(({ id }) => id)).toEqual(alive.map(({ id }) => id))
})

test('publishing ends what is over for good', async () => {
  const w = await world({ day: '2029-12-31' })

  const report = await publishPending(w)

  expect(report.ended).toBeGreaterThan(50)
  expect((await w.get('records?kind=penalty')).body).toMatchObject({ total: 0 })
})

test('the notice of a withdrawal ends too, and then the address says only that something was here', async () => {
  const w = await world()
  await importRows(w, 'penalty', [PENALTY])
  await publishPending(w)
  const [row] = await w.rows('kind=penalty&limit=1')
  const id = row?.id ?? ''
  const done = await withdrawRecord(w, { id, ground: 'quashed', reason: '经行政复议撤销。', actor: 'operator' })
  await publishPending(w)

  const now = await w.get(`records/${id}`)

  expect(done).toEqual({ ok: true, value: { noticeUntil: '2026-12-20' } })
  expect(now).toMatchObject({ status: 410, body: { code: 'record-withdrawn', reason: '经行政复议撤销。' } })
  expect(JSON.stringify(now.body)).not.toContain(row?.subject.name)
})
