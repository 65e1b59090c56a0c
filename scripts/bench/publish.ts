import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join, resolve } from 'node:path'
import { recordPath } from '#domain/addresses'
import type { PublicRecord } from '#domain/public-record'
import { progress } from '../lib/report.ts'
import { runCase, runChild } from './child.ts'
import { corpusEnv } from './corpus/corpus-place.ts'
import { table } from './figures.ts'
import { writeHugoSite } from './publish/hugo-site.ts'
import { allRecords } from './scale/samples.ts'

/** `records`: of the county; `changes`: records that are corrected at once, a run each. */
export type PublishBench = { records: number; changes: readonly number[] }

type Written = { files: number; pages: number }
type Run = Written & { name: string; seconds: number }

const STEP = join(import.meta.dirname, 'scale/step.ts')
const CHANGE = join(import.meta.dirname, 'publish/change-case.ts')

/** From a correction that is decided to the last old byte gone; beside building all pages anew, by Astro and by Hugo. */
export async function benchPublish({ records, changes }: PublishBench): Promise<void> {
  // Below the project: the built server finds its database driver by way of node_modules.
  const folder = resolve(`dist/bench-publish-${process.pid}`)
  await mkdir(folder, { recursive: true })
  try {
    for (const name of ['write', 'import', 'publish']) {
      progress(`${name} …`)
      await runCase(STEP, [name, folder, String(records)])
    }
    const runs = [await buildAstro(folder)]
    runs.push(await buildHugo(folder))
    for (const count of changes) runs.push(await change(folder, count))
    report(records, runs)
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
  }
}

async function buildAstro(folder: string): Promise<Run> {
  progress('Astro builds …')
  const { seconds } = await runChild(process.execPath, ['scripts/build.ts', 'node'], corpusEnv(folder))
  const pages = (await builtRecords(folder)).length
  return { name: 'Astro, all pages of records and all others', seconds, files: pages, pages }
}

/** The pages of records that Astro has built, and no others. */
async function buildHugo(folder: string): Promise<Run> {
  const site = join(folder, 'hugo')
  const built = await builtRecords(folder)
  await writeHugoSite(site, built)
  progress(`Hugo builds ${built.length} pages …`)
  const { seconds } = await runChild('hugo', ['--source', site, '--quiet', '--destination', join(folder, 'hugo-built')])
  const [first] = built
  if (!first || !existsSync(join(folder, 'hugo-built', recordPath(first.kind, first.id), 'index.html')))
    throw new Error('Hugo did not build the pages.')
  return { name: 'Hugo, the same pages of records', seconds, files: built.length, pages: built.length }
}

async function builtRecords(folder: string): Promise<PublicRecord[]> {
  const built: PublicRecord[] = []
  for await (const record of allRecords(join(folder, 'data/snapshot'))) if (isBuilt(folder, record)) built.push(record)
  return built
}

const isBuilt = (folder: string, { kind, id }: PublicRecord) =>
  existsSync(join(folder, 'node/client', recordPath(kind, id), 'index.html'))

/** In a process of its own: the built site that renders the changed pages reads its place from the environment. */
async function change(folder: string, count: number): Promise<Run> {
  const { out } = await runChild(process.execPath, [CHANGE, folder, String(count)], corpusEnv(folder))
  // Safe: the case prints just this.
  const run = JSON.parse(out) as Omit<Run, 'name'>
  progress(`${count} changed: ${run.seconds.toFixed(2)} s`)
  return { name: `${count} changed`, ...run }
}

function report(records: number, runs: readonly Run[]): void {
  const hugo = runs.find(({ name }) => name.startsWith('Hugo'))?.seconds ?? Number.NaN
  const rows = runs.map(({ name, seconds, files, pages }) => [
    ...[name, seconds.toFixed(2), files, pages, (seconds / hugo).toFixed(2)],
  ])
  const head = ['run', 'seconds', 'files written', 'of them pages', 'of Hugo']
  process.stdout.write(`${records} records, ${cpus().length} cores, Node ${process.version}\n\n${table(head, rows)}`)
}
