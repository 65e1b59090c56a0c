import { mkdtemp, rm, stat } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { lookUpExact } from '#usecase/look-up-exact'
import type { SearchIndex } from '#usecase/search-ports'
import { type SearchDeps, searchRecords } from '#usecase/search-records'
import { quantile, table } from './figures.ts'
import { openBenchApp } from './search/bench-site.ts'
import { prepareServerData } from './search/server-data.ts'
import { MIX_CLASSES, type MixQuery } from './search/server-mix.ts'

/** `folder`: where the data are kept and found again; null for a temporary one. */
export type ServerBench = { records: number; folder: string | null }

/** Asked before anything counts, so that the code is compiled. */
const WARM_UP = 50
const SLOWEST = 8

/** `cpuMs`: what the process worked, which other work on the machine does not lengthen. */
type Taken = {
  query: MixQuery
  ms: number
  cpuMs: number
  findMs: number
  countMs: number
  exactMs: number
  exactCpuMs: number
  found: number
}

/** Time that the verbs take for a mix of queries, in process, each asked once. */
export async function benchSearchServer({ records, folder }: ServerBench): Promise<void> {
  const place = folder === null ? await mkdtemp(join(tmpdir(), 'gongxin-bench-')) : join(folder, String(records))
  try {
    const queries = await prepareServerData(place, records)
    const { deps, close } = await openBenchApp(place)
    const taken: Taken[] = []
    for (const query of queries.slice(0, WARM_UP)) await ask(deps, query)
    for (const query of queries) taken.push(await ask(deps, query))
    await close()
    const { size } = await stat(join(place, 'gongxin.db'))
    process.stdout.write(`${cpus().length} cores, Node ${process.version}\n`)
    process.stdout.write(`\n${records} records, database ${Math.round(size / 1e6)} MB, ${taken.length} queries\n\n`)
    report(taken)
  } finally {
    if (folder === null) await rm(place, { recursive: true, force: true })
  }
}

async function ask(deps: SearchDeps, { is, q, filter, order }: MixQuery): Promise<Taken> {
  const parts = { find: 0, count: 0 }
  const search = async () => timedIndex(await deps.search(), parts)
  const cpuAt = process.cpuUsage()
  const startedAt = performance.now()
  const result = await searchRecords({ ...deps, search }, { q, filter, order, after: null, limit: 20 })
  const ms = performance.now() - startedAt
  const cpuMs = cpuSince(cpuAt)
  if (!result.ok) throw new Error(`“${q}” was not answered.`)
  const exactCpuAt = process.cpuUsage()
  const exactAt = performance.now()
  const exact = await lookUpExact(deps, q)
  const exactMs = performance.now() - exactAt
  const exactCpuMs = cpuSince(exactCpuAt)
  if (is === 'exact' && exact.records.length + exact.subjects.length === 0) throw new Error(`“${q}” was not found.`)
  const found = result.value.total
  return {
    query: { is, q, filter, order },
    ms,
    cpuMs,
    findMs: parts.find,
    countMs: parts.count,
    exactMs,
    exactCpuMs,
    found,
  }
}

function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

function timedIndex(index: SearchIndex, parts: { find: number; count: number }): SearchIndex {
  const timed = async <T>(part: keyof typeof parts, work: Promise<T>) => {
    const startedAt = performance.now()
    const value = await work
    parts[part] += performance.now() - startedAt
    return value
  }
  return {
    ...index,
    find: (query) => timed('find', index.find(query)),
    count: (queries) => timed('count', index.count(queries)),
  }
}

function report(taken: readonly Taken[]): void {
  const rows = [
    line('all', taken),
    ...MIX_CLASSES.map((name) =>
      line(
        name,
        taken.filter(({ query }) => query.is === name),
      ),
    ),
    line('exact, look-up alone', taken.filter(({ query }) => query.is === 'exact').map(lookUpOnly)),
  ]
  process.stdout.write(
    table(['class', 'queries', 'p50 ms', 'p95', 'p99', 'max', 'p95 find', 'p95 count', 'p50 CPU ms', 'p95 CPU'], rows),
  )
  const slowest = [...taken].sort((a, b) => b.ms - a.ms).slice(0, SLOWEST)
  const shown = slowest.map(({ query, ms, findMs, countMs, found }) => [
    ...[query.q, Object.values(query.filter).filter(Boolean).join(' '), query.order, found],
    ...[ms, findMs, countMs].map((it) => it.toFixed(0)),
  ])
  process.stdout.write(`\n${table(['slowest', 'filter', 'order', 'counted', 'ms', 'find', 'count'], shown)}`)
}

const lookUpOnly = (it: Taken): Taken => ({ ...it, ms: it.exactMs, cpuMs: it.exactCpuMs, findMs: 0, countMs: 0 })

function line(name: string, taken: readonly Taken[]): (string | number)[] {
  const of = (pick: (it: Taken) => number, share: number) => quantile(taken.map(pick), share).toFixed(1)
  return [
    ...[name, taken.length],
    ...[0.5, 0.95, 0.99, 1].map((share) => of(({ ms }) => ms, share)),
    ...[of(({ findMs }) => findMs, 0.95), of(({ countMs }) => countMs, 0.95)],
    ...[of(({ cpuMs }) => cpuMs, 0.5), of(({ cpuMs }) => cpuMs, 0.95)],
  ]
}
