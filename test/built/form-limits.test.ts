import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Server, sharedSite, startNode } from './site.ts'

let server: Server
beforeAll(async () => {
  server = await startNode(sharedSite())
})
afterAll(() => server.close())

const FORM = 'application/x-www-form-urlencoded'

async function post(path: string, body: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${server.origin}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': FORM, ...headers },
    body,
    redirect: 'manual',
  })
  await response.body?.cancel()
  return response.status
}

test('a body that would take long to read is refused before it is read', async () => {
  const parts = `--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n`.repeat(5000)
  const tooManyParts = `${parts}--b--\r\n`

  expect(await post('/correct/', 'a&'.repeat(60_000))).toBe(413)
  expect(await post('/correct/', `found=${'x'.repeat(300_000)}`)).toBe(413)
  expect(await post('/correct/', tooManyParts, { 'Content-Type': 'multipart/form-data; boundary=b' })).toBe(413)
  expect(await post('/correct/', '{}', { 'Content-Type': 'application/json' })).toBe(415)
  expect(await post('/about/', tooManyParts, { 'Content-Type': 'multipart/form-data; boundary=b' })).toBe(415)
})

test('two slashes lead nowhere, whatever is sent there', async () => {
  expect(await post('//correct/', 'found=x')).toBe(404)
  expect((await fetch(`${server.origin}/guides//object/`)).status).toBe(404)
})

test('a form that another site makes a browser send is refused, our own is not', async () => {
  const step = 'step=what&go=next'

  expect(await post('/correct/', step, { 'Sec-Fetch-Site': 'cross-site' })).toBe(403)
  expect(await post('/correct/', step, { 'Sec-Fetch-Site': 'same-origin' })).not.toBe(403)
  expect(await post('/correct/', step)).not.toBe(403)
})

test('pages with forms are kept by no cache, other pages may be asked for again', async () => {
  const cacheOf = async (path: string) => (await fetch(`${server.origin}${path}`)).headers.get('Cache-Control')

  expect(await cacheOf('/look-up/')).toBe('no-store')
  expect(await cacheOf('/correct/?page=/about/')).toBe('no-store')
  expect(await cacheOf('/about/')).toBe('no-cache')
})
