import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createDirectoryBlobs } from '#adapters/directory-blobs'
import { exactKey } from '#domain/exact-key'
import { byKind } from '#domain/kind-groups'
import { newestFirst, type PublicRecord, toRow } from '#domain/public-record'
import type { PackDocument, SubjectDocument } from '#domain/snapshot'
import {
  generationPath,
  packPath,
  type SnapshotShape,
  shapeFor,
  shardPath,
  subjectPath,
} from '#domain/snapshot-address'
import type { BlobStore } from '#usecase/ports'
import { progress } from '../../lib/report.ts'
import { corpus } from '../corpus/records.ts'
import { addToSnapshot, chunksOf, closeSnapshot, createShards, GENERATION, openIndex, SECRETS } from './fill.ts'
import { createMix, type MixQuery } from './server-mix.ts'

/** The writer touches every pack and shard in every chunk, so a million records would take hours. */
const LARGEST_WHOLE = 50_000
const SAMPLES = 2400

/**
 * Database and snapshot of a corpus in a folder, and the queries that are asked; a folder that is finished is used again.
 * Beyond 50,000 records the snapshot holds only the documents that the queries lead to, of their real size and place.
 */
export async function prepareServerData(folder: string, count: number): Promise<MixQuery[]> {
  const file = join(folder, 'queries.json')
  // Safe: written below, last of all.
  if (existsSync(file)) return JSON.parse(await readFile(file, 'utf8')) as MixQuery[]
  await mkdir(folder, { recursive: true })
  const blobs = createDirectoryBlobs(join(folder, 'snapshot'))
  const shape = shapeFor(count)
  const counts = byKind(() => 0)
  const samples: PublicRecord[] = []
  const index = await openIndex(join(folder, 'gongxin.db'))
  const startedAt = performance.now()
  const stride = Math.max(1, Math.floor(count / SAMPLES))
  let done = 0
  for await (const chunk of chunksOf(corpus(count))) {
    samples.push(...chunk.filter((_, at) => (done + at) % stride === 0))
    if (count <= LARGEST_WHOLE) await addToSnapshot(blobs, shape, chunk)
    await index.add(chunk)
    done += chunk.length
    for (const { kind } of chunk) counts[kind] += 1
    progress(`  ${done} of ${count} records, ${Math.round(done / ((performance.now() - startedAt) / 1000))} a second`)
  }
  await index.close()
  const queries = createMix(samples)
  if (count > LARGEST_WHOLE) await writeNeeded(blobs, shape, count, samples, queries)
  await closeSnapshot(blobs, shape, counts)
  await writeFile(file, JSON.stringify(queries))
  return queries
}

/** The shards of all queries, the packs of the sampled records and the documents of their subjects, whole. */
async function writeNeeded(
  blobs: BlobStore,
  shape: SnapshotShape,
  count: number,
  samples: readonly PublicRecord[],
  queries: readonly MixQuery[],
): Promise<void> {
  progress('Writing the documents that the queries lead to …')
  const shardPaths = new Set(queries.map(({ q }) => shardPath(SECRETS.hash(exactKey(q)), shape)))
  const packs = new Map<string, PackDocument>(samples.map(({ id }) => [packPath(id, shape), { records: {} }]))
  const subjects = new Map<string, PublicRecord[]>(samples.map(({ subject }) => [subject.uscc ?? '', []]))
  const made = createShards(shape, (path) => shardPaths.has(path))
  for (const record of corpus(count)) {
    made.add(record)
    const pack = packs.get(packPath(record.id, shape))
    if (pack) pack.records[record.id] = record
    subjects.get(record.subject.uscc ?? '')?.push(record)
  }
  const write = (path: string, document: object) =>
    blobs.write(generationPath(GENERATION, path), new TextEncoder().encode(JSON.stringify(document)))
  for (const [path, shard] of made.shards) await write(path, shard)
  for (const [path, pack] of packs) await write(path, pack)
  for (const [uscc, records] of subjects) await write(subjectPath(uscc), subjectOf(uscc, records))
}

function subjectOf(uscc: string, records: readonly PublicRecord[]): SubjectDocument {
  const rows = records.map(toRow).sort(newestFirst)
  return { uscc, name: rows[0]?.subject.name ?? '', rows }
}
