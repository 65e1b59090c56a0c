import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabaseFile } from '#db/client'
import { addDays, dayOfInstant, parseDay } from '#domain/day'
import { writeBenchCsv } from '../../scripts/bench/rows.ts'
import { TEST_DAY, TEST_SECRET } from '../test-day.ts'

/** GONGXIN_KILLS=50 GONGXIN_KILL_ROWS=100000 is the full measure; the suite takes a small one. */
const KILLS = Number(process.env.GONGXIN_KILLS ?? 8)
const ROWS = Number(process.env.GONGXIN_KILL_ROWS ?? 1500)
const ROOT = join(import.meta.dirname, '../..')

test(`killed at ${KILLS} random moments, ${ROWS} rows are there once or not at all, and a rerun completes them`, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gongxin-killed-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'rows.csv')
  await writeBenchCsv(file, ROWS)
  const first = await run(join(folder, 'timed'), file, 'at-report')
  // Most kills fall into the import itself, a few into the publishing that follows.
  const span = first.ms * 1.15
  const seen = { absent: 0, there: 0, killed: 0 }

  for (let round = 0; seen.killed < KILLS; round++) {
    const data = join(folder, `place-${round}`)
    for (let isThere = false; !isThere && seen.killed < KILLS; ) {
      const { code } = await run(data, file, Math.random() * span)
      if (code !== null) break
      seen.killed += 1
      const found = await counts(data)
      expect(found.records === 0 ? EMPTY : WHOLE, `round ${round}`).toMatchObject(found)
      isThere = found.records > 0
      seen[isThere ? 'there' : 'absent'] += 1
    }
    await run(data, file, 'at-report')
    expect(await counts(data)).toEqual(WHOLE)
    await rm(data, { recursive: true, force: true })
  }
  const last = await run(join(folder, 'timed'), file)
  expect(last.code, last.errors).toBe(0)
  expect(await counts(join(folder, 'timed'))).toEqual(WHOLE)
  expect(await publicCount(join(folder, 'timed'))).toBe(ROWS)

  process.stderr.write(`killed ${seen.killed} times: ${seen.absent} times absent, ${seen.there} times whole\n`)
  expect(seen.absent + seen.there).toBe(KILLS)
}, 10_800_000)

const EMPTY = { records: 0, versions: 0, decisions: 0, outbox: 0, commitments: 0, subjects: 0 }
const WHOLE = {
  records: ROWS,
  versions: ROWS,
  decisions: ROWS,
  outbox: ROWS,
  commitments: ROWS,
  subjects: ROWS,
}

let runs = 0

/**
 * Runs the command; kills it outright after so many milliseconds. Each run is a day later than the one before, so that
 * the lease of a publisher that was killed has run out.
 */
function run(
  data: string,
  file: string,
  killAfter?: number | 'at-report',
): Promise<{ code: number | null; ms: number; errors: string }> {
  const startedAt = Date.now()
  const today = addDays(parseDay(TEST_DAY) ?? dayOfInstant(Date.now()), ++runs)
  const child = spawn(process.execPath, [join(ROOT, 'scripts/import.ts'), file, '--as-of', TEST_DAY], {
    cwd: ROOT,
    env: { ...process.env, DATA_DIR: data, CLOCK: today, PLACE_SECRET: TEST_SECRET, SITE_BUILD: join(data, 'none') },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let errors = ''
  child.stderr.on('data', (text: Buffer) => {
    errors = (errors + text.toString()).slice(-2000)
  })
  // The report is printed once the batch is real and before anything is published.
  child.stdout.once('data', () => killAfter === 'at-report' && child.kill('SIGKILL'))
  child.stdout.resume()
  const timer = typeof killAfter !== 'number' ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter)
  return new Promise((resolve) => {
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code, ms: Date.now() - startedAt, errors })
    })
  })
}

/** What the database holds that anybody could come to see; what waits in staging is not among it. */
async function counts(data: string): Promise<typeof EMPTY> {
  const path = join(data, 'gongxin.db')
  if (!existsSync(path)) return EMPTY
  const database = await openDatabaseFile(path)
  try {
    const tables = await database.all<{ name: string }>(sql`SELECT name FROM sqlite_schema WHERE name = 'outbox'`)
    if (tables.length === 0) return EMPTY
    const [found] = await database.all<typeof EMPTY>(sql`SELECT
      (SELECT count(*) FROM record) AS records, (SELECT count(*) FROM version) AS versions,
      (SELECT count(*) FROM publication) AS decisions, (SELECT count(*) FROM outbox) AS outbox,
      (SELECT count(*) FROM commitment) AS commitments, (SELECT count(*) FROM subject) AS subjects`)
    return found ?? EMPTY
  } finally {
    database.$client.close()
  }
}

async function publicCount(data: string): Promise<number> {
  const manifest: { counts: { penalty: number } } = JSON.parse(
    await readFile(join(data, 'snapshot/manifest.json'), 'utf8'),
  )
  return manifest.counts.penalty
}
