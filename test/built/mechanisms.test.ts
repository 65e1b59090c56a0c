import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { RECORD_KINDS } from '#domain/vocabulary'
import { type Server, sharedSite, startNode } from './site.ts'

const ROOT = join(import.meta.dirname, '../..')
/** Those that have to be there. */
const PRESENT = [
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29],
  ...[31, 32, 33, 34, 35, 36, 37, 40, 42, 43, 44, 45, 46, 47, 49, 51, 52],
]
const MECHANISMS = 54

type Row = { number: number; name: string; page: string; api: string; kinds: string; test: string }

async function rows(): Promise<Row[]> {
  const text = await readFile(join(ROOT, 'docs/mechanisms.md'), 'utf8')
  return text.split('\n').flatMap((line) => {
    const [, number = '', name = '', page = '', api = '', kinds = '', last = ''] = line
      .split('|')
      .map((cell) => cell.trim())
    const bare = (cell: string) => cell.replaceAll('`', '')
    return /^\d+$/.test(number)
      ? [{ number: Number(number), name, page: bare(page), api: bare(api), kinds, test: bare(last) }]
      : []
  })
}

describe('the table of mechanisms', () => {
  let server: Server
  beforeAll(async () => {
    server = await startNode(sharedSite())
  })
  afterAll(() => server.close())

  test('has every mechanism once, by its name', async () => {
    const names: Record<string, string> = parse(await readFile(join(ROOT, 'content/codes/mechanisms.yaml'), 'utf8'))

    expect(Object.fromEntries((await rows()).map(({ number, name }) => [number, name]))).toEqual(names)
  })

  test('has a page, an address of the API and a test for those that are there, and a reason for the others', async () => {
    expect((await rows()).map(({ number }) => number)).toEqual(Array.from({ length: MECHANISMS }, (_, at) => at + 1))
    for (const row of await rows()) {
      // A reason is a word and a why.
      const [named = row.test] = row.test.match(/test\/\S+\.test\.ts/) ?? []
      if (row.page === '—') expect.soft(row.test, row.name).toMatch(/^(later|never|desk)[^:]*: .{12,}/)
      if (row.page !== '—' || row.test.startsWith('desk')) expect.soft(existsSync(join(ROOT, named)), named).toBe(true)
      for (const [, kind = ''] of row.kinds.matchAll(/`([a-z-]+)`/g))
        expect.soft(RECORD_KINDS, row.name).toContain(kind)
    }
    const present = (await rows()).filter(({ page }) => page !== '—').map(({ number }) => number)

    expect(present).toEqual(expect.arrayContaining(PRESENT))
  })

  test('names only addresses that answer, and lists that are not empty', async () => {
    for (const { page, api, name } of await rows()) {
      if (page === '—') continue
      const [shown, asked] = await Promise.all([fetch(`${server.origin}${page}`), fetch(`${server.origin}${api}`)])
      expect.soft([name, shown.status, asked.status]).toEqual([name, 200, 200])
      const body: unknown = await asked.json()
      if (typeof body === 'object' && body !== null && 'items' in body && /records|search|tasks/.test(api)) {
        // Safe: every list of the API is one.
        expect.soft([name, (body.items as unknown[]).length > 0]).toEqual([name, true])
      }
    }
  })
})
