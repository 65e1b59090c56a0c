import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { planStep, type StaffStep, stepCase } from '#usecase/change-case'
import { decideChange } from '#usecase/decide-change'
import { listOpenChanges, listToReview, readChange } from '#usecase/list-changes'
import { publishPending } from '#usecase/publish-pending'
import { endRecord } from '#usecase/remove-record'
import { importRows, PENALTY } from '../csv.ts'
import { clearOf, given } from '../http/sending.ts'
import { type World, world } from '../world.ts'
import {
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

const CORRECT = {
  request: { change: 'correct' as const, fields: { content: '罚款人民币6000元。', fineAmount: '6000元' } },
}

async function shown(w: World, id: string): Promise<{ status: number; text: string }> {
  await publishPending(w)
  const { status, body } = await w.get(`records/${id}`)
  return { status, text: JSON.stringify(body) }
}

describe('four eyes', () => {
  test('a correction is public once another person agrees, under the same id, and says which fields changed', async () => {
    const w = await world()
    const id = await penaltyOf(w)

    const { change, preview } = done(await propose(w, id, CORRECT))
    const before = await shown(w, id)
    const own = await decideChange(w, { change, verdict: 'approve', note: null, by: ZHANG })
    const other = await decideChange(w, { change, verdict: 'approve', note: null, by: LI })
    const after = await shown(w, id)

    expect(preview).toMatchObject({ toState: 'public', rule: 'penalty.publish', changed: ['content', 'fineAmount'] })
    expect(before.text).toContain('罚款人民币5000元')
    expect(failureOf(own)).toBe('same-person')
    expect(failureOf(other)).toBe('done')
    expect(after).toMatchObject({ status: 200, text: expect.stringContaining('罚款人民币6000元') })
    expect(after.text).not.toContain('罚款人民币5000元')
    expect(after.text).toContain('罚款金额')
    await expectTrail(w, id, ['publish', 'publish'])
    expect(await auditOf(w, id)).toEqual([`staff change-propose ${ZHANG}`, `staff record-correct ${LI} ${ZHANG}`])
  })

  test('the same file imported again takes a correction not back', async () => {
    const w = await world()
    const id = await penaltyOf(w)
    await changed(w, id, CORRECT)

    const again = await importRows(w, 'penalty', [PENALTY])
    const after = await shown(w, id)

    expect(again).toMatchObject({ read: 1, unchanged: 1 })
    expect(after.text).toContain('罚款人民币6000元')
  })

  test('a correction to a sealed word ends withheld, and nothing of the record stays public', async () => {
    const w = await world()
    const id = await penaltyOf(w)

    await changed(w, id, { request: { change: 'correct', fields: { legalBasis: '《治安管理处罚法》第四十三条' } } })
    const after = await shown(w, id)

    expect(after.status).toBe(404)
    expect(await stateOf(w, id)).toBe('withheld')
    await expectTrail(w, id, ['publish', 'withhold'])
  })

  test('values that a correction proposes are in no table that is not private, and go with the decision', async () => {
    const w = await world()
    const id = await penaltyOf(w)
    const request = { change: 'correct' as const, fields: { legalRepresentative: '密语甲乙' } }

    const { change } = done(await propose(w, id, { request }))
    const open = await dump(w)
    const read = done(await readChange(w, change))
    await decideChange(w, { change, verdict: 'reject', note: '与营业执照不符', by: LI })
    const after = await dump(w)

    expect(open.filter(({ text }) => text.includes('密语甲乙')).map(({ table }) => table)).toEqual(['change_private'])
    expect(read.fields).toEqual([{ field: 'legalRepresentative', before: undefined, after: '密语甲乙' }])
    expect(after.filter(({ text }) => text.includes('密语甲乙'))).toEqual([])
  })

  test('a proposal is stale once the record took another step, and says so', async () => {
    const w = await world()
    const id = await penaltyOf(w)
    const { change } = done(await propose(w, id, CORRECT))
    await importRows(w, 'penalty', [{ ...PENALTY, 处罚内容: '罚款人民币7000元。', '罚款金额（万元）': '0.7' }])

    const listed = await listOpenChanges(w, { after: null, limit: 10 })
    const decided = await decideChange(w, { change, verdict: 'approve', note: null, by: LI })
    const again = await decideChange(w, { change, verdict: 'approve', note: null, by: LI })

    expect(listed.items).toMatchObject([{ id: change, isStale: true }])
    expect([failureOf(decided), failureOf(again)]).toEqual(['changed-meanwhile', 'change-closed'])
    expect((await shown(w, id)).text).toContain('罚款人民币7000元')
    expect(await auditOf(w, id)).toContain(`staff change-stale ${LI}`)
  })

  test('a record has one open proposal; a stale one makes room by itself', async () => {
    const w = await world()
    const id = await penaltyOf(w)
    const both = await Promise.all([propose(w, id, CORRECT), propose(w, id, { ...CORRECT, by: LI })])
    const third = await propose(w, id, CORRECT)
    await importRows(w, 'penalty', [{ ...PENALTY, 处罚内容: '罚款人民币7000元。' }])
    const fourth = await propose(w, id, CORRECT)

    expect(both.map(failureOf).sort()).toEqual(['change-open', 'done'])
    expect([failureOf(third), failureOf(fourth)]).toEqual(['change-open', 'done'])
    expect((await query(w, sql`SELECT state FROM record_change ORDER BY n`)).map(({ state }) => state)).toEqual([
      'stale',
      'open',
    ])
  })

  test('of two who decide at once one is told that it is decided', async () => {
    const w = await world()
    const id = await penaltyOf(w)
    const { change } = done(await propose(w, id, CORRECT))

    const both = await Promise.all([
      decideChange(w, { change, verdict: 'approve', note: null, by: LI }),
      decideChange(w, { change, verdict: 'reject', note: '与原文书不符', by: 'staff-wang' }),
    ])

    expect(both.map(failureOf).sort()).toEqual(['change-closed', 'done'])
    await expectTrail(w, id, both[0].ok ? ['publish', 'publish'] : ['publish'])
  })

  test('the database itself refuses an approval by whoever asked', async () => {
    const w = await world()
    const id = await penaltyOf(w)
    const { change } = done(await propose(w, id, CORRECT))

    const approve = query(
      w,
      sql`UPDATE record_change SET state = 'approved', decided_by = ${ZHANG} WHERE id = ${change}`,
    )

    await expect(approve).rejects.toThrow()
  })

  test('what is proposed is checked as if it were decided now', async () => {
    const w = await world()
    const id = await penaltyOf(w)

    const said = [
      await propose(w, id, { request: { change: 'correct', fields: { decidedOn: '不详' } } }),
      await propose(w, id, { request: { change: 'correct', fields: { content: PENALTY.处罚内容 ?? '' } } }),
      await propose(w, id, { request: { change: 'withdraw', ground: 'mistake' } }),
      await propose(w, id, {
        request: { change: 'withdraw', ground: 'void' },
        reason: '澜溪县试样食品有限公司的处罚无效',
      }),
      await propose(w, id, { request: { change: 'publish', basis: BASIS, until: null } }),
      await propose(w, id, { request: { change: 'withhold' } }),
      await propose(w, 'abc', CORRECT),
      await propose(w, id, { ...CORRECT, seq: 7 }),
    ]

    expect(said.map(failureOf)).toEqual([
      ...['value-refused', 'nothing-changed', 'ground-unknown', 'reason-names-subject'],
      ...['step-not-allowed', 'step-not-allowed', 'record-not-found', 'changed-meanwhile'],
    ])
    expect(await query(w, sql`SELECT 1 FROM record_change`)).toEqual([])
  })
})

test('no verb writes without one row of the audit that names who did it', async () => {
  const w = await world()
  const doubtful = { 失信严重程度: '', 处罚类别: '其他' }
  const id = await penaltyOf(w, doubtful)
  const kept = await penaltyOf(w, { ...doubtful, 行政处罚决定书文号: '澜市监罚〔2026〕9502号' })
  const { change } = done(await propose(w, id, { request: { change: 'withhold' } }))
  await decideChange(w, { change, verdict: 'reject', note: '应当公示', by: LI })
  await changed(w, id, { request: { change: 'publish', basis: BASIS, until: '2027-05-01' } })
  await changed(w, id, { request: { change: 'mask', fields: ['facts'], basis: null, until: null } })
  await changed(w, kept, { request: { change: 'withhold' } })

  const proposed = `staff change-propose ${ZHANG}`
  expect(await auditOf(w, id)).toEqual([
    ...[proposed, `staff change-reject ${LI}`, proposed, `staff record-publish ${LI} ${ZHANG}`],
    ...[proposed, `staff record-mask ${LI} ${ZHANG}`],
  ])
  expect(await auditOf(w, kept)).toEqual([proposed, `staff record-withhold ${LI} ${ZHANG}`])
  await expectTrail(w, id, ['withhold', 'publish', 'publish'])
  // A commitment for each step, and one for each version.
  const [count] = await query(w, sql`SELECT count(*) AS n FROM commitment WHERE event IN ('publish', 'withhold')`)
  expect(Number(count?.n)).toBe(3)
})

describe('what waits for a person', () => {
  test('is listed and counted, and is public once two people settle the doubt', async () => {
    const w = await world()
    const before = await listToReview(w, { after: null, limit: 100, rule: null })
    const id = await penaltyOf(w, { 失信严重程度: '', 处罚类别: '其他' })
    const listed = await listToReview(w, { after: null, limit: 100, rule: 'penalty.severity.undetermined' })
    const until = { change: 'publish' as const, basis: BASIS, until: '2027-05-01' }

    const without = await propose(w, id, { request: { ...until, until: null } })
    await changed(w, id, { request: until })
    const after = await shown(w, id)

    expect(listed.total).toBe(listed.byRule.find(({ rule }) => rule === 'penalty.severity.undetermined')?.records)
    expect(listed.items.map((it) => it.id)).toContain(id)
    expect((await listToReview(w, { after: null, limit: 100, rule: null })).total).toBe(before.total)
    expect(failureOf(without)).toBe('until-missing')
    expect(after.status).toBe(200)
    expect(after.text).toContain('staff.publish')
    expect(after.text).toContain('2027-05-01')
  })

  test('pages of the list hold every record once', async () => {
    const w = await world()
    for (const n of [1, 2, 3]) {
      await penaltyOf(w, { 行政处罚决定书文号: `澜市监罚〔2026〕950${n}号`, 失信严重程度: '', 处罚类别: '其他' })
    }

    const all = await listToReview(w, { after: null, limit: 100, rule: null })
    const ids: string[] = []
    for (let after: string | null = null, isFirst = true; isFirst || after !== null; isFirst = false) {
      const page = await listToReview(w, { after, limit: 2, rule: null })
      ids.push(...page.items.map((it) => it.id))
      after = page.next
    }

    expect(ids).toEqual(all.items.map((it) => it.id))
    expect(ids.length).toBe(all.total)
  })

  test('what a rule seals or forbids no two people let out', async () => {
    const w = await world()
    const person = await penaltyOf(w, { 行政相对人类别: '自然人', 行政相对人名称: '试样乙' })

    const asked = await propose(w, person, { request: { change: 'publish', basis: BASIS, until: '2027-05-01' } })

    expect(asked).toMatchObject({ failure: { code: 'rule-forbids', rule: 'record.natural-person' } })
  })

  test('looked at and kept back, it is off the list, and a new version of it waits again', async () => {
    const w = await world()
    const id = await penaltyOf(w, { 失信严重程度: '', 处罚类别: '其他' })
    await changed(w, id, { request: { change: 'withhold' } })
    const kept = await listToReview(w, { after: null, limit: 100, rule: null })

    await penaltyOf(w)
    const sent = await listToReview(w, { after: null, limit: 100, rule: null })

    expect(kept.items.map((it) => it.id)).not.toContain(id)
    expect(sent.items.find((it) => it.id === id)).toMatchObject({ rule: 'staff.withhold', version: 2 })
    expect((await shown(w, id)).status).toBe(404)
  })

  test('masked by people, a text is covered everywhere, and a new version from a file waits', async () => {
    const w = await world()
    const id = await penaltyOf(w)

    await changed(w, id, { request: { change: 'mask', fields: ['facts'], basis: null, until: null } })
    const masked = await shown(w, id)
    await importRows(w, 'penalty', [{ ...PENALTY, 违法事实: '经查，当事人销售超过保质期的食品两批。' }])
    const after = await shown(w, id)

    expect(masked).toMatchObject({ status: 200 })
    expect(masked.text).not.toContain('销售超过保质期的食品。')
    expect(masked.text).toContain('staff.mask')
    expect(after.status).toBe(404)
  })
})

describe('withdrawing and ending by two people', () => {
  test.each([
    ['withdraw', 'quashed', 'record-withdrawn', 'withdrawn'],
    ['end', 'repaired', 'record-ended', 'ended'],
  ] as const)('%s', async (change, ground, code, state) => {
    const w = await world()
    const id = await penaltyOf(w)

    await changed(w, id, { request: { change, ground }, reason: '经行政复议，原处罚决定被撤销。' })
    const after = await shown(w, id)

    expect(after.status).toBe(410)
    expect(after.text).toContain(code)
    expect(after.text).not.toContain('澜溪县试样食品有限公司')
    expect(await stateOf(w, id)).toBe(state)
    await expectTrail(w, id, ['publish', change])
    expect(await auditOf(w, id)).toContain(`staff record-${change} ${LI} ${ZHANG}`)
  })

  test('while it is proposed the record may be ended by the clock; the proposal is then stale', async () => {
    const w = await world()
    const id = await penaltyOf(w)
    const { change } = done(await propose(w, id, CORRECT))
    await endRecord(w, { id, ground: 'period-over', reason: '公示期限届满', actor: 'clock' })

    const decided = await decideChange(w, { change, verdict: 'approve', note: null, by: LI })

    expect(failureOf(decided)).toBe('changed-meanwhile')
    expect((await shown(w, id)).status).toBe(410)
  })
})

describe('a change that follows from a case', () => {
  async function objected(
    w: World,
  ): Promise<{ id: string; receipt: string; planned: () => ReturnType<typeof planStep> }> {
    const id = String((await clearOf(w, 'objection')).record)
    const { receipt } = await given(w, 'objection')
    const deps = { ...w.deps, ...w.deps.intake }
    const accept = { receipt, command: 'accept', role: 'clerk', actor: 'staff', note: null, until: null } as const
    await stepCase(deps, accept)
    const uphold: StaffStep = { ...accept, command: 'uphold', role: 'reviewer' }
    return { id, receipt, planned: () => planStep(deps, uphold) }
  }

  const END = { request: { change: 'end' as const, ground: 'repaired' } }

  async function plannedOf(planned: Awaited<ReturnType<typeof planStep>>) {
    if (!planned.ok) throw new Error(planned.failure.code)
    return planned.value
  }

  test('is written with the step of the case, in one batch', async () => {
    const w = await world()
    const { id, receipt, planned } = await objected(w)
    const { change } = done(await propose(w, id, { ...END, caseReceipt: receipt }))

    const caseStep = await plannedOf(await planned())
    done(await decideChange(w, { change, verdict: 'approve', note: null, by: LI, caseStep }))

    expect(await stateOf(w, id)).toBe('ended')
    expect((await w.cases.find(receipt))?.state).toBe('upheld')
    expect(await query(w, sql`SELECT 1 FROM record_mark WHERE record_id = ${id}`)).toEqual([])
  })

  test('is not written where the case took another step, and neither is the step', async () => {
    const w = await world()
    const { id, receipt, planned } = await objected(w)
    const { change } = done(await propose(w, id, { ...END, caseReceipt: receipt }))
    const caseStep = await plannedOf(await planned())
    const dismiss = { receipt, command: 'dismiss', role: 'clerk', actor: 'staff', note: null, until: null } as const
    await stepCase({ ...w.deps, ...w.deps.intake }, dismiss)
    const before = await counts(w)

    const decided = await decideChange(w, { change, verdict: 'approve', note: null, by: LI, caseStep })

    expect(failureOf(decided)).toBe('case-changed-meanwhile')
    expect(await counts(w)).toEqual(before)
    expect(await stateOf(w, id)).toBe('public')
  })

  test('is not written where the record took another step, and the case stays as it was', async () => {
    const w = await world()
    const { id, receipt, planned } = await objected(w)
    const { change } = done(await propose(w, id, { ...END, caseReceipt: receipt }))
    const caseStep = await plannedOf(await planned())
    await endRecord(w, { id, ground: 'repaired', reason: '已完成信用修复', actor: 'operator' })

    const decided = await decideChange(w, { change, verdict: 'approve', note: null, by: LI, caseStep })

    expect(failureOf(decided)).toBe('changed-meanwhile')
    expect((await w.cases.find(receipt))?.state).toBe('accepted')
  })

  test('takes no step of another case along', async () => {
    const w = await world()
    const { id, planned } = await objected(w)
    const { change } = done(await propose(w, id, END))

    const caseStep = await plannedOf(await planned())
    const decided = await decideChange(w, { change, verdict: 'approve', note: null, by: LI, caseStep })

    expect(failureOf(decided)).toBe('case-other')
  })
})

async function counts(w: World): Promise<Record<string, unknown>[]> {
  return query(
    w,
    sql`SELECT (SELECT count(*) FROM trail) AS trail, (SELECT count(*) FROM case_trail) AS cases,
    (SELECT count(*) FROM audit) AS audit, (SELECT count(*) FROM publication) AS decisions,
    (SELECT count(*) FROM commitment) AS commitments, (SELECT count(*) FROM outbox) AS outbox`,
  )
}

/** Every table as text. */
async function dump(w: World): Promise<{ table: string; text: string }[]> {
  const tables = await query(
    w,
    sql`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search_text%'`,
  )
  return Promise.all(
    tables.map(async ({ name }) => {
      const rows = await query(w, sql`SELECT * FROM ${sql.identifier(String(name))}`)
      return { table: String(name), text: JSON.stringify(rows) }
    }),
  )
}
