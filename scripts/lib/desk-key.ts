import { newKeyPair, wrapIdentity } from '#adapters/desk-keys'
import type { CaseStore } from '#usecase/case-ports'
import type { Clock, Secrets } from '#usecase/ports'

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
