import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startLoad } from '../../scripts/bench/faults/load.ts'
import { PHASES, throughTrouble } from '../../scripts/bench/faults/phases.ts'
import { startHranaBridge } from '../../scripts/hrana-bridge.ts'
import { startFaultProxy } from '../../scripts/lib/fault-proxy.ts'
import { openWorkspace } from '../../scripts/lib/workspace.ts'
import { TEST_SECRET } from '../test-day.ts'
import { envOf, MACHINES, ownSite, recordPath, rowsOf, startNode, startWorker } from './site.ts'

const PHASE_MS = 4000

test.each(MACHINES)(
  'on %s, with the remote database stopped, slow and flapping, reads go on, writes are told to come again, each arrives once',
  async (machine) => {
    const site = await ownSite()
    const bridge = await startHranaBridge({ databasePath: join(site.dataFolder, 'gongxin.db') })
    const proxy = await startFaultProxy(bridge.url)
    const variables = { DATABASE_URL: proxy.url, INTAKE_SECRET: TEST_SECRET }
    const server = await (machine === 'node' ? startNode(site, '', variables) : startWorker(site, '', variables))
    const rows = await rowsOf(server.origin, 'penalty')
    const workspace = await openWorkspace(envOf(site, ''))
    const recipients = (await workspace.cases.deskKey())?.recipients ?? []
    const before = await countCases(workspace.cases)
    const [row] = rows
    if (row === undefined) throw new Error('The demo has no penalties.')
    const number = encodeURIComponent(row.documentNumber)

    const load = startLoad({
      origin: server.origin,
      place: { secret: TEST_SECRET, recipients, records: rows.map(({ id }) => id) },
      paths: [recordPath(row), '/penalties/', `/api/v1/records/${row.id}`, `/api/v1/exact?q=${number}`, '/'],
      ...{ readers: 6, writers: 2 },
    })
    const { phases, given, trouble } = await throughTrouble(proxy, load, PHASE_MS)
    await server.close()
    await proxy.close()
    const after = await countCases(workspace.cases)
    const found = await Promise.all(given.map(({ receipt }) => workspace.cases.find(receipt)))
    await workspace.close()
    await bridge.close()

    expect(phases.map(({ name }) => name)).toEqual(PHASES)
    for (const { name, reads, writes } of phases) {
      expect([name, reads.filter(({ status }) => status !== 200)]).toEqual([name, []])
      expect(reads.length, name).toBeGreaterThan(20)
      const refused = writes.filter(({ status }) => ![200, 201].includes(status))
      const wrong = refused.filter(({ status, ms, retryAfter }) => status !== 503 || ms > 5000 || !retryAfter)
      expect([name, wrong]).toEqual([name, []])
      const taken = writes.length - refused.length
      // Slower than the limit, nothing gets through; coming and going, both happen.
      if (name === 'stopped' || name === 'slow') expect([name, taken, refused.length > 0]).toEqual([name, 0, true])
      if (name === 'flapping') expect(refused.length).toBeGreaterThan(0)
      if (name.startsWith('up')) expect(taken, name).toBeGreaterThan(2)
    }
    expect(trouble).toEqual([])
    expect(new Set(given.map(({ receipt }) => receipt)).size).toBe(given.length)
    expect(found.filter((it) => it === undefined)).toEqual([])
    expect(after - before).toBe(given.length)
  },
)

async function countCases(cases: { countCases: () => Promise<{ cases: number }[]> }): Promise<number> {
  return (await cases.countCases()).reduce((sum, it) => sum + it.cases, 0)
}
