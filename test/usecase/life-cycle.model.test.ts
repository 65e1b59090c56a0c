import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { createApp } from '#api/app'
import { addDays, dayOfInstant } from '#domain/day'
import { decideChange } from '#usecase/decide-change'
import { hideRecord, reviewHidden } from '#usecase/hide-record'
import { listOpenChanges, listToReview } from '#usecase/list-changes'
import type { ChangeRequest } from '#usecase/propose-change'
import { publishPending } from '#usecase/publish-pending'
import { createSnapshotReader } from '#usecase/snapshot-reader'
import { openWorkspace } from '../../scripts/lib/workspace.ts'
import { importRows, PENALTY } from '../csv.ts'
import { TEST_SECRET } from '../test-day.ts'
import { type World, world } from '../world.ts'
import { BASIS, propose, query, REASON } from './changing.ts'
import {
  type Change,
  hide,
  importRow,
  isStale,
  type Model,
  type ModelRecord,
  outcome,
  PEOPLE_END,
  publish,
  type ReviewTo,
  reviewed,
} from './life-cycle-model.ts'

const SLOTS = [1, 2]
const PEOPLE = ['staff-a', 'staff-b']
const CHANGES = ['correct', 'publish', 'mask', 'withhold', 'withdraw', 'end'] as const
const START = '2026-11-20'
const DAY_MS = 86_400_000

/** The real thing: the file, whoever has it open now, and a clock that jumps. */
type Real = { w: World; ids: Map<number, string>; days: number; texts: number }
type Command = fc.AsyncCommand<Model, Real>

/** A command that predicts what the real verb answers, does it, and holds everything the public sees to the model. */
function command(name: string, act: (model: Model, real: Real) => Promise<void>): Command {
  return {
    check: () => true,
    toString: () => name,
    async run(model, real) {
      await act(model, real)
      await expectSame(model, real)
    },
  }
}

const numberOf = (slot: number) => `澜市监罚〔2026〕880${slot}号`

const imported = (slot: number, text: number, doubtful: boolean) =>
  command(`import ${slot} with text ${text}${doubtful ? ', doubtful' : ''}`, async (model, real) => {
    const class_ = doubtful ? { 失信严重程度: '', 处罚类别: '其他' } : {}
    const row = { ...PENALTY, ...class_, 行政处罚决定书文号: numberOf(slot), 处罚内容: `罚款人民币5000元。${text}` }
    await importRows(real.w, 'penalty', [row])
    importRow(model, slot, { text, doubtful })
    const rows = await query(
      real.w,
      sql`SELECT record_id FROM version WHERE open ->> 'documentNumber' = ${numberOf(slot)}`,
    )
    real.ids.set(slot, String(rows[0]?.record_id))
  })

function requestOf(change: Change, real: Real): ChangeRequest {
  const settling = { basis: BASIS, until: PEOPLE_END }
  switch (change) {
    case 'correct':
      real.texts += 1
      return { change, fields: { content: `罚款人民币5000元。更正${real.texts}` } }
    case 'publish':
      return { change, ...settling }
    case 'mask':
      return { change, fields: ['facts'], ...settling }
    case 'withhold':
      return { change }
    case 'withdraw':
      return { change, ground: 'quashed' }
    case 'end':
      return { change, ground: 'repaired' }
    default:
      return change satisfies never
  }
}

/** `pick`: mostly one of those that the record could take now; every fourth is any. */
const proposed = (slot: number, pick: number, by: string) =>
  command(`propose ${pick} of ${slot} by ${by}`, async (model, real) => {
    const record = model.records.get(slot)
    if (!record) return
    const able = CHANGES.filter((it) => outcome(model, record, it) !== null)
    const among = pick % 4 === 0 || able.length === 0 ? CHANGES : able
    const change = among[pick % among.length] ?? 'correct'
    const result = await propose(real.w, idOf(real, slot), { request: requestOf(change, real), by })
    const isTaken = record.open !== null && !isStale(record, record.open)
    const isAllowed = outcome(model, record, change) !== null && !isTaken
    expect(result.ok ? 'proposed' : result.failure.code).toEqual(
      isAllowed ? 'proposed' : expect.not.stringMatching(/^proposed$/),
    )
    if (isAllowed) record.open = { change, by, seq: record.seq }
  })

/** `isOther`: by somebody else than who asked. */
const decided = (slot: number, verdict: 'approve' | 'reject', isOther: boolean) =>
  command(`${verdict} of ${slot} by ${isOther ? 'another' : 'the same'}`, async (model, real) => {
    const record = model.records.get(slot)
    if (!record?.open) return
    const { open } = record
    const by = personFor(open.by, isOther)
    const note = verdict === 'reject' ? '与原始文书不符' : null
    const result = await decideChange(real.w, { change: await openId(real, slot), verdict, note, by })
    const said = result.ok ? 'done' : result.failure.code
    if (open.change === 'hide') return expect(said).toBe('hiding-needs-review')
    if (verdict === 'reject') {
      record.open = null
      return expect(said).toBe('done')
    }
    if (open.by === by) return expect(said).toBe('same-person')
    if (isStale(record, open)) {
      record.open = null
      return expect(said).toBe('changed-meanwhile')
    }
    const carry = outcome(model, record, open.change)
    if (carry === null) return expect(said).not.toBe('done')
    expect(said).toBe('done')
    carry()
    record.open = null
  })

function personFor(asker: string, isOther: boolean): string {
  return isOther ? (PEOPLE.find((it) => it !== asker) ?? '') : asker
}

const hidden = (slot: number, by: string) =>
  command(`hide ${slot} by ${by}`, async (model, real) => {
    const record = model.records.get(slot)
    if (!record) return
    const result = await hideRecord(real.w, { id: idOf(real, slot), reason: REASON, caseReceipt: null, by })
    expect(result.ok).toBe(record.state === 'public')
    if (result.ok) hide(record, by)
  })

const reviewedAs = (slot: number, to: ReviewTo, isOther: boolean) =>
  command(`review ${slot} as ${to} by ${isOther ? 'another' : 'the same'}`, async (model, real) => {
    const record = model.records.get(slot)
    if (record?.open?.change !== 'hide') return
    const by = personFor(record.open.by, isOther)
    const wanted = to === 'withdraw' ? { to, ground: 'void' } : to === 'end' ? { to, ground: 'repaired' } : { to }
    const asked = { change: await openId(real, slot), outcome: wanted, reason: REASON, seq: null, by }
    const result = await reviewHidden(real.w, asked)
    const said = result.ok ? 'done' : result.failure.code
    if (record.open.by === by) return expect(said).toBe('same-person')
    const carry = reviewed(model, record, to)
    if (carry === null) return expect(said).not.toBe('done')
    expect(said).toBe('done')
    carry()
    record.open = null
  })

const jumped = (days: number) =>
  command(`${days} days later`, async (model, real) => {
    real.days += days
    model.today = addDays(model.today, days)
  })

const published = (times: number) =>
  command(`publish ${times} times`, async (model, real) => {
    for (let n = 0; n < times; n++) await publishPending(real.w)
    publish(model)
    // What is searched is what is public, no more and no less.
    const found = await query(real.w, sql`SELECT count(*) AS n FROM search_entry`)
    expect(found[0]?.n).toBe(model.published.size)
  })

const restarted = () =>
  command('restart', async (_, real) => {
    await real.w.close()
    await reopen(real)
  })

/** Another process over the same files, with the same clock. */
async function reopen(real: Real): Promise<void> {
  const { folder, deps, content } = real.w
  const workspace = await openWorkspace({ DATA_DIR: folder, CLOCK: START, PLACE_SECRET: TEST_SECRET })
  const clock = clockOf(real)
  const app = createApp({ ...deps, reader: createSnapshotReader({ blobs: workspace.blobs, clock }) })
  const get: World['get'] = async (path) => {
    const response = await app.request(`${content.place.base}api/v1/${path}`)
    return { status: response.status, body: await response.json(), headers: response.headers }
  }
  const rows: World['rows'] = async (asked) => itemsOf((await get(`records?${asked}`)).body)
  real.w = { ...real.w, ...workspace, clock, app, get, rows }
}

/** Safe in tests: test/contract checks every answer against its schema. */
function itemsOf(body: unknown): Awaited<ReturnType<World['rows']>> {
  return (body as { items: Awaited<ReturnType<World['rows']>> }).items
}

function clockOf(real: Real): () => number {
  const start = Date.parse(`${START}T04:00:00Z`)
  return () => start + real.days * DAY_MS
}

function idOf(real: Real, slot: number): string {
  return real.ids.get(slot) ?? ''
}

async function openId(real: Real, slot: number): Promise<string> {
  const rows = await query(
    real.w,
    sql`SELECT id FROM record_change WHERE record_id = ${idOf(real, slot)} AND state = 'open'`,
  )
  return String(rows[0]?.id)
}

/** What the public sees, what is stored, and what staff are told. */
async function expectSame(model: Model, { w, ids }: Real): Promise<void> {
  expect(dayOfInstant(w.clock())).toBe(model.today)
  const alive = [...model.published].filter(([, { until }]) => until >= model.today)
  const rows = await w.rows('kind=penalty&limit=100')
  expect(rows.map(({ id }) => id).sort()).toEqual(alive.map(([slot]) => ids.get(slot)).sort())
  expect((await w.get('records?kind=penalty')).body).toMatchObject({ total: alive.length })
  for (const [slot, record] of model.records) {
    const id = ids.get(slot) ?? ''
    const { status, body } = await w.get(`records/${id}`)
    const shown = alive.find(([it]) => it === slot)?.[1]
    if (shown) expect([status, body]).toEqual([200, expect.objectContaining({ id, version: shown.version })])
    else expect(status).not.toBe(200)
    await expectStored(w, id, record)
  }
  const records = [...model.records.values()]
  const open = await listOpenChanges(w, { after: null, limit: 100 })
  expect([open.total, open.items.length]).toEqual(Array(2).fill(records.filter((it) => it.open !== null).length))
  const waits = records.filter(({ state, needsReview }) => state === 'withheld' && needsReview)
  expect((await listToReview(w, { after: null, limit: 100, rule: null })).total).toBe(waits.length)
}

/** The trail, walked from its beginning, is the record; what left never comes back but by a restoration. */
async function expectStored(w: World, id: string, record: ModelRecord): Promise<void> {
  const [head] = await query(w, sql`SELECT state, version, seq FROM record WHERE id = ${id}`)
  const trail = await query(
    w,
    sql`SELECT seq, command, from_state, to_state FROM trail WHERE record_id = ${id} ORDER BY seq`,
  )
  expect(head).toMatchObject({ state: record.state, version: record.version, seq: record.seq })
  expect(trail.map(({ seq }) => seq)).toEqual(trail.map((_, index) => index + 1))
  trail.forEach(({ from_state: from }, index) => {
    expect(from).toBe(trail[index - 1]?.to_state ?? null)
  })
  expect(trail.at(-1)?.to_state).toBe(record.state)
  for (const { command: by, from_state: from, to_state: to } of trail) {
    if (from === 'withdrawn' || from === 'ended') expect(to).toBe(from)
    if (from === 'hidden' && to === 'public') expect(by).toBe('restore')
  }
}

const slot = fc.constantFrom(...SLOTS)
const person = fc.constantFrom(...PEOPLE)
const isOther = fc.constantFrom(true, true, true, false)
const isDoubtful = fc.constantFrom(true, false, false)
const REVIEWS = ['withdraw', 'end', 'withhold', 'restore', 'restore'] as const

const importing = fc.tuple(slot, fc.integer({ min: 0, max: 2 }), isDoubtful).map((it) => imported(...it))
const proposing = fc.tuple(slot, fc.nat(1000), person).map((it) => proposed(...it))
const approving = fc.tuple(slot, isOther).map(([at, other]) => decided(at, 'approve', other))
const COMMANDS: fc.Arbitrary<Command>[] = [
  ...[importing, importing, proposing, proposing, proposing, approving, approving, approving],
  fc.tuple(slot, isOther).map(([at, other]) => decided(at, 'reject', other)),
  fc.tuple(slot, person).map((it) => hidden(...it)),
  fc.tuple(slot, fc.constantFrom(...REVIEWS), isOther).map((it) => reviewedAs(...it)),
  fc.tuple(slot, fc.constantFrom(...REVIEWS), isOther).map((it) => reviewedAs(...it)),
  fc.constantFrom(1, 90, 360).map(jumped),
  fc.constantFrom(1, 1, 2).map(published),
  fc.constant(restarted()),
]

/** So that no run begins with nothing. */
const FIRST = [imported(1, 0, false), imported(2, 0, true), published(1)]

const RUNS = Number(process.env.MODEL_RUNS ?? 10)

test('whatever is done to records in whatever order, the public sees what was decided and nothing that left', {
  timeout: 600_000,
}, async () => {
  const template = await world({ empty: true })
  await publishPending(template)
  await template.close()

  await fc.assert(
    fc.asyncProperty(fc.commands(COMMANDS, { maxCommands: 50, size: 'max' }), async (commands) => {
      const real = await freshFrom(template)
      try {
        const model: Model = { today: dayOfInstant(real.w.clock()), records: new Map(), published: new Map() }
        for (const command of FIRST) await command.run(model, real)
        await fc.asyncModelRun(() => ({ model, real }), commands)
      } finally {
        await real.w.close()
        await rm(real.w.folder, { recursive: true, force: true })
      }
    }),
    { numRuns: RUNS },
  )
})

/** A copy of the migrated file and the snapshot beside it. */
async function freshFrom(template: World): Promise<Real> {
  const folder = await mkdtemp(join(tmpdir(), 'gongxin-model-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await cp(template.folder, folder, { recursive: true, filter: (path) => !/-(wal|shm)$/.test(path) })
  const real: Real = { w: { ...template, folder, deps: template.deps }, ids: new Map(), days: 0, texts: 0 }
  await reopen(real)
  return real
}
