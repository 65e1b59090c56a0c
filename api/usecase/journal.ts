import type { Downloads } from '#domain/downloads'
import type { PublicRecord } from '#domain/public-record'
import type { Journal, Manifest, QualityDocument, StatisticsDocument } from '#domain/snapshot'
import { JOURNAL_PATH, MANIFEST_PATH, QUALITY_PATH } from '#domain/snapshot-address'
import type { BlobStore } from './ports.ts'
import type { ChangePlan } from './snapshot-writer.ts'

/** What the guard reads on every request, as the publisher keeps it. */
export function startedJournal(version: number): Journal {
  return { format: 1, version, since: version, removed: {}, changed: [], lastLeft: version }
}

export function noteInJournal(journal: Journal, plan: ChangePlan, version: number): void {
  journal.lastLeft = leavesOrCorrects(plan) ? version : (journal.lastLeft ?? journal.version)
  journal.version = version
  for (const [id, how] of plan.leaving) journal.removed[id] = how
  for (const [id, change] of plan.changes) if (change.state === 'public') delete journal.removed[id]
  journal.changed = [...new Set([...journal.changed, ...plan.pages])].sort()
}

function leavesOrCorrects({ leaving, before, changes }: ChangePlan): boolean {
  return (
    leaving.size > 0 ||
    [...before].some(([id, old]) => {
      const change = changes.get(id)
      return change?.state === 'public' && !isSameText(old, change.record)
    })
  )
}

function isSameText(a: PublicRecord, b: PublicRecord): boolean {
  // Not the marks: whoever objects could otherwise keep all files from being served.
  const textOf = ({ fields, coded, until, agency }: PublicRecord) => JSON.stringify([fields, coded, until, agency])
  return textOf(a) === textOf(b)
}

export function readJournal(blobs: BlobStore): Promise<Journal | undefined> {
  return readDocument<Journal>(blobs, JOURNAL_PATH)
}

export function readManifest(blobs: BlobStore): Promise<Manifest | undefined> {
  return readDocument<Manifest>(blobs, MANIFEST_PATH)
}

export function readQuality(blobs: BlobStore): Promise<QualityDocument | undefined> {
  return readDocument<QualityDocument>(blobs, QUALITY_PATH)
}

export function writeDocument(
  blobs: BlobStore,
  path: string,
  value: Journal | Manifest | QualityDocument | StatisticsDocument | Downloads,
): Promise<void> {
  return blobs.write(path, new TextEncoder().encode(JSON.stringify(value)))
}

export async function readDocument<T>(blobs: BlobStore, path: string): Promise<T | undefined> {
  const bytes = await blobs.read(path)
  return bytes === undefined ? undefined : parsed<T>(bytes)
}

/** Safe: the publisher is the only writer of both; readers outside check their shape. */
function parsed<T>(bytes: Uint8Array): T {
  return JSON.parse(new TextDecoder().decode(bytes)) as T
}
