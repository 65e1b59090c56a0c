import { fail, ok, type Result } from './result.ts'
import type { CaseKind } from './vocabulary.ts'

/** What a token is good for: one of the forms, or sending something to a case that is known by its code. */
export const TOKEN_FORMS = ['objection', 'complaint', 'repair', 'correction', 'case'] as const
export type TokenForm = CaseKind | 'case'

/** Faster than this nobody reads and fills in a form. */
export const MIN_AGE_MS = 3000
export const MAX_AGE_MS = 24 * 3600_000

/** What is authenticated: form, instant of issue, and the one-time key that the submission will carry. */
export function tokenText(form: TokenForm, issuedAt: number, key: string): string {
  return `${form}.${issuedAt.toString(36)}.${key}`
}

export type TokenTrouble = 'malformed' | 'forged' | 'wrong-form' | 'too-fast' | 'expired'

/** `mac`: of the text before the last dot, computed by the server. */
export function readToken(
  token: string,
  mac: string,
  form: TokenForm,
  now: number,
): Result<{ key: string; expiresAt: number }, TokenTrouble> {
  const match = TOKEN.exec(token)
  const [, named, stamp = '', key = '', given = ''] = match ?? []
  if (match === null) return fail('malformed')
  if (!sameText(given, mac)) return fail('forged')
  if (named !== form) return fail('wrong-form')
  const issuedAt = Number.parseInt(stamp, 36)
  if (now - issuedAt < MIN_AGE_MS) return fail('too-fast')
  if (now - issuedAt > MAX_AGE_MS) return fail('expired')
  return ok({ key, expiresAt: issuedAt + MAX_AGE_MS })
}

/** The authenticated part of a token; empty where it has none. */
export function signedPart(token: string): string {
  const at = token.lastIndexOf('.')
  return at < 0 ? '' : token.slice(0, at)
}

const TOKEN = /^([a-z]+)\.([0-9a-z]{6,12})\.([0-9a-f]{32})\.([0-9a-f]{32,64})$/

/** Every character is looked at, so that time tells nothing of where two texts begin to differ. */
export function sameText(a: string, b: string): boolean {
  let differ = a.length ^ b.length
  for (let at = 0; at < a.length; at++) differ |= a.charCodeAt(at) ^ b.charCodeAt(at % Math.max(1, b.length))
  return differ === 0
}
