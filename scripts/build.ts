import { spawn } from 'node:child_process'
import { lstat, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { createSnapshotStore } from '#adapters/snapshot-store'
import { readManifest } from '#usecase/journal'
import { settleBuild } from '#usecase/settle-build'
import { builtFolderOf } from './lib/built-pages.ts'
import { loadContent } from './lib/content.ts'
import { writePagefindIndex } from './lib/pagefind-index.ts'
import { progress, stop } from './lib/report.ts'
import { builtTemplates } from './lib/template-file.ts'
import { dataFolderOf, openWorkspace, placeOf } from './lib/workspace.ts'

/** Builds the site for Node (pages of records prerendered) or for the edge (none). Throws with the build's own output. */
export async function buildSite(target: 'node' | 'edge', env: NodeJS.ProcessEnv): Promise<void> {
  const blobs = createSnapshotStore(env, dataFolderOf(env))
  const folder = target === 'node' ? builtFolderOf(env) : resolve(env.SITE_BUILD ?? 'dist/edge')
  await rm(folder, { recursive: true, force: true })
  const before = await readManifest(blobs)
  if (target === 'node' && !before) throw new Error('还没有公开快照，先运行 npm run publish。')
  await linkPackages(folder)
  await runAstro({ ...env, TARGET: target, SITE_BUILD: folder })
  await writeBeside(target, env, join(folder, 'client'))
  if (target === 'edge' || !before) return
  await writeFile(
    join(folder, 'build.json'),
    JSON.stringify({ lineage: before.lineage, version: before.version, inputs: env.BUILD_INPUTS ?? '' }),
  )
  const workspace = await openWorkspace(env)
  try {
    await settleBuild(workspace, before.version)
  } finally {
    await workspace.close()
  }
}

/** The built server asks for packages by name: outside of the project, it finds them through a link beside it. */
async function linkPackages(folder: string): Promise<void> {
  if (!relative(process.cwd(), folder).startsWith('..')) return
  const link = join(dirname(folder), 'node_modules')
  const there = await lstat(link).catch(() => undefined)
  if (there !== undefined && !there.isSymbolicLink()) return
  await mkdir(dirname(folder), { recursive: true })
  await rm(link, { force: true })
  await symlink(resolve('node_modules'), link)
}

/** What lies beside the pages. The edge has its files below the base, as their addresses are; Node takes it off. */
async function writeBeside(target: 'node' | 'edge', env: NodeJS.ProcessEnv, client: string): Promise<void> {
  const content = await loadContent(placeOf(env), env.BASE)
  const root = target === 'edge' ? join(client, content.place.base) : client
  for (const [path, bytes] of await builtTemplates(content)) {
    const file = join(root, path)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, bytes)
  }
  if ((await writePagefindIndex(root, content)) === null) {
    progress('  没有安装适合这台机器的 pagefind 程序，未生成政策、指南和机关的检索文件；其他功能不受影响。')
  }
}

/** One line for every thousand pages instead of one a page. */
function runAstro(env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn('astro', ['build', '--root', 'site'], {
    // Neither words to elsewhere nor files outside the project.
    env: { ...env, ASTRO_TELEMETRY_DISABLED: '1', NODE_DISABLE_COMPILE_CACHE: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let pages = 0
  child.stdout.on('data', (chunk: Buffer) => {
    const text = chunk.toString()
    output = `${output}${text}`.slice(-20_000)
    const before = pages
    pages += text.split('index.html').length - 1
    if (Math.floor(pages / 500) > Math.floor(before / 500)) progress(`  已生成约 ${pages} 个页面`)
  })
  child.stderr.on('data', (chunk: Buffer) => {
    output = `${output}${chunk.toString()}`.slice(-20_000)
  })
  return new Promise((done, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => (code === 0 ? done() : reject(new Error(`页面生成失败：\n${output}`))))
  })
}

if (import.meta.main) {
  const target = process.argv[2]
  if (target !== 'node' && target !== 'edge') stop('用法：node scripts/build.ts node|edge', 2)
  await buildSite(target, process.env)
  progress(`已生成 dist/${target}。`)
}
