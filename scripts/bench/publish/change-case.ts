import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { recordPath } from '#domain/addresses'
import type { PublicRecord } from '#domain/public-record'
import type { BlobStore, PageFiles } from '#usecase/ports'
import { publishPending } from '#usecase/publish-pending'
import { createRandom } from '../../demo/random.ts'
import { CORPUS_KINDS, writeRecordsCsv } from '../corpus/corpus-csv.ts'
import { importCorpus, openCorpusPlace } from '../corpus/corpus-place.ts'
import { filesHolding } from '../removal/traces.ts'
import { sampleRecords } from '../scale/samples.ts'

/**
 * Corrects so many penalties of a place by a file, and takes the time from there to the last old byte gone; prints
 * {seconds, files, pages}. `node scripts/bench/publish/change-case.ts FOLDER COUNT`, in the environment of the place.
 */
const [folder = '', countText = '0'] = process.argv.slice(2)
type Written = { files: number; pages: number }

/** So many changed records, and so many of them with a built page, have their old words looked for in every file. */
const LOOKED_FOR = 10
const WORDS = 50

async function change(count: number): Promise<Written & { seconds: number }> {
  const isPenalty = ({ kind }: PublicRecord) => kind === 'penalty'
  const records = await sampleRecords(join(folder, 'data/snapshot'), count, createRandom(count), isPenalty)
  if (records.length < count) throw new Error(`There are ${records.length} public penalties, not ${count}.`)
  const corrected = join(folder, `corrected-${count}`)
  await mkdir(corrected, { recursive: true })
  const rows = await writeRecordsCsv(corrected, records.map(correctedBy(count)))
  const place = await openCorpusPlace(folder)
  try {
    const kinds = CORPUS_KINDS.filter((kind) => rows[kind] > 0)
    const read = await importCorpus(place, corrected, kinds)
    if (read !== count) throw new Error(`${read} rows were read instead of ${count}.`)
    const written: Written = { files: 0, pages: 0 }
    const startedAt = performance.now()
    const { changed } = await publishPending({ ...place, ...counted(place.blobs, place.pages, written) })
    const seconds = (performance.now() - startedAt) / 1000
    if (changed < count) throw new Error(`${changed} records were published instead of ${count}.`)
    await makeSure(records)
    return { seconds, ...written }
  } finally {
    await place.close()
  }
}

/** The sentence that tells what happened, which names its own record's subject. */
const storyOf = ({ kind, fields }: PublicRecord) =>
  fields.find(({ id }) => id === (kind === 'penalty' ? 'facts' : 'content'))

/** Another beginning, so that no new text holds the old one. */
function correctedBy(run: number): (record: PublicRecord) => PublicRecord {
  return (record) => {
    const story = storyOf(record)
    if (story === undefined) throw new Error(`${record.id} says nothing that could be corrected.`)
    const value = `更正${run}，${[...story.value].slice(1).join('')}`
    return { ...record, fields: record.fields.map((field) => (field.id === story.id ? { ...field, value } : field)) }
  }
}

function counted(blobs: BlobStore, pages: PageFiles, written: Written): { blobs: BlobStore; pages: PageFiles } {
  return {
    blobs: {
      ...blobs,
      write: (path, bytes) => {
        written.files += 1
        return blobs.write(path, bytes)
      },
    },
    pages: {
      refresh: async (changed, gone) => {
        const done = await pages.refresh(changed, gone)
        written.pages += done.rewritten + done.removed
        return done
      },
    },
  }
}

function isBuilt({ kind, id }: PublicRecord): boolean {
  return existsSync(join(folder, 'node/client', recordPath(kind, id), 'index.html'))
}

/** No file of snapshot, downloads or build may hold the sentence as it began before. */
async function makeSure(records: readonly PublicRecord[]): Promise<void> {
  const some = [...records.filter((record) => isBuilt(record)).slice(0, LOOKED_FOR), ...records.slice(0, LOOKED_FOR)]
  const words = some.flatMap((record) => {
    const begins = [...(storyOf(record)?.value ?? '')].slice(0, WORDS).join('')
    return begins.includes(record.subject.name) ? [begins] : []
  })
  if (words.length === 0) throw new Error('No changed record tells of its subject, so nothing could be looked for.')
  const held = await filesHolding([join(folder, 'data/snapshot'), join(folder, 'node/client')], words)
  if (held.length > 0) throw new Error(`${held.length} files hold an old sentence, ${held[0]} the first.`)
}

process.stdout.write(JSON.stringify(await change(Number(countText))))
