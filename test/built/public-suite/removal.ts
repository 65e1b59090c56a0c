import { join } from 'node:path'
import { expect } from 'vitest'
import { hideRecord } from '#usecase/hide-record'
import { openWorkspace } from '../../../scripts/lib/workspace.ts'
import { filesWith } from '../../files.ts'
import { type About, addressesFor } from '../../privacy/outputs.ts'
import { command, envOf, type Row, record, recordPath, rowsOf, type Site } from '../site.ts'
import { type Behaviour, type Subject, searchAt } from './behaviour.ts'

const REASON = '经行政复议，原处罚决定被撤销。'

/** Each looks at every output of the record before and after; the servers run on. */
export const REMOVAL: Behaviour[] = [
  {
    name: 'a record withdrawn by the command leaves a notice with its reason, and nothing else of it',
    check: async (subject) => {
      const row = await shownAlone(subject, 1)
      await record(subject.site, 'withdraw', row.id, REASON)
      await nothingLeft(subject, row, [200, 410])
      const notice = await (await subject.get(recordPath(row))).text()
      expect(notice).toContain(REASON)
      expect(notice).toContain('<meta name="robots" content="noindex">')
      const said = await (await subject.get(`/api/v1/records/${row.id}`)).json()
      expect(said).toMatchObject({ status: 410, code: 'record-withdrawn', reason: REASON })
      const card = await (await subject.get(`${recordPath(row)}card/`)).text()
      expect(card).toContain('<h1>已撤下</h1>')
      expect(await (await subject.get('/api/v1/removals?since=2020-01-01')).text()).toContain(row.id)
    },
  },
  {
    name: 'a record ended by the command is gone, and says so',
    check: async (subject) => {
      const row = await shownAlone(subject, 2)
      await record(subject.site, 'end', row.id, '已完成信用修复')
      await nothingLeft(subject, row, [410, 410])
      const said = await (await subject.get(`/api/v1/records/${row.id}`)).json()
      expect(said).toMatchObject({ code: 'record-ended' })
    },
  },
  {
    name: 'a record hidden at once is like one that was never there',
    check: async (subject) => {
      const row = await shownAlone(subject, 3)
      await hide(subject.site, row.id)
      await nothingLeft(subject, row, [404, 404])
      expect(await (await subject.get('/api/v1/removals?since=2020-01-01')).text()).not.toContain(row.id)
    },
  },
]

/** By one person, at once, as the desk does it, and published by the command. */
async function hide(site: Site, id: string): Promise<void> {
  const workspace = await openWorkspace(envOf(site))
  try {
    const done = await hideRecord(workspace, { id, reason: '先行停止公示核查。', caseReceipt: null, by: 'test' })
    if (!done.ok) throw new Error(done.failure.code)
  } finally {
    await workspace.close()
  }
  await command(site, 'publish', [])
}

/** A record whose subject has no other public one, so that its name must vanish with it. */
async function shownAlone(subject: Subject, nth: number): Promise<Row> {
  const rows = await rowsOf(subject.origin, 'penalty')
  const count = new Map<string, number>()
  for (const { subject: it } of rows) count.set(it.name, (count.get(it.name) ?? 0) + 1)
  const row = rows.filter((it) => it.subject.uscc && count.get(it.subject.name) === 1)[nth]
  if (row === undefined) throw new Error('The demo has too few subjects.')
  expect(await leaks(subject, row)).not.toEqual([])
  return row
}

async function nothingLeft(subject: Subject, row: Row, statuses: [page: number, api: number]): Promise<void> {
  const { get, site } = subject
  const page = await get(recordPath(row))
  await page.body?.cancel()
  expect([page.status, (await get(`/api/v1/records/${row.id}`)).status]).toEqual(statuses)
  expect(await leaks(subject, row)).toEqual([])
  for (const q of [row.documentNumber, row.subject.name, row.subject.name.slice(0, 6), row.subject.uscc ?? '']) {
    expect(await (await get(searchAt(q, '&order=newest'))).text(), q).not.toContain(row.id)
  }
  const words = [row.subject.name, row.subject.uscc ?? '?', encodeURIComponent(row.subject.name)]
  for (const folder of [join(site.dataFolder, 'snapshot'), site.nodeBuild, site.edgeBuild]) {
    expect(await filesWith(folder, words)).toEqual([])
  }
  expect(await filesWith(site.nodeBuild, [row.documentNumber, row.id])).toEqual([])
}

/** Addresses at which a word of the record still comes out. A word that was asked for may be repeated in the answer. */
async function leaks({ origin }: Subject, row: Row): Promise<string[]> {
  const about: About = {
    ...{ id: row.id, kind: row.kind, number: row.documentNumber, name: row.subject.name },
    ...{ uscc: row.subject.uscc ?? '', agency: row.agency.slug },
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
