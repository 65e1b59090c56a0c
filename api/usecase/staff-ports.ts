import type { AuditFilter } from '#domain/audit-filter'
import type { Staff } from '#domain/staff'
import type { StaffRole } from '#domain/vocabulary'
import type { AuditDetail } from './case-ports.ts'

export { StoreUnavailableError } from '#domain/failure'

/** What a browser sent, of which only the cookies are read; and the cookies that it gets back. */
export type SentCookies = Headers
export type SetCookies = readonly string[]

export type NewStaff = {
  account: string
  name: string
  role: StaffRole
  organSlug: string | null
  password: string
  isDemo: boolean
}

/** Passwords, second factors and sessions, by a library made for them. */
export type SignIn = {
  /** `second-factor`: the password was right, and a code is asked for next. Null: account or password is wrong. */
  withPassword(
    account: string,
    password: string,
    sent: SentCookies,
  ): Promise<{ next: 'in' | 'second-factor'; cookies: SetCookies } | null>
  /** `locked`: too many wrong codes one after another; `stale`: the password has to be given again. */
  withCode(
    kind: 'totp' | 'recovery',
    code: string,
    sent: SentCookies,
  ): Promise<{ cookies: SetCookies } | 'wrong' | 'locked' | 'stale'>
  signOut(sent: SentCookies): Promise<SetCookies>
  current(sent: SentCookies): Promise<Staff | null>
  /** A secret for an authenticator that works once `confirmSecondFactor` was right; null where the password is wrong. */
  startSecondFactor(password: string, sent: SentCookies): Promise<{ uri: string; recoveryCodes: string[] } | null>
  confirmSecondFactor(code: string, sent: SentCookies): Promise<{ cookies: SetCookies } | 'wrong'>
  /** Ends all other sessions; null where the present password is wrong. */
  changePassword(present: string, next: string, sent: SentCookies): Promise<{ cookies: SetCookies } | null>
  /** Null where the account is taken. */
  create(staff: NewStaff): Promise<Staff | null>
  /** A new first password: sessions end, the second factor is to be set up again. */
  reset(id: string, password: string): Promise<void>
  endSessions(id: string): Promise<void>
}

/** Who is there, and how often somebody tried. All throw `StoreUnavailableError`. */
export type StaffStore = {
  list(): Promise<Staff[]>
  /** Those who left, too: the audit names them. */
  everyone(): Promise<(Staff & { isClosed: boolean })[]>
  find(id: string): Promise<Staff | undefined>
  findAccount(account: string): Promise<Staff | undefined>
  /** Counts one more try for each key and answers the counts, this one included. */
  countTries(keys: readonly string[], now: number): Promise<{ n: number; since: number }[]>
  forgetTries(keys: readonly string[]): Promise<void>
  /** A row of the audit on what is no step of a record or case. */
  note(entry: { at: number; staffId: string | null; verb: string; target: string; detail: AuditDetail }): Promise<void>
  setRole(change: { id: string; role: StaffRole; organSlug: string | null; at: number; by: string }): Promise<void>
  /** A person who left: no sign-in any more, the rows of the audit stay. */
  close(id: string, at: number, by: string): Promise<void>
  views(staffId: string): Promise<SavedView[]>
  saveView(view: SavedView & { staffId: string; at: number }): Promise<void>
  removeView(view: { staffId: string; name: string; at: number }): Promise<void>
  /** Oldest first, from after an id on. */
  auditAfter(id: number, limit: number): Promise<AuditRow[]>
  /** Newest first; null asks for all. */
  audit(filter: AuditFilter | null, limit: number): Promise<AuditRow[]>
}

/** `query`: the filters as the list's address has them. */
export type SavedView = { name: string; query: string }

export type AuditRow = {
  id: number
  at: number
  actor: string
  staffId: string | null
  /** Their account. */
  staff: string | null
  verb: string
  target: string
  detail: AuditDetail
}
