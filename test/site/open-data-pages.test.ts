import { describe, expect, test } from 'vitest'
import { RECORD_KINDS } from '#domain/vocabulary'
import { PUBLIC_PROBLEM } from '#http/problem'
import { EXAMPLES, SENDING, STATUSES, shortened } from '#site/lib/api-examples.ts'
import { sizeWords } from '#site/lib/data-page.ts'
import { loadDataPage, loadDevelopersPage } from '#site/lib/load-pages.ts'
import { publishPending } from '#usecase/publish-pending'
import { endRecord } from '#usecase/remove-record'
import { world } from '../world.ts'
import { localsOf } from './locals.ts'

describe('the page of the API', () => {
  test('shows for every example the answer that the API gives now, at the status it says', async () => {
    const w = await world()

    const view = await loadDevelopersPage(localsOf(w))

    if (view.state !== 'developers') throw new Error('The page says that it cannot be shown.')
    expect(view.examples.map(({ heading }) => heading)).toEqual(EXAMPLES.map(({ heading }) => heading))
    for (const [index, { command, status, answer }] of view.examples.entries()) {
      const path = /^curl -s "\$SITE([^"]+)"$/.exec(command)?.[1] ?? ''
      const response = await w.app.request(path)
      expect([path, response.status]).toEqual([path, EXAMPLES[index]?.status])
      expect(status).toBe(`${response.status} ${response.headers.get('Content-Type')}`)
      expect(answer).toBe(shortened(await response.json()))
    }
    expect(w.faults).toEqual([])
  })

  test('is kept out of search engines: a real answer may name who was punished', async () => {
    const w = await world()

    const view = await loadDevelopersPage(localsOf(w))

    expect(view.frame.isIndexed).toBe(false)
  })

  test('explains every status that a problem can have, and covers every route of the API but health', async () => {
    const w = await world()
    const explained = STATUSES.map(({ status }) => status)
    const facts = { id: 'ID', number: 'Q', agency: 'SLUG', uscc: 'USCC', day: 'DAY' }
    const asked = [
      ...EXAMPLES.map(({ path }) => path(facts).replace(/^api\/v1|\?.*$/g, '')),
      ...SENDING.map(({ path }) => `/${path}`),
    ]
    const { body } = await w.get('openapi.json')

    const routes = Object.keys(Reflect.get(Object(body), 'paths'))
      .map((path) =>
        path
          .replace('/api/v1', '')
          .replace('{id}', 'ID')
          .replace('{slug}', 'SLUG')
          .replace('{uscc}', 'USCC')
          .replace('{policy}/ID', 'huaxian-2017-31/annex-13'),
      )
      .filter((path) => path !== '/health')

    expect(Object.values(PUBLIC_PROBLEM).filter(({ status }) => !explained.includes(status))).toEqual([])
    expect(routes.filter((route) => !asked.includes(route))).toEqual([])
  })

  test('of a place without a record shows no example, and of one that cannot be read says so', async () => {
    const empty = await world({ empty: true })
    await publishPending(empty)
    const broken = await world({
      readThrough: (blobs) => ({ ...blobs, read: () => Promise.reject(new Error('EIO')) }),
    })

    expect(await loadDevelopersPage(localsOf(empty))).toMatchObject({ state: 'developers', examples: [] })
    expect(await loadDevelopersPage(localsOf(broken))).toMatchObject({ state: 'notice', status: 503 })
  })
})

describe('the page of the data', () => {
  test('offers every file that there is, with its rows and hash, and says where terms are not known', async () => {
    const w = await world()

    const view = await loadDataPage(localsOf(w))

    if (view.state !== 'data') throw new Error('The page says that it cannot be shown.')
    const links = view.groups
      .flatMap(({ kinds }) => kinds)
      .flatMap(({ rows }) => rows.flatMap(({ files }) => files.map(({ href }) => href)))
    for (const href of links) expect([href, (await w.app.request(href)).status]).toEqual([href, 200])
    expect(links).toEqual(
      expect.arrayContaining(['/data/penalties.csv', '/data/agencies/shichang-jianguan/licences.json']),
    )
    expect(view.checksums).toMatch(/^[0-9a-f]{64} {2}records\.sqlite\n/)
    expect(view.isRebuilding).toBe(false)
    expect(view.terms).toBeNull()
    expect(view.dictionary.every(({ rows }) => rows.length > 15)).toBe(true)
  })

  test('offers no file while they are made again, and says so', async () => {
    const w = await world()
    const [row] = await w.rows('kind=penalty&limit=1')
    await endRecord(w, { id: row?.id ?? '', ground: 'repaired', reason: '已完成信用修复', actor: 'operator' })
    await publishPending(w)

    const view = await loadDataPage(localsOf(w))

    expect(view).toMatchObject({ isRebuilding: true, whole: null, checksums: '', empty: null })
    expect(
      'groups' in view && view.groups.flatMap(({ kinds }) => kinds.map(({ id, rows }) => ({ id, rows }))),
    ).toMatchObject(RECORD_KINDS.map((id) => ({ id, rows: [{ name: '全部机关', files: [] }] })))
  })
})

test.each([
  [0, '0 字节'],
  [1023, '1023 字节'],
  [1025, '2 KB'],
  [1024 * 1024, '1.0 MB'],
  [1024 * 1024 + 1, '1.1 MB'],
])('a file of %i bytes is said to have %s', (bytes, words) => {
  expect(sizeWords(bytes)).toBe(words)
})
