import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const FOLDERS = ['site', 'api', 'content', 'db']
const SCRIPTS = ['content', 'pagefind-index', 'template-file'].map((name) => `scripts/lib/${name}.ts`)
const FILES = ['package-lock.json', ...SCRIPTS, 'tsconfig.json']
/** What lies in these is not read by the build. */
const LEFT_OUT = new Set(['node_modules', '.astro', '.wrangler', 'dist'])

/** A hash over everything a build of the pages is made from, but the records: those the journal follows. */
export async function hashBuildInputs(place: string, base: string): Promise<string> {
  const hash = createHash('sha256').update(`${place}\n${base}\n`)
  for (const folder of FOLDERS) for (const file of await filesIn(folder)) hash.update(file).update(await readFile(file))
  for (const file of FILES) hash.update(file).update(await readFile(file))
  return hash.digest('hex')
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const lists = await Promise.all(
    entries
      .filter((entry) => !LEFT_OUT.has(entry.name))
      .map((entry) => (entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)])),
  )
  return lists.flat().sort()
}
