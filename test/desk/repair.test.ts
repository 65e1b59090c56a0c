import { expect, test } from 'vitest'
import { serveCase } from '#site/lib/desk/case-page.ts'
import { serveRecord } from '#site/lib/desk/record-page.ts'
import { serveRecords } from '#site/lib/desk/records-page.ts'
import { publishPending } from '#usecase/publish-pending'
import { clearOf, PARTS, post, receiptIn, tokenOf } from '../http/sending.ts'
import { ledTo, pageFor, shown } from './desk-pages.ts'
import { type DeskVisitor, type DeskWorld, deskWorld } from './desk-world.ts'

async function repairOf(w: DeskWorld, about: Record<string, unknown>): Promise<string> {
  const { hasPromised, isDutyDone } = await clearOf(w, 'repair')
  const body = { ...about, hasPromised, isDutyDone, part: PARTS.repair, token: await tokenOf(w, 'repair') }
  return receiptIn(await post(w, 'repairs', body)).receipt
}

/** Accepted by the clerk, granted by the reviewer. */
async function grant(receipt: string, clerk: DeskVisitor, reviewer: DeskVisitor): Promise<void> {
  for (const [who, step] of [
    [clerk, { command: 'accept' }],
    [reviewer, { command: 'uphold', note: '准予修复。' }],
  ] as const) {
    const { seq } = (await who.get(`/cases/${receipt}`)).body
    expect((await who.post(`/cases/${receipt}/steps`, { seq, ...step })).status).toBe(200)
  }
}

const recordIn = async (w: DeskWorld) => (await w.rows('kind=dishonesty&limit=1'))[0]?.id ?? ''

test('a granted repair asks for the end of publication with one press, and another person agrees', async () => {
  const w = await deskWorld()
  const [clerk, reviewer, publisher] = [await w.as('clerk'), await w.as('reviewer'), await w.as('publisher')]
  const record = await recordIn(w)
  const receipt = await repairOf(w, { record })
  const pageOf = async (who: DeskVisitor, form?: Record<string, string>) => {
    const { locals, request } = pageFor(w, who, `cases/${receipt}/`, form)
    return serveCase(locals, request, receipt)
  }
  const before = shown(await pageOf(clerk)).beside
  expect(before.following).toBeNull()
  expect(before.deskHref).toBe(`/desk/records/${record}/?case=${receipt}`)
  expect(shown(await pageOf(clerk, { go: 'following', seq: '1' })).trouble).not.toBeNull()

  await grant(receipt, clerk, reviewer)
  const { following } = shown(await pageOf(reviewer)).beside
  expect(following).toMatchObject({ how: 'form', label: '停止公示（已完成信用修复）' })
  const seq = following?.how === 'form' ? String(following.seq) : ''
  const change = ledTo(await pageOf(reviewer, { go: 'following', seq }))
    .split('/')
    .at(-2)

  const asked = (await publisher.get(`/changes/${change}`)).body
  expect(asked).toMatchObject({
    ...{ change: 'end', ground: 'repaired', caseReceipt: receipt, recordId: record, obstacle: null },
    preview: { rule: 'record.end', basis: '信用修复申请已经认定准予修复，停止公示。', stateLabel: '已停止公示' },
  })
  expect(shown(await pageOf(clerk)).beside.following).toMatchObject({ how: 'waiting' })
  const decision = { verdict: 'approve', note: null, upholdNote: null }
  expect((await reviewer.post(`/changes/${change}/decision`, decision)).status).toBe(409)
  expect((await publisher.post(`/changes/${change}/decision`, decision)).status).toBe(200)
  await publishPending(w)
  expect((await w.get(`records/${record}`)).status).toBe(410)
  expect(shown(await pageOf(clerk)).beside).toMatchObject({ record: null, following: { how: 'done' } })
  const rows = await (await w.deskDeps.staff()).auditAfter(0, 1000)
  expect(rows.filter(({ target }) => target === record).map(({ verb }) => verb)).toEqual(
    expect.arrayContaining(['change-propose', 'record-end']),
  )
  expect(w.faults).toEqual([])
})

test('a granted repair that names no record leads by the number to one, where it is filled in', async () => {
  const w = await deskWorld()
  const [clerk, reviewer, auditor] = [await w.as('clerk'), await w.as('reviewer'), await w.as('auditor')]
  const record = await recordIn(w)
  const receipt = await repairOf(w, { agency: 'jiaotong-yunshu' })
  await grant(receipt, clerk, reviewer)
  const of = pageFor(w, clerk, `cases/${receipt}/`)
  expect(shown(await serveCase(of.locals, of.request, receipt)).beside.following).toMatchObject({ how: 'find' })

  const find = pageFor(w, clerk, `records/?record=${record}&case=${receipt}`)
  const address = ledTo(await serveRecords(find.locals, find.request))
  expect(address).toBe(`/desk/records/${record}/?case=${receipt}`)
  const page = pageFor(w, clerk, `records/${record}/?case=${receipt}`)
  const { typed } = shown(await serveRecord(page.locals, page.request, record))
  expect([typed('change'), typed('ground'), typed('reason')]).toEqual([
    'end',
    'repaired',
    '信用修复申请已经认定准予修复，停止公示。',
  ])
  const looking = pageFor(w, auditor, `cases/${receipt}/`)
  expect(shown(await serveCase(looking.locals, looking.request, receipt)).beside.following).toBeNull()
})
