import { sql } from 'drizzle-orm'
import { expect } from 'vitest'
import { openDatabaseFile } from '#db/client'
import type { ChangeFailure } from '#domain/failure'
import type { Result } from '#domain/result'
import { decideChange } from '#usecase/decide-change'
import { type ChangeRequest, proposeChange } from '#usecase/propose-change'
import { publishPending } from '#usecase/publish-pending'
import { importRows, PENALTY } from '../csv.ts'
import type { World } from '../world.ts'

/** Two people at the desk. */
export const ZHANG = 'staff-zhang'
export const LI = 'staff-li'

export const REASON = '经核对原始文书，情况属实。'
export const BASIS = '《行政处罚法》第四十八条，经复核具有一定社会影响'

/** A penalty of the tests, and what became of it. */
export async function penaltyOf(w: World, changes: Record<string, string> = {}): Promise<string> {
  const number = changes.行政处罚决定书文号 ?? PENALTY.行政处罚决定书文号 ?? ''
  await importRows(w, 'penalty', [{ ...PENALTY, ...changes }])
  await publishPending(w)
  const rows = await query(
    w,
    sql`SELECT r.id FROM record r JOIN version v ON v.record_id = r.id AND v.n = r.version
    WHERE v.open ->> 'documentNumber' = ${number} ORDER BY r.rowid DESC LIMIT 1`,
  )
  return String(rows[0]?.id ?? '')
}

/** Rows of the database, past every store: what is written, not what somebody says is. */
export async function query(w: World, text: ReturnType<typeof sql>): Promise<Record<string, unknown>[]> {
  const database = await openDatabaseFile(`${w.folder}/gongxin.db`)
  try {
    return await database.all<Record<string, unknown>>(text)
  } finally {
    database.$client.close()
  }
}

export async function stateOf(w: World, id: string): Promise<string> {
  return String((await query(w, sql`SELECT state FROM record WHERE id = ${id}`))[0]?.state)
}

export type Asking = { request: ChangeRequest; reason?: string; by?: string; caseReceipt?: string | null; seq?: number }

export function propose(w: World, id: string, { request, ...more }: Asking) {
  const { reason = REASON, by = ZHANG, caseReceipt = null, seq = null } = more
  return proposeChange(w, { id, seq, request, reason, caseReceipt, by })
}

/** Proposed by one, agreed to by the other. */
export async function changed(w: World, id: string, asking: Asking): Promise<string> {
  const { change } = done(await propose(w, id, asking))
  done(await decideChange(w, { change, verdict: 'approve', note: null, by: LI }))
  return change
}

export function done<T>(result: Result<T, ChangeFailure>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.value
}

export function failureOf<T>(result: Result<T, ChangeFailure>): string {
  return result.ok ? 'done' : result.failure.code
}

/** What the audit says was done to a record since, with who did it. */
export async function auditOf(w: World, id: string): Promise<string[]> {
  const rows = await query(w, sql`SELECT actor, verb, detail FROM audit WHERE target = ${id} ORDER BY id`)
  return rows.map(({ actor, verb, detail }) => {
    const { staff = '', proposedBy = '' } = JSON.parse(String(detail))
    return [actor, verb, staff, proposedBy].filter((it) => it !== '').join(' ')
  })
}

/** Every step follows on the one before, and the last is where the record stands. */
export async function expectTrail(w: World, id: string, commands: readonly string[]): Promise<void> {
  const rows = await query(w, sql`SELECT command, from_state, to_state FROM trail WHERE record_id = ${id} ORDER BY seq`)
  let state: unknown = null
  for (const row of rows) {
    expect(row.from_state).toBe(state)
    state = row.to_state
  }
  expect(state).toBe(await stateOf(w, id))
  expect(rows.map(({ command }) => command)).toEqual(commands)
}

/** The same world some days later. */
export function atDay<W extends World>(w: W, days: number): W {
  return { ...w, clock: () => w.clock() + days * 86_400_000 }
}
