import { exactKeys, suggestionsFor } from '#domain/exact-key'
import { newestFirst, type RecordRow, toRow } from '#domain/public-record'
import type { ShardDocument, SubjectDocument } from '#domain/snapshot'
import { shardEntryKey, shardPath, subjectPath } from '#domain/snapshot-address'
import { agencyNames, type ReadDeps } from './list-rows.ts'
import type { SnapshotReader, SnapshotView } from './snapshot-reader.ts'

export type ExactResult = {
  query: string
  records: RecordRow[]
  subjects: { uscc: string; name: string }[]
  agencies: { slug: string; name: string }[]
  suggestion: string | null
}

/** Whole document number, whole code or whole name, in any notation; a near miss is only suggested. */
export async function lookUpExact(deps: ReadDeps, query: string): Promise<ExactResult> {
  const at = await deps.reader.view()
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
  for (const key of exactKeys(query)) {
    const keyHash = await hash(key)
    const shard = await reader.document<ShardDocument>(at, shardPath(keyHash, at.manifest))
    for (const target of shard?.keys[shardEntryKey(keyHash)] ?? []) await addTarget(reader, at, target, found)
  }
  found.records.sort(newestFirst)
  return found
}

async function addTarget(reader: SnapshotReader, at: SnapshotView, target: string, found: Found): Promise<void> {
  const value = target.slice(2)
  if (target.startsWith('r:')) {
    const record = await reader.record(at, value)
    if (record?.state === 'public' && !found.records.some((row) => row.id === record.id))
      found.records.push(toRow(record))
    return
  }
  if (target.startsWith('a:')) {
    const agency = (await agencyNames(reader, at)).find((it) => it.slug === value)
    if (agency && !found.agencies.some((it) => it.slug === value))
      found.agencies.push({ slug: value, name: agency.name })
    return
  }
  const subject = await reader.document<SubjectDocument>(at, subjectPath(value))
  const live = subject?.rows.find((row) => !reader.isGone(at, row))
  if (live && !found.subjects.some((it) => it.uscc === value)) {
    found.subjects.push({ uscc: value, name: live.subject.name })
  }
}
