import { Encrypter } from 'age-encryption'
import { solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2'
import type { Challenge } from 'altcha-lib/types'

/** Loaded only where somebody fills in a form: seals to the desk's keys, and does the work that holds robots back. */
export async function seal(plain: Uint8Array | string, recipients: readonly string[]): Promise<Uint8Array> {
  const encrypter = new Encrypter()
  for (const recipient of recipients) encrypter.addRecipient(recipient)
  return encrypter.encrypt(plain)
}

/** Safe: the task comes from this site's own API; one that is none cannot be solved and throws. */
export async function solve(task: unknown): Promise<string> {
  const challenge = task as Challenge
  const solution = await solveChallenge({ challenge, deriveKey })
  if (solution === null) throw new Error('The task has no solution.')
  return btoa(JSON.stringify({ challenge, solution }))
}

export function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
  return btoa(text)
}
