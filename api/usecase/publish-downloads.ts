import { RECORD_MARK_LABEL } from '#domain/case-labels.zh'
import {
  DOWNLOAD_FORMATS,
  type DownloadFile,
  type Downloads,
  downloadPath,
  SITE_COLUMNS,
  WHOLE_FILE,
} from '#domain/downloads'
import { exchangeCells, type OfficialWords } from '#domain/exchange-row'
import { type PublicRecord, valuesOf, withOrgan } from '#domain/public-record'
import type { FieldId } from '#domain/record-fields'
import type { AgenciesDocument, PackDocument } from '#domain/snapshot'
import { AGENCIES_PATH, DOWNLOADS_FOLDER, DOWNLOADS_PATH, packPaths } from '#domain/snapshot-address'
import { RECORD_KINDS, type RecordKind } from '#domain/vocabulary'
import { readDocument, writeDocument } from './journal.ts'
import type { BlobSink, BlobStore, Clock, DataFile, DataFileRecord, RecordStore, RowText, Secrets } from './ports.ts'
import { type Renew, withPublisherLease } from './publisher-lease.ts'
import { createSnapshotReader, isOver, type SnapshotReader, type SnapshotView } from './snapshot-reader.ts'

type TextFormat = Exclude<(typeof DOWNLOAD_FORMATS)[number], 'sqlite'>
const TEXT_FORMATS = DOWNLOAD_FORMATS.filter((format): format is TextFormat => format !== 'sqlite')

export type DownloadDeps = {
  store: Pick<RecordStore, 'takeLease' | 'dropLease'>
  secrets: Secrets
  clock: Clock
  blobs: BlobStore
  /** The public columns of the official table. */
  columns: Record<RecordKind, readonly { field: FieldId; header: string }[]>
  words: OfficialWords
  showRepresentative: boolean
  rowText: (format: TextFormat, headers: readonly string[]) => RowText
  openDataFile: () => Promise<DataFile>
}

/** `current`: nothing had to be made. `unsettled`: a publish has not come to its end; the files follow with the next. */
export type DownloadsReport = { state: 'current' | 'made' | 'unsettled'; files: number; bytes: number }

/** Open at once: kinds times organs times formats would be more than a machine lets one program open. */
const FILES_AT_ONCE = 450
const PIECE = 64 * 1024
const TRIES = 5
/** Copying a big file takes longer than a lease. */
const PIECES_A_LEASE = 200

/**
 * Makes the files that can be downloaded anew where the snapshot has moved on, from the snapshot alone. What is named
 * in `downloads.json` is whole: it is written last, and what it named before is removed after it. A publish that comes
 * in between is never waited for and never in the way: the files are made again.
 */
export function publishDownloads(deps: DownloadDeps): Promise<DownloadsReport> {
  return withPublisherLease(
    deps,
    async (renew) => {
      for (let tries = 1; ; tries++) {
        const reader = createSnapshotReader(deps)
        const at = await reader.view()
        if (at.journal.version !== at.manifest.version) return { state: 'unsettled', files: 0, bytes: 0 }
        const before = await readDocument<Downloads>(deps.blobs, DOWNLOADS_PATH)
        if (before && isMadeFrom(before, at, deps)) return reportOf('current', before)
        const made = await make(deps, reader, at, renew).catch(async (error: unknown) => {
          if (tries < TRIES && !(await isStill(reader, at))) return undefined
          throw error
        })
        if (made && (await isStill(reader, at))) {
          await renew()
          await writeDocument(deps.blobs, DOWNLOADS_PATH, made)
          await removeOthers(deps.blobs, made.folder)
          return reportOf('made', made)
        }
        if (tries === TRIES) return { state: 'unsettled', files: 0, bytes: 0 }
      }
    },
    'downloads',
  )
}

/** Files made on an earlier day may hold what has ended since: made again, they do not. */
function isMadeFrom(before: Downloads, { manifest, today }: SnapshotView, deps: DownloadDeps): boolean {
  return (
    before.lineage === manifest.lineage &&
    before.snapshotVersion === manifest.version &&
    before.showsRepresentative === deps.showRepresentative &&
    before.files.every(({ firstUntil }) => firstUntil === null || firstUntil >= today)
  )
}

/** Journal and manifest as they were: no document that was read in between can have been half changed. */
async function isStill(reader: SnapshotReader, { manifest, journal }: SnapshotView): Promise<boolean> {
  const now = await reader.view()
  return (
    now.manifest.lineage === manifest.lineage &&
    now.manifest.version === manifest.version &&
    now.journal.version === journal.version
  )
}

async function removeOthers(blobs: BlobStore, folder: string): Promise<void> {
  for (const name of await blobs.folders(DOWNLOADS_FOLDER)) {
    const other = `${DOWNLOADS_FOLDER}/${name}`
    if (other !== folder) await blobs.removeFolder(other)
  }
}

async function make(deps: DownloadDeps, reader: SnapshotReader, at: SnapshotView, renew: Renew): Promise<Downloads> {
  const { lineage, version } = at.manifest
  const folder = `${DOWNLOADS_FOLDER}/v${version}-${deps.secrets.random(4)}`
  const agencies = (await reader.document<AgenciesDocument>(at, AGENCIES_PATH))?.items ?? []
  const { whole, filled } = await makeDataFile(deps, folder, walk(reader, at, renew), renew)
  const scopes = scopesOf(agencies, filled)
  const files: DownloadFile[] = [whole]
  const atOnce = Math.floor(FILES_AT_ONCE / TEXT_FORMATS.length)
  for (let from = 0; from < scopes.length; from += atOnce) {
    files.push(...(await makeTables(deps, folder, scopes.slice(from, from + atOnce), walk(reader, at, renew))))
  }
  return {
    format: 1,
    lineage,
    snapshotVersion: version,
    day: at.today,
    folder,
    showsRepresentative: deps.showRepresentative,
    files,
  }
}

/** Where there is at least one record: kinds times organs would mostly be empty tables. */
function scopesOf(agencies: AgenciesDocument['items'], filled: Filled): Scope[] {
  return RECORD_KINDS.flatMap((kind) => {
    const own = agencies.filter(({ slug }) => filled.get(kind)?.has(slug)).map(({ slug }) => ({ kind, agency: slug }))
    return filled.has(kind) ? [{ kind, agency: null }, ...own] : []
  })
}

/** By kind, the organs that have records of it. */
type Filled = ReadonlyMap<RecordKind, ReadonlySet<string>>

/** Every public record in the order of its id, some at a time. */
async function* walk(reader: SnapshotReader, at: SnapshotView, renew: Renew): AsyncGenerator<PublicRecord[]> {
  for (const [index, path] of packPaths(at.manifest).entries()) {
    if (index % 500 === 0) await renew()
    const pack = await reader.document<PackDocument>(at, path)
    const records = Object.values(pack?.records ?? {}).filter((record) => !isOver(record, at.today))
    if (records.length > 0) yield records.sort((a, b) => (a.id < b.id ? -1 : 1))
  }
}

type Records = AsyncIterable<PublicRecord[]>
type Scope = { kind: RecordKind; agency: string | null }

type OpenTable = Awaited<ReturnType<typeof openTable>>

async function openTable(deps: DownloadDeps, folder: string, { kind, agency }: Scope, format: TextFormat) {
  const path = downloadPath(kind, agency, format)
  const headers = [...deps.columns[kind].map(({ header }) => header), ...Object.values(SITE_COLUMNS)]
  const sink = bufferedSink(await deps.blobs.create(`${folder}/${path}`))
  const text = deps.rowText(format, headers)
  await sink.write(text.head)
  return { path, kind, agency, format, sink, text, rows: 0, firstUntil: createEarliest() }
}

async function addRow(table: OpenTable, { until }: PublicRecord, cells: readonly string[]): Promise<void> {
  table.rows += 1
  table.firstUntil.add(until)
  await table.sink.write(table.text.row(cells))
}

/** All the tables of some scopes in one walk. */
async function makeTables(
  deps: DownloadDeps,
  folder: string,
  scopes: Scope[],
  records: Records,
): Promise<DownloadFile[]> {
  const open: OpenTable[] = []
  try {
    for (const scope of scopes)
      for (const format of TEXT_FORMATS) open.push(await openTable(deps, folder, scope, format))
    const byScope = Map.groupBy(open, ({ kind, agency }) => `${kind}/${agency ?? ''}`)
    for await (const some of records) {
      for (const record of some) {
        const own = [
          record.id,
          record.until ?? '',
          record.marks.map((mark) => RECORD_MARK_LABEL[mark]).join('；'),
          record.publishedOn,
        ]
        const cells = [...cellsOf(deps, record).map(([, cell]) => cell), ...own]
        for (const scope of ['', record.agency.slug]) {
          for (const table of byScope.get(`${record.kind}/${scope}`) ?? []) await addRow(table, record, cells)
        }
      }
    }
    for (const { sink, text } of open) await sink.write(text.foot())
  } catch (error) {
    await Promise.allSettled(open.map(({ sink }) => sink.close()))
    throw error
  }
  return Promise.all(
    open.map(async ({ sink, text: _, firstUntil, ...file }) => {
      return { ...file, ...(await sink.close()), firstUntil: firstUntil.get() }
    }),
  )
}

async function makeDataFile(
  deps: DownloadDeps,
  folder: string,
  records: Records,
  renew: Renew,
): Promise<{ whole: DownloadFile; filled: Filled }> {
  const file = await deps.openDataFile()
  const firstUntil = createEarliest()
  const filled = new Map<RecordKind, Set<string>>()
  let rows = 0
  try {
    for await (const some of records) {
      rows += some.length
      for (const { kind, agency, until } of some) {
        firstUntil.add(until)
        const organs = filled.get(kind) ?? new Set()
        filled.set(kind, organs.add(agency.slug))
      }
      await file.add(some.map((record): DataFileRecord => ({ record, cells: new Map(cellsOf(deps, record)) })))
    }
    const sink = await deps.blobs.create(`${folder}/${WHOLE_FILE}`)
    let pieces = 0
    await renew()
    for await (const piece of await file.finish()) {
      if (pieces++ % PIECES_A_LEASE === 0) await renew()
      await sink.write(piece)
    }
    const size = await sink.close()
    const of = { path: WHOLE_FILE, kind: null, agency: null, format: 'sqlite' as const }
    return { whole: { ...of, rows, ...size, firstUntil: firstUntil.get() }, filled }
  } finally {
    await file.discard()
  }
}

function cellsOf({ columns, words }: DownloadDeps, record: PublicRecord): [FieldId, string][] {
  const fields = columns[record.kind].map(({ field }) => field)
  const values = withOrgan(valuesOf(record), record.agency.name)
  return exchangeCells(record.kind, values, fields, words).map((cell, index) => [fieldAt(fields, index), cell])
}

function fieldAt(fields: readonly FieldId[], index: number): FieldId {
  const field = fields[index]
  if (field === undefined) throw new Error(`There is no column ${index}.`)
  return field
}

/** Writes in pieces of some size: a call to the system for every row would be most of the time. */
function bufferedSink(sink: BlobSink) {
  const encoder = new TextEncoder()
  let waiting: string[] = []
  let length = 0
  const flush = async () => {
    if (length === 0) return
    const piece = encoder.encode(waiting.join(''))
    waiting = []
    length = 0
    await sink.write(piece)
  }
  return {
    async write(text: string) {
      waiting.push(text)
      length += text.length
      if (length >= PIECE) await flush()
    },
    async close() {
      await flush()
      return sink.close()
    },
  }
}

function createEarliest() {
  let earliest: string | null = null
  return {
    add(day: string | null) {
      if (day !== null && (earliest === null || day < earliest)) earliest = day
    },
    get: () => earliest,
  }
}

function reportOf(state: DownloadsReport['state'], { files }: Downloads): DownloadsReport {
  return { state, files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) }
}
