import { join } from 'node:path'
import { createNodeIntakeSecrets } from '#adapters/node-intake-secrets'
import { secretFile } from '#adapters/secret-file'
import type { DeskDeps } from '#api/desk-app'
import { STAFF_ROLE_LABEL } from '#domain/labels.zh'
import { STAFF_ROLES } from '#domain/vocabulary'
import { demoPassword, deskParts } from '../../site/src/desk-parts.ts'
import { intakeOf } from './intake.ts'
import type { Workspace } from './workspace.ts'

export type OpenDesk = { deps: DeskDeps; close: () => Promise<void> }

/** The desk over a workspace's database, for commands and tests; with a connection of its own. */
export async function openDesk(
  workspace: Workspace,
  env: NodeJS.ProcessEnv,
  report: (error: unknown) => void = (error) => console.error(error),
): Promise<OpenDesk> {
  const { content, dataFolder, clock } = workspace
  const database = await workspace.connect()
  const deskSecret = () => env.DESK_SECRET || secretFile(join(dataFolder, 'desk-secret'))
  const deps = deskParts({
    ...{ place: content.place, clock, deskSecret, report, rules: content, recordSecrets: () => workspace.secrets },
    opened: async () => database,
    importFiles: workspace.importFiles,
    intake: intakeOf(workspace, env),
    secrets: () => createNodeIntakeSecrets(deskSecret),
    isLoopback: true,
  })
  return { deps, close: async () => database.$client.close() }
}

/** One account a role on the invented county; a real place makes its first one by `npm run staff`. */
export async function makeDemoStaff(workspace: Workspace, env: NodeJS.ProcessEnv): Promise<void> {
  const { place, agencies } = workspace.content
  if (!place.demo) return
  const { deps, close } = await openDesk(workspace, env)
  const [signIn, staff] = [await deps.signIn(), await deps.staff()]
  const deskSecret = () => env.DESK_SECRET || secretFile(join(workspace.dataFolder, 'desk-secret'))
  const secrets = createNodeIntakeSecrets(deskSecret)
  for (const role of STAFF_ROLES) {
    const account = `demo-${role}`
    if ((await staff.findAccount(account)) !== undefined) continue
    await signIn.create({
      ...{ account, role, name: `演示${STAFF_ROLE_LABEL[role]}`, isDemo: true },
      organSlug: role === 'organ' ? (agencies[0]?.slug ?? null) : null,
      password: await demoPassword(secrets, account),
    })
  }
  await close()
}
