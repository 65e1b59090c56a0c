import type { Calendar } from '#domain/calendar'
import { type Day, dayOfInstant } from '#domain/day'
import { timeliness } from '#domain/deadline'
import { toPublicRecord } from '#domain/public-record'
import { inForce, type Rules } from '#domain/rules'
import type { Journal, Manifest } from '#domain/snapshot'
import { JOURNAL_PATH, MANIFEST_PATH, shapeFor } from '#domain/snapshot-address'
import type { BlobStore, Clock, PageFiles, PublishState, RecordStore, Secrets } from './ports.ts'
import { endRecord } from './remove-record.ts'
import { type Change, type ChangePlan, createSnapshotWriter } from './snapshot-writer.ts'

export type PublishDeps = {
  store: RecordStore
  blobs: BlobStore
  pages: PageFiles
  secrets: Secrets
  clock: Clock
  rules: Rules
  calendar: Calendar
}

export type PublishReport = { changed: number; left: number; ended: number; generation: string; version: number }

/** `journal`: removals are effective for every visitor from here on. */
export type PublishProgress = (step: 'ended' | 'journal' | 'documents' | 'pages', count: number) => void

const CHUNK = 2000
const LEASE_MS = 10 * 60_000

/** Another publisher is at work; nothing was lost, the outbox waits. */
export class PublisherBusyError extends Error {
  override name = 'PublisherBusyError'
}

/**
 * Carries what was decided into the snapshot store. Safe to run again at any point: the outbox is settled only after the
 * documents are written, and each document is written whole. Records whose last day has passed are ended first.
 */
export async function publishPending(
  deps: PublishDeps,
  onProgress: PublishProgress = () => {},
): Promise<PublishReport> {
  const holder = deps.secrets.random(8)
  const now = deps.clock()
  if (!(await deps.store.takeLease('publisher', holder, now, now + LEASE_MS))) {
    throw new PublisherBusyError('另一个发布程序正在运行；待发布的内容不会丢失，请稍后再试。')
  }
  try {
    return await carry(deps, onProgress)
  } finally {
    await deps.store.dropLease('publisher', holder)
  }
}

async function carry(deps: PublishDeps, onProgress: PublishProgress): Promise<PublishReport> {
  const today = dayOfInstant(deps.clock())
  const ended = await endOver(deps, today)
  onProgress('ended', ended)
  const lineage = await deps.store.lineage(deps.secrets.random(8))
  const current = await readJson<Manifest>(deps.blobs, MANIFEST_PATH)
  const own = current?.lineage === lineage ? current : undefined
  const shape = shapeFor(await deps.store.countPublic(), own)
  const sameShape = own && own.packBits === shape.packBits && own.shardBits === shape.shardBits
  const version = (own?.version ?? 0) + 1
  const generation = own && sameShape ? own.generation : `g${lineage.slice(0, 6)}-${version}`
  const next: Manifest = { format: 1, lineage, generation, version, day: today, ...shape, counts: await counts(deps) }
  const report =
    own && sameShape ? await increment(deps, own, next, onProgress) : await regenerate(deps, own, next, onProgress)
  if (current && current.generation !== generation) await deps.blobs.removeFolder(current.generation)
  return { ...report, ended, generation, version }
}

/** 公示期限届满：the clock's part of publishing, so that nothing waits for a scheduler. */
async function endOver(deps: PublishDeps, today: Day): Promise<number> {
  let ended = 0
  for (;;) {
    const ids = await deps.store.over(today, CHUNK)
    if (ids.length === 0) return ended
    for (const id of ids) {
      const result = await endRecord(deps, { id, ground: 'period-over', reason: '公示期限届满', actor: 'clock' })
      if (!result.ok && result.failure.code !== 'changed-meanwhile' && result.failure.code !== 'step-not-allowed') {
        throw new Error(`Record ${id} is over but could not be ended: ${result.failure.code}`)
      }
      ended += 1
    }
  }
}

async function increment(
  deps: PublishDeps,
  own: Manifest,
  next: Manifest,
  onProgress: PublishProgress,
): Promise<{ changed: number; left: number }> {
  let changed = 0
  let left = 0
  const touched = new Set<string>()
  const gone = new Set<string>()
  const journal = (await readJson<Journal>(deps.blobs, JOURNAL_PATH)) ?? emptyJournal(next.version)
  for (;;) {
    const { upTo, ids } = await deps.store.pendingOutbox(CHUNK)
    if (ids.length === 0) break
    const writer = createSnapshotWriter(deps.blobs, next.generation, own, deps.secrets.hash)
    const plan = await writer.plan(await changesOf(deps, ids))
    await writer.writeTombstones(plan)
    noteInJournal(journal, plan, next.version)
    await writeJson(deps.blobs, JOURNAL_PATH, journal)
    left += plan.leaving.size
    onProgress('journal', left)
    await writer.writeDocuments(plan)
    changed += ids.length
    onProgress('documents', changed)
    await deps.store.settleOutbox(upTo, ids, deps.clock())
    for (const key of plan.pages) touched.add(key)
    for (const [id] of plan.leaving) gone.add(recordKey(plan, id))
  }
  const writer = createSnapshotWriter(deps.blobs, next.generation, own, deps.secrets.hash)
  await writer.writeAgencies(await deps.store.organs())
  await writeJson(deps.blobs, MANIFEST_PATH, { ...next, counts: await counts(deps) })
  await deps.pages.refresh(
    [...touched].filter((key) => !gone.has(key)),
    [...gone],
  )
  onProgress('pages', touched.size)
  return { changed, left }
}

/** Writes everything anew into its own folder, then switches: readers see the old generation or the new one whole. */
async function regenerate(
  deps: PublishDeps,
  own: Manifest | undefined,
  next: Manifest,
  onProgress: PublishProgress,
): Promise<{ changed: number; left: number }> {
  const { upTo, ids: pending } = await deps.store.pendingOutbox(Number.MAX_SAFE_INTEGER)
  const journal = own
    ? ((await readJson<Journal>(deps.blobs, JOURNAL_PATH)) ?? emptyJournal(next.version))
    : emptyJournal(next.version)
  const touched = new Set<string>()
  const gone = new Set<string>()
  let left = 0
  if (own) {
    const writer = createSnapshotWriter(deps.blobs, own.generation, own, deps.secrets.hash)
    const plan = await writer.plan(await changesOf(deps, pending))
    await writer.writeTombstones(plan)
    noteInJournal(journal, plan, next.version)
    await writeJson(deps.blobs, JOURNAL_PATH, journal)
    left = plan.leaving.size
    for (const key of plan.pages) touched.add(key)
    for (const [id] of plan.leaving) gone.add(recordKey(plan, id))
  }
  onProgress('journal', left)
  await deps.blobs.removeFolder(next.generation)
  let changed = 0
  for (const list of [deps.store.publicIds, deps.store.goneIds]) {
    for (let after = ''; ; ) {
      const ids: string[] = await list(after, CHUNK)
      if (ids.length === 0) break
      after = ids.at(-1) ?? after
      const writer = createSnapshotWriter(deps.blobs, next.generation, next, deps.secrets.hash)
      const plan = await writer.plan(await changesOf(deps, ids))
      await writer.writeTombstones(plan)
      await writer.writeDocuments(plan)
      changed += ids.length
      onProgress('documents', changed)
    }
  }
  const writer = createSnapshotWriter(deps.blobs, next.generation, next, deps.secrets.hash)
  await writer.writeAgencies(await deps.store.organs())
  if (!own) await writeJson(deps.blobs, JOURNAL_PATH, journal)
  await writeJson(deps.blobs, MANIFEST_PATH, next)
  await deps.store.settleOutbox(upTo, pending, deps.clock())
  await deps.pages.refresh(
    [...touched].filter((key) => !gone.has(key)),
    [...gone],
  )
  onProgress('pages', touched.size)
  return { changed, left }
}

/** Called after pages were built from version `builtFrom`: what the build already shows need not be remembered. */
export async function rebaseJournal(blobs: BlobStore, builtFrom: number): Promise<void> {
  const journal = await readJson<Journal>(blobs, JOURNAL_PATH)
  if (!journal || journal.version > builtFrom) return
  await writeJson(blobs, JOURNAL_PATH, { ...emptyJournal(builtFrom), version: journal.version })
}

async function changesOf(deps: PublishDeps, ids: readonly string[]): Promise<Map<string, Change>> {
  const states = await deps.store.publishStates(ids)
  const changes = new Map<string, Change>()
  for (const [id, state] of states) changes.set(id, changeOf(deps, state))
  return changes
}

function changeOf({ rules, calendar }: PublishDeps, state: PublishState): Change {
  if (state.state !== 'public') return state
  const { version } = state
  const decidedOn = version.open.decidedOn
  const clock = inForce(rules.clocks, version.publishedOn).find((it) => it.duty === 'publish-decision')
  if (!decidedOn || !clock) throw new Error(`Record ${version.id} is public without a decision day or a clock rule.`)
  const finding = timeliness({
    decidedOn: asStoredDay(decidedOn),
    publishedOn: version.publishedOn,
    today: version.publishedOn,
    calendar,
    workdays: clock.workdays,
  })
  return { state: 'public', record: toPublicRecord({ ...version, timeliness: finding }) }
}

/** Safe: `decidedOn` was parsed as a day at import and no other code writes it. */
function asStoredDay(text: string): Day {
  return text as Day
}

function noteInJournal(journal: Journal, plan: ChangePlan, version: number): void {
  journal.version = version
  for (const [id, how] of plan.leaving) journal.removed[id] = how
  for (const [id, change] of plan.changes) if (change.state === 'public') delete journal.removed[id]
  journal.changed = [...new Set([...journal.changed, ...plan.pages])].sort()
}

function recordKey(plan: ChangePlan, id: string): string {
  return `record:${plan.before.get(id)?.kind ?? 'licence'}:${id}`
}

function emptyJournal(version: number): Journal {
  return { format: 1, version, since: version, removed: {}, changed: [] }
}

async function counts(deps: PublishDeps): Promise<Manifest['counts']> {
  return deps.store.countPublicByKind()
}

async function readJson<T>(blobs: BlobStore, path: string): Promise<T | undefined> {
  const bytes = await blobs.read(path)
  return bytes === undefined ? undefined : parsed<T>(bytes)
}

/** Safe: manifest and journal are written by this file only; readers outside check their shape. */
function parsed<T>(bytes: Uint8Array): T {
  return JSON.parse(new TextDecoder().decode(bytes)) as T
}

function writeJson(blobs: BlobStore, path: string, value: object): Promise<void> {
  return blobs.write(path, new TextEncoder().encode(JSON.stringify(value)))
}
