import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { progress } from '../lib/report.ts'
import { writeCorpus } from './search/corpus-files.ts'
import { measureIndexes } from './search/index-sizes.ts'
import { measureQueries } from './search/query-times.ts'
import { measureShards } from './search/shard-sizes.ts'
import { corpusFigures } from './search/vocabulary.ts'

/** `pages`: sizes of the corpus; `shards`: sizes for which only the shards' weight is measured. */
export type SearchBench = { pages: number[]; shards: number[]; rounds: number; slowRounds: number }

/** Building an index and asking it, beside what other static sites and small programs use. */
export async function benchSearch({ pages, shards, rounds, slowRounds }: SearchBench): Promise<void> {
  process.stdout.write(`${cpus().length} cores, Node ${process.version}\n`)
  for (const count of pages) {
    const folder = await mkdtemp(join(tmpdir(), 'gongxin-bench-'))
    try {
      progress(`Writing ${count} records and their pages …`)
      await writeCorpus(folder, count)
      process.stdout.write(`\n${count} records: ${await corpusFigures(folder)}\n\n`)
      process.stdout.write(await measureIndexes(folder, count))
      await measureQueries(folder, { rounds, slowRounds })
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
  for (const count of shards) process.stdout.write(measureShards(count))
}
