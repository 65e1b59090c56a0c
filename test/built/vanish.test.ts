import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hideRecord } from '#usecase/hide-record'
import { filesWith } from '../files.ts'
import { type About, addressesFor } from '../privacy/outputs.ts'
import {
  MACHINES,
  ownSite,
  type Row,
  record,
  recordPath,
  rowsOf,
  type Site,
  startNode,
  startWorker,
  workspaceOf,
} from './site.ts'

test('a record withdrawn, ended or hidden while the servers run is gone from every output of both machines', async () => {
  const site = await ownSite()
  const servers = { node: await startNode(site), workerd: await startWorker(site) }
  const rows = await rowsOf(servers.node.origin, 'penalty')
  const [withdrawn, ended, hidden] = onlyOfTheirSubject(rows)
  if (!withdrawn || !ended || !hidden) throw new Error('The demo has too few subjects.')
  for (const machine of MACHINES) {
    expect(await leaks(servers[machine].origin, withdrawn), machine).not.toEqual([])
    expect(await leaks(servers[machine].origin, ended), machine).not.toEqual([])
    expect(await leaks(servers[machine].origin, hidden), machine).not.toEqual([])
  }

  await hide(site, hidden.id)
  // These commands publish what waits.
  await record(site, 'withdraw', withdrawn.id, '经行政复议，原处罚决定被撤销。')
  await record(site, 'end', ended.id, '已完成信用修复')

  for (const machine of MACHINES) {
    const { origin } = servers[machine]
    const notice = await fetch(`${origin}${recordPath(withdrawn)}`)
    const gone = await fetch(`${origin}${recordPath(ended)}`)
    const absent = await fetch(`${origin}${recordPath(hidden)}`)
    expect([machine, notice.status, gone.status, absent.status]).toEqual([machine, 200, 410, 404])
    const text = await notice.text()
    expect(text).toContain('经行政复议，原处罚决定被撤销。')
    expect(text).toContain('<meta name="robots" content="noindex">')
    expect(await (await fetch(`${origin}/api/v1/records/${withdrawn.id}`)).json()).toMatchObject({
      status: 410,
      code: 'record-withdrawn',
      reason: '经行政复议，原处罚决定被撤销。',
    })
    expect(await leaks(origin, withdrawn), machine).toEqual([])
    expect(await leaks(origin, ended), machine).toEqual([])
    expect(await leaks(origin, hidden), machine).toEqual([])
    // Like a record that was never there: not even that it left is said.
    expect((await fetch(`${origin}/api/v1/records/${hidden.id}`)).status, machine).toBe(404)
    const removals = await (await fetch(`${origin}/api/v1/removals?since=2020-01-01`)).text()
    expect(removals.includes(withdrawn.id), machine).toBe(true)
  }
  for (const row of [withdrawn, ended, hidden]) {
    const words = [row.subject.name, row.subject.uscc ?? '?', encodeURIComponent(row.subject.name)]
    for (const folder of [join(site.dataFolder, 'snapshot'), site.nodeBuild, site.edgeBuild]) {
      expect(await filesWith(folder, words)).toEqual([])
    }
  }
  const endedNumber = [ended.documentNumber]
  expect(await filesWith(join(site.dataFolder, 'snapshot'), endedNumber)).toEqual([])
  expect(await filesWith(join(site.dataFolder, 'snapshot'), [hidden.documentNumber])).toEqual([])
  expect(await filesWith(site.nodeBuild, [hidden.documentNumber, hidden.id])).toEqual([])
  expect(await filesWith(site.nodeBuild, [...endedNumber, ended.id])).toEqual([])
  expect(await filesWith(site.nodeBuild, [withdrawn.documentNumber, withdrawn.id])).toEqual([])
  await servers.node.close()
  await servers.workerd.close()
})

/** By one person, at once, as the desk does it. */
async function hide(site: Site, id: string): Promise<void> {
  const workspace = await workspaceOf(site)
  const done = await hideRecord(workspace, { id, reason: '先行停止公示核查。', caseReceipt: null, by: 'test' })
  if (!done.ok) throw new Error(done.failure.code)
}

/** Records whose subject has no other public record, so that its name must vanish with them. */
function onlyOfTheirSubject(rows: Row[]): Row[] {
  const count = new Map<string, number>()
  for (const row of rows) count.set(row.subject.name, (count.get(row.subject.name) ?? 0) + 1)
  return rows.filter((row) => row.subject.uscc && count.get(row.subject.name) === 1)
}

/** Addresses at which a word of the record still comes out. A word that was asked for may be repeated in the answer. */
async function leaks(origin: string, row: Row): Promise<string[]> {
  const about: About = {
    id: row.id,
    kind: row.kind,
    number: row.documentNumber,
    name: row.subject.name,
    uscc: row.subject.uscc ?? '',
    agency: row.agency.slug,
  }
  const found: string[] = []
  for (const address of addressesFor(about)) {
    const asked = decodeURIComponent(address)
    const words = [about.name, about.uscc].filter((word) => !asked.includes(word))
    const text = await (await fetch(`${origin}${address}`)).text()
    const links = text.includes(recordPath(row)) && !asked.includes(row.id)
    if (words.some((word) => text.includes(word)) || links) found.push(address)
  }
  return found
}
