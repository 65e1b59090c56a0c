import type { Page } from 'playwright-core'
import { shardEntryKey } from '#domain/snapshot-address'
import { idOfAddress } from './corpus-files.ts'
import { EXACT_KINDS, PAGE, type Query } from './queries.ts'

/** `ms`: from the first script asked for to the answer in hand. `apart`: of these, until the index was loaded. */
export type Answer = { found: string[]; ms: number; loadMs: number }
export type Engine = { name: string; ask: (page: Page, base: string, query: Query) => Promise<Answer> }

/** Number, code and name from one shard that the page asks for by hash; words from the API. */
export const OWN: Engine = {
  name: 'gongxin',
  ask: (page, base, query) =>
    EXACT_KINDS.includes(query.kind) ? askShard(page, base, query) : askApi(page, base, query),
}

async function askShard(page: Page, base: string, { text }: Query): Promise<Answer> {
  const { hash, keys, ms } = await page.evaluate(
    async ({ base, text }) => {
      const startedAt = performance.now()
      const script = '/bench/exact-key.js'
      const { exactKey } = await import(script)
      const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(exactKey(text)))
      const hash = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
      const shard = await (await fetch(`${base}exact/${hash.slice(0, 5)}.json`)).json()
      return { hash, keys: shard.keys as Record<string, string[]>, ms: performance.now() - startedAt }
    },
    { base, text },
  )
  const targets = keys[shardEntryKey(hash)] ?? []
  const found = targets.map((target) => (target.startsWith('s:') ? target : (target.split(':')[1] ?? '')))
  return { found, ms, loadMs: 0 }
}

async function askApi(page: Page, base: string, { text, filter }: Query): Promise<Answer> {
  const params = new URLSearchParams({
    q: text,
    limit: String(PAGE),
    ...filter,
    ...(filter ? { order: 'newest' } : {}),
  })
  const { found, ms } = await page.evaluate(async (address) => {
    const startedAt = performance.now()
    const answer = await (await fetch(address)).json()
    const found: string[] = answer.items.map((item: { record: { id: string } }) => item.record.id)
    return { found, ms: performance.now() - startedAt }
  }, `${base}api/v1/search?${params}`)
  return { found, ms, loadMs: 0 }
}

/** Its own page script with nothing set; the data of a result for an exact query, of a page of results for words. */
export function pagefind(bundle: string, isQuoted: boolean): Engine {
  return {
    name: `pagefind ${bundle.replace('pagefind-', '')}${isQuoted ? ', quoted' : ''}`,
    ask: async (page, _base, { kind, text, filter }) => {
      const { urls, ms } = await page.evaluate(
        async ({ bundle, text, filter, limit }) => {
          const startedAt = performance.now()
          const script = `/peers/${bundle}/pagefind.js`
          const search = await import(script)
          // In its worker neither traffic nor a slow line would be seen; the work is the same.
          await search.options({ noWorker: true })
          const narrowed = filter ? { filters: filter, sort: { date: 'desc' } } : {}
          const { results } = await search.search(text, narrowed)
          const some = results.slice(0, limit)
          const data = await Promise.all(some.map((result: { data: () => Promise<{ url: string }> }) => result.data()))
          return { urls: data.map(({ url }) => url), ms: performance.now() - startedAt }
        },
        { bundle, text: isQuoted ? `"${text}"` : text, filter, limit: EXACT_KINDS.includes(kind) ? 1 : PAGE },
      )
      return { found: urls.map(idOfAddress), ms, loadMs: 0 }
    },
  }
}

/** The whole index comes down first; what follows is asked in the page. A page that has it keeps it. */
export const MINISEARCH: Engine = {
  name: 'minisearch',
  ask: (page, _base, { text, filter }) =>
    page.evaluate(
      async ({ text, filter, limit }) => {
        const startedAt = performance.now()
        const kept = globalThis as { miniSearch?: { search: (text: string, options: object) => MiniHit[] } }
        type MiniHit = { id: string; kind: string; agency: string; year: string; date: string }
        if (kept.miniSearch === undefined) {
          const [library, settings] = ['/bench/minisearch.js', '/bench/minisearch-options.js']
          const [{ default: MiniSearch }, { MINI_OPTIONS }] = await Promise.all([import(library), import(settings)])
          const text = await (await fetch('/peers/minisearch.json')).text()
          kept.miniSearch = MiniSearch.loadJSON(text, MINI_OPTIONS)
        }
        const loadMs = performance.now() - startedAt
        const isWithin = (hit: MiniHit) =>
          !filter || (hit.kind === filter.kind && hit.agency === filter.agency && hit.year === filter.year)
        const hits = kept.miniSearch?.search(text, { filter: isWithin }) ?? []
        if (filter) hits.sort((a, b) => (a.date < b.date ? 1 : -1))
        return { found: hits.slice(0, limit).map(({ id }) => id), ms: performance.now() - startedAt, loadMs }
      },
      { text, filter, limit: PAGE },
    ),
}
