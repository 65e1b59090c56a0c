import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PublicRecord } from '#domain/public-record'
import type { Manifest, PackDocument } from '#domain/snapshot'
import { generationPath, MANIFEST_PATH, packPaths } from '#domain/snapshot-address'
import type { Random } from '../../demo/random.ts'

/** Public records drawn from the packs of a snapshot, each at most once; as many as there are where that is fewer. */
export async function sampleRecords(snapshot: string, count: number, random: Random): Promise<PublicRecord[]> {
  // Safe: the publisher wrote both.
  const read = async <T>(path: string) => JSON.parse(await readFile(join(snapshot, path), 'utf8')) as T
  const manifest = await read<Manifest>(MANIFEST_PATH)
  const paths = packPaths(manifest)
  const found = new Map<string, PublicRecord>()
  for (let tries = 0; found.size < count && tries < count * 20; tries++) {
    const path = generationPath(manifest.generation, random.pick(paths))
    const pack = await read<PackDocument>(path).catch(() => ({ records: {} }))
    const records = Object.values(pack.records)
    if (records.length === 0) continue
    const record = random.pick(records)
    found.set(record.id, record)
  }
  return [...found.values()]
}
