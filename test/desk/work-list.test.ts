import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabaseFile } from '#db/client'
import { isOpen } from '#domain/case-life'
import { CASE_STATES } from '#domain/vocabulary'
import { standingOf } from '#usecase/look-up-case'
import { runCaseClock } from '#usecase/run-case-clock'
import { workDueOf } from '#usecase/work-due'
import { fillWithCases } from '../../scripts/bench/desk-cases.ts'
import { type DeskVisitor, type DeskWorld, deskWorld } from './desk-world.ts'

type Item = { receipt: string; state: string; due: { on: string; isRunning: boolean; isOverdue: boolean } | null }

/** Every page of a view, one after another. */
async function all(who: DeskVisitor, query: string): Promise<{ items: Item[]; pages: number }> {
  const items: Item[] = []
  let pages = 0
  for (let after: string | null = ''; after !== null; pages++) {
    const { body } = await who.get(`/cases?${query}&after=${after}`)
    items.push(...(body.items as Item[]))
    after = body.next as string | null
  }
  return { items, pages }
}

/** The database over the cases, for a look that no verb gives. */
async function stored(w: DeskWorld) {
  const database = await openDatabaseFile(`${w.folder}/gongxin.db`)
  onTestFinished(() => database.$client.close())
  return database
}

const PER_STATE = 9

test('every page of every view together is what there is, once, in the order of the due days', async () => {
  const w = await deskWorld()
  const intake = { ...w.deps, ...w.deps.intake }
  const made = await fillWithCases(intake, 'jiaotong-yunshu', PER_STATE)
  const clerk = await w.as('clerk')
  const open = await all(clerk, 'view=open')
  const closed = await all(clerk, 'view=closed')
  expect(open.pages).toBeGreaterThan(1)
  expect(closed.pages).toBeGreaterThan(1)
  const receipts = [...open.items, ...closed.items].map(({ receipt }) => receipt)
  expect(new Set(receipts).size).toBe(made)
  expect(receipts).toHaveLength(made)
  const days = open.items.map(({ due }) => (due?.isRunning ? due.on : '9999-12-31'))
  expect(days).toEqual([...days].sort())
  const late = open.items.filter(({ due }) => due?.isOverdue)
  expect(late.length).toBeGreaterThan(0)
  expect((await all(clerk, 'view=overdue')).items).toEqual(late)
  for (const state of CASE_STATES) {
    const { items } = await all(clerk, `view=${isOpen(state) ? 'open' : 'closed'}&state=${state}`)
    expect(
      items.map((it) => it.state),
      state,
    ).toEqual(Array.from({ length: PER_STATE }, () => state))
  }
  const { counts } = (await clerk.get('/cases?view=mine')).body as { counts: Record<string, number> }
  expect(counts).toEqual({
    ...{ open: open.items.length, overdue: late.length, mine: 0 },
    waiting: (await all(clerk, 'view=waiting')).items.length,
  })
})

test('due days are written anew for all when the day or the rules are others, and only then', async () => {
  const w = await deskWorld()
  const intake = { ...w.deps, ...w.deps.intake }
  await fillWithCases(intake, 'jiaotong-yunshu', 2)
  const database = await stored(w)
  await database.run(sql`UPDATE case_file SET work_due = '9999-12-31' WHERE work_due IS NOT NULL`)
  const slower = intake.rules.promises.map((row) => ({ ...row, workdays: row.workdays + 30 }))
  const rules = { ...intake.rules, promises: slower }
  const wrong = async (deps: typeof intake): Promise<number> => {
    const rows = await database.all<{ receipt: string; due: string | null }>(
      sql`SELECT receipt, work_due AS due FROM case_file`,
    )
    const found = await Promise.all(rows.map(async (row) => ({ row, found: await w.cases.find(row.receipt) })))
    return found.filter((it) => it.found && workDueOf(deps, it.found) !== it.row.due).length
  }
  expect(await wrong(intake)).toBeGreaterThan(0)

  await runCaseClock(intake)
  expect(await wrong(intake)).toBe(0)
  expect(await wrong({ ...intake, rules })).toBeGreaterThan(0)

  await runCaseClock({ ...intake, rules })
  expect(await wrong({ ...intake, rules })).toBe(0)

  await database.run(sql`UPDATE case_file SET work_due = '9999-12-31' WHERE work_due IS NOT NULL`)
  await runCaseClock({ ...intake, rules })
  expect(await wrong({ ...intake, rules })).toBeGreaterThan(0)
  const tomorrow = { ...intake, rules, clock: () => w.clock() + 86_400_000 }
  await runCaseClock(tomorrow)
  expect(await wrong(tomorrow)).toBe(0)
})

test('every step writes the day that a look at the whole case would give', async () => {
  const w = await deskWorld()
  const intake = { ...w.deps, ...w.deps.intake }
  await fillWithCases(intake, 'jiaotong-yunshu', 3)
  const rows = await (await stored(w)).all<{ receipt: string; due: string | null }>(
    sql`SELECT receipt, work_due AS due FROM case_file WHERE state NOT IN ('papers-asked', 'evidence-asked')`,
  )
  for (const { receipt, due } of rows) {
    const found = await w.cases.find(receipt)
    if (found === undefined) throw new Error(`${receipt} is gone`)
    const standing = standingOf(intake, found)
    expect(due, `${receipt} ${found.state}`).toBe(isOpen(found.state) ? (standing.due?.on ?? '9999-12-31') : null)
  }
})
