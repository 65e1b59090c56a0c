import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { recordPath } from '#domain/addresses'
import { exactKey } from '#domain/exact-key'
import { KIND_PATH } from '#domain/record-kinds'
import { SHARD_PREFIX_DIGITS } from '#domain/snapshot-address'
import type { RecordKind } from '#domain/vocabulary'

/**
 * Every place where something of a record can come out. The vanish and canary tests walk this list, and
 * `outputs.test.ts` fails when the site, the API or the snapshot store has one that is not in it.
 */
export type About = {
  id: string
  kind: RecordKind
  number: string
  name: string
  uscc: string
  agency: string
}

/** Files of site/src/pages → the addresses to ask for a record; an empty list: never shows anything of a record. */
export const PAGES: Record<string, (it: About) => string[]> = {
  'index.astro': () => ['/'],
  '404.astro': () => ['/no-such-page/'],
  'about.astro': () => [],
  'privacy.astro': () => [],
  'accessibility.astro': () => [],
  'sitemap.astro': () => [],
  'policies/index.astro': () => [],
  'policies/[slug].astro': () => [],
  'policies/mechanisms.astro': () => [],
  'tasks/index.astro': () => [],
  'tasks/[policy]/[id].astro': () => [],
  'evaluations.astro': () => ['/evaluations/'],
  'reports/calendar.astro': (it) => ['/reports/calendar/', `/reports/calendar/?agency=${it.agency}`],
  'guides/index.astro': () => [],
  'guides/object.astro': () => [],
  'guides/complain.astro': () => [],
  'guides/repair.astro': () => [],
  'guides/read-a-record.astro': () => [],
  'search/index.astro': (it) => [it.number, it.uscc, it.name].map((q) => `/search/?q=${encodeURIComponent(q)}`),
  'object.astro': (it) => [`/object/?record=${it.id}`],
  'repair.astro': (it) => [`/repair/?record=${it.id}`, `/repair/?record=${it.id}&done=yes`],
  'complain.astro': (it) => [`/complain/?agency=${it.agency}`],
  'correct.astro': () => [],
  'look-up.astro': () => [],
  'statistics/index.astro': () => ['/statistics/'],
  'statistics/method.astro': () => [],
  'data/index.astro': () => ['/data/'],
  'developers/index.astro': () => ['/developers/'],
  '[section]/index.astro': (it) => listPages(KIND_PATH[it.kind], it),
  '[section]/[id].astro': (it) => [`/${recordPath(it.kind, it.id)}`],
  '[section]/[key].astro': (it) => {
    const path = `/${recordPath(it.kind, it.id)}`
    return [path, path.slice(0, -1), `${path}index.html`]
  },
  '[section]/[key]/cite.astro': (it) => [`/${recordPath(it.kind, it.id)}cite/`],
  '[section]/[key]/card.astro': (it) => [`/${recordPath(it.kind, it.id)}card/`],
  'integrity/index.astro': () => ['/integrity/'],
  'lists/index.astro': () => ['/lists/'],
  'openness/index.astro': () => ['/openness/'],
  'oembed.json.ts': (it) => [
    `/oembed.json?url=${encodeURIComponent(`http://localhost:4321/${recordPath(it.kind, it.id)}`)}`,
  ],
  'agencies/index.astro': () => ['/agencies/'],
  'agencies/[slug].astro': (it) => [`/agencies/${it.agency}/`],
  'agencies/[agency].astro': (it) => [`/agencies/${it.agency}/`],
  'agencies/[agency]/quality.astro': (it) => [`/agencies/${it.agency}/quality/`],
  'subjects/[uscc].astro': (it) => [`/subjects/${it.uscc}/`],
}

/** Paths of the OpenAPI document → addresses. */
export const ROUTES: Record<string, (it: About) => string[]> = {
  '/records/{id}': (it) => [`/records/${it.id}`],
  '/records': (it) => [1, 2, 3, 4].map((page) => `/records?kind=${it.kind}&limit=100&page=${page}`),
  '/recent': (it) => [`/recent?kind=${it.kind}&limit=50`, `/recent?agency=${it.agency}&limit=50`],
  '/agencies': () => ['/agencies'],
  '/agencies/{slug}': (it) => [`/agencies/${it.agency}`],
  '/agencies/{slug}/quality': (it) => [`/agencies/${it.agency}/quality`],
  '/subjects/{uscc}': (it) => [`/subjects/${it.uscc}`],
  '/exact': (it) => [it.number, it.uscc, it.name].map((q) => `/exact?q=${encodeURIComponent(q)}`),
  '/search': (it) =>
    [it.number, it.uscc, it.name].flatMap((q) => [
      `/search?q=${encodeURIComponent(q)}&limit=50`,
      `/search?q=${encodeURIComponent(q)}&order=newest&kind=${it.kind}`,
    ]),
  '/suggestions': (it) => [it.number, it.uscc, it.name].map((q) => `/suggestions?q=${encodeURIComponent(q)}`),
  '/tasks': () => [],
  '/evaluations': () => ['/evaluations'],
  '/tasks/{policy}/{id}': () => [],
  '/report-calendar': (it) => ['/report-calendar', `/report-calendar?agency=${it.agency}`],
  '/removals': () => ['/removals?since=2020-01-01'],
  '/downloads': () => ['/downloads'],
  '/health': () => ['/health'],
  // What people send in: answers say which record or organ a case is about by id and name of the organ, no record text.
  '/challenges': () => [],
  '/desk-key': () => [],
  '/uploads': () => [],
  '/look-ups': () => [],
  '/statistics/cases': () => ['/statistics/cases'],
  '/statistics/clocks': () => ['/statistics/clocks'],
  '/statistics/breakdown': () => ['/statistics/breakdown'],
  '/statistics/removals': () => ['/statistics/removals'],
  '/statistics/agencies': () => ['/statistics/agencies'],
  '/objections': () => [],
  '/complaints': () => [],
  '/repairs': () => [],
  '/corrections': () => [],
  '/cases/{receipt}/supplements': () => [],
  '/cases/{receipt}/withdrawal': () => [],
}

const SECTIONS = Object.values(KIND_PATH).join('|')

/** Other routes of the app, below the base → addresses. */
export const OPEN_DATA: Record<string, (it: About) => string[]> = {
  '/feeds/:name{.+}': (it) =>
    ['all', KIND_PATH[it.kind], `agencies/${it.agency}`].flatMap((name) => [
      `/feeds/${name}.atom`,
      `/feeds/${name}.json`,
    ]),
  '/exact/:prefix{[0-9a-f]{5}\\.json}': (it) => [it.number, it.uscc, it.name].map(shardAddress),
  [`/data/:file{(?:${SECTIONS})\\.(?:csv|json|ndjson)}`]: (it) => filesOf(it).map((path) => `/data/${path}`),
  [`/data/agencies/:slug/:file{(?:${SECTIONS})\\.(?:csv|json|ndjson)}`]: () => [],
  '/data/records.sqlite': () => ['/data/records.sqlite'],
  '/data/datapackage.json': () => ['/data/datapackage.json'],
  '/data/catalog.jsonld': () => ['/data/catalog.jsonld'],
  '/data/dictionary.csv': () => [],
  '/data/tasks.csv': () => [],
}

/** Where a browser asks for the shard of a number, a code or a name. */
function shardAddress(text: string): string {
  const hash = createHash('sha256').update(exactKey(text)).digest('hex')
  return `/exact/${hash.slice(0, SHARD_PREFIX_DIGITS)}.json`
}

/** Files made ahead, below `data/`; the files themselves are under SNAPSHOT_TOP. */
function filesOf(it: About): string[] {
  const name = KIND_PATH[it.kind]
  return [name, `agencies/${it.agency}/${name}`].flatMap((path) =>
    ['csv', 'json', 'ndjson'].map((format) => `${path}.${format}`),
  )
}

/** Formats of exported files; test/usecase/export.test.ts looks into each. */
export const EXPORTS = ['csv', 'xlsx', 'json', 'ndjson']

/** What lies in the snapshot store: top level, and inside a generation. */
export const SNAPSHOT_TOP = ['manifest.json', 'journal.json', 'quality.json', 'downloads', 'downloads.json']
export const SNAPSHOT_GENERATION = [
  'agencies.json',
  'exact',
  'expiry',
  'lists',
  'packs',
  'removals',
  'removed',
  'subjects',
]

/** What a build may hold at its top. */
export const BUILT = [
  '_astro',
  '404.html',
  'about',
  'accessibility',
  'agencies',
  'data',
  'favicon.svg',
  'guides',
  'pagefind',
  'policies',
  'privacy',
  'robots.txt',
  'sitemap',
  'statistics',
  ...Object.values(KIND_PATH),
]

/** Templates below site/src that may hand text to the static index, which no withdrawal can reach. */
export const INDEXED = [
  'components/GuidePage.astro',
  'components/PolicyPage.astro',
  'pages/about.astro',
  'pages/accessibility.astro',
  'pages/guides/index.astro',
  'pages/policies/index.astro',
  'pages/privacy.astro',
]

function listPages(section: string, it: About): string[] {
  const pages = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((page) => `/${section}/?page=${page}`)
  return [`/${section}/`, ...pages, `/${section}/?agency=${it.agency}`, `/${section}/?year=2026`]
}

/** All addresses for one record; the answer to asking for its name repeats what was asked, so queries are apart. */
export function addressesFor(it: About): string[] {
  const pages = Object.values(PAGES).flatMap((addresses) => addresses(it))
  const routes = Object.values(ROUTES).flatMap((addresses) => addresses(it).map((path) => `/api/v1${path}`))
  const openData = Object.values(OPEN_DATA).flatMap((addresses) => addresses(it))
  return [...new Set([...pages, ...routes, ...openData, '/api/v1/openapi.json'])]
}

export async function pageFiles(folder: string, below = ''): Promise<string[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true })
  const lists = await Promise.all(
    entries.map((entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`
      return entry.isDirectory() ? pageFiles(folder, path) : [path]
    }),
  )
  return lists.flat()
}
