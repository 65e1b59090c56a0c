import { spawnSync } from 'node:child_process'
import { lchown, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Account, ownSite, record, recordPath, rowsOf, startNode } from './site.ts'

/** Nobody: an account to which nothing belongs. */
const NOBODY: Account = { uid: 65_534, gid: 65_534 }

async function give(path: string, { uid, gid }: Account): Promise<void> {
  await lchown(path, uid, gid)
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
    await lchown(join(entry.parentPath, entry.name), uid, gid)
  }
}

/** What an account can do with the project: run it, and write into one of its folders. */
function may(account: Account, script: string): boolean {
  return spawnSync('node', ['-e', script], { ...account, stdio: 'ignore' }).status === 0
}

const WRITES = `const {accessSync, constants} = require('node:fs')
for (const it of ['.', 'api', 'content', 'db', 'scripts', 'site', 'site/src', 'node_modules']) {
  try { accessSync(it, constants.W_OK) } catch { continue }
  process.exit(0)
}
process.exit(1)`

// As root in a container or in CI; elsewhere nobody may start a program as another account.
const cannot =
  process.getuid?.() === 0
    ? may(NOBODY, "require('node:fs').accessSync('scripts/serve.ts')")
      ? null
      : 'the project lies where other accounts cannot read it'
    : 'only root can start a program as another account'

test.skipIf(cannot !== null)(
  `the server runs as an account that can write its data and pages and nothing of the project${cannot === null ? '' : ` (not here: ${cannot})`}`,
  async () => {
    const site = await ownSite()
    await give(site.folder, NOBODY)
    const writesProject = may(NOBODY, WRITES)
    const server = await startNode(site, undefined, { HOME: site.folder, TMPDIR: site.folder }, NOBODY)
    const [row] = await rowsOf(server.origin, 'penalty')
    if (!row) throw new Error('The demo has no public penalty.')
    const statusOf = async (path: string) => (await fetch(`${server.origin}${path}`)).status

    const before = await statusOf(recordPath(row))
    await record(site, 'end', row.id, '已完成信用修复', NOBODY)
    const after = await statusOf(recordPath(row))
    const health = await (await fetch(`${server.origin}/api/v1/health`)).json()
    await server.close()

    expect(writesProject).toBe(false)
    expect([before, after]).toEqual([200, 410])
    expect(health).toEqual({ database: 'up' })
    expect(await readdir(join(site.nodeBuild, 'client/penalties'))).not.toContain(row.id)
  },
)
