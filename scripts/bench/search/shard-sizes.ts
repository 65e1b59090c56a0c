import { gzipSync } from 'node:zlib'
import { type SnapshotShape, shapeFor } from '#domain/snapshot-address'
import { corpus } from '../corpus/records.ts'
import { mean, quantile, table } from '../figures.ts'
import { createShards } from './fill.ts'

/** Status line and headers of the answer as Chromium counted them for one shard, rounded up. */
const HEADER_BYTES = 260

/**
 * Weight of every shard on the wire, computed from the keys and the documents that the snapshot writer would write: with
 * the shape of a snapshot made anew, and with the one that a place keeps until it has grown to twice as many shards.
 */
export function measureShards(count: number): string {
  const shape = shapeFor(count)
  const kept: SnapshotShape = { ...shape, shardBits: shape.shardBits - 1 }
  const rows = [shape, kept].map((it) => [2 ** it.shardBits, ...figures(count, it)])
  const head = ['shards', 'mean bytes', 'p99', 'largest', 'keys in the largest']
  return `\nExact shards of ${count} records (keys of organs left out), gzip and headers:\n\n${table(head, rows)}`
}

function figures(count: number, shape: SnapshotShape): string[] {
  const { shards, add } = createShards(shape)
  for (const record of corpus(count)) add(record)
  const documents = [...shards.values()]
  const bytes = documents.map((shard) => gzipSync(JSON.stringify(shard)).length + HEADER_BYTES)
  const keys = documents.map((shard) => Object.keys(shard.keys).length)
  return [
    mean(bytes),
    quantile(bytes, 0.99),
    bytes.reduce((a, b) => Math.max(a, b), 0),
    keys.reduce((a, b) => Math.max(a, b), 0),
  ].map((it) => Math.round(it).toString())
}
