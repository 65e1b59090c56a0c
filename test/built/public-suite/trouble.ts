import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { PARTS, PATHS, post, workOf } from '../../http/sending.ts'
import { recordPath } from '../site.ts'
import { type Behaviour, searchAt } from './behaviour.ts'
import { clearOf, given } from './sending.ts'

/** What the machine does while a part of the world is away. */
export const TROUBLE: Behaviour[] = [
  {
    name: 'with the database away every public read answers, and what needs it says 503 and when to come again',
    check: async (subject) => {
      const { get, api, penalty, database } = subject
      const { receipt, code } = await given(subject)
      const body = { ...clearOf(subject).correction, part: PARTS.correction, work: await workOf(api, 'correction') }
      const number = encodeURIComponent(penalty.documentNumber)
      await database.stop()
      try {
        const reads = ['/', '/penalties/', '/agencies/', recordPath(penalty), '/data/', '/feeds/all.atom']
        const calls = [`records/${penalty.id}`, `exact?q=${number}`, 'agencies'].map((path) => `/api/v1/${path}`)
        for (const path of [...reads, ...calls]) {
          const response = await get(path)
          await response.body?.cancel()
          expect([path, response.status]).toEqual([path, 200])
        }
        const page = await get(searchAt(penalty.documentNumber))
        const text = await page.text()
        expect([page.status, text.includes('全文检索暂时不可用'), text.includes(recordPath(penalty))]).toEqual([
          200,
          true,
          true,
        ])
        for (const path of ['health', `search?q=${number}`, 'desk-key']) {
          const response = await get(`/api/v1/${path}`)
          await response.body?.cancel()
          const wait = Number(response.headers.get('Retry-After'))
          expect([path, response.status, wait > 0]).toEqual([path, 503, true])
        }
        for (const [path, sent] of [
          [PATHS.correction, body],
          ['look-ups', { receipt, code }],
          [`cases/${receipt}/withdrawal`, { code }],
        ] as const) {
          const answer = await post(api, path, sent)
          expect([path, answer.status, answer.body.code]).toEqual([path, 503, 'intake-unavailable'])
          expect(answer.headers.get('Content-Type')).toBe('application/problem+json; charset=utf-8')
          expect(answer.headers.get('Retry-After')).toBe('30')
        }
      } finally {
        await database.start()
      }
      expect((await post(api, PATHS.correction, body)).status).toBe(201)
      expect((await post(api, 'look-ups', { receipt, code })).body).toMatchObject({ state: 'submitted' })
    },
  },
  {
    name: 'with an unreadable journal records answer 503, never an old file, and come back with it',
    check: async ({ get, penalty, site }) => {
      const file = join(site.dataFolder, 'snapshot/journal.json')
      const whole = await readFile(file)
      await writeFile(file, '{"format":1,')
      const paths = [recordPath(penalty), '/', '/penalties/', `/agencies/${penalty.agency.slug}/`]
      for (const path of [...paths, `/api/v1/records/${penalty.id}`]) {
        const response = await get(path)
        expect([path, response.status, response.headers.get('Retry-After')]).toEqual([path, 503, '60'])
        expect(await response.text(), path).not.toContain(penalty.subject.name)
      }
      expect((await get('/about/')).status).toBe(200)
      await writeFile(file, whole)
      expect((await get(recordPath(penalty))).status).toBe(200)
    },
  },
]
