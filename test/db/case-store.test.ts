import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { expect, inject, onTestFinished, test } from 'vitest'
import { openSealed } from '#adapters/desk-keys'
import { createCaseStore } from '#db/case-store'
import { type Database, openDatabaseFile } from '#db/client'
import { StoreUnavailableError } from '#domain/failure'
import type { CaseStore, SubmissionWrite } from '#usecase/case-ports'
import {
  type Answer,
  clearOf,
  freshKey,
  given,
  openedParts,
  PARTS,
  PATHS,
  post,
  receiptIn,
  tokenOf,
} from '../http/sending.ts'
import { PDF } from '../upload-files.ts'
import { type World, world } from '../world.ts'

/** A second connection to the world's database; gone when the test ends. */
async function connection(w: World): Promise<Database> {
  const database = await openDatabaseFile(join(w.folder, 'gongxin.db'), 20)
  onTestFinished(() => database.$client.close())
  return database
}

/** A world whose cases go over a connection of the test, which can be held up and filled up without waiting long. */
async function worldOverOwnConnection(): Promise<{ w: World; database: Database }> {
  let own: CaseStore | undefined
  const w = await world({ cases: (cases) => own ?? cases })
  const database = await connection(w)
  own = createCaseStore(database)
  return { w, database }
}

async function correction(
  w: World,
  token: string,
  key: string,
  text: string = PARTS.correction.found,
): Promise<Answer> {
  const part = { ...PARTS.correction, found: text }
  return post(w, PATHS.correction, { ...(await clearOf(w, 'correction')), part, token }, { key })
}

async function upload(w: World, token: string, key: string, bytes: Uint8Array<ArrayBuffer>) {
  const response = await w.app.request(`/api/v1/uploads?form=correction&sealed=no&token=${token}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream', 'Idempotency-Key': key },
    body: bytes,
  })
  return { status: response.status, body: await response.json(), headers: response.headers }
}

async function rowCounts(database: Database): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of [
    ...(['case_file', 'case_trail', 'case_sealed', 'sealed_upload', 'sealed_piece', 'used_proof'] as const),
    ...(['intake_count', 'audit', 'commitment', 'outbox', 'record_mark'] as const),
  ]) {
    const [row] = await database.all<{ n: number }>(sql`SELECT count(*) AS n FROM ${sql.raw(table)}`)
    counts[table] = row?.n ?? -1
  }
  return counts
}

const WRITE: Omit<SubmissionWrite, 'deskKey'> = {
  ...{ receipt: 'TS-00000-00000-0', kind: 'complaint', recordId: null },
  ...{ organSlug: 'jiaotong-yunshu', handlerSlug: 'jiaotong-yunshu', clear: {} },
  ...{
    ...{ source: 'web' as const, externalNumber: null, staffId: null, workDue: '9999-12-31' as const },
    codeHash: 'c',
    idempotencyHash: 'i',
    digest: 'd',
    sealed: new Uint8Array([1]),
    sealedBy: 'server',
  },
  ...{ uploads: [], marks: false, proof: { id: 'p', expiresAt: 1 }, counters: [], hour: 1 },
  ...{ salt: 's', commitment: 'm', at: 1 },
}

test('the database itself refuses a complaint that the accused is to look into', async () => {
  const w = await world()
  const deskKey = (await w.cases.deskKey())?.id ?? ''

  const error = await w.cases.submit({ ...WRITE, deskKey }).catch((it: unknown) => it)

  expect(String(error instanceof Error ? error.cause : error)).toContain('CHECK constraint failed')
  expect(await w.cases.countCases()).toEqual([])
  expect(await w.cases.submit({ ...WRITE, deskKey, handlerSlug: 'xingzheng-shenpi' })).toBe('written')
})

test('a complaint whose supervisor is somebody else is looked into there, and the trail says nothing of the filer', async () => {
  const w = await world()
  const { receipt } = await given(w, 'complaint')

  const found = await w.cases.find(receipt)

  expect(found).toMatchObject({ organSlug: 'jiaotong-yunshu', handlerSlug: 'xingzheng-shenpi', isMarked: false })
  expect(found?.trail).toMatchObject([{ seq: 1, command: 'submit', to: 'submitted', role: 'filer', note: null }])
  expect(found?.clear).toEqual({
    ...{ domain: 'procurement', creditor: null, isAboutBody: true, isNamed: true, mayPublishSummary: false },
  })
})

test('what was written though the answer was lost is answered to the retry: one case, the same receipt and code', async () => {
  let failures = 1
  const w = await world({
    cases: (cases) => ({
      ...cases,
      submit: async (write) => {
        const written = await cases.submit(write)
        if (failures-- > 0) throw new StoreUnavailableError('fetch failed')
        return written
      },
    }),
  })
  const [token, key] = [await tokenOf(w, 'correction'), freshKey()]

  const lost = await correction(w, token, key)
  const retried = await correction(w, token, key)
  const again = await correction(w, token, key)

  expect(lost).toMatchObject({ status: 503, body: { code: 'intake-unavailable' } })
  expect(retried.status).toBe(201)
  expect(again.body).toEqual(retried.body)
  expect(await w.cases.countCases()).toEqual([{ kind: 'correction', state: 'submitted', cases: 1 }])
  const { receipt, code } = receiptIn(retried)
  expect((await post(w, 'look-ups', { receipt, code })).status).toBe(200)
  expect(w.faults).toEqual([])
})

test('a supplement whose answer was lost is there once after the retry', async () => {
  let failures = 1
  const w = await world({
    cases: (cases) => ({
      ...cases,
      supplement: async (write) => {
        const written = await cases.supplement(write)
        if (failures-- > 0) throw new StoreUnavailableError('fetch failed')
        return written
      },
    }),
  })
  const { receipt, code } = await given(w, 'correction')
  const body = { code, part: { text: '补一份' }, token: await tokenOf(w, 'case') }
  const key = freshKey()

  const lost = await post(w, `cases/${receipt}/supplements`, body, { key })
  const retried = await post(w, `cases/${receipt}/supplements`, body, { key })

  expect([lost.status, retried.status]).toEqual([503, 201])
  expect(await openedParts(w, receipt)).toEqual([PARTS.correction, { text: '补一份' }])
})

test('while another one holds the database, nothing is taken and everybody is told to come again; then it works', async () => {
  const { w, database } = await worldOverOwnConnection()
  const other = await connection(w)
  const [token, key] = [await tokenOf(w, 'correction'), freshKey()]
  const before = await rowCounts(database)
  const held = await other.$client.transaction('write')

  const refused = [await correction(w, token, key), await upload(w, token, key, new Uint8Array(PDF))]
  await held.rollback()
  const between = await rowCounts(database)
  const taken = await correction(w, token, key)
  const [pragma] = await database.all<{ secure_delete: number }>(sql`PRAGMA secure_delete`)

  for (const answer of refused) {
    expect(answer).toMatchObject({ status: 503, body: { code: 'intake-unavailable' } })
    expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0)
  }
  expect(between).toEqual(before)
  expect(taken.status).toBe(201)
  expect(pragma?.secure_delete).toBe(1)
  expect(w.faults).toEqual([])
})

test('with the disk full nothing is half written, and with room again the same post is taken', async () => {
  const { w, database } = await worldOverOwnConnection()
  const [token, key, fileKey] = [await tokenOf(w, 'correction'), freshKey(), freshKey()]
  const file = new Uint8Array(3 * 1024 * 1024)
  file.set(PDF)
  const before = await rowCounts(database)
  await database.run(sql`VACUUM`)
  const [size] = await database.all<{ page_count: number }>(sql`PRAGMA page_count`)
  await database.run(sql.raw(`PRAGMA max_page_count = ${(size?.page_count ?? 0) + 2}`))

  const full = [await upload(w, token, fileKey, file), await correction(w, token, key, '字'.repeat(4000))]
  const between = await rowCounts(database)
  await database.run(sql`PRAGMA max_page_count = 1000000`)
  const uploaded = await upload(w, token, fileKey, file)
  const taken = await correction(w, token, key, '字'.repeat(4000))

  for (const answer of full) {
    expect(answer).toMatchObject({ status: 503, body: { code: 'intake-unavailable' } })
    expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0)
  }
  expect(between).toEqual(before)
  expect([uploaded.status, taken.status]).toEqual([201, 201])
  expect(w.faults).toEqual([])
})

test('of a withdrawal and a supplement at the same moment one is first, and the other is told so or comes after', async () => {
  const w = await world()
  const { receipt, code } = await given(w, 'correction')
  const token = await tokenOf(w, 'case')

  const [added, gone] = await Promise.all([
    post(w, `cases/${receipt}/supplements`, { code, part: { text: '补一份' }, token }),
    post(w, `cases/${receipt}/withdrawal`, { code }),
  ])

  const found = await w.cases.find(receipt)
  expect([201, 409]).toContain(added?.status)
  expect([200, 409]).toContain(gone?.status)
  expect(found?.trail.map(({ seq }) => seq)).toEqual(found?.trail.map((_, n) => n + 1))
  expect(found?.seq).toBe(found?.trail.length)
  expect(w.faults).toEqual([])
})

test('a file that is sent again under its key is there once, as it came first, also where the other one is longer', async () => {
  const w = await world()
  const [token, key] = [await tokenOf(w, 'correction'), freshKey()]
  const longer = new Uint8Array(3 * 1024 * 1024)
  longer.set(PDF)

  const first = await upload(w, token, key, new Uint8Array(PDF))
  const again = await upload(w, token, key, new Uint8Array(PDF))
  const other = await upload(w, token, key, longer)

  const stored = await w.cases.sealedUpload(first.body.id)
  expect([first.status, again.status, other.status]).toEqual([201, 201, 201])
  expect([again.body.id, other.body.id]).toEqual([first.body.id, first.body.id])
  expect(Buffer.from(await openSealed(stored ?? new Uint8Array(0), inject('deskKey').identity)).equals(PDF)).toBe(true)
})
