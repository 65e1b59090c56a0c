import { expect } from 'vitest'
import { recordPath, rowsOf } from '../site.ts'
import type { Behaviour } from './behaviour.ts'

export const READING: Behaviour[] = [
  {
    name: 'answers every kind of page with HTML in UTF-8 that is asked for again every time',
    check: async ({ get, penalty, licence }) => {
      const pages = [
        '/',
        '/licences/',
        '/penalties/',
        ...[
          '/integrity/',
          '/lists/',
          '/openness/',
          '/serious-breaches/',
          '/dishonesty/',
          '/promises/',
          '/arrears/',
          '/agencies/',
        ],
        `/agencies/${penalty.agency.slug}/`,
        '/search/',
        '/data/',
        '/developers/',
        '/about/',
        '/privacy/',
      ]
      for (const path of [...pages, recordPath(penalty), recordPath(licence)]) {
        const response = await get(path)
        expect([path, response.status]).toEqual([path, 200])
        expect(response.headers.get('Content-Type'), path).toBe('text/html; charset=utf-8')
        expect(response.headers.get('Cache-Control'), path).toBe('no-cache')
        expect(await response.text(), path).toContain('演示数据')
      }
    },
  },

  {
    name: 'sends strict security headers and no cookie',
    check: async ({ get, penalty }) => {
      for (const path of ['/', recordPath(penalty), '/api/v1/agencies', '/no-such-page/']) {
        const { headers } = await get(path)
        expect(headers.get('Content-Security-Policy'), path).toContain("default-src 'none'")
        expect(headers.get('X-Content-Type-Options'), path).toBe('nosniff')
        expect(headers.get('Referrer-Policy'), path).toBe('no-referrer')
        expect(headers.get('Set-Cookie'), path).toBeNull()
      }
    },
  },

  {
    name: 'keeps penalties out of search engines and lets licences in',
    check: async ({ get, penalty, licence }) => {
      expect(await (await get(recordPath(penalty))).text()).toContain('<meta name="robots" content="noindex">')
      expect(await (await get(recordPath(licence))).text()).not.toContain('noindex')
    },
  },

  {
    name: 'lets hashed files be kept for ever, and only those',
    check: async ({ get }) => {
      const page = await (await get('/')).text()
      const stylesheet = page.match(/href="(\/_astro\/[^"]+\.css)"/)?.[1] ?? ''

      const response = await get(stylesheet)

      expect(response.status).toBe(200)
      expect(response.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable')
    },
  },

  {
    name: 'answers 304 to who has the current version',
    check: async ({ get, penalty }) => {
      const first = await get(recordPath(penalty))
      const tag = first.headers.get('ETag') ?? ''

      const again = await get(recordPath(penalty), { headers: { 'If-None-Match': tag } })

      expect(tag).not.toBe('')
      expect(again.status).toBe(304)
    },
  },

  {
    name: 'says 404 in a page of its own for what was never there',
    check: async ({ get, penalty }) => {
      const wrongKind = recordPath({ id: penalty.id, kind: 'licence' })
      for (const path of [
        '/no-such-page/',
        '/penalties/000000000000/',
        '/penalties/x/',
        wrongKind,
        '/agencies/nobody/',
        '/penalties/?page=999',
        '/penalties/?year=abcd',
        '/subjects/91999001MA00000000/',
      ]) {
        const response = await get(path)
        expect([path, response.status]).toEqual([path, 404])
        expect(await response.text(), path).toContain('<h1>')
      }
    },
  },

  {
    name: 'filters lists by organ and year without script',
    check: async ({ get, origin, penalty }) => {
      const page = await (await get(`/penalties/?agency=${penalty.agency.slug}&year=2026`)).text()

      const shown = [...page.matchAll(/href="\/penalties\/([0-9a-z]{12})\/"/g)].map((match) => match[1])
      const expected = (await rowsOf(origin, 'penalty')).filter(
        (row) => row.agency.slug === penalty.agency.slug && row.documentNumber.includes('2026'),
      )
      expect([...new Set(shown)]).toEqual(expected.slice(0, 20).map((row) => row.id))
    },
  },

  {
    name: 'finds a record by its number through the plain search form',
    check: async ({ get, penalty }) => {
      const page = await (await get(`/search/?q=${encodeURIComponent(penalty.documentNumber)}`)).text()

      expect(page).toContain(recordPath(penalty))
    },
  },

  {
    name: 'answers the API with problems in Chinese',
    check: async ({ get }) => {
      const missing = await get('/api/v1/records/000000000000')
      const unknown = await get('/api/v1/nothing')

      expect(missing.status).toBe(404)
      expect(missing.headers.get('Content-Type')).toBe('application/problem+json; charset=utf-8')
      expect(await unknown.json()).toMatchObject({ status: 404, code: 'address-unknown', title: '没有这个地址' })
    },
  },

  {
    name: 'reaches the database',
    check: async ({ get }) => {
      expect(await (await get('/api/v1/health')).json()).toEqual({ database: 'up' })
    },
  },

  {
    name: 'never hands out what lies in the snapshot store or beside the pages',
    check: async ({ get }) => {
      for (const path of [
        '/manifest.json',
        '/journal.json',
        '/packs/00.json',
        '/snapshot/manifest.json',
        '/build.json',
        '/server/entry.mjs',
        '/../package.json',
        '/%2e%2e/%2e%2e/package.json',
        '/.assetsignore',
        '/penalties/index.html',
      ]) {
        const response = await get(path)
        expect([path, [301, 404].includes(response.status)]).toEqual([path, true])
      }
    },
  },
]
