import { spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { buildSite } from '../build.ts'
import { startHranaBridge } from '../hrana-bridge.ts'
import { startFaultProxy } from '../lib/fault-proxy.ts'
import { databaseFileOf, openWorkspace } from '../lib/workspace.ts'
import { type LoadPlace, makeLoadPlace } from '../submit-load/place.ts'
import { startLoad } from './faults/load.ts'
import { throughTrouble } from './faults/phases.ts'
import { quantile, table } from './figures.ts'

const PORT = 4517
const READERS = 12
const WRITERS = 4

/** Reads and writes of one Node process while the remote database is up, stopped, slow and flapping, in one run. */
export async function benchFaults({ phaseMs }: { phaseMs: number }): Promise<void> {
  const place = await makeLoadPlace()
  const bridge = await startHranaBridge({ databasePath: databaseFileOf(place.folder) })
  const proxy = await startFaultProxy(bridge.url)
  // Below the project, because the bundle finds its database driver there.
  const build = resolve(`dist/bench-faults-${process.pid}`)
  await buildSite('node', { ...place.env, SITE_BUILD: build })
  const server = await startServer({ ...place.env, SITE_BUILD: build, DATABASE_URL: proxy.url })
  try {
    const [id = ''] = place.records
    const report = await throughTrouble(
      proxy,
      startLoad({
        ...{ origin: `http://127.0.0.1:${PORT}`, place, readers: READERS, writers: WRITERS },
        paths: ['/', '/penalties/', '/licences/', `/api/v1/records/${id}`, '/api/v1/exact?q=x', '/api/v1/agencies'],
      }),
      phaseMs,
    )
    process.stdout.write(
      table(
        ['database', 'reads', 'not 200', 'p50 ms', 'p99 ms', 'writes', 'taken', '503', 'other', 'longest 503 ms'],
        report.phases.map(({ name, reads, writes }) => {
          const refused = writes.filter(({ status }) => status === 503)
          const taken = writes.filter(({ status }) => status === 200 || status === 201)
          const times = reads.map(({ ms }) => ms)
          return [
            ...[name, reads.length, reads.filter(({ status }) => status !== 200).length],
            ...[quantile(times, 0.5).toFixed(1), quantile(times, 0.99).toFixed(1)],
            ...[writes.length, taken.length, refused.length, writes.length - taken.length - refused.length],
            refused.length === 0
              ? '—'
              : quantile(
                  refused.map(({ ms }) => ms),
                  1,
                ).toFixed(0),
          ]
        }),
      ),
    )
    const cases = await countCases(place)
    process.stdout.write(
      `${report.given.length} receipts given, ${cases} cases; trouble: ${report.trouble.join(' ')}\n`,
    )
  } finally {
    await server.end()
    await proxy.close()
    await bridge.close()
    await place.clean()
    await rm(build, { recursive: true, force: true })
  }
}

async function startServer(env: NodeJS.ProcessEnv): Promise<{ end: () => Promise<void> }> {
  const child = spawn('node', [join(import.meta.dirname, '../serve.ts')], {
    env: { ...env, PORT: String(PORT) },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  await new Promise<void>((ready, fail) => {
    child.stderr.on('data', (chunk: Buffer) => chunk.toString().includes('已启动') && ready())
    child.once('exit', () => fail(new Error('The server ended before it listened.')))
  })
  return {
    end() {
      child.kill('SIGTERM')
      return ended
    },
  }
}

async function countCases({ env }: LoadPlace): Promise<number> {
  const workspace = await openWorkspace(env)
  const counts = await workspace.cases.countCases()
  await workspace.close()
  return counts.reduce((sum, { cases }) => sum + cases, 0)
}
