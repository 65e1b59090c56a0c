import { armor, Decrypter } from 'age-encryption'

/** What opens the sealed parts: in this tab only, and gone after half an hour without a look. */
const SLOT = 'gongxin-desk-keys'
const IDLE_MS = 30 * 60_000

export type Identities = Record<string, string>

export function knownIdentities(): Identities | null {
  try {
    const text = window.sessionStorage.getItem(SLOT)
    const kept: unknown = text === null ? null : JSON.parse(text)
    if (typeof kept !== 'object' || kept === null || !('at' in kept) || !('identities' in kept)) return null
    if (Date.now() - Number(kept.at) > IDLE_MS) {
      forgetIdentities()
      return null
    }
    // Safe: `keepIdentities` is the only writer of this slot.
    const { identities } = kept as { identities: Identities }
    keepIdentities(identities)
    return identities
  } catch {
    return null
  }
}

export function keepIdentities(identities: Identities): void {
  try {
    window.sessionStorage.setItem(SLOT, JSON.stringify({ at: Date.now(), identities }))
  } catch {
    // A browser that keeps nothing asks for the passphrase on every page.
  }
}

export function forgetIdentities(): void {
  try {
    window.sessionStorage.removeItem(SLOT)
  } catch {
    // Nothing was kept.
  }
}

/** Every key that the passphrase opens; empty where it is another passphrase. */
export async function unlock(
  keys: readonly { keyId: string; wrapped: string | null }[],
  passphrase: string,
): Promise<Identities> {
  const identities: Identities = {}
  for (const { keyId, wrapped } of keys) {
    if (wrapped === null) continue
    const decrypter = new Decrypter()
    decrypter.addPassphrase(passphrase)
    try {
      identities[keyId] = await decrypter.decrypt(armor.decode(wrapped), 'text')
    } catch {
      // An older key may have been wrapped under an older passphrase.
    }
  }
  return identities
}

/** Throws where it was sealed to another key. */
export async function open(bytes: Uint8Array, identities: Identities): Promise<Uint8Array> {
  const decrypter = new Decrypter()
  for (const identity of Object.values(identities)) decrypter.addIdentity(identity)
  return decrypter.decrypt(bytes)
}

export function fromBase64(text: string): Uint8Array {
  const letters = window.atob(text)
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0))
}
