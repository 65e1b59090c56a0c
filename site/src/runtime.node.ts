import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { compress } from 'hono/compress'
import { createImportFiles } from '#adapters/import-files'
import { createNodeIntakeSecrets } from '#adapters/node-intake-secrets'
import { createNodeSecrets } from '#adapters/node-secrets'
import { secretFile } from '#adapters/secret-file'
import { createSnapshotStore } from '#adapters/snapshot-store'
import { webHash } from '#adapters/web-hash'
import { createDeskApp, type DeskDeps } from '#api/desk-app'
import { createCaseStore } from '#db/case-store'
import type { Database } from '#db/client'
import { databaseAddress, openForServer } from '#db/open-database'
import { createRecordStore } from '#db/record-store'
import { createSearchIndex } from '#db/search-index'
import { ADDRESS_HEADER } from '#domain/client-address'
import { shareBudget } from '#domain/prerender-budget'
import type { RecordKind } from '#domain/vocabulary'
import { StoreUnavailableError } from '#usecase/case-ports'
import { listRecords } from '#usecase/list-records'
import { listAgencies } from '#usecase/read-agency'
import {
  builtDesk,
  builtContacts as contacts,
  builtIntake as intake,
  builtPlace as place,
  prerenderBudget,
  builtReading as reading,
} from './build-facts.ts'
import { type DeskFacts, deskRulesOf } from './desk-facts.ts'
import { deskParts } from './desk-parts.ts'
import type { BuildStamp } from './guard.ts'
import { placeFolders } from './place-folders.ts'
import { clockFrom, createRuntime } from './runtime.ts'

/** One Node process: snapshot and database in DATA_DIR, or the database at DATABASE_URL; built pages in SITE_BUILD. */
const folders = placeFolders(place.slug)
const dataFolder = resolve(process.env.DATA_DIR ?? folders.data)
const builtFolder = resolve(process.env.SITE_BUILD ?? folders.build)

const address = databaseAddress(join(dataFolder, 'gongxin.db'), process.env)

let database: Promise<Database> | undefined
/** Of the file that is open. */
let inode: number | undefined

/** Opened at the first need and again after a failure, so that a database that comes back is noticed. */
async function opened(): Promise<Database> {
  if (address.url === undefined) {
    const file = statSync(address.file, { throwIfNoEntry: false })
    // What is written into a file that was moved away would be acknowledged and lost.
    if (file?.ino !== inode) database = undefined
    inode = file?.ino
    if (file === undefined) throw new Error('There is no database file.')
  }
  database ??= openForServer(address)
  return database.catch((error: unknown) => {
    database = undefined
    throw error
  })
}

/** A file that is not there or cannot be opened is trouble that passes, not a fault. */
function openedForCases(): Promise<Database> {
  return opened().catch((error: unknown) => {
    throw new StoreUnavailableError('unopened', { cause: error })
  })
}

async function ping(): Promise<void> {
  try {
    await createRecordStore(await opened()).ping()
  } catch (error) {
    database = undefined
    throw error
  }
}

const parts = createRuntime({
  place,
  contacts,
  blobs: createSnapshotStore(process.env, dataFolder),
  clock: clockFrom(process.env.CLOCK),
  hash: webHash,
  ping,
  search: async () => createSearchIndex(await opened()),
  intake,
  cases: async () => createCaseStore(await openedForCases()),
  createSecrets: createNodeIntakeSecrets,
  intakeSecret: () => process.env.INTAKE_SECRET || secretFile(join(dataFolder, 'intake-secret')),
  reading,
  joinsReads: true,
  report: (error) => console.error(error),
})

const deskSecret = () => process.env.DESK_SECRET || secretFile(join(dataFolder, 'desk-secret'))

/** The pages of a Worker are prerendered here, too; that build has no desk. */
const desk = builtDesk === null ? null : createDeskApp(partsOfDesk(builtDesk)).app

function partsOfDesk(facts: DeskFacts): DeskDeps {
  return deskParts({
    ...{ place, deskSecret, clock: parts.clock, rules: deskRulesOf(facts) },
    recordSecrets: () => createNodeSecrets(process.env.PLACE_SECRET || secretFile(join(dataFolder, 'place-secret'))),
    opened: openedForCases,
    importFiles: createImportFiles(join(dataFolder, 'imports')),
    intake: { ...parts.verbs, reader: parts.reader, hash: webHash },
    secrets: () => createNodeIntakeSecrets(deskSecret),
    isLoopback: isLoopback(process.env.HOST, process.env.TRUSTED_PROXIES),
    report: (error) => console.error(error),
  })
}

/** As `scripts/serve.ts` listens; behind a proxy of one's own everybody comes from this machine. */
function isLoopback(host = '127.0.0.1', proxies = '0'): boolean {
  return ['127.0.0.1', 'localhost', '::1'].includes(host) && Number(proxies || 0) === 0
}

function readStamp(): BuildStamp | undefined {
  const file = join(builtFolder, 'build.json')
  if (!existsSync(file)) return undefined
  // Safe: scripts/build.ts is the only writer of this file.
  return JSON.parse(readFileSync(file, 'utf8')) as BuildStamp
}

const stripBase = (path: string) => (path.startsWith(place.base) ? path.slice(place.base.length - 1) : path)

export const runtime = {
  ...parts,
  /** Clerks work on a machine of the place's own; the edge has no desk. */
  desk,
  /** The keeper has a clock of its own. */
  scheduled: null,
  /** Of a page's bytes, without leaving the thread: most are a few kilobytes. */
  digest: (body: Uint8Array) => new Uint8Array(createHash('sha1').update(body).digest()).buffer,
  /** The edge compresses by itself. */
  compress: compress(),
  /** `scripts/serve.ts` puts it there, over whatever a client sent. */
  addressOf: (request: Request) => request.headers.get(ADDRESS_HEADER) ?? '',
  stamp: readStamp(),
  /** Built files here hold record text, so the guard decides over each. */
  hasRecordFiles: true,
  assets: serveStatic({ root: join(builtFolder, 'client'), rewriteRequestPath: stripBase }),

  /** Newest first, within the budget of files; an unreadable snapshot fails the build. */
  async prerenderIds(kind: RecordKind): Promise<string[]> {
    if (prerenderBudget === 0) return []
    const { manifest } = await parts.reader.view()
    const limit = shareBudget(prerenderBudget, manifest.counts).get(kind) ?? 0
    if (limit === 0) return []
    const list = await listRecords(
      { reader: parts.reader, hash: webHash },
      { kind, agency: null, year: null, category: null, state: null, page: 1, limit },
    )
    return list.ok ? list.value.items.map(({ id }) => id) : []
  },

  async prerenderAgencies(): Promise<string[]> {
    if (prerenderBudget === 0) return []
    return (await listAgencies({ reader: parts.reader, hash: webHash })).map(({ slug }) => slug)
  },
}
