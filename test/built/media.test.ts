import { expect, test } from 'vitest'
import { ownSite, record, recordPath, rowsOf, sharedSite, startNode } from './site.ts'

/** As the demo place says where it is. */
const ORIGIN = 'http://localhost:4321'

test('a withdrawn record turns its card and its oEmbed answer, and nothing of it can be cited', async () => {
  const site = await ownSite()
  const server = await startNode(site)
  const [row] = await rowsOf(server.origin, 'penalty')
  if (!row) throw new Error('The demo has no public penalty.')
  const path = recordPath(row)
  const textOf = async (address: string) => (await fetch(`${server.origin}${address}`)).text()
  const oembed = async (): Promise<unknown> =>
    (await fetch(`${server.origin}/oembed.json?url=${encodeURIComponent(`${ORIGIN}${path}`)}`)).json()
  const before = [await textOf(`${path}card/`), await textOf(`${path}cite/`)]
  expect(before.every((text) => text.includes(row.documentNumber))).toBe(true)
  expect(before.some((text) => text.includes(row.subject.name))).toBe(false)
  expect(await oembed()).toMatchObject({
    type: 'rich',
    title: `行政处罚决定 ${row.documentNumber}`,
    html: expect.stringContaining(`<iframe src="${ORIGIN}${path}card/"`),
  })

  await record(site, 'withdraw', row.id, '经行政复议被撤销。')

  const after = [await textOf(`${path}card/`), await textOf(`${path}cite/`)]
  expect(after[0]).toContain('<h1>已撤下</h1>')
  expect(after.some((text) => text.includes(row.documentNumber))).toBe(false)
  expect(await oembed()).toMatchObject({ title: '已撤下' })
  await server.close()
})

test('Node sends text compressed to those who can read it, with the same words and tag', async () => {
  const server = await startNode(sharedSite())
  const ask = (encoding: string, tag = '') =>
    fetch(`${server.origin}/penalties/`, { headers: { 'Accept-Encoding': encoding, 'If-None-Match': tag } })

  const packed = await ask('gzip')
  const plain = await ask('identity')
  const tag = packed.headers.get('ETag') ?? ''

  expect([packed, plain].map(({ headers }) => headers.get('Content-Encoding'))).toEqual(['gzip', null])
  expect(await packed.text()).toBe(await plain.text())
  expect([tag, (await ask('gzip', tag)).status]).toEqual([plain.headers.get('ETag'), 304])
  await server.close()
})
