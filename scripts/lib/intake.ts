import { createNodeIntakeSecrets } from '#adapters/node-intake-secrets'
import { webHash } from '#adapters/web-hash'
import type { IntakeDeps } from '#usecase/intake'
import { createSnapshotReader } from '#usecase/snapshot-reader'
import { intakeParts } from '../../site/src/runtime.ts'
import { intakeSecret, type Workspace } from './workspace.ts'

/** What verbs on cases need, over a workspace's database and snapshot. */
export function intakeOf(workspace: Workspace, env: NodeJS.ProcessEnv): IntakeDeps {
  const { content, cases, clock, blobs, dataFolder } = workspace
  const { place, intake } = content
  return {
    ...{ reader: createSnapshotReader({ blobs, clock, joinsReads: true }), hash: webHash },
    ...intakeParts({
      ...{ intake, place, clock },
      cases: async () => cases,
      createSecrets: createNodeIntakeSecrets,
      intakeSecret: () => intakeSecret(env, dataFolder),
    }),
  }
}
