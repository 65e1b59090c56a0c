import { readFile } from 'node:fs/promises'
import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { duePurges } from '#db/case-purge'
import { createCaseStore } from '#db/case-store'
import { type Database, openDatabaseFile } from '#db/client'
import { ADDRESS_HEADER } from '#domain/client-address'
import { parseDay } from '#domain/day'
import { CASE_KINDS } from '#domain/vocabulary'
import type { CaseStore } from '#usecase/case-ports'
import { type StaffStep, stepCase } from '#usecase/change-case'
import type { IntakeDeps } from '#usecase/intake'
import { runCaseClock } from '#usecase/run-case-clock'
import { databaseFileOf } from '../../scripts/lib/workspace.ts'
import { clearOf, freshKey, given, PARTS, PATHS, post, receiptIn, tokenOf } from '../http/sending.ts'
import { type World, world } from '../world.ts'
import { base64Of, CANARY_FILE, SUPPLEMENT, sealedFor } from './witness.ts'

const DAY_MS = 86_400_000
/** As the demo confirmed it: three years, and half a year for what is only a wrong word on a page. */
const KEPT = { objection: 1095, complaint: 1095, repair: 1095, correction: 180 } as const

function later(w: World, days: number): IntakeDeps {
  return { ...w.deps, ...w.deps.intake, clock: () => w.clock() + days * DAY_MS }
}

async function stepped(w: World, receipt: string, step: Pick<StaffStep, 'command'> & Partial<StaffStep>) {
  const done = await stepCase(later(w, 0), {
    ...{ receipt, role: 'clerk', actor: 'operator', note: null, until: null },
    ...step,
  })
  if (!done.ok) throw new Error(done.failure.code)
}

async function uploaded(w: World, form: (typeof CASE_KINDS)[number], address: string): Promise<string> {
  const response = await w.app.request(`/api/v1/uploads?form=${form}&sealed=yes&token=${await tokenOf(w, form)}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream', 'Idempotency-Key': freshKey(), [ADDRESS_HEADER]: address },
    body: await sealedFor(w, CANARY_FILE),
  })
  return (await response.json()).id
}

async function databaseOf(w: World): Promise<Database> {
  const database = await openDatabaseFile(databaseFileOf(w.folder))
  onTestFinished(() => database.$client.close())
  return database
}

/** With files, supplements, and words of staff that are told from those of every other case. */
async function closedCase(w: World, kind: (typeof CASE_KINDS)[number], n: number): Promise<string> {
  const from = { address: `198.51.100.${n}` }
  const sealed = async (plain: Uint8Array | string) => base64Of(await sealedFor(w, plain))
  const uploads = [await uploaded(w, kind, from.address)]
  const clear = await clearOf(w, kind)
  const body = { ...clear, sealed: await sealed(JSON.stringify(PARTS[kind])), token: await tokenOf(w, kind), uploads }
  const { receipt, code } = receiptIn(await post(w, PATHS[kind], body, from))
  const more = { code, sealed: await sealed(JSON.stringify(SUPPLEMENT)), token: await tokenOf(w, 'case') }
  expect((await post(w, `cases/${receipt}/supplements`, more, from)).status).toBe(201)
  await stepped(w, receipt, { command: 'accept', note: `已经受理暗语${n}号${'，请等候'.repeat(n % 7)}` })
  const papers = [{ kind: 'extract', text: `转办摘要暗语${n}号${'，请核实'.repeat(n % 11)}` }] as const
  const handlerSlug = 'shichang-jianguan'
  await stepped(w, receipt, { command: 'refer', desk: { staffId: 'somebody', handlerSlug, papers } })
  const answer = [{ kind: 'answer', text: `答复暗语${n}号` }] as const
  await stepped(w, receipt, {
    ...{ command: 'answer', role: 'organ', desk: { staffId: 'somebody', handlerSlug: null, papers: answer } },
  })
  await alarmed(w, receipt, `预警暗语${n}号`)
  await stepped(w, receipt, { command: 'dismiss', note: `办结说明暗语${n}号`, role: 'reviewer' })
  return receipt
}

/** Somebody wrote why a referral that waits needs nothing more. */
async function alarmed(w: World, receipt: string, reason: string): Promise<void> {
  const key = `alarm.referral-unanswered:${receipt}:2026-03-02`
  const about = { about: 'case', id: receipt, organ: null, alarm: 'referral-unanswered' } as const
  const on = parseDay('2026-03-10')
  if (on === undefined) throw new Error('That is a day.')
  await w.alarms.raise([{ ...about, key, rule: 'alarm.referral-unanswered', on, facts: {} }], 1)
  const { items } = await w.alarms.list({ state: 'open', organ: null, alarm: null, after: null, limit: 100 })
  const found = items.find((it) => it.key === key)
  expect(await w.alarms.close({ n: found?.n ?? 0, by: 'somebody', reason, at: 2 })).toBe(true)
}

/** Pieces of everything that has to be gone, as they lie in the file. */
async function heldBy(database: Database, receipt: string): Promise<Buffer[]> {
  const all = async <T>(query: ReturnType<typeof sql>) => database.all<T>(query)
  const blobs = await all<{ bytes: ArrayBuffer }>(sql`SELECT bytes FROM case_sealed WHERE receipt = ${receipt} UNION ALL
    SELECT bytes FROM sealed_piece WHERE upload_id IN (SELECT id FROM sealed_upload WHERE receipt = ${receipt})`)
  const texts = await all<{ word: string | null }>(sql`SELECT note AS word FROM case_trail WHERE receipt = ${receipt}
    UNION SELECT salt FROM case_trail WHERE receipt = ${receipt} UNION SELECT text FROM case_paper WHERE receipt = ${receipt}
    UNION SELECT idempotency_hash FROM case_file WHERE receipt = ${receipt}
    UNION SELECT digest FROM case_file WHERE receipt = ${receipt}
    UNION SELECT idempotency_hash FROM case_sealed WHERE receipt = ${receipt}
    UNION SELECT id FROM sealed_upload WHERE receipt = ${receipt}
    UNION SELECT reason FROM alarm WHERE target = ${receipt}`)
  return [
    // From the end of the header on, where every age file is another one.
    ...blobs.flatMap(({ bytes }) => [Buffer.from(bytes).subarray(-64, -32), Buffer.from(bytes).subarray(-32)]),
    ...texts.flatMap(({ word }) => (word === null ? [] : [Buffer.from(word)])),
  ]
}

async function stillThere(w: World, needles: readonly Buffer[]): Promise<string[]> {
  const file = databaseFileOf(w.folder)
  const found = new Set<string>()
  for (const path of [file, `${file}-wal`, `${file}-shm`]) {
    const bytes = await readFile(path).catch(() => Buffer.alloc(0))
    for (const needle of needles) {
      if (bytes.includes(needle)) found.add(needle.toString('latin1'))
    }
  }
  return [...found]
}

test('what a closed case held is in no byte of the database or its log once it is not kept any longer', async () => {
  const w = await world()
  const database = await databaseOf(w)
  const closed: string[] = []
  for (let n = 0; n < 48; n++) closed.push(await closedCase(w, CASE_KINDS[n % 4] ?? 'objection', n))
  const open = (await given(w, 'complaint')).receipt
  const held = (await Promise.all(closed.map((receipt) => heldBy(database, receipt)))).flat()
  expect(held.length).toBeGreaterThan(48 * 12)
  expect(await stillThere(w, held)).toHaveLength(held.length)

  const run = await runCaseClock(later(w, 1096))
  const whileOpen = await stillThere(w, held)
  await w.close()
  database.$client.close()

  expect(run).toMatchObject({ emptied: 48, log: 'empty' })
  expect(whileOpen).toEqual([])
  expect(await stillThere(w, held)).toEqual([])
  const again = await openDatabaseFile(databaseFileOf(w.folder))
  onTestFinished(() => again.$client.close())
  expect(await createCaseStore(again).sealedParts(open)).toHaveLength(1)
})

test.each(CASE_KINDS)(
  'a %s keeps what it holds to the last day of its time, and loses it on the day after',
  async (kind) => {
    const w = await world()
    const { receipt } = await given(w, kind)
    await stepped(w, receipt, { command: 'return', note: '材料不全' })

    const onLastDay = await runCaseClock(later(w, KEPT[kind]))
    const kept = await w.cases.sealedParts(receipt)
    const dayAfter = await runCaseClock(later(w, KEPT[kind] + 1))
    const again = await runCaseClock(later(w, KEPT[kind] + 700))

    expect([onLastDay.emptied, dayAfter.emptied, again.emptied]).toEqual([0, 1, 0])
    expect(kept).toHaveLength(1)
    expect(await w.cases.sealedParts(receipt)).toEqual([])
  },
)

test('an open case keeps what it holds, however old it is, and so does a place that confirmed no time', async () => {
  const w = await world()
  const open = (await given(w, 'complaint')).receipt
  const closed = (await given(w, 'repair')).receipt
  await stepped(w, closed, { command: 'return' })
  const deps = later(w, 4000)

  const run = await runCaseClock({ ...deps, rules: { ...deps.rules, confirmed: new Set() } })
  const ofSome = await runCaseClock(deps)

  expect([run.emptied, ofSome.emptied]).toEqual([0, 1])
  expect(await w.cases.sealedParts(open)).toHaveLength(1)
})

test('who has number and code is told that the case is closed and that its content was destroyed, and when', async () => {
  const w = await world({ day: '2026-11-20' })
  const { receipt, code } = await given(w, 'correction')
  await stepped(w, receipt, { command: 'return', note: '请写明是哪一页' })
  const before = await post(w, 'look-ups', { receipt, code })

  await runCaseClock(later(w, 181))
  const after = await post(w, 'look-ups', { receipt, code })

  expect(before.body).toMatchObject({ isOpen: false, contentGoneOn: null })
  expect(after.status).toBe(200)
  expect(after.body).toMatchObject({ state: 'returned', isOpen: false, contentGoneOn: '2027-05-20', uploads: 0 })
  expect(JSON.stringify(after.body)).not.toContain('请写明')
  expect((await post(w, 'look-ups', { receipt, code: `${code}0` })).status).toBe(404)
})

test('a purge that is killed between its batches is finished by the next one, and the audit has one row of it', async () => {
  const w = await world()
  const database = await databaseOf(w)
  const receipt = await closedCase(w, 'objection', 1)
  let batches = 0
  const batch = database.batch.bind(database)
  const dying = Object.assign(Object.create(database), {
    batch: async (...items: Parameters<typeof batch>) => {
      if (++batches > 1) throw new Error('killed')
      return batch(...items)
    },
  })
  const deps = later(w, 1096)
  const dead = { ...deps, cases: async () => ({ ...w.cases, purgeCase: createCaseStore(dying).purgeCase }) }

  await expect(runCaseClock(dead)).rejects.toThrow('killed')
  const halfWay = await w.cases.find(receipt)
  const [run, other] = await Promise.all([runCaseClock(deps), createCaseStore(database).purgeCase(receipt, 1)])

  expect(halfWay).toMatchObject({ uploads: 0, purgedAt: null })
  expect(run.emptied + Number(other)).toBe(1)
  expect(await w.cases.sealedParts(receipt)).toEqual([])
  const rows = sql`SELECT count(*) AS n FROM audit WHERE verb = 'case-purge' AND target = ${receipt}`
  expect(await database.all(rows)).toEqual([{ n: 1 }])
})

test('that the log could not be emptied is said, and the next run empties it', async () => {
  const w = await world()
  const reader = await databaseOf(w)
  await given(w, 'repair')
  const reading = await reader.$client.transaction('read')
  await reading.execute('SELECT count(*) FROM case_file')
  const impatient = await openDatabaseFile(databaseFileOf(w.folder), 50)
  onTestFinished(() => impatient.$client.close())
  const deps = { ...later(w, 0), cases: async (): Promise<CaseStore> => createCaseStore(impatient) }
  await given(w, 'repair')

  const blocked = await runCaseClock(deps)
  reading.close()
  const after = await runCaseClock(deps)

  expect([blocked.log, after.log]).toEqual(['blocked', 'empty'])
})

test('to find what is due nothing is scanned: the index of what is not purged leads there', async () => {
  const w = await world()
  const database = await databaseOf(w)
  const query = duePurges(database, 'objection', 1, 10).toSQL()

  const { rows } = await database.$client.execute({
    sql: `EXPLAIN QUERY PLAN ${query.sql}`,
    // Safe: all are texts and numbers.
    args: query.params as (string | number)[],
  })

  expect(rows.map(({ detail }) => detail)).toEqual([
    'SEARCH case_file USING INDEX case_unpurged (kind=? AND updated_at<?)',
  ])
})

test('counts and what a filer agreed to publish stay as they were, and nothing ties an objection to its record', async () => {
  const w = await world()
  const complaint = await closedCase(w, 'complaint', 1)
  const objection = await closedCase(w, 'objection', 2)
  await w.cases.saveSummary({ receipt: complaint, summary: '反映未按合同付款。', reply: '已经付清。', at: w.clock() })
  const told = async () => ({ counts: await w.cases.countCases(), summaries: await w.cases.summaries() })
  const before = await told()

  await runCaseClock(later(w, 1096))

  expect(before.summaries).toMatchObject([{ domain: 'procurement', organSlug: 'jiaotong-yunshu' }])
  expect(await told()).toEqual(before)
  expect(await w.cases.find(complaint)).toMatchObject({ clear: { domain: 'procurement' }, externalNumber: null })
  expect(await w.cases.find(objection)).toMatchObject({ clear: {}, recordId: null, seq: 6, state: 'dismissed' })
  expect((await w.cases.find(objection))?.trail.every(({ note }) => note === null)).toBe(true)
})
