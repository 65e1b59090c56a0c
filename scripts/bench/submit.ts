import { rm } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { insertBareSubmit, openBareSubmit } from '#db/bare-submit'
import { closeDatabase, openDatabaseFile } from '#db/client'
import { progress } from '../lib/report.ts'
import { openWorkspace } from '../lib/workspace.ts'
import { createClient, type Post, preparePost } from '../submit-load/client.ts'
import { type LoadPlace, makeLoadPlace } from '../submit-load/place.ts'
import { startApi } from '../submit-load/server-process.ts'
import { median, quantile, table } from './figures.ts'

/** `count`: submissions of each case and round; `clients`: each with an address of its own. */
export type SubmitBench = { count: number; clients: number; rounds: number }

type Run = { name: string; perSecond: number; p50: number; p99: number; cpuMs: number; peakMb: number }

const NO_SERVER = { cpuMs: 0, peakMb: 0 }
const CASES = ['bare', 'browser-sealed', 'server-sealed'] as const
type CaseName = (typeof CASES)[number]

/**
 * Submissions over HTTP, rate limits on, proofs made before, beside a bare durable insert of the same bytes. Cases take
 * turns, every other round in the opposite order; a ratio is within a round.
 */
export async function benchSubmit({ count, clients, rounds }: SubmitBench): Promise<void> {
  process.stdout.write(`${cpus().length} cores, Node ${process.version}, ${count} submissions, ${clients} clients\n\n`)
  const runs: Run[] = []
  const ratios: Record<string, number[]> = { 'browser-sealed': [], 'server-sealed': [] }
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? CASES : [...CASES].reverse()
    const done = new Map<CaseName, Run>()
    for (const name of order) {
      progress(`Round ${round + 1}: ${name} …`)
      done.set(name, await runCase(name, count, clients))
    }
    const bare = done.get('bare')?.perSecond ?? Number.NaN
    for (const name of CASES) {
      const run = done.get(name)
      if (run === undefined) continue
      runs.push(run)
      ratios[name]?.push(run.perSecond / bare)
    }
  }
  process.stdout.write(
    table(['case', 'per second', 'p50 ms', 'p99 ms', 'server CPU ms each', 'peak MB', 'of bare'], CASES.map(rowOf)),
  )

  function rowOf(name: CaseName): (string | number)[] {
    const of = (pick: (run: Run) => number) => median(runs.filter((run) => run.name === name).map(pick))
    const ratio = ratios[name] === undefined ? '' : median(ratios[name]).toFixed(2)
    const times = [of((it) => it.p50).toFixed(1), of((it) => it.p99).toFixed(1)]
    const own = name === 'bare' ? ['', ''] : [of((it) => it.cpuMs).toFixed(2), of((it) => it.peakMb)]
    return [name, Math.round(of((it) => it.perSecond)), ...times, ...own, ratio]
  }
}

async function runCase(name: CaseName, count: number, clients: number): Promise<Run> {
  const place = await makeLoadPlace()
  try {
    return name === 'bare' ? await runBare(place, count) : await runServer(place, name, count, clients)
  } finally {
    await place.clean()
  }
}

async function runBare(place: LoadPlace, count: number): Promise<Run> {
  const file = join(place.folder, 'bare.db')
  const posts = await prepared(place, Math.min(count, 500), true)
  const bytes = posts.map(({ body }) => Buffer.from(sealedIn(body), 'base64'))
  const database = await openDatabaseFile(file)
  await openBareSubmit(database)
  const times: number[] = []
  const startedAt = performance.now()
  for (let n = 0; n < count; n++) {
    const at = performance.now()
    await insertBareSubmit(database, String(n), bytes[n % bytes.length] ?? new Uint8Array())
    times.push(performance.now() - at)
  }
  const seconds = (performance.now() - startedAt) / 1000
  await closeDatabase(database)
  await rm(file)
  return { name: 'bare', perSecond: count / seconds, p50: median(times), p99: quantile(times, 0.99), ...NO_SERVER }
}

async function runServer(place: LoadPlace, name: CaseName, count: number, clients: number): Promise<Run> {
  const posts = await prepared(place, count, name === 'browser-sealed')
  const api = await startApi(place.env)
  const times: number[] = []
  const receipts = new Set<string>()
  const waiting = posts.values()
  const workedBefore = await api.cpuMs()
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: clients }, async (_, n) => {
      const client = createClient(n)
      for (const post of waiting) {
        const at = performance.now()
        const { status, body } = await client.post(api.port, '/api/v1/objections', post)
        times.push(performance.now() - at)
        if (status !== 201) throw new Error(`A submission was answered ${status}: ${JSON.stringify(body)}`)
        receipts.add(String(body.receipt))
      }
      client.close()
    }),
  )
  const seconds = (performance.now() - startedAt) / 1000
  const cpuMs = ((await api.cpuMs()) - workedBefore) / count
  const peakMb = await api.peakMb()
  await api.kill()
  await checkStored(place, receipts, count)
  if (api.faults.length > 0) throw new Error(`${api.faults.length} faults: ${api.faults[0]}`)
  return { name, perSecond: count / seconds, p50: median(times), p99: quantile(times, 0.99), cpuMs, peakMb }
}

/** None lost, none doubled: every receipt that was given is there, and no case without one. */
async function checkStored(place: LoadPlace, receipts: ReadonlySet<string>, count: number): Promise<void> {
  const workspace = await openWorkspace(place.env)
  const stored = (await workspace.cases.countCases()).reduce((sum, { cases }) => sum + cases, 0)
  const found = await Promise.all([...receipts].map((receipt) => workspace.cases.find(receipt)))
  await workspace.close()
  if (receipts.size !== count || stored !== count || found.some((it) => it === undefined)) {
    throw new Error(`${count} were sent, ${receipts.size} receipts were given, ${stored} cases are stored.`)
  }
}

async function prepared(place: LoadPlace, count: number, isSealed: boolean): Promise<Post[]> {
  const posts: Post[] = []
  for (let n = 0; n < count; n++) posts.push(await preparePost(place, n, isSealed))
  return posts
}

function sealedIn(body: string): string {
  const value: unknown = JSON.parse(body)
  return typeof value === 'object' && value !== null && 'sealed' in value ? String(value.sealed) : ''
}
