import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PublicRecord } from '#domain/public-record'
import type { Manifest, PackDocument } from '#domain/snapshot'
import { generationPath, MANIFEST_PATH, packPaths } from '#domain/snapshot-address'
import type { Random } from '../../demo/random.ts'

/** Every public record of a snapshot, pack by pack. */
export async function* allRecords(snapshot: string): AsyncGenerator<PublicRecord> {
  const manifest = await read<Manifest>(snapshot, MANIFEST_PATH)
  for (const path of packPaths(manifest)) {
    const pack = await read<PackDocument>(snapshot, generationPath(manifest.generation, path)).catch(() => NOTHING)
    yield* Object.values(pack.records)
  }
}

/** Public records drawn from the packs of a snapshot, each at most once; as many as are found where there are fewer. */
export async function sampleRecords(
  snapshot: string,
  count: number,
  random: Random,
  isWanted: (record: PublicRecord) => boolean = () => true,
): Promise<PublicRecord[]> {
  const manifest = await read<Manifest>(snapshot, MANIFEST_PATH)
  const paths = packPaths(manifest)
  const found = new Map<string, PublicRecord>()
  for (let tries = 0; found.size < count && tries < count * 20; tries++) {
    const path = generationPath(manifest.generation, random.pick(paths))
    const pack = await read<PackDocument>(snapshot, path).catch(() => NOTHING)
    const records = Object.values(pack.records).filter(isWanted)
    if (records.length === 0) continue
    const record = random.pick(records)
    found.set(record.id, record)
  }
  return [...found.values()]
}

/** There is no pack where no record has its bits. */
const NOTHING: PackDocument = { records: {} }

/** Safe: the publisher wrote both. */
async function read<T>(snapshot: string, path: string): Promise<T> {
  return JSON.parse(await readFile(join(snapshot, path), 'utf8')) as T
}
