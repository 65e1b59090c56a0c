import type { Calendar } from '#domain/calendar'
import { type Day, dayOfInstant } from '#domain/day'
import { byKind } from '#domain/kind-groups'
import { toPublicRecord } from '#domain/public-record'
import { publishedLate } from '#domain/published-late'
import { recordCategories } from '#domain/record-categories'
import type { PenaltyWords } from '#domain/record-facts'
import type { Rules } from '#domain/rules'
import { SEARCH_FORMAT } from '#domain/search-entry'
import { type AgenciesDocument, type Journal, type Manifest, SNAPSHOT_FORMAT } from '#domain/snapshot'
import { DOWNLOADS_FOLDER, JOURNAL_PATH, MANIFEST_PATH, shapeFor } from '#domain/snapshot-address'
import { standingOf, turnsByItself } from '#domain/standing'
import { publicHistory } from '#domain/version-history'
import { RECORD_KINDS } from '#domain/vocabulary'
import { type IndexDeps, indexChanges } from './index-changes.ts'
import { noteInJournal, readJournal, readManifest, startedJournal, writeDocument } from './journal.ts'
import type { BlobStore, Clock, PageFiles, PublishState, RecordStore, Secrets, Spill } from './ports.ts'
import { type Renew, withPublisherLease } from './publisher-lease.ts'
import { endRecord } from './remove-record.ts'
import { createSnapshotBulk } from './snapshot-bulk.ts'
import { type Change, type ChangePlan, createSnapshotWriter, type SnapshotWriter } from './snapshot-writer.ts'

export type PublishDeps = IndexDeps & {
  store: RecordStore
  blobs: BlobStore
  spill: Spill
  pages: PageFiles
  secrets: Secrets
  clock: Clock
  rules: Rules
  calendar: Calendar
  penaltyWords: PenaltyWords
  /** Whether the place shows 法定代表人. */
  showRepresentative: boolean
}

export type PublishReport = { changed: number; left: number; ended: number; generation: string; version: number }

/** `journal`: removals are effective for every visitor from here on. */
export type PublishProgress = (step: 'journal' | 'documents' | 'pages', count: number) => void

/** What changes at most in one pass: whole or not at all. More than this is written anew, and then switched to. */
const PASS = 2000
const PASS_SHARE = 0.05
/** Records that are held in memory at once while all are written anew. */
const CHUNK = 5000

/**
 * Carries what was decided into the snapshot store. Safe to run again at any point: the outbox is settled last, after
 * documents and pages, and each document is written whole. Records whose last day has passed are ended first.
 */
export function publishPending(deps: PublishDeps, onProgress: PublishProgress = () => {}): Promise<PublishReport> {
  return withPublisherLease(deps, async (renew) => {
    const today = dayOfInstant(deps.clock())
    // Of a run that broke off: what left since must lie nowhere.
    await deps.spill.discard()
    const ended = await endOver(deps, today)
    const lineage = await deps.store.lineage(deps.secrets.random(8))
    const current = await readManifest(deps.blobs)
    const own = current?.lineage === lineage ? current : undefined
    if (own && own.day < today) await queueTurned(deps, own.day, today)
    const shape = shapeFor(await deps.store.countPublic(), own)
    const keepsShape =
      own?.format === SNAPSHOT_FORMAT &&
      own.searchFormat === SEARCH_FORMAT &&
      own.packBits === shape.packBits &&
      own.shardBits === shape.shardBits
    const run: Run = { deps, renew, onProgress, today, changed: 0, left: 0 }
    const pass = Math.max(PASS, Math.floor((await deps.store.countPublic()) * PASS_SHARE))
    const fits = (await deps.store.pendingOutbox(pass + 1)).rows <= pass
    const next: Manifest =
      own && keepsShape && fits ? await increment(run, own, pass) : await regenerate(run, own, { ...shape, lineage })
    for (const folder of await deps.blobs.folders()) {
      if (folder !== next.generation && folder !== DOWNLOADS_FOLDER) await deps.blobs.removeFolder(folder)
    }
    return { changed: run.changed, left: run.left, ended, generation: next.generation, version: next.version }
  })
}

type Run = {
  deps: PublishDeps
  renew: Renew
  onProgress: PublishProgress
  today: Day
  changed: number
  left: number
}

async function agencyItems({ store, pinyinOf }: PublishDeps): Promise<AgenciesDocument['items']> {
  const spelt = (name: string) => Object.values(pinyinOf(name))
  return (await store.organs()).map(({ slug, name, uscc, foldedNames }) => {
    return { slug, name, uscc, names: foldedNames, spellings: [...new Set(foldedNames.flatMap(spelt))] }
  })
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
      if (result.ok) ended += 1
    }
  }
}

/**
 * 逾期: what an organ promised or owes becomes late by itself when a day passes, so on the first publish of a day those
 * are looked at whose kind can turn; an organ's own record is small beside 双公示.
 */
async function queueTurned({ store, clock }: PublishDeps, since: string, today: Day): Promise<void> {
  const kinds = RECORD_KINDS.filter(turnsByItself)
  for (let after = ''; ; ) {
    const records = await store.publicOfKinds(kinds, after, CHUNK)
    const last = records.at(-1)
    if (last === undefined) return
    after = last.id
    const turned = records.filter(
      ({ kind, open }) => standingOf(kind, open, since)?.id !== standingOf(kind, open, today)?.id,
    )
    await store.queue(
      turned.map(({ id }) => id),
      clock(),
    )
  }
}

/** Pass by pass: tombstones, journal, documents, manifest, pages, and only then is the outbox settled. */
async function increment(run: Run, own: Manifest, pass: number): Promise<Manifest> {
  const { deps } = run
  const writer = () => createSnapshotWriter(deps.blobs, own.generation, own, deps.secrets.hash)
  await writer().writeAgencies(await agencyItems(deps))
  const journal = (await readJournal(deps.blobs)) ?? startedJournal(own.version)
  let manifest = own
  for (let isLast = false; !isLast; ) {
    await run.renew()
    const { upTo, ids, rows } = await deps.store.pendingOutbox(pass)
    const chunk = writer()
    const plan = await planChanges(deps, chunk, ids)
    manifest = { ...manifest, version: manifest.version + 1, day: run.today }
    await hide(run, chunk, journal, plan, manifest.version)
    await chunk.writeDocuments(plan)
    await indexChanges(deps, plan.changes, run.renew)
    await dropStaleDownloads(deps, journal)
    run.changed += ids.length
    run.onProgress('documents', run.changed)
    manifest = { ...manifest, counts: await deps.store.countPublicByKind() }
    await writeDocument(deps.blobs, MANIFEST_PATH, manifest)
    await refreshPages(run, [plan])
    await deps.store.settleOutbox(upTo, deps.clock())
    isLast = rows < pass
  }
  return manifest
}

/** Writes everything anew into its own folder, then switches: readers see the old generation or the new one whole. */
async function regenerate(
  run: Run,
  own: Manifest | undefined,
  made: Pick<Manifest, 'packBits' | 'shardBits' | 'lineage'>,
): Promise<Manifest> {
  const { deps } = run
  const version = (own?.version ?? 0) + 1
  const generation = `g${made.lineage.slice(0, 6)}-${version}`
  const next: Manifest = {
    format: SNAPSHOT_FORMAT,
    searchFormat: SEARCH_FORMAT,
    ...made,
    generation,
    version,
    day: run.today,
    counts: byKind(() => 0),
  }
  const journal = own ? ((await readJournal(deps.blobs)) ?? startedJournal(version)) : startedJournal(version)
  const { upTo, plans } = await hidePending(run, own, journal, version)
  await deps.blobs.removeFolder(generation)
  await writePublic(run, generation, next)
  const writer = () => createSnapshotWriter(deps.blobs, generation, next, deps.secrets.hash)
  await eachChunk(run, deps.store.goneIds, async (changes) => {
    const chunk = writer()
    const plan = await chunk.plan(changes)
    await chunk.writeTombstones(plan)
    await chunk.writeDocuments(plan)
  })
  await writer().writeAgencies(await agencyItems(deps))
  await run.renew()
  await dropStaleDownloads(deps, journal)
  const manifest = { ...next, counts: await deps.store.countPublicByKind() }
  await writeDocument(deps.blobs, MANIFEST_PATH, manifest)
  if (!own) await writeDocument(deps.blobs, JOURNAL_PATH, journal)
  await refreshPages(run, plans)
  await deps.store.settleOutbox(upTo, deps.clock())
  return manifest
}

/** What leaves the generation that is still read, in the journal before anything is written anew. `upTo`: of the outbox. */
async function hidePending(
  run: Run,
  own: Manifest | undefined,
  journal: Journal,
  version: number,
): Promise<{ upTo: number; plans: ShownChange[] }> {
  const { deps } = run
  const plans: ShownChange[] = []
  for (let upTo = 0; ; ) {
    const waiting = await deps.store.pendingOutbox(CHUNK, upTo)
    if (waiting.rows === 0) return { upTo, plans }
    upTo = waiting.upTo
    if (!own) continue
    const old = createSnapshotWriter(deps.blobs, own.generation, own, deps.secrets.hash)
    const plan = await planChanges(deps, old, waiting.ids)
    await hide(run, old, journal, plan, version)
    plans.push({ pages: plan.pages, leaving: plan.leaving })
  }
}

async function writePublic(run: Run, generation: string, shape: Manifest): Promise<void> {
  const { blobs, spill, secrets } = run.deps
  const bulk = createSnapshotBulk({
    ...{ blobs, spill, hash: secrets.hash },
    ...{ generation, shape, onWritten: run.renew },
  })
  await eachChunk(run, run.deps.store.publicIds, async (changes) => {
    const records = [...changes.values()].flatMap((change) => (change.state === 'public' ? [change.record] : []))
    await bulk.add(records.sort((a, b) => (a.id < b.id ? -1 : 1)))
  })
  await bulk.finish()
}

/** In the order of the ids. */
async function eachChunk(
  run: Run,
  list: RecordStore['publicIds'],
  write: (changes: Map<string, Change>) => Promise<void>,
): Promise<void> {
  for (let after = ''; ; ) {
    await run.renew()
    const ids = await list(after, CHUNK)
    const last = ids.at(-1)
    if (last === undefined) return
    after = last
    const changes = await changesOf(run.deps, ids)
    await write(changes)
    await indexChanges(run.deps, changes, run.renew)
    run.changed += ids.length
    run.onProgress('documents', run.changed)
  }
}

/** From the journal's write on, no built file and no document of what leaves is believed. */
async function hide(
  run: Run,
  writer: ReturnType<typeof createSnapshotWriter>,
  journal: Journal,
  plan: ChangePlan,
  version: number,
): Promise<void> {
  await writer.writeTombstones(plan)
  noteInJournal(journal, plan, version)
  await run.renew()
  await writeDocument(run.deps.blobs, JOURNAL_PATH, journal)
  run.left += plan.leaving.size
  run.onProgress('journal', run.left)
}

/** Before the manifest is written: files made from the version that it will name are then not among them. */
async function dropStaleDownloads({ blobs }: PublishDeps, { lastLeft, version }: Journal): Promise<void> {
  if (lastLeft !== version) return
  // The journal refuses these files already: that one of them cannot be removed now must not hold up the publishing.
  await blobs.removeFolder(DOWNLOADS_FOLDER).catch(() => undefined)
}

type ShownChange = Pick<ChangePlan, 'pages' | 'leaving'>

async function refreshPages(run: Run, plans: readonly ShownChange[]): Promise<void> {
  const gone = new Set(plans.flatMap(goneKeys))
  const changed = plans.flatMap(({ pages }) => [...pages]).filter((key) => !gone.has(key))
  await run.deps.pages.refresh(changed, [...gone])
  run.onProgress('pages', changed.length + gone.size)
}

function goneKeys({ pages, leaving }: ShownChange): string[] {
  return [...pages].filter((key) => key.startsWith('record:') && leaving.has(key.split(':')[2] ?? ''))
}

/**
 * A record shows the other decisions on its licence, so it changes when one of them comes, changes or leaves: those of
 * its number now, and those that its pack still names after the number was corrected.
 */
async function planChanges(deps: PublishDeps, writer: Pick<SnapshotWriter, 'plan'>, ids: readonly string[]) {
  const now = new Set([...ids, ...(await deps.store.siblingIds(ids))])
  const plan = await writer.plan(await changesOf(deps, [...now]))
  const named = [...plan.before.values()].flatMap(({ sameLicence }) => sameLicence ?? []).map(({ id }) => id)
  const former = named.filter((id) => !now.has(id))
  return former.length === 0 ? plan : writer.plan(await changesOf(deps, [...now, ...former]))
}

async function changesOf(deps: PublishDeps, ids: readonly string[]): Promise<Map<string, Change>> {
  const changes = new Map<string, Change>()
  for (const [id, state] of await deps.store.publishStates(ids)) changes.set(id, changeOf(deps, state))
  return changes
}

function changeOf(deps: PublishDeps, state: PublishState): Change {
  if (state.state !== 'public') return state
  const { kind, open } = state.version
  const published = {
    ...state.version,
    timeliness: publishedLate(state.version, deps.rules.clocks, deps.calendar),
    categories: recordCategories(kind, open, deps.penaltyWords),
    standing: standingOf(kind, open, dayOfInstant(deps.clock()))?.id ?? null,
    history: publicHistory(kind, state.versions, deps.showRepresentative),
  }
  return { state: 'public', record: toPublicRecord(published, deps.showRepresentative) }
}
