import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createImportFiles } from '#adapters/import-files'
import { createNodeSecrets } from '#adapters/node-secrets'
import { pinyinOf } from '#adapters/pinyin'
import { secretFile } from '#adapters/secret-file'
import { createSnapshotStore } from '#adapters/snapshot-store'
import { createSpillFolder } from '#adapters/spill-folder'
import { createAlarmStore } from '#db/alarm-store'
import { createCaseStore } from '#db/case-store'
import { createChangeStore } from '#db/change-store'
import { closeDatabase, type Database } from '#db/client'
import { createDeskImports } from '#db/import-desk'
import { createMessageStore } from '#db/message-store'
import { migrate } from '#db/migrate'
import { type DatabaseAddress, databaseAddress, openForCommand } from '#db/open-database'
import { createRecordStore } from '#db/record-store'
import { createSearchIndex } from '#db/search-index'
import { createSearchWriter } from '#db/search-writer'
import { foldName } from '#domain/document-number'
import type { WordLists } from '#domain/import-row'
import type { AlarmStore } from '#usecase/alarm-ports'
import type { CaseStore } from '#usecase/case-ports'
import type { ChangeStore } from '#usecase/change-ports'
import type { DeskImportStore, ImportFiles } from '#usecase/import-desk-ports'
import type { MessageStore } from '#usecase/message-ports'
import type { PublishDeps } from '#usecase/publish-pending'
import type { SearchIndex } from '#usecase/search-ports'
import { DEFAULT_PLACE, placeFolders } from '../../site/src/place-folders.ts'
import { clockFrom } from '../../site/src/runtime.ts'
import { createBuiltPages } from './built-pages.ts'
import { type Content, loadContent } from './content.ts'

export type Workspace = PublishDeps & {
  content: Content
  dataFolder: string
  search: SearchIndex
  cases: CaseStore
  changes: ChangeStore
  alarms: AlarmStore
  messages: MessageStore
  imports: DeskImportStore
  importFiles: ImportFiles
  /** Words of closed lists, as cells have them. */
  words: WordLists
  /** Another connection to the same database, for whoever needs one of its own. */
  connect: () => Promise<Database>
  close: () => Promise<void>
}

export const placeOf = (env: NodeJS.ProcessEnv) => env.PLACE ?? DEFAULT_PLACE
export const dataFolderOf = (env: NodeJS.ProcessEnv) => resolve(env.DATA_DIR ?? placeFolders(placeOf(env)).data)
export const databaseFileOf = (dataFolder: string) => join(dataFolder, 'gongxin.db')
export const databaseAddressOf = (env: NodeJS.ProcessEnv): DatabaseAddress =>
  databaseAddress(databaseFileOf(dataFolderOf(env)), env)

/** Everything a command needs, from DATA_DIR and the place's content; the database is migrated on the way. */
export async function openWorkspace(env: NodeJS.ProcessEnv, read?: Content): Promise<Workspace> {
  const dataFolder = dataFolderOf(env)
  const content = read ?? (await loadContent(placeOf(env), env.BASE))
  const blobs = createSnapshotStore(env, dataFolder)
  await mkdir(dataFolder, { recursive: true })
  await claimFolder(dataFolder, content.place.slug)
  const connect = () => openForCommand(databaseAddressOf(env))
  const database = await connect()
  await migrate(database)
  const store = createRecordStore(database)
  await store.saveOrgans(
    content.agencies.map(({ slug, name, uscc, aliases }) => ({
      slug,
      name,
      uscc,
      foldedNames: [...new Set([name, ...aliases].map(foldName))],
    })),
  )
  return {
    content,
    dataFolder,
    store,
    index: createSearchWriter(database),
    search: createSearchIndex(database),
    cases: createCaseStore(database),
    changes: createChangeStore(database),
    alarms: createAlarmStore(database),
    messages: createMessageStore(database),
    imports: createDeskImports(database),
    importFiles: createImportFiles(join(dataFolder, 'imports')),
    words: content.words,
    connect,
    pinyinOf,
    blobs,
    spill: createSpillFolder(join(dataFolder, 'spill')),
    pages: createBuiltPages(env, content.place.base),
    secrets: createNodeSecrets(placeSecret(env, dataFolder)),
    clock: clockFrom(env.CLOCK),
    rules: content.rules,
    calendar: content.calendar,
    penaltyWords: content.penaltyWords,
    showRepresentative: content.place.showLegalRepresentative,
    close: () => closeDatabase(database),
  }
}

/** The data folder of another place: nothing may be read from it or written to it. */
export class PlaceMismatchError extends Error {
  override name = 'PlaceMismatchError'
}

/** Throws where the folder holds another place's data, or data that nobody has said the place of. */
export async function checkFolder(dataFolder: string, slug: string): Promise<void> {
  const file = join(dataFolder, 'place')
  if (existsSync(file)) {
    const owner = (await readFile(file, 'utf8')).trim()
    if (owner === slug) return
    throw new PlaceMismatchError(
      `数据文件夹 ${dataFolder} 属于地区“${owner}”，不能用于“${slug}”。请改正 PLACE，或者用 DATA_DIR 给“${slug}”另设一个文件夹。`,
    )
  }
  if (slug === DEFAULT_PLACE || !existsSync(databaseFileOf(dataFolder))) return
  throw new PlaceMismatchError(
    `数据文件夹 ${dataFolder} 中已有数据库，但没有写明属于哪个地区。确认属于“${slug}”的，请新建文件 ${file}，内容为 ${slug}；否则用 DATA_DIR 另设一个文件夹。`,
  )
}

async function claimFolder(dataFolder: string, slug: string): Promise<void> {
  await checkFolder(dataFolder, slug)
  const file = join(dataFolder, 'place')
  if (!existsSync(file)) await writeFile(file, `${slug}\n`)
}

/** PLACE_SECRET, or one made once and kept readable for its owner only. With it lost, rows already known are taken for new ones: back it up. */
function placeSecret(env: NodeJS.ProcessEnv, dataFolder: string): string {
  return env.PLACE_SECRET || secretFile(join(dataFolder, 'place-secret'))
}

/** INTAKE_SECRET, or one made once. With it lost, no look-up code can be given again; cases and their codes still work. */
export function intakeSecret(env: NodeJS.ProcessEnv, dataFolder: string): string {
  return env.INTAKE_SECRET || secretFile(join(dataFolder, 'intake-secret'))
}
