import { expect, test } from 'vitest'
import { MACHINES, ownSite, record, recordPath, rowsOf, sharedSite, start, startNode } from './site.ts'

/** As the demo place says where it is. */
const ORIGIN = 'http://localhost:4321'

test.each(MACHINES)('%s: a card may be framed by others, no other page may', async (machine) => {
  const server = await start(machine, sharedSite())
  const [row] = await rowsOf(server.origin, 'penalty')
  if (!row) throw new Error('The demo has no public penalty.')
  const headersOf = async (path: string) => {
    const { headers } = await fetch(`${server.origin}${path}`)
    return [
      headers.get('X-Frame-Options'),
      /frame-ancestors ([^;]+)/.exec(headers.get('Content-Security-Policy') ?? '')?.[1],
    ]
  }

  expect(await headersOf(`${recordPath(row)}card/`)).toEqual([null, '*'])
  expect(await headersOf(recordPath(row))).toEqual(['SAMEORIGIN', "'none'"])
  expect(await headersOf('/no-such/card/')).toEqual(['SAMEORIGIN', "'none'"])
  await server.close()
})

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

test('oEmbed answers for records of this site only', async () => {
  const server = await startNode(sharedSite())
  const [row] = await rowsOf(server.origin, 'penalty')
  const ask = async (url: string) => (await fetch(`${server.origin}/oembed.json?url=${encodeURIComponent(url)}`)).status

  expect(await ask(`${ORIGIN}/penalties/${row?.id}/`)).toBe(200)
  expect(await ask(`${ORIGIN}/licences/${row?.id}/`)).toBe(404)
  expect(await ask(`https://elsewhere.example/penalties/${row?.id}/`)).toBe(404)
  expect(await ask('nonsense')).toBe(404)
  expect(await ask(`${ORIGIN}/penalties/000000000000/`)).toBe(404)
  expect((await fetch(`${server.origin}/oembed.json?format=xml`)).status).toBe(501)
  await server.close()
})

test.each(MACHINES)('%s: the switch to 长辈模式 leads back, stays, and goes again', async (machine) => {
  const server = await start(machine, sharedSite())
  const turn = (view: string, back: string) =>
    fetch(`${server.origin}/view/`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: server.origin },
      body: new URLSearchParams({ view, back }),
    })
  const pageWith = async (cookie: string, tag = '') =>
    (await fetch(`${server.origin}/about/`, { headers: { Cookie: cookie, 'If-None-Match': tag } })).text()
  const tag = (await fetch(`${server.origin}/about/`)).headers.get('ETag') ?? ''

  const on = await turn('elder', '/penalties/?page=2')
  const cookie = on.headers.get('Set-Cookie')?.split(';')[0] ?? ''
  const off = await turn('standard', 'https://evil.example/')

  expect([on.status, on.headers.get('Location'), cookie]).toEqual([303, '/penalties/?page=2', 'view=elder'])
  expect(await pageWith(cookie)).toContain('<html lang="zh-CN" class="elder">')
  expect(await pageWith(cookie, tag)).toContain('<html lang="zh-CN" class="elder">')
  expect((await turn('elder', 'x'.repeat(5000))).status).toBe(413)
  expect(await pageWith('')).toContain('<html lang="zh-CN">')
  expect([off.headers.get('Location'), off.headers.get('Set-Cookie')]).toEqual([
    '/',
    expect.stringContaining('Max-Age=0'),
  ])
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
