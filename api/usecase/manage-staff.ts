import type { FailureOf } from '#domain/failure'
import { fail, ok, type Result } from '#domain/result'
import { isAccountName, type Staff } from '#domain/staff'
import type { StaffRole } from '#domain/vocabulary'
import type { SignInDeps } from './sign-in.ts'

export type StaffDeps = SignInDeps & {
  /** A first password, to be changed at the first sign-in. */
  newPassword: () => string
  /** Names of the place's organs, by slug. */
  agencies: ReadonlyMap<string, string>
}

export type StaffPost = { role: StaffRole; organSlug: string | null }

/** A new account; its first password is told once, to whoever makes it. `by` is null for the very first one. */
export async function addStaff(
  deps: StaffDeps,
  by: Staff | null,
  { account, name, role, organSlug }: StaffPost & { account: string; name: string },
): Promise<
  Result<{ staff: Staff; password: string }, FailureOf<'account-malformed' | 'account-taken' | 'organ-missing'>>
> {
  if (!isAccountName(account)) return fail({ code: 'account-malformed' })
  if (!isPost(deps, { role, organSlug })) return fail({ code: 'organ-missing' })
  const password = deps.newPassword()
  const staff = await (await deps.signIn()).create({ account, name, role, organSlug, password, isDemo: false })
  if (staff === null) return fail({ code: 'account-taken' })
  await note(deps, by, 'staff-add', staff.id, { role, organ: organSlug ?? '' })
  return ok({ staff, password })
}

/** 机关账号只看本机关: that role has an organ of the place, and no other role has one. */
function isPost({ agencies }: StaffDeps, { role, organSlug }: StaffPost): boolean {
  return role === 'organ' ? organSlug !== null && agencies.has(organSlug) : organSlug === null
}

export async function changeRole(
  deps: StaffDeps,
  by: Staff,
  id: string,
  { role, organSlug }: StaffPost,
): Promise<Result<null, FailureOf<'staff-not-found' | 'staff-self' | 'organ-missing'>>> {
  if (!isPost(deps, { role, organSlug })) return fail({ code: 'organ-missing' })
  const found = await another(deps, by, id)
  if (!found.ok) return found
  await (await deps.staff()).setRole({ id, role, organSlug, at: deps.clock(), by: by.id })
  return ok(null)
}

/** A new first password; the second factor is set up again. `by` is null for whoever runs the machine. */
export async function resetStaff(
  deps: StaffDeps,
  by: Staff | null,
  id: string,
): Promise<Result<{ password: string }, FailureOf<'staff-not-found' | 'staff-self'>>> {
  const found = await another(deps, by, id)
  if (!found.ok) return found
  const password = deps.newPassword()
  await (await deps.signIn()).reset(id, password)
  await note(deps, by, 'staff-reset', id)
  return ok({ password })
}

export async function closeStaff(
  deps: StaffDeps,
  by: Staff,
  id: string,
): Promise<Result<null, FailureOf<'staff-not-found' | 'staff-self'>>> {
  const found = await another(deps, by, id)
  if (!found.ok) return found
  await (await deps.staff()).close(id, deps.clock(), by.id)
  return ok(null)
}

/** Nobody raises or locks out themselves. */
async function another(
  deps: StaffDeps,
  by: Staff | null,
  id: string,
): Promise<Result<Staff, FailureOf<'staff-not-found' | 'staff-self'>>> {
  if (by?.id === id) return fail({ code: 'staff-self' })
  const found = await (await deps.staff()).find(id)
  return found === undefined ? fail({ code: 'staff-not-found' }) : ok(found)
}

async function note(
  deps: StaffDeps,
  by: Staff | null,
  verb: string,
  target: string,
  detail: Record<string, string> = {},
): Promise<void> {
  await (await deps.staff()).note({ at: deps.clock(), staffId: by?.id ?? null, verb, target, detail })
}
