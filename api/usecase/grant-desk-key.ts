import { caseRoleOf } from '#domain/desk-case'
import type { FailureOf } from '#domain/failure'
import { fail, ok, type Result } from '#domain/result'
import type { Staff } from '#domain/staff'
import type { DeskCaseDeps } from './desk-cases.ts'

/**
 * Lets another clerk or reviewer open cases: the desk key's secret under their passphrase, made in the browser of somebody
 * who has it. The server sees neither the secret nor the passphrase.
 */
export async function grantDeskKey(
  deps: DeskCaseDeps,
  staff: Staff,
  { account, wraps }: { account: string; wraps: readonly { keyId: string; wrapped: string }[] },
): Promise<Result<null, FailureOf<'staff-not-found' | 'sealed-malformed'>>> {
  const to = await (await deps.staff()).findAccount(account)
  const role = to === undefined ? null : caseRoleOf(to.role)
  if (role !== 'clerk' && role !== 'reviewer') return fail({ code: 'staff-not-found' })
  const cases = await deps.cases()
  const own = await cases.wrapsOf(staff.account)
  const isOwn = (keyId: string) => own.some((it) => it.keyId === keyId && it.wrapped !== null)
  const isWrap = (text: string) => text.startsWith('-----BEGIN AGE ENCRYPTED FILE-----')
  if (!wraps.every(({ keyId, wrapped }) => isOwn(keyId) && isWrap(wrapped))) return fail({ code: 'sealed-malformed' })
  await cases.saveWraps({ clerk: account, wraps, by: staff.id, at: deps.clock() })
  return ok(null)
}
