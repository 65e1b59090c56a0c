import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import MiniSearch from 'minisearch'
import { createDirectoryBlobs } from '#adapters/directory-blobs'
import { createLikeTable, insertLikeRows } from '#db/bare-search'
import { closeDatabase, openDatabaseFile } from '#db/client'
import { byKind } from '#domain/kind-groups'
import { type PublicRecord, valuesOf } from '#domain/public-record'
import { shapeFor } from '#domain/snapshot-address'
import { readCorpus } from './corpus-files.ts'
import { addToSnapshot, chunksOf, closeSnapshot, openIndex, writeShards } from './fill.ts'
import { MINI_OPTIONS, type MiniRecord } from './minisearch-options.ts'

/**
 * One index built in a process of its own, so that its peak memory is its own; prints {apart}, the seconds that do not
 * count. `node scripts/bench/search/index-case.ts exact|shards|everything|minisearch|like CORPUS COUNT FOLDER`
 */
const [name = '', corpusFolder = '', countText = '0', folder = ''] = process.argv.slice(2)
const count = Number(countText)

const CASES: Record<string, () => Promise<number>> = {
  exact: buildExact,
  shards: buildShards,
  everything: buildEverything,
  minisearch: buildMiniSearch,
  like: buildLike,
}
const build = CASES[name]
if (!build) throw new Error(`There is no case ${name}; there are ${Object.keys(CASES).join(', ')}.`)
await mkdir(folder, { recursive: true })
process.stdout.write(JSON.stringify({ apart: await build() }))

/** What a browser needs to find numbers, codes and names without any server's help. */
async function buildExact(): Promise<number> {
  await writeShards(join(folder, 'snapshot'), count, readCorpus(corpusFolder))
  return 0
}

/** What search needs and no more: shards for exact look-up, and the full-text index. */
async function buildShards(): Promise<number> {
  await writeShards(join(folder, 'snapshot'), count, readCorpus(corpusFolder))
  const index = await openIndex(join(folder, 'gongxin.db'))
  for await (const chunk of chunksOf(readCorpus(corpusFolder))) await index.add(chunk)
  await index.close()
  return index.apart()
}

/** All that a publish writes: what pages, lists, feeds and the API are served from comes with it. */
async function buildEverything(): Promise<number> {
  const blobs = createDirectoryBlobs(join(folder, 'snapshot'))
  const shape = shapeFor(count)
  const counts = byKind(() => 0)
  const index = await openIndex(join(folder, 'gongxin.db'))
  for await (const chunk of chunksOf(readCorpus(corpusFolder))) {
    await addToSnapshot(blobs, shape, chunk)
    await index.add(chunk)
    for (const { kind } of chunk) counts[kind] += 1
  }
  await closeSnapshot(blobs, shape, counts)
  await index.close()
  return index.apart()
}

async function buildMiniSearch(): Promise<number> {
  const search = new MiniSearch<MiniRecord>(MINI_OPTIONS)
  for await (const chunk of chunksOf(readCorpus(corpusFolder))) search.addAll(chunk.map(miniRecord))
  await writeFile(join(folder, 'minisearch.json'), JSON.stringify(search))
  return 0
}

function miniRecord(record: PublicRecord): MiniRecord {
  const { id, kind, agency, decidedOn, subject, documentNumber, title } = record
  return {
    ...{ id, kind, agency: agency.slug, year: decidedOn.slice(0, 4), date: decidedOn, title },
    ...{ name: subject.name, number: documentNumber ?? '', code: subject.uscc ?? '', text: textOf(record) },
  }
}

async function buildLike(): Promise<number> {
  const database = await openDatabaseFile(join(folder, 'like.db'))
  await createLikeTable(database)
  for await (const chunk of chunksOf(readCorpus(corpusFolder), 2000)) {
    await insertLikeRows(
      database,
      chunk.map((record) => {
        const { id, kind, agency, decidedOn, documentNumber, subject } = record
        const text = [documentNumber, subject.uscc, subject.name, textOf(record)].join('\n')
        return { id, kind, agency: agency.slug, decidedOn, text }
      }),
    )
  }
  await closeDatabase(database)
  return 0
}

/** What our own index holds beside name and number. */
function textOf(record: PublicRecord): string {
  const { documentTitle, certificateName, licenceCategory, violationType, penaltyKinds, ...values } = valuesOf(record)
  const titles = [documentTitle, certificateName, licenceCategory, violationType, penaltyKinds]
  const texts = [values.facts, values.content, values.legalBasis, values.agencyName, values.licenceNumber]
  return [...titles, ...texts].filter((text) => text !== undefined).join('\n')
}
