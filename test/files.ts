import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

export async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

/** Files under the folder in whose bytes (or name) one of the words occurs. */
export async function filesWith(folder: string, words: readonly string[]): Promise<string[]> {
  const needles = words.map((word) => Buffer.from(word))
  const found: string[] = []
  for (const file of await filesUnder(folder)) {
    const bytes = await readFile(file).catch(() => Buffer.alloc(0))
    if (needles.some((needle) => bytes.includes(needle)) || words.some((word) => file.includes(word))) found.push(file)
  }
  return found
}
