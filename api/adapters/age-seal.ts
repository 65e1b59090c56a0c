import { Encrypter } from 'age-encryption'
import type { Seal } from '#usecase/case-ports'

/** Seals with age (X25519, ChaCha20-Poly1305) to every recipient; nothing here can open it again. */
export const ageSeal: Seal = async (plain, recipients) => {
  const encrypter = new Encrypter()
  for (const recipient of recipients) encrypter.addRecipient(recipient)
  return encrypter.encrypt(plain)
}
