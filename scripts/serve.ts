import { existsSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createSnapshotStore, StoreSettingsError } from '#adapters/snapshot-store'
import { dayOfInstant } from '#domain/day'
import { publishQuality } from '#usecase/publish-quality'
import { publishStatistics } from '#usecase/publish-statistics'
import { purgeDeskImports } from '#usecase/purge-desk-imports'
import { purgeImports } from '#usecase/purge-imports'
import { buildSite } from './build.ts'
import { seedDemoCases } from './demo/cases.ts'
import { DEMO_SIZE, seedDemo } from './demo/seed.ts'
import { hashBuildInputs } from './lib/build-inputs.ts'
import { builtFolderOf, loadHandler } from './lib/built-pages.ts'
import { stampAddress } from './lib/client-address.ts'
import { lookForAlarms } from './lib/clock.ts'
import { ContentError, loadContent } from './lib/content.ts'
import { makeDemoStaff } from './lib/desk.ts'
import { makeDemoDeskKey } from './lib/desk-key.ts'
import { publishDownloadFiles } from './lib/download-files.ts'
import { createGracefulStop } from './lib/graceful-stop.ts'
import { intakeOf } from './lib/intake.ts'
import { startKeeper } from './lib/keeper.ts'
import { publishWaiting } from './lib/publish-waiting.ts'
import { progress, stop } from './lib/report.ts'
import { checkFolder, dataFolderOf, openWorkspace, PlaceMismatchError, placeOf } from './lib/workspace.ts'

/**
 * Serves site and API from one process. With --prepare (npm start) first does whatever is missing: database, demo,
 * publishing, build. A database that cannot be opened does not keep the public site down.
 */
const { values } = parseArgs({ options: { prepare: { type: 'boolean', default: false } } })
const env = process.env
const port = Number(env.PORT ?? 4321)
const host = env.HOST ?? '127.0.0.1'
const builtFolder = builtFolderOf(env)
const DRAIN_MS = 1000

checkStore()
if (values.prepare) {
  await prepare().catch((error: unknown) => {
    if (error instanceof ContentError) stop(`内容文件有误，未启动：\n${error.message}`)
    if (error instanceof PlaceMismatchError) stop(error.message)
    if (!existsSync(join(builtFolder, 'server/entry.mjs'))) throw error
    progress(`准备数据时出错：${error instanceof Error ? error.message : String(error)}`)
    progress('公示信息仍可查询；导入、撤下等操作要等数据库恢复。')
  })
}
if (!existsSync(join(builtFolder, 'server/entry.mjs'))) stop('还没有生成页面。请先运行 npm start，或 npm run build。')

await checkFolder(dataFolderOf(env), placeOf(env)).catch((error: unknown) =>
  stop(String(error instanceof Error ? error.message : error)),
)
const handler = await loadHandler(builtFolder)
const hops = Number(env.TRUSTED_PROXIES || 0)
if (!Number.isInteger(hops) || hops < 0) stop('TRUSTED_PROXIES 应为 0 或者正整数：服务器前面有几层自己的反向代理。')
const server = createServer((request, response) => {
  stampAddress(request, hops)
  response.on('finish', () => drain(request))
  handler(request, response)
})
const stopping = createGracefulStop(server)
server.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EADDRINUSE') stop(`端口 ${port} 已被占用。换一个端口：PORT=4322 npm start`)
  throw error
})
const { place } = await loadContent(placeOf(env), env.BASE)
server.listen(port, host, () => {
  progress(`${place.siteName}已启动：http://localhost:${port}${place.base}`)
})
const keeper = startKeeper(env, (error) => console.error(error))
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    void stopping.stop().then(() => keeper.stop().finally(() => process.exit(0)))
  })
}

/** Before anything is loaded that would fall over it. */
function checkStore(): void {
  try {
    createSnapshotStore(env, dataFolderOf(env))
  } catch (error) {
    if (error instanceof StoreSettingsError) stop(error.message)
    throw error
  }
}

/** What was refused unread lies in front of the next request of its connection: so that connection ends with the answer. */
function drain(request: IncomingMessage): void {
  if (request.complete) return
  request.socket.end()
  setTimeout(() => request.complete || request.socket.destroy(), DRAIN_MS).unref()
}

async function prepare(): Promise<void> {
  progress('准备数据库……')
  const workspace = await openWorkspace(env)
  const { place } = workspace.content
  const inputs = await hashBuildInputs(place.slug, place.base)
  const isStale = (await builtFrom()) !== inputs
  try {
    // A build from other sources must not be loaded by what follows, which would then run instead of the new one.
    if (isStale) await rm(builtFolder, { recursive: true, force: true })
    if (place.demo && (await workspace.store.isEmpty())) {
      progress('写入演示数据……')
      await seedDemo(workspace, DEMO_SIZE)
    }
    if (place.demo) {
      await makeDemoDeskKey(workspace)
      await makeDemoStaff(workspace, env)
    }
    progress('发布公开快照……')
    await purgeDeskImports(workspace)
    await purgeImports(workspace)
    const report = await publishWaiting(workspace)
    const intake = intakeOf(workspace, env)
    if (await seedDemoCases(workspace, intake, dayOfInstant(workspace.clock()))) await publishWaiting(workspace)
    await publishQuality(workspace)
    await publishStatistics({ ...workspace, intake })
    await lookForAlarms(workspace)
    await publishDownloadFiles(workspace)
    if (report.changed > 0) progress(`  写入 ${report.changed} 条（第 ${report.version} 版）`)
  } finally {
    await workspace.close()
  }
  if (!isStale) return
  progress('生成页面……')
  await buildSite('node', { ...env, BUILD_INPUTS: inputs })
}

async function builtFrom(): Promise<string | undefined> {
  const file = join(builtFolder, 'build.json')
  if (!existsSync(file)) return undefined
  const stamp: unknown = JSON.parse(await readFile(file, 'utf8'))
  return typeof stamp === 'object' && stamp !== null && 'inputs' in stamp ? String(stamp.inputs) : undefined
}
