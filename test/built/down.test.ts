import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { addDays, parseDay } from '#domain/day'
import { MACHINES, ownSite, recordPath, rowsOf, start, startNode } from './site.ts'

test('with garbage for a database the public side starts and answers; what needs the database says 503', async () => {
  const site = await ownSite()
  await writeFile(join(site.dataFolder, 'gongxin.db'), 'this is not a database, it is garbage')

  const server = await startNode(site)

  const [row] = await rowsOf(server.origin, 'penalty')
  const number = encodeURIComponent(row?.documentNumber ?? '')
  const paths = [
    '/',
    '/licences/',
    '/penalties/?page=2',
    '/agencies/',
    `/agencies/${row?.agency.slug}/`,
    `/search/?q=${number}`,
  ]
  for (const path of [
    ...paths,
    row ? recordPath(row) : '?',
    `/api/v1/records/${row?.id}`,
    `/api/v1/exact?q=${number}`,
    '/api/v1/agencies',
  ]) {
    expect([path, (await fetch(`${server.origin}${path}`)).status]).toEqual([path, 200])
  }
  const health = await fetch(`${server.origin}/api/v1/health`)
  expect([health.status, health.headers.get('Retry-After')]).toEqual([503, '60'])
  await server.close()
})

test.each(MACHINES)(
  'past its last day a record is ended in %s on the next request, with no scheduler',
  async (machine) => {
    const site = await ownSite()
    const today = await start(machine, site)
    const row = (await rowsOf(today.origin, 'penalty')).find((it) => it.until !== null)
    await today.close()
    const last = parseDay(row?.until ?? '')
    if (!row || !last) throw new Error('No demo penalty has an end.')

    const later = await start(machine, site, addDays(last, 1))

    const response = await fetch(`${later.origin}${recordPath(row)}`)
    expect(response.status).toBe(410)
    expect(await response.text()).not.toContain(row.subject.name)
    expect((await rowsOf(later.origin, 'penalty')).map(({ id }) => id)).not.toContain(row.id)
    await later.close()
  },
)

test('pages built from another database are never served', async () => {
  const site = await ownSite()
  await writeFile(join(site.nodeBuild, 'build.json'), JSON.stringify({ lineage: 'another', version: 1 }))
  const server = await startNode(site)
  const [row] = await rowsOf(server.origin, 'penalty')
  if (!row) throw new Error('The demo has no public penalty.')
  await writeFile(join(site.nodeBuild, 'client', recordPath(row), 'index.html'), 'an old file')

  const text = await (await fetch(`${server.origin}${recordPath(row)}`)).text()

  expect(text).not.toContain('an old file')
  expect(text).toContain(row.documentNumber)
  await server.close()
})
