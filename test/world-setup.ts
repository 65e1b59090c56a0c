import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { publishPending } from '#usecase/publish-pending'
import { publishQuality } from '#usecase/publish-quality'
import { seedDemo } from '../scripts/demo/seed.ts'
import { makeDeskKey } from '../scripts/lib/desk-key.ts'
import { publishDownloadFiles } from '../scripts/lib/download-files.ts'
import { openWorkspace } from '../scripts/lib/workspace.ts'
import { TEST_DAY, TEST_SECRET } from './test-day.ts'

/** One migrated, seeded and published demo, made once; every test works on its own copy. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'gongxin-world-'))
  const env = { DATA_DIR: folder, CLOCK: TEST_DAY, PLACE_SECRET: TEST_SECRET, SITE_BUILD: join(folder, 'no-build') }
  const workspace = await openWorkspace(env)
  await seedDemo(workspace, { licences: 120, penalties: 160 })
  const deskKey = await makeDeskKey(workspace, [{ name: 'test', passphrase: 'a passphrase that no server has' }])
  await publishPending(workspace)
  await publishQuality(workspace)
  await publishDownloadFiles(workspace)
  await workspace.close()
  project.provide('worldFolder', folder)
  project.provide('deskKey', { ...deskKey, recoveryIdentity: deskKey.recoveryIdentity ?? '' })
  return () => rm(folder, { recursive: true, force: true })
}

declare module 'vitest' {
  export interface ProvidedContext {
    worldFolder: string
    /** The secrets of the demo's desk, which no server has. */
    deskKey: { id: string; identity: string; recoveryIdentity: string }
  }
}
