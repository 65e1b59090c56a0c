import { spawn } from 'node:child_process'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { inject, onTestFinished } from 'vitest'
import { recordPath as pathOf } from '#domain/addresses'
import type { RecordKind } from '#domain/vocabulary'
import { startEdge } from '../../scripts/lib/edge.ts'
import { freePort } from '../../scripts/lib/free-port.ts'
import { openWorkspace, type Workspace } from '../../scripts/lib/workspace.ts'
import { TEST_DAY, TEST_SECRET } from '../test-day.ts'

export type Site = { folder: string; dataFolder: string; nodeBuild: string; edgeBuild: string }
export type Server = { origin: string; close: () => Promise<void> }

/** The site that all read-only tests share. */
export function sharedSite(): Site {
  return siteIn(inject('builtFolder'))
}

/** A copy to break: gone when the test ends, or when `atEnd` says. */
export async function ownSite(atEnd: (clean: () => Promise<void>) => void = onTestFinished): Promise<Site> {
  const built = inject('builtFolder')
  const folder = await mkdtemp(join(dirname(built), 'test-own-'))
  // The Worker's tools may still be writing their logs.
  atEnd(() => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }))
  // Servers that search open the shared database and put a log beside it, which comes and goes; nobody writes.
  await cp(built, folder, { recursive: true, filter: (path) => !/-(wal|shm)$/.test(path) })
  return siteIn(folder)
}

function siteIn(folder: string): Site {
  return {
    folder,
    dataFolder: join(folder, 'data'),
    nodeBuild: join(folder, 'node'),
    edgeBuild: join(folder, 'edge'),
  }
}

export function envOf(site: Site, day: string = TEST_DAY): NodeJS.ProcessEnv {
  return {
    ...process.env,
    DATA_DIR: site.dataFolder,
    SITE_BUILD: site.nodeBuild,
    CLOCK: day,
    PLACE_SECRET: TEST_SECRET,
  }
}

export async function workspaceOf(site: Site): Promise<Workspace> {
  const workspace = await openWorkspace(envOf(site))
  onTestFinished(() => workspace.close())
  return workspace
}

/** Of the operating system; only root can start programs as somebody else. */
export type Account = { uid: number; gid: number }

/** The real program on a free port of loopback. */
export async function startNode(
  site: Site,
  day?: string,
  more: Record<string, string> = {},
  as?: Account,
): Promise<Server> {
  const port = await freePort()
  const child = spawn('node', ['scripts/serve.ts'], {
    env: { ...envOf(site, day), ...more, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
    ...as,
  })
  let log = ''
  child.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString()
  })
  const ended = new Promise<void>((done) => child.on('exit', () => done()))
  const end = () => child.kill('SIGTERM')
  process.once('exit', end)
  const close = async () => {
    process.off('exit', end)
    end()
    await ended
  }
  for (let tries = 0; tries < 600 && child.exitCode === null; tries++) {
    if (log.includes('已启动')) return { origin: `http://127.0.0.1:${port}`, close }
    await new Promise((done) => setTimeout(done, 100))
  }
  await close()
  throw new Error(`The server did not start:\n${log}`)
}

/** The built Worker in real workerd. */
export async function startWorker(
  site: Site,
  day: string = TEST_DAY,
  more: Record<string, string> = {},
): Promise<Server> {
  return startEdge({
    builtFolder: site.edgeBuild,
    dataFolder: site.dataFolder,
    port: await freePort(),
    variables: { CLOCK: day, ...more },
  })
}

export type Machine = 'node' | 'workerd'
export const MACHINES: readonly Machine[] = ['node', 'workerd']

export function start(machine: Machine, site: Site, day?: string): Promise<Server> {
  return machine === 'node' ? startNode(site, day) : startWorker(site, day)
}

export type Row = {
  id: string
  kind: RecordKind
  documentNumber: string
  until: string | null
  subject: { name: string; uscc?: string }
  agency: { slug: string; name: string }
}

/** All rows of a kind through the API of a running server. Safe: test/http checks the shape. */
export async function rowsOf(origin: string, kind: RecordKind): Promise<Row[]> {
  const rows: Row[] = []
  for (let page = 1; ; page++) {
    const response = await fetch(`${origin}/api/v1/records?kind=${kind}&limit=100&page=${page}`)
    const body = (await response.json()) as { items: Row[]; pages: number }
    rows.push(...body.items)
    if (page >= body.pages) return rows
  }
}

export function recordPath(row: Pick<Row, 'id' | 'kind'>): string {
  return `/${pathOf(row.kind, row.id)}`
}

const GROUND = { withdraw: 'quashed', end: 'repaired' }

export function record(site: Site, step: 'withdraw' | 'end', id: string, reason: string, as?: Account): Promise<void> {
  return command(site, 'record', [step, id, '--reason', reason, '--ground', GROUND[step]], as)
}

/** As an operator runs it. Not synchronous: kept-alive connections must notice that they were closed. */
export async function command(
  site: Site,
  name: 'record' | 'publish',
  args: readonly string[],
  as?: Account,
): Promise<void> {
  const child = spawn('node', [`scripts/${name}.ts`, ...args], { env: envOf(site), ...as })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  const code = await new Promise((done) => child.on('exit', done))
  if (code !== 0) throw new Error(`${name} ${args.join(' ')} failed: ${said}`)
}
