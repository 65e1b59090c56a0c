import { type ExactTarget, exactKey, parseTarget, suggestionsFor } from '#domain/exact-key'
import { newestFirst, type RecordRow, toRow } from '#domain/public-record'
import type { ShardDocument, ShardTarget, SubjectDocument } from '#domain/snapshot'
import { shardEntryKey, shardPath, shardPathOfPrefix, subjectPath } from '#domain/snapshot-address'
import { agencyNames, type ReadDeps } from './list-rows.ts'
import type { SnapshotReader, SnapshotView } from './snapshot-reader.ts'

export type ExactResult = {
  query: string
  records: RecordRow[]
  subjects: { uscc: string; name: string }[]
  agencies: { slug: string; name: string }[]
  suggestion: string | null
}

/** A number that more records than this bear (“无”, “/”) says nothing; full text finds the rest. */
export const MOST_TARGETS = 20

/** Whole document number, whole code or whole name, in any notation; a near miss is only suggested. */
export async function lookUpExact(deps: ReadDeps, query: string): Promise<ExactResult> {
  return lookUpExactAt(deps, await deps.reader.view(), query)
}

export async function lookUpExactAt(deps: ReadDeps, at: SnapshotView, query: string): Promise<ExactResult> {
  const found = await exactAt(deps, at, query)
  if (!isEmpty(found)) return { ...found, query, suggestion: null }
  for (const suggestion of suggestionsFor(query)) {
    if (!isEmpty(await exactAt(deps, at, suggestion))) return { ...found, query, suggestion }
  }
  return { ...found, query, suggestion: null }
}

type Found = Pick<ExactResult, 'records' | 'subjects' | 'agencies'>

const isEmpty = (found: Found) => found.records.length + found.subjects.length + found.agencies.length === 0

async function exactAt({ reader, hash }: ReadDeps, at: SnapshotView, query: string): Promise<Found> {
  const found: Found = { records: [], subjects: [], agencies: [] }
  const key = exactKey(query)
  if (key === '') return found
  const keyHash = await hash(key)
  const shard = await reader.document<ShardDocument>(at, shardPath(keyHash, at.manifest))
  const targets = mostTelling(shard?.keys[shardEntryKey(keyHash)] ?? [])
  await Promise.all(targets.map((target) => addTarget(reader, at, target, found)))
  // Whose number it is comes before what hangs on it.
  const isOther = ({ documentNumber }: RecordRow) => (exactKey(documentNumber ?? '') === key ? 0 : 1)
  found.records.sort((a, b) => isOther(a) - isOther(b) || newestFirst(a, b))
  found.subjects.sort((a, b) => (a.uscc < b.uscc ? -1 : 1))
  found.agencies.sort((a, b) => (a.slug < b.slug ? -1 : 1))
  return found
}

/** Organs and subjects before single records, which full text finds too. */
function mostTelling(targets: readonly ShardTarget[]): ExactTarget[] {
  const parsed = targets.map(parseTarget)
  const isRecord = (target: ExactTarget) => Number(target.of === 'record')
  return parsed.sort((a, b) => isRecord(a) - isRecord(b)).slice(0, MOST_TARGETS)
}

async function addTarget(reader: SnapshotReader, at: SnapshotView, target: ExactTarget, found: Found): Promise<void> {
  if (target.of === 'record') {
    const record = await reader.record(at, target.id)
    if (record?.state === 'public') found.records.push(toRow(record))
    return
  }
  if (target.of === 'agency') {
    const agency = (await agencyNames(reader, at)).find(({ slug }) => slug === target.slug)
    if (agency) found.agencies.push({ slug: agency.slug, name: agency.name })
    return
  }
  const live = await liveRow(reader, at, target.uscc)
  if (live) found.subjects.push({ uscc: target.uscc, name: live.subject.name })
}

async function liveRow(reader: SnapshotReader, at: SnapshotView, uscc: string): Promise<RecordRow | undefined> {
  const subject = await reader.document<SubjectDocument>(at, subjectPath(uscc))
  return subject?.rows.find((row) => !reader.isGone(at, row))
}

/**
 * A whole shard for a browser that hashes the query itself. `prefix`: the first `SHARD_PREFIX_DIGITS` of the hash. What
 * left since the shard was written is not in it.
 */
export async function readShard({ reader }: ReadDeps, prefix: string): Promise<ShardDocument> {
  const at = await reader.view()
  const shard = await reader.document<ShardDocument>(at, shardPathOfPrefix(prefix, at.manifest))
  const over = new Set([...at.expired.values()].map((row) => row.subject.uscc))
  // Between the journal and the documents nobody knows whose records left.
  const isBehind = at.journal.version > at.manifest.version
  const keys: ShardDocument['keys'] = {}
  for (const [key, targets] of Object.entries(shard?.keys ?? {})) {
    const kept: typeof targets = []
    for (const target of targets.slice(0, MOST_TARGETS)) {
      if (await isStillThere(parseTarget(target))) kept.push(target)
    }
    if (kept.length > 0) keys[key] = kept
  }
  return { keys }

  async function isStillThere(target: ExactTarget): Promise<boolean> {
    if (target.of === 'record') return at.journal.removed[target.id] === undefined && !at.expired.has(target.id)
    if (target.of === 'agency' || !(isBehind || over.has(target.uscc))) return true
    return (await liveRow(reader, at, target.uscc)) !== undefined
  }
}
