import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { findLike } from '#db/bare-search'
import { closeDatabase, openDatabaseFile } from '#db/client'
import type { PublicRecord } from '#domain/public-record'
import { createRandom } from '../../demo/random.ts'
import { launchChromium } from '../../lib/chromium.ts'
import { progress } from '../../lib/report.ts'
import { CORPUS_SEED } from '../corpus/records.ts'
import { kilobytes, mean, median, table } from '../figures.ts'
import { type BenchSite, serveBench } from './bench-site.ts'
import { readCorpus } from './corpus-files.ts'
import { type Engine, MINISEARCH, OWN, pagefind } from './engines.ts'
import { askFresh, type Network, openPage, SLOW, type Timed } from './in-browser.ts'
import { OWN_FOLDER, PAGEFIND_BUNDLES, PEERS_FOLDER } from './index-sizes.ts'
import { createQueries, EXACT_KINDS, QUERY_KINDS, type Query, type QueryKind, recallOf } from './queries.ts'

const RECALL_QUERIES = 60
/** Its whole index comes down again in every fresh context, the same bytes for whatever is asked: minutes on a slow line. */
const MINISEARCH_ROUNDS = 3
const MINISEARCH_SLOW_ROUNDS = 1

type Asked = Map<QueryKind, Query[]>
type Recalls = Map<QueryKind, number>
export type QueryRounds = { rounds: number; slowRounds: number }

/** Prints what each engine finds, and only then how long it takes and what it weighs. */
export async function measureQueries(folder: string, { rounds, slowRounds }: QueryRounds): Promise<void> {
  const asked = await drawQueries(folder)
  const site = await serveBench(join(folder, OWN_FOLDER), join(folder, PEERS_FOLDER))
  const browser = await launchChromium()
  try {
    const pagefinds = PAGEFIND_BUNDLES.flatMap((bundle) => [pagefind(bundle, false), pagefind(bundle, true)])
    const recalls = new Map<Engine, Recalls>()
    for (const engine of [OWN, ...pagefinds, MINISEARCH]) {
      recalls.set(engine, await recallsOf(browser, site, engine, asked))
      printRecall(engine.name, recalls.get(engine) ?? new Map())
    }
    const like = await measureLike(folder, asked)
    printRecall('LIKE', like.recalls)
    const best = (kind: QueryKind) => bestOf(pagefinds, kind, recalls)
    for (const [network, times] of [[null, rounds] as const, [SLOW, slowRounds] as const]) {
      const lines: string[][] = []
      for (const kind of QUERY_KINDS) {
        for (const engine of [OWN, best(kind), MINISEARCH]) {
          // Its load is the same whatever is asked.
          if (network && engine === MINISEARCH && kind !== 'number') continue
          const most =
            engine === MINISEARCH ? Math.min(times, network ? MINISEARCH_SLOW_ROUNDS : MINISEARCH_ROUNDS) : times
          const timed = await timesOf({ browser, site, network, engine }, (asked.get(kind) ?? []).slice(0, most))
          lines.push(lineOf(kind, engine, timed, recalls.get(engine)?.get(kind) ?? 0))
        }
        if (!network)
          lines.push([
            kind,
            'LIKE, in process',
            '',
            '',
            '',
            '',
            ...like.times(kind),
            fails(kind, like.recalls.get(kind)),
          ])
      }
      const title = network ? `${network.latencyMs} ms, ${network.kbit} kbit/s` : 'loopback as it is'
      process.stdout.write(
        `\nQueries, ${title}, median and largest of ${times} fresh contexts:\n\n${table(HEAD, lines)}`,
      )
    }
  } finally {
    await browser.close()
    await site.close()
  }
}

const HEAD = ['query', 'engine', 'KB on the wire', 'of it code', 'KB largest', 'requests', 'ms', 'ms largest', '']

async function drawQueries(folder: string): Promise<Asked> {
  const records: PublicRecord[] = []
  for await (const record of readCorpus(folder)) records.push(record)
  const draw = createQueries(records, createRandom(CORPUS_SEED + 1))
  return new Map(QUERY_KINDS.map((kind) => [kind, draw(kind, RECALL_QUERIES)]))
}

async function recallsOf(browser: Browser, site: BenchSite, engine: Engine, asked: Asked): Promise<Recalls> {
  const context = await browser.newContext()
  const page = await openPage(context, site)
  const recalls: Recalls = new Map()
  for (const [kind, queries] of asked) {
    const found: number[] = []
    for (const query of queries) found.push(recallOf(query, (await engine.ask(page, site.base, query)).found))
    recalls.set(kind, mean(found))
  }
  await context.close()
  return recalls
}

function printRecall(name: string, recalls: Recalls): void {
  const figures = [...recalls].map(([kind, it]) => `${kind} ${it.toFixed(3)}`).join(', ')
  process.stdout.write(`recall (${RECALL_QUERIES} queries each) ${name}: ${figures}\n`)
}

/** What finds most; of equals the one first named. */
function bestOf(engines: readonly Engine[], kind: QueryKind, recalls: ReadonlyMap<Engine, Recalls>): Engine {
  const recall = (engine: Engine) => recalls.get(engine)?.get(kind) ?? 0
  return engines.reduce((best, engine) => (recall(engine) > recall(best) ? engine : best))
}

type Timing = { browser: Browser; site: BenchSite; network: Network; engine: Engine }

async function timesOf({ browser, site, network, engine }: Timing, queries: readonly Query[]): Promise<Timed[]> {
  const timed: Timed[] = []
  for (const query of queries) timed.push(await askFresh(browser, site, network, engine, query))
  if (network) progress(`slow: ${queries[0]?.kind} ${engine.name} ${Math.round(median(timed.map(({ ms }) => ms)))} ms`)
  return timed
}

function lineOf(kind: QueryKind, engine: Engine, timed: readonly Timed[], recall: number): string[] {
  const of = (pick: (it: Timed) => number) => timed.map(pick)
  const loaded = median(of(({ ms, loadMs }) => ms - loadMs))
  const isLoading = timed.some(({ loadMs }) => loadMs > 0)
  return [
    ...[kind, engine.name, kilobytes(median(of((it) => it.bytes))), kilobytes(median(of((it) => it.code)))],
    ...[kilobytes(Math.max(...of((it) => it.bytes))), String(median(of((it) => it.requests)))],
    ...[median(of((it) => it.ms)).toFixed(0), Math.max(...of((it) => it.ms)).toFixed(0)],
    [fails(kind, recall), isLoading ? `${loaded.toFixed(0)} ms once loaded` : '']
      .filter((text) => text !== '')
      .join('; '),
  ]
}

/** A time of an answer that is not right is no time. */
function fails(kind: QueryKind, recall = 0): string {
  return EXACT_KINDS.includes(kind) && recall < 1 ? `fails (recall@1 ${recall.toFixed(2)})` : ''
}

async function measureLike(folder: string, asked: Asked) {
  const database = await openDatabaseFile(join(folder, 'like/like.db'))
  const [recalls, taken]: [Recalls, Map<QueryKind, number[]>] = [new Map(), new Map()]
  for (const [kind, queries] of asked) {
    const [found, times]: number[][] = [[], []]
    for (const query of queries) {
      const startedAt = performance.now()
      const ids = await findLike(database, query)
      times?.push(performance.now() - startedAt)
      found?.push(recallOf(query, ids))
    }
    recalls.set(kind, mean(found ?? []))
    taken.set(kind, times ?? [])
  }
  await closeDatabase(database)
  const times = (kind: QueryKind) => {
    const own = taken.get(kind) ?? []
    return [median(own).toFixed(0), Math.max(...own).toFixed(0)]
  }
  return { recalls, times }
}
