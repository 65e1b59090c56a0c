import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join, resolve } from 'node:path'
import { webHash } from '#adapters/web-hash'
import { recordPath } from '#domain/addresses'
import { exactKey } from '#domain/exact-key'
import type { PublicRecord } from '#domain/public-record'
import { SHARD_PREFIX_DIGITS } from '#domain/snapshot-address'
import { buildSite } from '../build.ts'
import { createRandom } from '../demo/random.ts'
import { progress } from '../lib/report.ts'
import { runCase } from './child.ts'
import { corpusEnv } from './corpus/corpus-place.ts'
import { median, table } from './figures.ts'
import { lookUpPaths, pagePaths, searchPaths } from './scale/reads.ts'
import { sampleRecords } from './scale/samples.ts'
import { createMix } from './search/server-mix.ts'
import { createLoad, type Load } from './serve/load.ts'
import { startServer } from './server.ts'

/** `seconds`: of each case, connections and round. */
export type ServeBench = { records: number; rounds: number; seconds: number }

type Case = { name: string; of: 'hello' | 'static file' | null; isBare: boolean; paths: string[] }

const CONNECTIONS = [16, 64]
const ADDRESSES = 400
const WARM_UP_SECONDS = 2
const STEP = join(import.meta.dirname, 'scale/step.ts')

/** The server under load, case by case, beside the least that the same library does. */
export async function benchServe({ records, rounds, seconds }: ServeBench): Promise<void> {
  // Below the project: the built server finds its database driver by way of node_modules.
  const folder = resolve(`dist/bench-serve-${process.pid}`)
  await mkdir(folder, { recursive: true })
  try {
    // So that some pages are built and some are not, whatever the size.
    const env = corpusEnv(folder, { PRERENDER_BUDGET: String(Math.ceil(records / 4)) })
    for (const name of ['write', 'import', 'publish']) await runCase(STEP, [name, folder, String(records)])
    progress('Building the pages …')
    await buildSite('node', env)
    const cases = await casesIn(folder)
    const [ours, bare] = [await startServer(env), await startBare(join(folder, 'node/client'))]
    const load = await createLoad(folder)
    try {
      const taken = new Map<string, Load[]>()
      for (let round = 0; round < rounds; round++) {
        // Every other round in the opposite order: what slows the machine for a while slows no case alone.
        for (const one of round % 2 === 0 ? cases : cases.toReversed()) {
          const { origin } = one.isBare ? bare : ours
          await load(origin, one.paths, CONNECTIONS[0] ?? 1, WARM_UP_SECONDS)
          for (const connections of CONNECTIONS) {
            const figures = await load(origin, one.paths, connections, seconds)
            if (figures.errors > 0) throw new Error(`${figures.errors} requests of "${one.name}" were not answered.`)
            const key = `${one.name}/${connections}`
            taken.set(key, [...(taken.get(key) ?? []), figures])
            progress(
              `round ${round + 1} ${key}: ${Math.round(figures.perSecond)} a second, p99 ${figures.p99.toFixed(1)} ms`,
            )
          }
        }
      }
      report(cases, taken, records, rounds)
    } finally {
      await ours.close()
      await bare.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
}

async function casesIn(folder: string): Promise<Case[]> {
  const sample = await sampleRecords(join(folder, 'data/snapshot'), ADDRESSES * 10, createRandom(3))
  const isBuilt = ({ kind, id }: PublicRecord) =>
    existsSync(join(folder, 'node/client', recordPath(kind, id), 'index.html'))
  const built = sample.filter(isBuilt).slice(0, ADDRESSES)
  const others = sample.filter((record) => !isBuilt(record)).slice(0, ADDRESSES)
  if (built.length === 0 || others.length === 0)
    throw new Error('There have to be records with and without a built page.')
  const some = sample.slice(0, ADDRESSES)
  const shards = await Promise.all(
    some.map(async ({ documentNumber, subject }) => {
      const hash = await webHash(exactKey(documentNumber ?? subject.name))
      return `/exact/${hash.slice(0, SHARD_PREFIX_DIGITS)}.json`
    }),
  )
  const ours = (name: string, of: Case['of'], paths: string[]): Case => ({ name, of, isBare: false, paths })
  return [
    { name: 'hello', of: null, isBare: true, paths: ['/hello'] },
    { name: 'static file', of: null, isBare: true, paths: pagePaths(built) },
    ours('record page, static', 'static file', pagePaths(built)),
    ours('record page, on demand', 'hello', pagePaths(others)),
    ours(
      'API record',
      'hello',
      some.map(({ id }) => `/api/v1/records/${id}`),
    ),
    ours('exact, static shard', 'static file', shards),
    ours('exact, API', 'hello', lookUpPaths(some)),
    ours('search, API', 'hello', searchPaths(createMix(some))),
  ]
}

async function startBare(folder: string): Promise<{ origin: string; close: () => Promise<void> }> {
  const script = join(import.meta.dirname, 'serve/bare-server.ts')
  const child = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  process.once('exit', () => child.kill('SIGTERM'))
  const port = await new Promise<string>((done, reject) => {
    child.stdout.once('data', (chunk: Buffer) => done(chunk.toString().trim()))
    child.once('exit', () => reject(new Error('The bare server ended before it listened.')))
  })
  return {
    origin: `http://127.0.0.1:${port}`,
    close: async () => {
      const ended = new Promise((done) => child.once('exit', done))
      child.kill('SIGTERM')
      await ended
    },
  }
}

function report(cases: readonly Case[], taken: ReadonlyMap<string, Load[]>, records: number, rounds: number): void {
  const rows = CONNECTIONS.flatMap((connections) =>
    cases.map(({ name, of }) => {
      const own = taken.get(`${name}/${connections}`) ?? []
      const beside = of === null ? [] : (taken.get(`${of}/${connections}`) ?? [])
      const ratios = beside.map(({ perSecond }, round) => (own[round]?.perSecond ?? Number.NaN) / perSecond)
      const figure = (pick: (load: Load) => number, digits: number) => median(own.map(pick)).toFixed(digits)
      return [
        ...[connections, name, figure((it) => it.perSecond, 0), figure((it) => it.p50, 1), figure((it) => it.p99, 1)],
        of === null ? '' : `${median(ratios).toFixed(2)} of ${of}`,
      ]
    }),
  )
  const head = ['connections', 'case', 'a second', 'p50 ms', 'p99 ms', 'ratio, median of the rounds']
  process.stdout.write(
    `${records} records, ${rounds} rounds, ${cpus().length} cores, Node ${process.version}\n\n${table(head, rows)}`,
  )
}
