import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject, onTestFinished } from 'vitest'
import { wordsOf } from '#adapters/chinese-words'
import { webHash } from '#adapters/web-hash'
import { type AppDeps, createApp } from '#api/app'
import type { RecordRow } from '#domain/public-record'
import { createReadingSearch } from '#domain/reading-page'
import type { CaseStore } from '#usecase/case-ports'
import type { BlobStore } from '#usecase/ports'
import type { SearchIndex } from '#usecase/search-ports'
import { createSnapshotReader } from '#usecase/snapshot-reader'
import { intakeOf } from '../scripts/lib/intake.ts'
import { openWorkspace, type Workspace } from '../scripts/lib/workspace.ts'
import { readingPages } from '../site/src/lib/reading-pages.ts'
import { taskEntries } from '../site/src/lib/task-entries.ts'
import { TEST_DAY, TEST_SECRET } from './test-day.ts'

export type World = Workspace & {
  folder: string
  deps: AppDeps
  app: ReturnType<typeof createApp>
  /** Answers of the API as JSON. */
  get: (path: string) => Promise<{ status: number; body: unknown; headers: Headers }>
  rows: (query: string) => Promise<RecordRow[]>
  faults: unknown[]
  /** Secrets as the environment gives them; empty where they lie in files. */
  env: Partial<ServerSecrets>
}

type ServerSecrets = { PLACE_SECRET: string; INTAKE_SECRET: string; DESK_SECRET: string }

type WorldOptions = {
  /** Each another one; those named lie in files, as where a server was given none. */
  secrets?: { given: ServerSecrets; inFiles: readonly (keyof ServerSecrets)[] }
  day?: string
  /** A folder of content/places; needs `empty`, since only the demo is filled. */
  place?: string
  /** An empty database instead of the published demo. */
  empty?: boolean
  /** Settings of a bucket that the snapshot lies in, instead of a folder; needs `empty`. */
  bucket?: Record<string, string>
  /** Wraps the snapshot store that the API reads, to break it on purpose. */
  readThrough?: (blobs: BlobStore) => BlobStore
  ping?: () => Promise<void>
  /** Wraps the store of cases, to break it on purpose. */
  cases?: (cases: CaseStore) => CaseStore
  /** Wraps the index that searches ask, to break it on purpose. */
  search?: (index: SearchIndex) => SearchIndex
}

/** A place of one's own: a copy of the published demo, a fixed day, the real app. Gone when the test ends. */
export async function world(options: WorldOptions = {}): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'gongxin-test-'))
  if (!options.empty)
    await cp(inject('worldFolder'), folder, { recursive: true, filter: (path) => !/-(wal|shm)$/.test(path) })
  const given = await secretsIn(folder, options.secrets)
  const env = {
    DATA_DIR: folder,
    CLOCK: options.day ?? TEST_DAY,
    ...(options.place === undefined ? {} : { PLACE: options.place }),
    ...given,
    ...options.bucket,
    SITE_BUILD: join(folder, 'no-build'),
  }
  const workspace = await openWorkspace(env)
  onTestFinished(async () => {
    await workspace.close()
    await rm(folder, { recursive: true, force: true })
  })
  const faults: unknown[] = []
  const blobs = options.readThrough?.(workspace.blobs) ?? workspace.blobs
  const { place } = workspace.content
  const deps: AppDeps = {
    reader: createSnapshotReader({ blobs, clock: workspace.clock }),
    hash: webHash,
    place,
    ping: options.ping ?? (() => workspace.store.ping()),
    search: async () => (options.search ? options.search(workspace.search) : workspace.search),
    readingPages: createReadingSearch(readingPages(place.slug, workspace.content.reading)),
    wordsOf,
    tasks: {
      entries: taskEntries(place.slug, workspace.content.reading),
      mechanisms: workspace.content.reading.mechanisms,
      clock: workspace.clock,
    },
    evaluations: workspace.content.reading.evaluations,
    duties: workspace.content.reading.duties,
    intake: {
      ...intakeOf(workspace, env),
      ...(options.cases ? { cases: async () => options.cases?.(workspace.cases) ?? workspace.cases } : {}),
    },
    report: (error) => faults.push(error),
  }
  const app = createApp(deps)
  const get = async (path: string) => {
    const response = await app.request(`${place.base}api/v1/${path}`)
    return { status: response.status, body: await response.json(), headers: response.headers }
  }
  const rows = async (query: string) => itemsOf((await get(`records?${query}`)).body)
  return { ...workspace, folder, deps, app, get, rows, faults, env: given }
}

async function secretsIn(folder: string, secrets: WorldOptions['secrets']): Promise<Partial<ServerSecrets>> {
  if (secrets === undefined) return { PLACE_SECRET: TEST_SECRET, INTAKE_SECRET: TEST_SECRET, DESK_SECRET: TEST_SECRET }
  const given: Partial<ServerSecrets> = { ...secrets.given }
  for (const name of secrets.inFiles) {
    await writeFile(join(folder, name.toLowerCase().replace('_', '-')), secrets.given[name], { mode: 0o600 })
    delete given[name]
  }
  return given
}

/** Safe in tests: test/contract checks every answer against its schema. */
function itemsOf(body: unknown): RecordRow[] {
  return (body as { items: RecordRow[] }).items
}
