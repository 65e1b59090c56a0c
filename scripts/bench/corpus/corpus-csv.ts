import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { exchangeCells, officialWords } from '#domain/exchange-row'
import { isPublicField, type PublicRecord, valuesOf } from '#domain/public-record'
import type { RecordKind } from '#domain/vocabulary'
import { type Content, loadContent } from '../../lib/content.ts'
import { officialColumns } from '../../lib/header-dictionary.ts'
import { corpus } from './records.ts'
import { ORGANS } from './words.ts'

/** The kinds that a corpus has. */
export const CORPUS_KINDS = ['licence', 'penalty'] as const
export type CorpusKind = (typeof CORPUS_KINDS)[number]

/** The demo's place with the organs of the corpus, so that every row finds its organ. */
export async function corpusContent(): Promise<Content> {
  const content = await loadContent('demo')
  const [first] = content.agencies
  if (first === undefined) throw new Error('The demo has no organ.')
  const bare = { ...first, aliases: [], formerNames: [], phone: null, address: null, website: null, powersList: null }
  return {
    ...content,
    agencies: ORGANS.map(({ slug, name }) => ({ ...bare, slug, name, uscc: null, supervisor: null })),
  }
}

export const corpusFile = (folder: string, kind: CorpusKind) => join(folder, `${kind}.csv`)

/** Writes the corpus as organs hand it in. */
export function writeCorpusCsv(folder: string, count: number): Promise<Record<CorpusKind, number>> {
  return writeRecordsCsv(folder, corpus(count))
}

/** Writes one file of the official table for each kind. Answers the rows of each. */
export async function writeRecordsCsv(
  folder: string,
  records: Iterable<PublicRecord>,
): Promise<Record<CorpusKind, number>> {
  const words = officialWords((await corpusContent()).words)
  const files = new Map(CORPUS_KINDS.map((kind) => [kind, openFile(folder, kind)]))
  const rows = { licence: 0, penalty: 0 }
  for (const record of records) {
    const kind = CORPUS_KINDS.find((it) => it === record.kind)
    const file = kind === undefined ? undefined : files.get(kind)
    if (kind === undefined || file === undefined) continue
    await write(file.stream, cellsOf(record, file.fields, words))
    rows[kind] += 1
  }
  for (const { stream } of files.values()) {
    stream.end()
    await finished(stream)
  }
  return rows
}

function openFile(folder: string, kind: CorpusKind) {
  const columns = columnsOf(kind)
  const stream = createWriteStream(corpusFile(folder, kind))
  stream.write(`\ufeff${line(columns.map(({ header }) => header))}`)
  return { stream, fields: columns.map(({ field }) => field) }
}

function columnsOf(kind: RecordKind) {
  return officialColumns(kind).filter(({ field }) => isPublicField(kind, field, true))
}

function cellsOf(
  record: PublicRecord,
  fields: Parameters<typeof exchangeCells>[2],
  words: ReturnType<typeof officialWords>,
): string[] {
  return exchangeCells(record.kind, valuesOf(record), fields, words)
}

async function write(stream: WriteStream, cells: readonly string[]): Promise<void> {
  if (!stream.write(line(cells))) await once(stream, 'drain')
}

function line(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`
}
