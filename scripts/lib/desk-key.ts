import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { newKeyPair, wrapIdentity } from '#adapters/desk-keys'
import type { CaseStore } from '#usecase/case-ports'
import type { Clock, Secrets } from '#usecase/ports'
import type { Workspace } from './workspace.ts'

export type Clerk = { name: string; passphrase: string }

/**
 * Makes a new desk key, which everything is sealed to from now on: its secret lies in the database only wrapped, once for
 * every clerk. The recovery identity is told once and kept nowhere; what was sealed before opens with the older keys.
 */
export async function makeDeskKey(
  { cases, clock, secrets }: { cases: CaseStore; clock: Clock; secrets: Secrets },
  clerks: readonly Clerk[],
  recoveryRecipient?: string,
): Promise<{ id: string; identity: string; recoveryIdentity: string | null }> {
  const desk = await newKeyPair()
  const recovery = recoveryRecipient === undefined ? await newKeyPair() : null
  const id = secrets.random(8)
  const wraps = await Promise.all(
    clerks.map(async ({ name, passphrase }) => ({
      clerk: name,
      wrapped: await wrapIdentity(desk.identity, passphrase),
    })),
  )
  await cases.saveDeskKey({
    ...{ id, recipient: desk.recipient, wraps, at: clock() },
    recoveryRecipient: recoveryRecipient ?? recovery?.recipient ?? '',
  })
  return { id, identity: desk.identity, recoveryIdentity: recovery?.identity ?? null }
}

/** A real place makes its key by hand (`npm run desk-key`); the invented county opens at once, and says its secret aloud. */
export async function makeDemoDeskKey(workspace: Workspace): Promise<void> {
  if (!workspace.content.place.demo || (await workspace.cases.deskKey()) !== undefined) return
  const passphrase = workspace.secrets.random(8)
  const clerks = ['demo-clerk', 'demo-reviewer'].map((name) => ({ name, passphrase }))
  const { recoveryIdentity } = await makeDeskKey(workspace, clerks)
  const file = join(workspace.dataFolder, 'demo-desk-key')
  if (existsSync(file)) return
  const text = `演示地区的受理台密钥，只在演示数据中使用。\n演示账号（受理、复核）的口令：${passphrase}\n恢复密钥：${recoveryIdentity ?? ''}\n`
  await writeFile(file, text, { mode: 0o600 })
}
