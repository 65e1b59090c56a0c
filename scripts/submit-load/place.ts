import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publishPending } from '#usecase/publish-pending'
import { seedDemo } from '../demo/seed.ts'
import { makeDeskKey } from '../lib/desk-key.ts'
import { openWorkspace } from '../lib/workspace.ts'

/** The published demo in a folder of its own, with a desk key, and what a sender has to know of it. */
export type LoadPlace = {
  folder: string
  env: NodeJS.ProcessEnv
  secret: string
  recipients: string[]
  identity: string
  records: string[]
  clean: () => Promise<void>
}

export async function makeLoadPlace(): Promise<LoadPlace> {
  const folder = await mkdtemp(join(tmpdir(), 'gongxin-submit-'))
  const secret = randomBytes(32).toString('hex')
  const env = {
    ...process.env,
    PLACE: 'demo',
    DATA_DIR: folder,
    INTAKE_SECRET: secret,
    SITE_BUILD: join(folder, 'none'),
  }
  const workspace = await openWorkspace(env)
  await seedDemo(workspace, { licences: 40, penalties: 60 })
  const { identity } = await makeDeskKey(workspace, [])
  await publishPending(workspace)
  const recipients = (await workspace.cases.deskKey())?.recipients ?? []
  const records = await workspace.store.publicIds('', 1000)
  await workspace.close()
  return {
    folder,
    env,
    secret,
    recipients,
    identity,
    records,
    clean: () => rm(folder, { recursive: true, force: true }),
  }
}
