import { appendFile, mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Spill } from '#usecase/ports'

/** So many files a family: what one of them holds is read at once. */
const BUCKETS = 128
/** Characters of a file that wait in memory. */
const WAITING = 65_536

/** Files in a folder of this machine that nobody else uses. A line is a key, a tab and a value, which holds neither. */
export function createSpillFolder(folder: string): Spill {
  const waiting = new Map<string, string>()
  let isMade = false

  async function append(file: string, lines: string): Promise<void> {
    if (!isMade) await mkdir(folder, { recursive: true })
    isMade = true
    await appendFile(join(folder, file), lines)
  }

  return {
    async add(family, key, value) {
      const file = `${family}-${bucketOf(key)}`
      const lines = `${waiting.get(file) ?? ''}${key}\t${value}\n`
      waiting.set(file, lines.length < WAITING ? lines : '')
      if (lines.length >= WAITING) await append(file, lines)
    },
    async *groups(family) {
      for (let bucket = 0; bucket < BUCKETS; bucket++) {
        const file = `${family}-${bucket}`
        const lines = `${await read(join(folder, file))}${waiting.get(file) ?? ''}`
        for (const [key, values] of grouped(lines)) yield { key, values }
      }
    },
    async discard() {
      waiting.clear()
      isMade = false
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function grouped(lines: string): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const line of lines.split('\n')) {
    if (line === '') continue
    const tab = line.indexOf('\t')
    const key = line.slice(0, tab)
    const values = groups.get(key) ?? []
    values.push(line.slice(tab + 1))
    groups.set(key, values)
  }
  return groups
}

/** FNV-1a: only spread evenly, nothing rests on it. */
function bucketOf(key: string): number {
  let hash = 0x81_1c_9d_c5
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01_00_01_93)
  return (hash >>> 0) % BUCKETS
}

async function read(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
}
