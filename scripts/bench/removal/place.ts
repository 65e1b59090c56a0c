import { randomBytes } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { dayOfInstant } from '#domain/day'
import { publishPending } from '#usecase/publish-pending'
import { publishQuality } from '#usecase/publish-quality'
import { buildSite } from '../../build.ts'
import { publishDownloadFiles } from '../../lib/download-files.ts'
import { importTable, mapTable, openFile } from '../../lib/import-file.ts'
import { progress } from '../../lib/report.ts'
import { openWorkspace, type Workspace } from '../../lib/workspace.ts'
import { writeBenchCsv } from '../rows.ts'
import { startServer } from '../server.ts'

export type RemovalPlace = {
  workspace: Workspace
  dataFolder: string
  buildFolder: string
  origin: string
  clean: () => Promise<void>
}

/** A county of N penalties, published and built, with the real server over it, its keeper running. */
export async function makeRemovalPlace(records: number): Promise<RemovalPlace> {
  // Below the project: the built server finds its database driver by way of node_modules.
  const folder = resolve(`dist/bench-removal-${process.pid}`)
  const [dataFolder, buildFolder] = [join(folder, 'data'), join(folder, 'node')]
  await mkdir(folder, { recursive: true })
  const env = {
    ...process.env,
    ...{ PLACE: 'demo', DATA_DIR: dataFolder, SITE_BUILD: buildFolder },
    PLACE_SECRET: randomBytes(32).toString('hex'),
  }
  const workspace = await openWorkspace(env)
  await fill(workspace, records)
  progress('Publishing and making the downloads …')
  await publishPending(workspace)
  await publishQuality(workspace)
  await publishDownloadFiles(workspace)
  progress('Building the pages …')
  await buildSite('node', env)
  const server = await startServer(env)
  return {
    ...{ workspace, dataFolder, buildFolder, origin: server.origin },
    async clean() {
      await server.close()
      await workspace.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
    },
  }
}

async function fill(workspace: Workspace, records: number): Promise<void> {
  const file = join(tmpdir(), `gongxin-bench-${process.pid}.csv`)
  progress(`Importing ${records} penalties …`)
  await writeBenchCsv(file, records)
  const opened = await openFile(workspace.content, file)
  if (!opened.ok) throw new Error(opened.failure.code)
  const [table] = opened.value.tables
  if (!table) throw new Error('The file has no table.')
  const imported = await importTable(workspace, {
    ...{ kind: 'penalty', fileName: 'bench.csv', fileHash: opened.value.hash, table, organ: null, dryRun: false },
    mapping: mapTable(workspace.content, table, 'penalty'),
    today: dayOfInstant(workspace.clock()),
    actor: 'operator',
  }).finally(() => opened.value.close())
  await rm(file, { force: true })
  if (!imported.ok) throw new Error(imported.failure.code)
}
