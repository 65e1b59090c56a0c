import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { decideChange } from '#usecase/decide-change'
import { type HidingReview, hideRecord, reviewHidden } from '#usecase/hide-record'
import { listOpenChanges } from '#usecase/list-changes'
import { publishPending } from '#usecase/publish-pending'
import { importRows, PENALTY } from '../csv.ts'
import { type World, world } from '../world.ts'
import {
  atDay,
  auditOf,
  BASIS,
  changed,
  done,
  expectTrail,
  failureOf,
  LI,
  penaltyOf,
  propose,
  query,
  stateOf,
  ZHANG,
} from './changing.ts'

const HIDE = { reason: '当事人反映错误，先行停止公示核查。', caseReceipt: null, by: ZHANG }

async function statusOf(w: World, id: string): Promise<number> {
  await publishPending(w)
  return (await w.get(`records/${id}`)).status
}

async function hidden(w: World, id: string): Promise<string> {
  return done(await hideRecord(w, { id, ...HIDE })).change
}

function review(w: World, change: string, outcome: HidingReview['outcome'], by = LI, seq: number | null = null) {
  return reviewHidden(w, { change, outcome, reason: '经复核，决定如上。', seq, by })
}

describe('one person hides a record at once', () => {
  test('it is gone from every answer without a notice, and waits for another person', async () => {
    const w = await world()
    const id = await penaltyOf(w)
    const before = await w.get('search?q=%E6%BE%9C%E5%B8%82%E7%9B%91%E7%BD%9A%E3%80%942026%E3%80%959001%E5%8F%B7')

    const change = await hidden(w, id)
    const found = await query(w, sql`SELECT 1 FROM search_entry WHERE id = ${id}`)
    const status = await statusOf(w, id)
    const removals = (await w.get('removals?since=2026-01-01')).body

    expect(JSON.stringify(before.body)).toContain(id)
    expect(found).toEqual([])
    expect(status).toBe(404)
    expect(JSON.stringify(removals)).not.toContain(id)
    expect((await w.rows('kind=penalty&limit=100')).map((row) => row.id)).not.toContain(id)
    expect((await listOpenChanges(w, { after: null, limit: 10 })).items).toMatchObject([
      { id: change, change: 'hide', proposedBy: ZHANG, isStale: false },
    ])
    await expectTrail(w, id, ['publish', 'hide'])
    expect(await auditOf(w, id)).toEqual([`staff record-hide ${ZHANG}`])
  })

  test('what was proposed about it is stale, and nothing else can be asked until it is reviewed', async () => {
    const w = await world()
    const id = await penaltyOf(w)
    const request = { change: 'end' as const, ground: 'repaired' }
    const { change } = done(await propose(w, id, { request }))

    const hiding = await hidden(w, id)

    expect(failureOf(await decideChange(w, { change, verdict: 'approve', note: null, by: LI }))).toBe('change-closed')
    expect(failureOf(await propose(w, id, { request }))).toBe('step-not-allowed')
    expect(failureOf(await hideRecord(w, { id, ...HIDE }))).toBe('step-not-allowed')
    expect(failureOf(await decideChange(w, { change: hiding, verdict: 'reject', note: '不同意', by: LI }))).toBe(
      'hiding-needs-review',
    )
  })

  test('of two who hide at once one is told so', async () => {
    const w = await world()
    const id = await penaltyOf(w)

    const both = await Promise.all([hideRecord(w, { id, ...HIDE }), hideRecord(w, { id, ...HIDE, by: LI })])

    expect(both.map(failureOf).sort()).toEqual(['changed-meanwhile', 'done'])
  })
})

describe('another person reviews it', () => {
  test('never the one who hid it', async () => {
    const w = await world()
    const id = await penaltyOf(w)
    const change = await hidden(w, id)

    expect(failureOf(await review(w, change, { to: 'restore' }, ZHANG))).toBe('same-person')
    expect(await stateOf(w, id)).toBe('hidden')
  })

  test.each([
    [{ to: 'withdraw', ground: 'quashed' }, 'withdrawn', 410, 'withdraw'],
    [{ to: 'end', ground: 'repaired' }, 'ended', 410, 'end'],
    [{ to: 'withhold' }, 'withheld', 404, 'withhold'],
    [{ to: 'restore' }, 'public', 200, 'restore'],
  ] as const)('%o', async (outcome, state, status, command) => {
    const w = await world()
    const id = await penaltyOf(w)
    const before = (await w.get(`records/${id}`)).body
    const change = await hidden(w, id)
    await publishPending(w)

    done(await review(w, change, outcome))
    const after = await statusOf(w, id)

    expect(await stateOf(w, id)).toBe(state)
    expect(after).toBe(status)
    if (command === 'restore') expect((await w.get(`records/${id}`)).body).toEqual(before)
    await expectTrail(w, id, ['publish', 'hide', command])
    expect(await auditOf(w, id)).toEqual([`staff record-hide ${ZHANG}`, `staff record-${command} ${LI} ${ZHANG}`])
    expect(failureOf(await review(w, change, { to: 'restore' }))).toBe('change-closed')
  })

  test('a record whose period ran out meanwhile is not restored', async () => {
    const w = await world()
    const id = await penaltyOf(w)
    const change = await hidden(w, id)

    const later = await review(atDay(w, 400), change, { to: 'restore' })

    expect(later).toMatchObject({ failure: { code: 'rule-forbids', rule: 'penalty.period-over' } })
    expect(await stateOf(w, id)).toBe('hidden')
  })

  test('one that people had let out comes back on the basis that they gave', async () => {
    const w = await world()
    const id = await penaltyOf(w, { 失信严重程度: '', 处罚类别: '其他' })
    await changed(w, id, { request: { change: 'publish', basis: BASIS, until: '2027-05-01' } })
    const change = await hidden(w, id)

    done(await review(w, change, { to: 'restore' }))
    const status = await statusOf(w, id)

    expect(status).toBe(200)
    expect((await w.get(`records/${id}`)).body).toMatchObject({
      until: '2027-05-01',
      decision: { rule: 'staff.publish', basis: BASIS },
    })
  })
})

describe('no file brings it back', () => {
  const OTHER = { ...PENALTY, 处罚内容: '罚款人民币7000元。' }

  test('a new version of a hidden record leaves it hidden, and its review open', async () => {
    const w = await world()
    const id = await penaltyOf(w)
    const change = await hidden(w, id)

    await importRows(w, 'penalty', [OTHER])
    const status = await statusOf(w, id)
    const seen = await review(w, change, { to: 'restore' }, LI, 2)
    done(await review(w, change, { to: 'restore' }))

    expect([status, await stateOf(w, id)]).toEqual([404, 'public'])
    expect(failureOf(seen)).toBe('changed-meanwhile')
    await publishPending(w)
    expect(JSON.stringify((await w.get(`records/${id}`)).body)).toContain('罚款人民币7000元')
  })

  test('two rows of its number do not come in beside it', async () => {
    const w = await world()
    const id = await penaltyOf(w)
    await hidden(w, id)

    const summary = await importRows(w, 'penalty', [OTHER, { ...OTHER, 处罚内容: '罚款人民币8000元。' }])
    await statusOf(w, id)

    expect(summary.published).toBe(0)
    expect((await w.rows('kind=penalty&limit=100')).map((row) => row.documentNumber)).not.toContain(
      PENALTY.行政处罚决定书文号,
    )
  })

  test('a file that says it is sealed takes the review out of everybody’s hands', async () => {
    const w = await world()
    const id = await penaltyOf(w)
    const change = await hidden(w, id)

    await importRows(w, 'penalty', [{ ...PENALTY, 处罚依据: '《治安管理处罚法》第四十三条' }])

    expect(await stateOf(w, id)).toBe('withheld')
    expect(failureOf(await review(w, change, { to: 'restore' }))).toBe('changed-meanwhile')
    expect(await propose(w, id, { request: { change: 'publish', basis: BASIS, until: null } })).toMatchObject({
      failure: { code: 'rule-forbids', rule: 'penalty.sealed.public-security' },
    })
  })
})
