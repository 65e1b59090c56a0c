import { canonicalJson, type Json } from './canonical-json.ts'

/** SHA-256 of a text as lower-case hex; handed in, because rules know no library. */
export type Hash = (text: string) => string

/**
 * H(salt ‖ canonical JSON). The salt has at least 128 random bits and dies with the content: what remains proves that
 * something was recorded and lets nobody guess what.
 */
export function commit(salt: string, event: Json, hash: Hash): string {
  if (salt.length < 32) throw new Error('A commitment needs a salt of at least 128 bits (32 hex digits).')
  return hash(`${salt}${canonicalJson(event)}`)
}
