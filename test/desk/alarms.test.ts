import { expect, test } from 'vitest'
import type { AlarmsView } from '#contract/desk-alarm'
import { lookForAlarms } from '../../scripts/lib/clock.ts'
import { type DeskVisitor, type DeskWorld, deskWorld } from './desk-world.ts'

const listOf = async (who: DeskVisitor, query = '') => (await who.get(`/alarms${query}`)).body as AlarmsView

async function alarmed(): Promise<DeskWorld> {
  const w = await deskWorld()
  await lookForAlarms(w)
  return w
}

test('an alarm says what is the matter and why, and is closed with a reason that is kept', async () => {
  const w = await alarmed()
  const [clerk, auditor] = [await w.as('clerk'), await w.as('auditor')]
  const [first] = (await listOf(clerk)).items

  const empty = await clerk.post(`/alarms/${first?.n}/close`, { reason: '无' })
  const telling = await clerk.post(`/alarms/${first?.n}/close`, { reason: '已电话联系 13800138000 处理' })
  const closed = await clerk.post(`/alarms/${first?.n}/close`, { reason: '已经督促，下月复查' })
  const again = await clerk.post(`/alarms/${first?.n}/close`, { reason: '已经督促，下月复查' })

  expect(first?.text).toMatch(/。$/)
  expect(first?.basis.length).toBeGreaterThan(5)
  expect([empty.status, telling.body.code, closed.status, again.body.code]).toEqual([
    ...[422, 'note-personal-data', 200, 'alarm-closed'],
  ])
  const [kept] = (await listOf(auditor, '?state=closed')).items
  expect(kept).toMatchObject({ n: first?.n, closed: { reason: '已经督促，下月复查' } })
  expect((await listOf(clerk)).items.map(({ n }) => n)).not.toContain(first?.n)
  await lookForAlarms(w)
  expect((await listOf(clerk)).items.map(({ n }) => n)).not.toContain(first?.n)
})

test('an organ sees its own alarms only, and closes none', async () => {
  const w = await alarmed()
  const clerk = await w.as('clerk')
  const { items } = await listOf(clerk)
  const [of] = items
  const organ = await w.as('organ', 'jiaotong-yunshu')

  const own = await listOf(organ)

  expect(own.items.length).toBeGreaterThan(0)
  expect(new Set(own.items.map(({ agency }) => agency))).toEqual(new Set(['澜溪县交通运输局']))
  const sum = ({ counts }: AlarmsView) => counts.reduce((total, { count }) => total + count, 0)
  expect(sum(own)).toBeLessThan(sum(await listOf(clerk)))
  expect((await organ.post(`/alarms/${of?.n}/close`, { reason: '已经处理完毕' })).status).toBe(403)
  expect((await organ.post(`/alarms/${of?.n}/dishonesty`, {})).status).toBe(403)
})

test('an overdue rectification becomes an import of one 政务失信, which lacks what confirms it', async () => {
  const w = await alarmed()
  const clerk = await w.as('clerk')
  const { items } = await listOf(clerk, '?alarm=entry-overdue')
  const overdue = items.find(({ mayDraft, text }) => mayDraft && text.startsWith('问题整改'))

  const made = await clerk.post(`/alarms/${overdue?.n}/dishonesty`, {})
  const file = await clerk.get(`/imports/${made.body.import}`)
  const again = await clerk.post(`/alarms/${overdue?.n}/dishonesty`, {})

  expect(made.status).toBe(201)
  expect(file.body).toMatchObject({ kind: 'dishonesty', counts: { accepted: 0, rejected: 1 } })
  expect(JSON.stringify(file.body)).toContain('认定单位')
  expect([again.status, again.body.import]).toEqual([201, made.body.import])
  const kept = (await listOf(clerk, '?alarm=entry-overdue')).items.find(({ n }) => n === overdue?.n)
  expect(kept?.draft).toBe(made.body.import)
})

test('what is not overdue, or not there, begins no 政务失信', async () => {
  const w = await alarmed()
  const clerk = await w.as('clerk')
  const [filed] = (await listOf(clerk, '?alarm=published-late')).items

  expect(filed?.mayDraft).toBe(false)
  expect((await clerk.post(`/alarms/${filed?.n}/dishonesty`, {})).body.code).toBe('alarm-no-entry')
  expect((await clerk.post('/alarms/999999/dishonesty', {})).body.code).toBe('alarm-not-found')
  expect((await clerk.post('/alarms/none/close', { reason: '已经处理完毕' })).body.code).toBe('alarm-not-found')
})
