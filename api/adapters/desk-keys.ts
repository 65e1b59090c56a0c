import { armor, Decrypter, Encrypter, generateIdentity, identityToRecipient } from 'age-encryption'

/** A new pair of keys: the identity opens what is sealed to the recipient. */
export async function newKeyPair(): Promise<{ identity: string; recipient: string }> {
  const identity = await generateIdentity()
  return { identity, recipient: await identityToRecipient(identity) }
}

/** The identity, so that only who knows the passphrase has it; text that may lie in a database. */
export async function wrapIdentity(identity: string, passphrase: string): Promise<string> {
  const encrypter = new Encrypter()
  encrypter.setPassphrase(passphrase)
  return armor.encode(await encrypter.encrypt(identity))
}

/** Throws where the passphrase is another one. */
export async function unwrapIdentity(wrapped: string, passphrase: string): Promise<string> {
  const decrypter = new Decrypter()
  decrypter.addPassphrase(passphrase)
  return decrypter.decrypt(armor.decode(wrapped), 'text')
}

/** Throws where it was sealed to other keys, or was changed. */
export async function openSealed(bytes: Uint8Array, identity: string): Promise<Uint8Array> {
  const decrypter = new Decrypter()
  decrypter.addIdentity(identity)
  return decrypter.decrypt(bytes)
}
