import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createDirectoryBlobs } from '#adapters/directory-blobs'
import { createNodeSecrets } from '#adapters/node-secrets'
import { closeDatabase, openDatabaseFile } from '#db/client'
import { migrate } from '#db/migrate'
import { createRecordStore } from '#db/record-store'
import { foldName } from '#domain/document-number'
import type { PublishDeps } from '#usecase/publish-pending'
import { clockFrom } from '../../site/src/runtime.ts'
import { createBuiltPages } from './built-pages.ts'
import { type Content, loadContent } from './content.ts'

export type Workspace = PublishDeps & { content: Content; dataFolder: string; close: () => Promise<void> }

export const dataFolderOf = (env: NodeJS.ProcessEnv) => resolve(env.DATA_DIR ?? '.data')
export const databaseFileOf = (dataFolder: string) => join(dataFolder, 'gongxin.db')

/** Everything a command needs, from DATA_DIR and the place's content; the database is migrated on the way. */
export async function openWorkspace(env: NodeJS.ProcessEnv): Promise<Workspace> {
  const dataFolder = dataFolderOf(env)
  const content = await loadContent(env.PLACE ?? 'demo', env.BASE)
  await mkdir(dataFolder, { recursive: true })
  const database = await openDatabaseFile(databaseFileOf(dataFolder))
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
    blobs: createDirectoryBlobs(join(dataFolder, 'snapshot')),
    pages: createBuiltPages(env, content.place.base),
    secrets: createNodeSecrets(await placeSecret(env, dataFolder)),
    clock: clockFrom(env.CLOCK),
    rules: content.rules,
    calendar: content.calendar,
    penaltyWords: content.penaltyWords,
    showRepresentative: content.place.showLegalRepresentative,
    close: () => closeDatabase(database),
  }
}

/** PLACE_SECRET, or one made once and kept readable for its owner only. With it lost, rows already known are taken for new ones: back it up. */
async function placeSecret(env: NodeJS.ProcessEnv, dataFolder: string): Promise<string> {
  if (env.PLACE_SECRET) return env.PLACE_SECRET
  const file = join(dataFolder, 'place-secret')
  if (!existsSync(file)) await writeFile(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' })
  return (await readFile(file, 'utf8')).trim()
}
