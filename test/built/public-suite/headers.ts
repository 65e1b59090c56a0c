import { expect } from 'vitest'
import { recordPath } from '../site.ts'
import type { Behaviour, Subject } from './behaviour.ts'

/** Every kind of answer, with the type that it has. */
const typesOf = ({ penalty }: Subject): [path: string, type: string][] => [
  ['/', 'text/html; charset=utf-8'],
  [recordPath(penalty), 'text/html; charset=utf-8'],
  ['/no-such-page/', 'text/html; charset=utf-8'],
  ['/api/v1/agencies', 'application/json'],
  [`/api/v1/records/${penalty.id}`, 'application/json'],
  ['/api/v1/openapi.json', 'application/json'],
  ['/api/v1/nothing', 'application/problem+json; charset=utf-8'],
  ['/feeds/all.atom', 'application/atom+xml; charset=utf-8'],
  ['/feeds/all.json', 'application/feed+json; charset=utf-8'],
  ['/data/penalties.csv', 'text/csv; charset=utf-8'],
]

export const HEADERS: Behaviour[] = [
  {
    name: 'every answer has its content type',
    check: async (subject) => {
      for (const [path, type] of typesOf(subject)) {
        const response = await subject.get(path)
        await response.body?.cancel()
        expect([path, response.headers.get('Content-Type')]).toEqual([path, type])
      }
    },
  },
  {
    name: 'HEAD has the status and the headers of GET, and no body',
    check: async (subject) => {
      const named = ['Content-Type', 'Cache-Control', 'Content-Security-Policy', 'X-Robots-Tag', 'ETag']
      for (const [path] of typesOf(subject)) {
        const get = await subject.get(path)
        const head = await subject.get(path, { method: 'HEAD' })
        await get.body?.cancel()
        const of = ({ status, headers }: Response) => [path, status, ...named.map((name) => headers.get(name))]
        expect(of(head)).toEqual(of(get))
        expect(await head.text(), path).toBe('')
      }
    },
  },
  {
    name: 'pages, lists and the API answer 304 to who has the current version, with no body',
    check: async ({ get, penalty }) => {
      for (const path of ['/', '/penalties/', recordPath(penalty), '/api/v1/agencies', '/feeds/all.atom']) {
        const tag = (await get(path)).headers.get('ETag')
        const again = await get(path, { headers: { 'If-None-Match': tag ?? '' } })
        expect([path, tag === null, again.status, await again.text()]).toEqual([path, false, 304, ''])
      }
    },
  },
  {
    name: 'the tag of one version does not answer for another',
    check: async ({ get, penalty }) => {
      const answer = await get(recordPath(penalty), { headers: { 'If-None-Match': 'W/"another"' } })
      expect(answer.status).toBe(200)
    },
  },
  {
    name: 'pages with forms are kept by no cache, other pages may be asked for again',
    check: async ({ get }) => {
      const cacheOf = async (path: string) => (await get(path)).headers.get('Cache-Control')
      expect(await cacheOf('/look-up/')).toBe('no-store')
      expect(await cacheOf('/correct/?page=/about/')).toBe('no-store')
      expect(await cacheOf('/about/')).toBe('no-cache')
      expect(await cacheOf('/api/v1/agencies')).toBe('no-cache')
      expect(await cacheOf('/api/v1/challenges?form=objection')).toMatch(/no-/)
    },
  },
  {
    name: 'a card may be framed by others, no other page may',
    check: async ({ get, penalty }) => {
      const of = async (path: string) => {
        const { headers } = await get(path)
        const policy = headers.get('Content-Security-Policy') ?? ''
        return [headers.get('X-Frame-Options'), /frame-ancestors ([^;]+)/.exec(policy)?.[1]]
      }
      expect(await of(`${recordPath(penalty)}card/`)).toEqual([null, '*'])
      expect(await of(recordPath(penalty))).toEqual(['SAMEORIGIN', "'none'"])
      expect(await of('/no-such/card/')).toEqual(['SAMEORIGIN', "'none'"])
    },
  },
  {
    name: 'the API is kept out of search engines, whatever it answers',
    check: async ({ get, penalty }) => {
      for (const path of [`records/${penalty.id}`, 'records/000000000000', 'agencies', 'exact?q=x']) {
        expect((await get(`/api/v1/${path}`)).headers.get('X-Robots-Tag'), path).toBe('noindex')
      }
    },
  },
  {
    name: 'only the search page runs WebAssembly, and no page starts a worker',
    check: async ({ get, penalty }) => {
      const of = async (path: string) => {
        const policy = ((await get(path)).headers.get('Content-Security-Policy') ?? '').split('; ')
        return policy.filter((it) => /^(script|worker)-src/.test(it)).sort()
      }
      const strict = ["script-src 'self'", "worker-src 'none'"]
      for (const path of ['/', recordPath(penalty), '/about/', '/no-such/search/']) {
        expect([path, await of(path)]).toEqual([path, strict])
      }
      expect(await of('/search/')).toEqual(["script-src 'self' 'wasm-unsafe-eval'", "worker-src 'none'"])
    },
  },
]
