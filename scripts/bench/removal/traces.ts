import { createReadStream, existsSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** The archive, its log, and secrets: private, and read by nothing that answers the public. */
const PRIVATE = /\/(gongxin\.db(-wal|-shm)?|place|place-secret|intake-secret)$/
const AT_ONCE = 4
const PIECE_BYTES = 4 * 1024 * 1024

/** Files under the folders in whose bytes or name one of the words occurs. */
export async function filesHolding(folders: readonly string[], words: readonly string[]): Promise<string[]> {
  const files = (await Promise.all(folders.map(filesUnder))).flat()
  const found: string[] = []
  const work = files.values()
  const one = async () => {
    for (const file of work) if (await holds(file, words)) found.push(file)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, one))
  return found
}

/** Folder by folder: one that goes away meanwhile must not hide what lies beside it. */
async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (isAbsent(error)) return []
    throw error
  })
  const lists = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return filesUnder(path)
      return entry.isFile() && !PRIVATE.test(path) ? [path] : []
    }),
  )
  return lists.flat()
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

/** Big files piece by piece: a download may be bigger than memory. A file that goes away meanwhile holds nothing. */
export async function holds(file: string, words: readonly string[]): Promise<boolean> {
  if (words.some((word) => file.includes(word))) return existsSync(file)
  const needles = words.map((word) => Buffer.from(word))
  const overlap = Math.max(...needles.map(({ length }) => length)) - 1
  let tail = Buffer.alloc(0)
  try {
    if ((await stat(file)).size <= PIECE_BYTES) {
      const whole = await readFile(file)
      return needles.some((needle) => whole.includes(needle))
    }
    for await (const chunk of createReadStream(file, { highWaterMark: PIECE_BYTES })) {
      const piece = Buffer.concat([tail, chunk])
      if (needles.some((needle) => piece.includes(needle))) return true
      tail = piece.subarray(Math.max(0, piece.length - overlap))
    }
  } catch (error) {
    if (isAbsent(error)) return false
    throw error
  }
  return false
}
