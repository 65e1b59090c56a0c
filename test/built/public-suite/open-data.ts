import { expect } from 'vitest'
import { RECORD_KINDS } from '#domain/vocabulary'
import { templatePath } from '#site/lib/urls.ts'
import { loadContent } from '../../../scripts/lib/content.ts'
import { templateOf } from '../../../scripts/lib/template-file.ts'
import { recordPath, rowsOf } from '../site.ts'
import type { Behaviour } from './behaviour.ts'

/** As the demo place says where it is. */
const ORIGIN = 'http://localhost:4321'
const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export const OPEN_DATA: Behaviour[] = [
  {
    name: 'lists of the API turn pages, each record once, and end',
    check: async ({ get, origin }) => {
      const rows = await rowsOf(origin, 'penalty')
      expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
      const past = await get('/api/v1/records?kind=penalty&limit=100&page=999')
      expect([past.status, (await past.json()).code]).toEqual([404, 'page-not-found'])
    },
  },
  {
    name: 'a record, its organ and its subject say the same of it',
    check: async ({ get, penalty }) => {
      const record = await (await get(`/api/v1/records/${penalty.id}`)).json()
      expect(record).toMatchObject({ id: penalty.id, documentNumber: penalty.documentNumber })
      expect(await (await get(`/api/v1/agencies/${penalty.agency.slug}`)).json()).toMatchObject(penalty.agency)
      expect(await (await get(`/api/v1/subjects/${penalty.subject.uscc}`)).text()).toContain(penalty.id)
    },
  },
  {
    name: 'feeds and downloads have every public record of their kind',
    check: async ({ get, origin }) => {
      const rows = await rowsOf(origin, 'penalty')
      const csv = await (await get('/data/penalties.csv')).text()
      expect(rows.filter(({ documentNumber }) => !csv.includes(documentNumber))).toEqual([])
      const feed = await (await get('/feeds/penalties.json')).json()
      expect(feed.items.length).toBeGreaterThan(0)
      const listed = await (await get('/api/v1/downloads')).text()
      for (const name of ['penalties.csv', 'records.sqlite']) expect(listed).toContain(name)
    },
  },
  {
    name: 'templates are handed out as spreadsheets, byte for byte, and the about page leads to them',
    check: async ({ get }) => {
      const content = await loadContent('demo')
      const about = await (await get('/about/')).text()
      for (const kind of RECORD_KINDS) {
        const response = await get(`/${templatePath(kind)}`)
        const bytes = Buffer.from(await response.arrayBuffer())
        const isSame = bytes.equals(await templateOf(kind, content))
        expect([kind, response.status, response.headers.get('Content-Type'), isSame]).toEqual([kind, 200, SHEET, true])
        expect(about).toContain(`href="/${templatePath(kind)}"`)
      }
    },
  },
  {
    name: 'oEmbed answers for records of this site only',
    check: async ({ get, penalty }) => {
      const ask = (url: string) => get(`/oembed.json?url=${encodeURIComponent(url)}`)
      const found = await ask(`${ORIGIN}${recordPath(penalty)}`)
      expect(await found.json()).toMatchObject({ type: 'rich', title: `行政处罚决定 ${penalty.documentNumber}` })
      for (const url of [`${ORIGIN}/licences/${penalty.id}/`, `https://elsewhere.example${recordPath(penalty)}`, 'x']) {
        expect([url, (await ask(url)).status]).toEqual([url, 404])
      }
      expect((await get('/oembed.json?format=xml')).status).toBe(501)
    },
  },
]
