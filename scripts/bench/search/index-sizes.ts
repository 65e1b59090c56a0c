import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { join } from 'node:path'
import { progress } from '../../lib/report.ts'
import { type Finished, runCase, runChild } from '../child.ts'
import { table } from '../figures.ts'
import { sizeOf } from './corpus-files.ts'

/** Folders below the corpus: what others put there is served by `bench-site.ts`, ours is opened by it. */
export const OWN_FOLDER = 'everything'
export const PEERS_FOLDER = 'peers'
export const PAGEFIND_BUNDLES = ['pagefind-default', 'pagefind-include'] as const

const CASE = join(import.meta.dirname, 'index-case.ts')
const LABEL: Record<string, string> = {
  exact: 'gongxin: shards alone (numbers, codes, names)',
  shards: 'gongxin: shards and full-text index',
  everything: 'gongxin: the whole snapshot and full-text index',
  'pagefind-default': 'Pagefind 1.6.0',
  'pagefind-include': 'Pagefind 1.6.0, includeCharacters 〔〕',
  minisearch: 'MiniSearch 7.2.0, pairs of characters',
  like: 'libSQL table for LIKE',
}

/** Builds every index once from the same records, each in a process of its own; answers the table. */
export async function measureIndexes(folder: string, count: number): Promise<string> {
  const rows: (string | number)[][] = []
  for (const name of Object.keys(LABEL)) {
    progress(`Building ${name} …`)
    const place = placeOf(folder, name)
    const done = name.startsWith('pagefind')
      ? await runPagefind(folder, name, place)
      : await runOwn(folder, name, count)
    const { files, bytes } = await sizeOf(name === 'minisearch' ? join(place, 'minisearch.json') : place)
    const seconds = (done.seconds - done.apart).toFixed(1)
    rows.push([LABEL[name] ?? name, seconds, Math.round(done.peakMb), files, (bytes / 1e6).toFixed(1)])
  }
  return `${table(['index', 'seconds', 'peak MB', 'files', 'MB'], rows)}\n`
}

function placeOf(folder: string, name: string): string {
  if (name === 'minisearch') return join(folder, PEERS_FOLDER)
  return name.startsWith('pagefind') ? join(folder, PEERS_FOLDER, name) : join(folder, name)
}

type Built = Finished & { apart: number }

/** Safe: the case prints just this. */
async function runOwn(folder: string, name: string, count: number): Promise<Built> {
  const done = await runCase(CASE, [name, folder, String(count), placeOf(folder, name)])
  return { ...done, ...(JSON.parse(done.out) as { apart: number }) }
}

/** Its own program, not the one in between that starts it: the memory is the program's. */
async function runPagefind(folder: string, name: string, place: string): Promise<Built> {
  const require = createRequire(import.meta.resolve('pagefind'))
  const program = require.resolve(`@pagefind/${platform()}-${arch()}/bin/pagefind_extended`)
  const args = ['--site', join(folder, 'pages'), '--output-path', place, '--force-language', 'zh-cn', '--quiet']
  const extra = name === 'pagefind-include' ? ['--include-characters', '〔〕'] : []
  return { ...(await runChild(program, [...args, ...extra])), apart: 0 }
}
