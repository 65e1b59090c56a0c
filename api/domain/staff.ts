import type { StaffRole } from './vocabulary.ts'

/** Somebody with an account at the desk. */
export type Staff = {
  id: string
  account: string
  name: string
  role: StaffRole
  /** Of the role `organ`: the organ whose matters alone are seen. */
  organSlug: string | null
  /** Without a second factor nothing can be done but to set one up. */
  hasSecondFactor: boolean
  /** The password was given by somebody else. */
  mustChangePassword: boolean
  /** An account of the invented county, which has no second factor and works on the machine itself only. */
  isDemo: boolean
}

/** What still keeps a person who is signed in from working. */
export type SignInGap = 'change-password' | 'set-up-second-factor'

export function signInGap({ isDemo, mustChangePassword, hasSecondFactor }: Staff): SignInGap | null {
  if (isDemo) return null
  if (mustChangePassword) return 'change-password'
  return hasSecondFactor ? null : 'set-up-second-factor'
}

export const SHORTEST_PASSWORD = 12
export const LONGEST_PASSWORD = 128

export type PasswordTrouble = 'too-short' | 'too-long' | 'holds-account' | 'too-plain'

/** Length before signs; what holds the account, or the same few characters, is no secret. */
export function passwordTrouble(password: string, account: string): PasswordTrouble | null {
  const length = [...password].length
  if (length < SHORTEST_PASSWORD) return 'too-short'
  if (length > LONGEST_PASSWORD) return 'too-long'
  if (password.toLowerCase().includes(account.toLowerCase())) return 'holds-account'
  return new Set(password).size < 5 ? 'too-plain' : null
}

const ACCOUNT = /^[a-z][a-z0-9._-]{2,31}$/

/** Small letters, digits, dots, underscores and hyphens, from a letter on; 3 to 32 of them. */
export function isAccountName(text: string): boolean {
  return ACCOUNT.test(text)
}
