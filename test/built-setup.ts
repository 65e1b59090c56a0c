import { mkdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { TestProject } from 'vitest/node'
import { publishPending } from '#usecase/publish-pending'
import { publishQuality } from '#usecase/publish-quality'
import { buildSite } from '../scripts/build.ts'
import { seedDemo } from '../scripts/demo/seed.ts'
import { makeDemoStaff } from '../scripts/lib/desk.ts'
import { makeDeskKey } from '../scripts/lib/desk-key.ts'
import { publishDownloadFiles } from '../scripts/lib/download-files.ts'
import { openWorkspace } from '../scripts/lib/workspace.ts'
import { CANARY_PENALTY, NATURAL_PERSON } from './canary.ts'
import { importRows } from './csv.ts'
import { TEST_DAY, TEST_SECRET } from './test-day.ts'

/**
 * The demo, published and built for both machines, once. It lies below `dist`, because the server bundle finds its
 * native database driver by way of the project's node_modules.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = resolve(`dist/test-${process.pid}`)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const env = {
    ...process.env,
    DATA_DIR: join(folder, 'data'),
    CLOCK: TEST_DAY,
    PLACE_SECRET: TEST_SECRET,
    SITE_BUILD: join(folder, 'node'),
  }
  const workspace = await openWorkspace(env)
  await seedDemo(workspace, { licences: 140, penalties: 190 })
  await importRows({ ...workspace, folder: workspace.dataFolder }, 'penalty', [CANARY_PENALTY, NATURAL_PERSON])
  const clerks = ['demo-clerk', 'demo-reviewer'].map((name) => ({ name, passphrase: TEST_SECRET }))
  const deskKey = await makeDeskKey(workspace, clerks)
  await makeDemoStaff(workspace, env)
  await publishPending(workspace)
  await publishQuality(workspace)
  await publishDownloadFiles(workspace)
  await workspace.close()
  await buildSite('node', env)
  await buildSite('edge', { ...env, SITE_BUILD: join(folder, 'edge') })
  project.provide('builtFolder', folder)
  project.provide('deskKey', { ...deskKey, recoveryIdentity: deskKey.recoveryIdentity ?? '' })
  return () => rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 })
}

declare module 'vitest' {
  export interface ProvidedContext {
    builtFolder: string
  }
}
