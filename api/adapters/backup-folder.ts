import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** `files`: SHA-256 of each, by path. `at`: an instant, ISO 8601. */
export type BackupStamp = { format: 1; place: string; at: string; files: Record<string, string> }

const DATABASE = 'gongxin.db'
const STAMP = 'backup.json'
/** Without its secrets a place's ids, receipts and sign-ins cannot be made again. */
const SECRETS = ['place', 'place-secret', 'intake-secret', 'desk-secret', 'webhook-secret']
const PART = '.part'
const NAME = /^gongxin-[a-z0-9-]+-\d{8}T\d{6}Z$/

export type BackupSource = {
  dataFolder: string
  place: string
  now: Date
  /** Copies the database to a path, as of one moment. */
  copyTo: (path: string) => Promise<void>
}

/** The database with the files that belong to it, in a folder of its own: whole or not there at all. Answers the folder. */
export async function makeBackup({ dataFolder, place, now, copyTo }: BackupSource, into: string): Promise<string> {
  const at = now.toISOString()
  const name = `gongxin-${place}-${at.replace(/[-:]|\.\d+/g, '')}`
  const partial = join(into, `.${name}${PART}`)
  await sweep(into, place)
  await mkdir(partial, { recursive: true, mode: 0o700 })
  try {
    await copyTo(join(partial, DATABASE))
    for (const file of [...SECRETS, 'imports']) {
      await cp(join(dataFolder, file), join(partial, file), { recursive: true }).catch(ignoreAbsent)
    }
    const files: Record<string, string> = {}
    for (const path of await pathsIn(partial)) files[path] = await hashOf(join(partial, path))
    const stamp: BackupStamp = { format: 1, place, at, files }
    await writeFile(join(partial, STAMP), `${JSON.stringify(stamp, null, 2)}\n`)
    await rename(partial, join(into, name))
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    throw error
  }
  return join(into, name)
}

/** Takes away what a backup left that was stopped half-way: it holds all that a whole one does. */
async function sweep(into: string, place: string): Promise<void> {
  for (const name of (await readdir(into).catch(ignoreAbsent)) ?? []) {
    if (name.startsWith(`.gongxin-${place}-`) && name.endsWith(PART)) {
      await rm(join(into, name), { recursive: true, force: true })
    }
  }
}

/** Removes backups of the place that were made before an instant: what was purged since lies in them. Answers their names. */
export async function forgetBackups(into: string, place: string, before: Date): Promise<string[]> {
  const gone: string[] = []
  for (const name of (await readdir(into)).sort()) {
    if (!NAME.test(name)) continue
    const stamp = await stampOf(join(into, name))
    if (stamp === undefined || stamp.place !== place || stamp.at >= before.toISOString()) continue
    await rm(join(into, name), { recursive: true, force: true })
    gone.push(name)
  }
  return gone
}

export async function stampOf(backup: string): Promise<BackupStamp | undefined> {
  const text = await readFile(join(backup, STAMP), 'utf8').catch(ignoreAbsent)
  // Safe: `makeBackup` is the only writer of this file.
  return typeof text === 'string' ? (JSON.parse(text) as BackupStamp) : undefined
}

/** Files of a backup that are not there or are not what they were. */
export async function damagedIn(backup: string, stamp: BackupStamp): Promise<string[]> {
  const damaged: string[] = []
  for (const [path, sha256] of Object.entries(stamp.files)) {
    const hash = await hashOf(join(backup, path)).catch(() => '')
    if (hash !== sha256) damaged.push(path)
  }
  return damaged
}

/** Whether a folder has a database, or what one leaves beside it: another one under it would be taken for the same. */
export async function hasDatabase(dataFolder: string): Promise<boolean> {
  const names = (await readdir(dataFolder).catch(ignoreAbsent)) ?? []
  return [DATABASE, `${DATABASE}-wal`, `${DATABASE}-shm`].some((name) => names.includes(name))
}

/** Lays a backup into an empty folder. */
export async function layBackup(backup: string, stamp: BackupStamp, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const path of Object.keys(stamp.files)) await cp(join(backup, path), join(folder, path), { recursive: true })
}

/** Moves what was laid and looked through into the data folder, the database last: before that nothing is restored. */
export async function adoptLaid(folder: string, stamp: BackupStamp, dataFolder: string): Promise<void> {
  const tops = new Set(Object.keys(stamp.files).map((path) => path.split('/', 1)[0] ?? path))
  for (const top of tops) {
    if (top === DATABASE) continue
    await rm(join(dataFolder, top), { recursive: true, force: true })
    await rename(join(folder, top), join(dataFolder, top))
  }
  await rename(join(folder, DATABASE), join(dataFolder, DATABASE))
  await rm(folder, { recursive: true, force: true })
}

async function pathsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort()
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(file)) hash.update(piece)
  return hash.digest('hex')
}

function ignoreAbsent(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
  throw error
}
