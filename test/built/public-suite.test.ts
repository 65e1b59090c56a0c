import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, test } from 'vitest'
import { startHranaBridge } from '../../scripts/hrana-bridge.ts'
import { startFaultProxy } from '../../scripts/lib/fault-proxy.ts'
import type { Api } from '../http/sending.ts'
import type { Subject } from './public-suite/behaviour.ts'
import { CASES } from './public-suite/cases.ts'
import { HEADERS } from './public-suite/headers.ts'
import { OPEN_DATA } from './public-suite/open-data.ts'
import { PAGES } from './public-suite/pages.ts'
import { READING } from './public-suite/reading.ts'
import { REFUSALS } from './public-suite/refusals.ts'
import { REMOVAL } from './public-suite/removal.ts'
import { SEARCHING } from './public-suite/searching.ts'
import { SENDING } from './public-suite/sending.ts'
import { TROUBLE } from './public-suite/trouble.ts'
import { MACHINES, type Machine, ownSite, rowsOf, type Site, startNode, startWorker } from './site.ts'

/** All that the public side does. What removes or breaks something comes last. */
const SUITE = [
  ...[...READING, ...HEADERS, ...SEARCHING, ...OPEN_DATA, ...PAGES],
  ...[...REFUSALS, ...SENDING, ...CASES, ...TROUBLE, ...REMOVAL],
]

type Running = Pick<Subject, 'origin' | 'database'> & { close: () => Promise<void> }

/** `scripts/test-all.ts` counts by this title. */
describe.each(MACHINES)('public suite: %s', (machine) => {
  let subject: Subject
  const removals: (() => Promise<void>)[] = []

  beforeAll(async () => {
    const site = await ownSite((clean) => removals.push(clean))
    const { close, ...running } = await startMachine(machine, site)
    removals.unshift(close)
    const { origin } = running
    const [penalty] = await rowsOf(origin, 'penalty')
    const [licence] = await rowsOf(origin, 'licence')
    if (!penalty || !licence) throw new Error('The demo has no public records.')
    const get = (path: string, init?: RequestInit) => fetch(`${origin}${path}`, { redirect: 'manual', ...init })
    const api: Api = { app: { request: get } }
    subject = { machine, site, penalty, licence, get, api, ...running }
  })
  afterAll(async () => {
    for (const remove of removals) await remove()
  })

  test.each(SUITE)('$name', ({ check }) => check(subject))
})

function startMachine(machine: Machine, site: Site): Promise<Running> {
  return machine === 'node' ? onFile(site) : overHttp(site)
}

/** One Node process over its own file. */
async function onFile(site: Site): Promise<Running> {
  const server = await startNode(site)
  const ends = ['', '-wal', '-shm'].map((end) => join(site.dataFolder, `gongxin.db${end}`))
  const move = async (from: string, to: string) => {
    for (const file of ends) await rename(`${file}${from}`, `${file}${to}`).catch(() => undefined)
  }
  return { ...server, database: { stop: () => move('', '.away'), start: () => move('.away', '') } }
}

/** The Worker over Hrana, with something in between that can be stopped. */
async function overHttp(site: Site): Promise<Running> {
  const bridge = await startHranaBridge({ databasePath: join(site.dataFolder, 'gongxin.db') })
  const proxy = await startFaultProxy(bridge.url)
  const server = await startWorker(site, undefined, { DATABASE_URL: proxy.url })
  const close = async () => {
    await server.close()
    await proxy.close()
    await bridge.close()
  }
  const database = { stop: () => proxy.set('stopped'), start: () => proxy.set('none') }
  return { origin: server.origin, database, close }
}
