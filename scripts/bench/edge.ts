import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { cpus, loadavg } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { publishPending } from '#usecase/publish-pending'
import { buildSite } from '../build.ts'
import { seedDemo } from '../demo/seed.ts'
import { startEdge } from '../lib/edge.ts'
import { progress } from '../lib/report.ts'
import { openWorkspace } from '../lib/workspace.ts'
import { cpuOf, workersBelow } from './edge-process.ts'
import { median, quantile, table } from './figures.ts'

/** `records`: size of the county; `requests`: of each kind in a round. */
export type EdgeBench = { records: number; requests: number; rounds: number }

const run = promisify(execFile)
const PORT = 8799

/** What a Worker is billed and limited by: bytes of its program, time to start, time on the processor a request. */
export async function benchEdge({ records, requests, rounds }: EdgeBench): Promise<void> {
  await mkdir('dist', { recursive: true })
  const folder = await mkdtemp(resolve('dist/bench-edge-'))
  try {
    const env = { ...process.env, DATA_DIR: join(folder, 'data'), SITE_BUILD: join(folder, 'edge') }
    progress('Making the county and the Worker …')
    const workspace = await openWorkspace(env)
    await seedDemo(workspace, { licences: Math.floor(records / 2), penalties: Math.ceil(records / 2) })
    await publishPending(workspace)
    const count = await workspace.store.countPublic()
    await workspace.close()
    await buildSite('edge', env)
    process.stdout.write(`${cpus().length} cores, load ${loadavg()[0]?.toFixed(1)}, ${count} public records\n\n`)
    await weigh(folder)
    await timeStarts(folder, rounds)
    await timeRequests(folder, requests, rounds)
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
}

/** Nobody is asked for an account, and nothing is told to anybody. */
async function wrangler(folder: string, words: readonly string[]): Promise<string> {
  const { stdout } = await run('wrangler', [...words, '--config', 'wrangler.json'], {
    // From elsewhere it would measure the project's wrangler.toml, whose build is another one.
    cwd: join(folder, 'edge/server'),
    env: { ...process.env, XDG_CONFIG_HOME: folder, WRANGLER_SEND_METRICS: 'false', CI: 'true' },
    maxBuffer: 16_000_000,
  })
  return stdout
}

async function weigh(folder: string): Promise<void> {
  const said = await wrangler(folder, ['deploy', '--dry-run', '--outdir', join(folder, 'dry-run')])
  const [, total = '?', packed = '?'] = /Total Upload: ([\d.]+) KiB \/ gzip: ([\d.]+) KiB/.exec(said) ?? []
  process.stdout.write(`Program: ${total} KiB, gzip ${packed} KiB\n`)
}

async function timeStarts(folder: string, rounds: number): Promise<void> {
  const active: number[] = []
  for (let round = 0; round < rounds; round++) {
    const said = await wrangler(folder, ['check', 'startup', '--outfile', join(folder, 'startup.cpuprofile')])
    active.push(Number(/Active: ([\d.]+) ms/.exec(said)?.[1]))
  }
  const all = active.map((it) => it.toFixed(0)).join(', ')
  process.stdout.write(`Start-up, active ms: median ${median(active).toFixed(0)} (${all})\n\n`)
}

async function timeRequests(folder: string, requests: number, rounds: number): Promise<void> {
  const edge = await startEdge({
    ...{ builtFolder: join(folder, 'edge'), dataFolder: join(folder, 'data'), port: PORT },
  })
  try {
    const kinds = await addressesOf(edge.origin)
    const [worker] = await workersBelow(edge.pid)
    if (worker === undefined) throw new Error('No workerd runs below wrangler.')
    const rows: (string | number)[][] = []
    for (const [name, paths] of kinds) {
      // The first requests compile what the later ones run.
      for (let n = 0; n < 50; n++) await (await fetch(`${edge.origin}${pick(paths, n)}`)).arrayBuffer()
      const [processor, waits]: [number[], number[]] = [[], []]
      for (let round = 0; round < rounds; round++) {
        const before = await cpuOf(worker)
        for (let n = 0; n < requests; n++) {
          const began = performance.now()
          const response = await fetch(`${edge.origin}${pick(paths, n)}`)
          if (response.status !== 200) throw new Error(`${pick(paths, n)} answered ${response.status}.`)
          await response.arrayBuffer()
          waits.push(performance.now() - began)
        }
        processor.push(((await cpuOf(worker)) - before) / requests)
      }
      progress(`${name}: ${processor.map((it) => it.toFixed(2)).join(', ')} ms`)
      rows.push([
        ...[name, median(processor).toFixed(2), Math.min(...processor).toFixed(2), Math.max(...processor).toFixed(2)],
        ...[median(waits).toFixed(1), quantile(waits, 0.99).toFixed(1)],
      ])
    }
    const head = ['request', 'CPU ms, median of rounds', 'least', 'most', 'wait ms p50', 'p99']
    process.stdout.write(table(head, rows))
  } finally {
    await edge.close()
  }
}

type Found = { items: { id: string; documentNumber: string; subject: { name: string } }[] }

/** Different records in turn, so that no answer is the same as the one before. */
async function addressesOf(origin: string): Promise<[string, string[]][]> {
  // Safe: the API's own list.
  const { items } = (await (await fetch(`${origin}/api/v1/records?kind=penalty&limit=100`)).json()) as Found
  const of = (path: (item: Found['items'][number]) => string) => items.map(path)
  return [
    ['record page', of(({ id }) => `/penalties/${id}/`)],
    ['API record', of(({ id }) => `/api/v1/records/${id}`)],
    ['exact look-up', of(({ documentNumber }) => `/api/v1/exact?q=${encodeURIComponent(documentNumber)}`)],
    ['search', of(({ subject }) => `/api/v1/search?q=${encodeURIComponent(subject.name.slice(3, 7))}`)],
    ['search page', of(({ subject }) => `/search/?q=${encodeURIComponent(subject.name.slice(3, 7))}`)],
  ]
}

function pick(paths: readonly string[], n: number): string {
  return paths[n % paths.length] ?? '/'
}
