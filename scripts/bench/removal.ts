import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { areCurrent } from '#domain/downloads'
import { hideRecord } from '#usecase/hide-record'
import { endRecord, withdrawRecord } from '#usecase/remove-record'
import { createSnapshotReader } from '#usecase/snapshot-reader'
import { progress } from '../lib/report.ts'
import { median, table } from './figures.ts'
import { FILE, type Layer, layersOf, type Target } from './removal/layers.ts'
import { makeRemovalPlace, type RemovalPlace } from './removal/place.ts'
import { filesHolding, holds } from './removal/traces.ts'

/** `records`: size of the county; `rounds`: removals, the three ways in turn. */
export type RemovalBench = { records: number; rounds: number }

const WAYS = ['withdraw', 'end', 'hide'] as const
type Way = (typeof WAYS)[number]

/** Seconds from the decision. `layers`: by name of the layer, where the record stood in it before. */
type Run = { way: Way; decided: number; page: number; layers: Map<string, number>; files: number; held: number }

const LOOK_EVERY_MS = 100
const LONGEST_MS = 300_000
const REASON = '经行政复议，原处罚决定被撤销。'

/** From the moment at which somebody decides to the moment at which nothing of the record is left anywhere. */
export async function benchRemoval({ records, rounds }: RemovalBench): Promise<void> {
  const place = await makeRemovalPlace(records)
  try {
    const { total } = await firstPage(place.origin)
    process.stdout.write(`${cpus().length} cores, Node ${process.version}, ${total} public records, ${rounds} rounds\n`)
    const runs: Run[] = []
    for (let round = 0; round < rounds; round++) {
      const way = WAYS[round % WAYS.length] ?? 'withdraw'
      await downloadsMade(place)
      progress(`Round ${round + 1}: ${way} …`)
      const run = await remove(place, way, round)
      runs.push(run)
      progress(
        `  page ${run.page.toFixed(2)} s, every layer ${lastOf(run).toFixed(2)} s, no byte left ${run.files.toFixed(2)} s`,
      )
    }
    report(runs)
  } finally {
    await place.clean()
  }
}

async function remove(place: RemovalPlace, way: Way, round: number): Promise<Run> {
  const { origin, dataFolder, buildFolder } = place
  const { items } = await firstPage(origin)
  // From the top of the lists, where a record is in every layer.
  const target = items[round % 10]
  if (!target) throw new Error('There is no record to remove.')
  const words = [target.name, target.number, target.uscc]
  const folders = [dataFolder, buildFolder]
  const before = await filesHolding(folders, words)
  if (before.length === 0) throw new Error('No file holds the record, so there is nothing to measure.')
  const { headers } = await fetch(`${origin}${FILE}`, { method: 'HEAD' })
  const layers = await stillHolding(origin, layersOf(target, headers.get('etag') ?? ''))
  for (const name of ['page', 'list', 'exact shard', 'search API', 'record API', 'download']) {
    if (!layers.some((it) => it.name === name))
      throw new Error(`The record is not in the layer "${name}" to begin with.`)
  }

  const at = performance.now()
  const seconds = () => (performance.now() - at) / 1000
  await decide(place, way, target.id)
  const decided = seconds()
  const [gone, files] = await Promise.all([watch(origin, layers, seconds), emptied(before, words, seconds)])
  // Everything is looked through once more: nothing may have been written anew with the record in it.
  const held = await filesHolding(folders, words)
  // A notice gives the number of the decision that fell, and neither name nor code (行政处罚法 第四十八条).
  const named = await filesHolding(folders, [target.name, target.uscc])
  const left = held.filter((file) => named.includes(file) || way !== 'withdraw' || !/\/removed\//.test(file))
  if (way === 'withdraw' && held.length === left.length) throw new Error('No notice was written.')
  if (left.length > 0) throw new Error(`${left.length} files hold the record again, ${left[0]} the first.`)
  return { way, decided, page: gone.get('page') ?? Number.NaN, layers: gone, files, held: before.length }
}

/** By the verb itself, in another process than the server's; the server's keeper carries it on. */
async function decide({ workspace }: RemovalPlace, way: Way, id: string): Promise<void> {
  const result =
    way === 'withdraw'
      ? await withdrawRecord(workspace, { id, ground: 'quashed', reason: REASON, actor: 'operator' })
      : way === 'end'
        ? await endRecord(workspace, { id, ground: 'repaired', reason: '已完成信用修复', actor: 'operator' })
        : await hideRecord(workspace, { id, reason: '先行停止公示核查。', caseReceipt: null, by: 'bench' })
  if (!result.ok) throw new Error(result.failure.code)
}

/** Each layer on its own, over and over, until it no longer shows the record. */
async function watch(origin: string, layers: readonly Layer[], seconds: () => number): Promise<Map<string, number>> {
  const gone = new Map<string, number>()
  let waiting = [...layers]
  while (waiting.length > 0) {
    const left = await stillHolding(origin, waiting)
    for (const layer of waiting) if (!left.includes(layer)) gone.set(layer.name, seconds())
    waiting = left
    if (seconds() * 1000 > LONGEST_MS) throw new Error(`Still shown: ${waiting.map(({ name }) => name).join(', ')}`)
    await new Promise((done) => setTimeout(done, LOOK_EVERY_MS))
  }
  return gone
}

async function stillHolding(origin: string, layers: readonly Layer[]): Promise<Layer[]> {
  const answers = await Promise.all(
    layers.map(async ({ address, isFile, holds: shows }) => {
      const response = await fetch(`${origin}${address}`, isFile ? { method: 'HEAD' } : {})
      return shows(response.status, isFile ? (response.headers.get('etag') ?? '') : await response.text())
    }),
  )
  return layers.filter((_, index) => answers[index])
}

/** The files that held the record, until none does. */
async function emptied(before: readonly string[], words: readonly string[], seconds: () => number): Promise<number> {
  let waiting = [...before]
  while (waiting.length > 0) {
    const left: string[] = []
    for (const file of waiting) if (await holds(file, words)) left.push(file)
    waiting = left
    if (seconds() * 1000 > LONGEST_MS) throw new Error(`Still held: ${waiting.join(', ')}`)
    if (waiting.length > 0) await new Promise((done) => setTimeout(done, LOOK_EVERY_MS))
  }
  return seconds()
}

/** The next round begins with files for download, as this one did. */
async function downloadsMade({ dataFolder, workspace }: RemovalPlace): Promise<void> {
  const reader = createSnapshotReader({ blobs: workspace.blobs, clock: workspace.clock })
  for (const startedAt = performance.now(); performance.now() - startedAt < LONGEST_MS; ) {
    const [at, files] = [await reader.view(), await reader.downloads()]
    if (files !== undefined && areCurrent(files, at.manifest, at.journal)) return
    await new Promise((done) => setTimeout(done, 500))
  }
  throw new Error(`No files for download in ${join(dataFolder, 'snapshot')}.`)
}

async function firstPage(origin: string): Promise<{ items: Target[]; total: number }> {
  const response = await fetch(`${origin}/api/v1/records?kind=penalty&limit=100`)
  // Safe: the API's own shape, held by test/http.
  const body = (await response.json()) as {
    total: number
    items: { id: string; documentNumber: string; subject: { name: string; uscc: string }; agency: { slug: string } }[]
  }
  const items = body.items.map(({ id, documentNumber, subject, agency }) => ({
    ...{ id, number: documentNumber, name: subject.name, uscc: subject.uscc, agency: agency.slug },
  }))
  return { items, total: body.total }
}

const lastOf = ({ layers }: Run) => Math.max(...layers.values())

function report(runs: readonly Run[]): void {
  const rows = ['all', ...WAYS].map((way) => {
    const some = runs.filter((run) => way === 'all' || run.way === way)
    const of = (pick: (run: Run) => number) => {
      const figures = some.map(pick)
      return `${median(figures).toFixed(2)} / ${Math.max(...figures).toFixed(2)}`
    }
    return [way, some.length, ...[of((it) => it.decided), of((it) => it.page), of(lastOf), of((it) => it.files)]]
  })
  const head = ['way', 'rounds', 'decided', 'page', 'every layer', 'no byte left']
  process.stdout.write(`\nSeconds from the decision, median / longest:\n\n${table(head, rows)}`)
  const names = [...new Set(runs.flatMap(({ layers }) => [...layers.keys()]))]
  const layers = names.map((name) => {
    const figures = runs.flatMap((run) => run.layers.get(name) ?? [])
    return [name, figures.length, median(figures).toFixed(2), Math.max(...figures).toFixed(2)]
  })
  process.stdout.write(`\n${table(['layer', 'rounds', 'median s', 'longest s'], layers)}`)
  const held = median(runs.map((run) => run.held))
  process.stdout.write(`\n${held} files held a record before. Load of the machine: ${loadavg()[0]?.toFixed(1)}\n`)
}
