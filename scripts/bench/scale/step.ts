import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { publishPending } from '#usecase/publish-pending'
import { publishQuality } from '#usecase/publish-quality'
import { endRecord, withdrawRecord } from '#usecase/remove-record'
import { createRandom } from '../../demo/random.ts'
import { publishDownloadFiles } from '../../lib/download-files.ts'
import { writeCorpusCsv } from '../corpus/corpus-csv.ts'
import { importCorpus, openCorpusPlace } from '../corpus/corpus-place.ts'
import { sampleRecords } from './samples.ts'

/**
 * One step of a place's life in a process of its own, so that its peak memory is its own; prints {seconds, items}.
 * `node scripts/bench/scale/step.ts write|import|publish|downloads|decide|carry FOLDER RECORDS`
 */
const [name = '', folder = '', countText = '0'] = process.argv.slice(2)
const count = Number(countText)
/** Decisions that are taken one after the other, as people take them. */
const DECISIONS = 200

type Step = () => Promise<number>
const STEPS: Record<string, Step> = {
  write: async () => {
    await mkdir(folder, { recursive: true })
    const { licence, penalty } = await writeCorpusCsv(folder, count)
    return licence + penalty
  },
  import: () => inPlace((place) => importCorpus(place, folder)),
  publish: () => inPlace(async (place) => (await publishPending(place)).changed),
  downloads: () => inPlace(async (place) => (await publishDownloadFiles(place)).files),
  decide,
  carry: () =>
    inPlace(async (place) => {
      const { changed } = await publishPending(place)
      await publishQuality(place)
      return changed
    }),
}

const step = STEPS[name]
if (!step) throw new Error(`There is no step ${name}; there are ${Object.keys(STEPS).join(', ')}.`)
let startedAt = performance.now()
const items = await step()
process.stdout.write(JSON.stringify({ seconds: (performance.now() - startedAt) / 1000, items }))

async function inPlace<T>(work: (place: Awaited<ReturnType<typeof openCorpusPlace>>) => Promise<T>): Promise<T> {
  const place = await openCorpusPlace(folder)
  startedAt = performance.now()
  try {
    return await work(place)
  } finally {
    await place.close()
  }
}

async function decide(): Promise<number> {
  const records = await sampleRecords(join(folder, 'data/snapshot'), DECISIONS, createRandom(1))
  return inPlace(async (place) => {
    for (const [at, { id }] of records.entries()) {
      const result =
        at % 2 === 0
          ? await withdrawRecord(place, { id, ground: 'quashed', reason: '原决定被撤销。', actor: 'operator' })
          : await endRecord(place, { id, ground: 'repaired', reason: '已完成信用修复', actor: 'operator' })
      if (!result.ok) throw new Error(`${id}: ${result.failure.code}`)
    }
    return records.length
  })
}
