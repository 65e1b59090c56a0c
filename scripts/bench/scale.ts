import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join, resolve } from 'node:path'
import { createRandom } from '../demo/random.ts'
import { progress } from '../lib/report.ts'
import { peakOf, runCase, runChild } from './child.ts'
import { corpusEnv } from './corpus/corpus-place.ts'
import { table } from './figures.ts'
import { lookUpPaths, pagePaths, type ReadFigures, searchPaths, timeReads } from './scale/reads.ts'
import { sampleRecords } from './scale/samples.ts'
import { createMix } from './search/server-mix.ts'
import { startServer } from './server.ts'

/** `sizes`: records of the county, each a place of its own; `reads`: of each kind. */
export type ScaleBench = { sizes: readonly number[]; reads: number }

type Taken = { seconds: number; peakMb: number; items: number }
type Held = { database: number; objects: number; snapshotBytes: number; pages: number; pageBytes: number }
type Size = {
  records: number
  steps: Map<string, Taken>
  held: Held
  reads: Map<string, ReadFigures>
  serverMb: number
}

const STEP = join(import.meta.dirname, 'scale/step.ts')
const STEPS = ['write', 'import', 'publish', 'downloads', 'decide', 'carry'] as const

/** A county of each size, from files as organs hand them in to pages that are read; and how each figure grows. */
export async function benchScale({ sizes, reads }: ScaleBench): Promise<void> {
  process.stdout.write(`${cpus().length} cores, Node ${process.version}\n`)
  const measured: Size[] = []
  for (const records of sizes) {
    // Below the project: the built server finds its database driver by way of node_modules.
    const folder = resolve(`dist/bench-scale-${process.pid}-${records}`)
    try {
      measured.push(await measure(folder, records, reads))
    } finally {
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
    }
    // What is known so far, in case a bigger size does not come to its end.
    report(measured)
  }
}

async function measure(folder: string, records: number, reads: number): Promise<Size> {
  await mkdir(folder, { recursive: true })
  const steps = new Map<string, Taken>()
  for (const name of STEPS) {
    const { out, peakMb } = await runCase(STEP, [name, folder, String(records)])
    // Safe: the step prints just this.
    const { seconds, items } = JSON.parse(out) as { seconds: number; items: number }
    steps.set(name, { seconds, items, peakMb })
    progress(`${records} records, ${name}: ${seconds.toFixed(1)} s, ${items} items, ${Math.round(peakMb)} MB`)
  }
  const env = corpusEnv(folder)
  const built = await runChild(process.execPath, ['scripts/build.ts', 'node'], env)
  const client = await filesOf(join(folder, 'node/client'))
  const pages = client.filter(({ name }) => name.endsWith('.html'))
  steps.set('build', { seconds: built.seconds, peakMb: built.peakMb, items: pages.length })
  progress(
    `${records} records, build: ${built.seconds.toFixed(1)} s, ${pages.length} pages, ${Math.round(built.peakMb)} MB`,
  )
  const snapshot = await filesOf(join(folder, 'data/snapshot'))
  const held = {
    database: (await stat(join(folder, 'data/gongxin.db'))).size,
    objects: snapshot.length,
    snapshotBytes: sum(snapshot),
    pages: pages.length,
    pageBytes: sum(client),
  }
  return { records, steps, held, ...(await read(folder, env, reads)) }
}

async function read(folder: string, env: NodeJS.ProcessEnv, count: number) {
  const sample = await sampleRecords(join(folder, 'data/snapshot'), count, createRandom(2))
  const server = await startServer(env)
  const reads = new Map<string, ReadFigures>()
  try {
    const kinds: [string, string[]][] = [
      ['page', pagePaths(sample)],
      ['exact', lookUpPaths(sample)],
      ['search', searchPaths(createMix(sample))],
    ]
    for (const [name, paths] of kinds) {
      await timeReads(server.origin, paths.slice(0, 100), [200])
      const figures = await timeReads(server.origin, paths, [200])
      if (figures.failed > 0) throw new Error(`${figures.failed} of ${paths.length} reads (${name}) were not answered.`)
      reads.set(name, figures)
      progress(`  ${name}: p50 ${figures.p50.toFixed(1)} ms, p95 ${figures.p95.toFixed(1)} ms`)
    }
    return { reads, serverMb: await peakOf(server.pid) }
  } finally {
    await server.close()
  }
}

async function filesOf(folder: string): Promise<{ name: string; bytes: number }[]> {
  const found: { name: string; bytes: number }[] = []
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) for (const file of await filesOf(path)) found.push(file)
    else found.push({ name: entry.name, bytes: (await stat(path)).size })
  }
  return found
}

const sum = (files: readonly { bytes: number }[]) => files.reduce((total, { bytes }) => total + bytes, 0)
const megabytes = (bytes: number) => Math.round(bytes / 1e6)

function report(sizes: readonly Size[]): void {
  const names = [...STEPS, 'build']
  const steps = sizes.flatMap(({ records, steps: taken }) =>
    names.flatMap((name) => {
      const step = taken.get(name)
      if (!step) return []
      const rate = step.items / step.seconds
      return [
        [records, name, step.items, step.seconds.toFixed(1), rate.toFixed(rate < 10 ? 1 : 0), Math.round(step.peakMb)],
      ]
    }),
  )
  process.stdout.write(`\n${table(['records', 'step', 'items', 'seconds', 'a second', 'peak MB'], steps)}`)
  const held = sizes.map(({ records, held: it, serverMb }) => [
    ...[records, megabytes(it.database), it.objects, megabytes(it.snapshotBytes), it.pages, megabytes(it.pageBytes)],
    Math.round(serverMb),
  ])
  const head = [
    'records',
    'database MB',
    'snapshot objects',
    'snapshot MB',
    'built pages',
    'built MB',
    'server peak MB',
  ]
  process.stdout.write(`\n${table(head, held)}`)
  const reads = sizes.flatMap(({ records, reads: taken }) =>
    [...taken].map(([name, { count, p50, p95, p99 }]) => [
      records,
      name,
      count,
      ...[p50, p95, p99].map((it) => it.toFixed(1)),
    ]),
  )
  process.stdout.write(`\n${table(['records', 'read', 'count', 'p50 ms', 'p95', 'p99'], reads)}`)
  const growth = sizes.slice(1).flatMap((larger, at) => exponents(sizes[at], larger))
  if (growth.length > 0)
    process.stdout.write(`\n${table(['from', 'to', 'figure', 'grows with records to the power of'], growth)}`)
}

/** 1: grows as the records do; 0: does not grow. */
function exponents(smaller: Size | undefined, larger: Size): (string | number)[][] {
  if (!smaller) return []
  const figures = (size: Size): [string, number][] => [
    ...[...size.steps].flatMap(([name, { seconds, peakMb }]): [string, number][] => [
      [`${name} seconds`, seconds],
      [`${name} peak MB`, peakMb],
    ]),
    ['database bytes', size.held.database],
    ['snapshot objects', size.held.objects],
    ['snapshot bytes', size.held.snapshotBytes],
    ['built pages', size.held.pages],
    ['server peak MB', size.serverMb],
    ...[...size.reads].flatMap(([name, { p50, p95, p99 }]): [string, number][] => [
      [`${name} p50`, p50],
      [`${name} p95`, p95],
      [`${name} p99`, p99],
    ]),
  ]
  const before = new Map(figures(smaller))
  return figures(larger).map(([name, value]) => {
    const exponent = Math.log(value / (before.get(name) ?? Number.NaN)) / Math.log(larger.records / smaller.records)
    return [smaller.records, larger.records, name, exponent.toFixed(2)]
  })
}
