import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import type { Secrets } from '#usecase/ports'
import type { Signing } from '#usecase/upward-ports'

/** DER before the 32 bytes of an Ed25519 key (RFC 8410): private as PKCS #8, public as SubjectPublicKeyInfo. */
const PRIVATE = Buffer.from('302e020100300506032b657004220420', 'hex')
const PUBLIC = Buffer.from('302a300506032b6570032100', 'hex')

/** The key that this place signs with, made from its secret: nothing else has to be kept or backed up. */
export function createNodeSigning({ mac }: Pick<Secrets, 'mac'>): Signing {
  const seed = Buffer.from(mac('upward signing key, version 1'), 'hex')
  const own = createPrivateKey({ key: Buffer.concat([PRIVATE, seed]), format: 'der', type: 'pkcs8' })
  return {
    key: createPublicKey(own).export({ format: 'der', type: 'spki' }).subarray(PUBLIC.length).toString('base64'),
    sign: (text) => sign(null, Buffer.from(text), own).toString('base64'),
    verify(key, text, signature) {
      const known = publicKeyOf(key)
      return known !== null && verify(null, Buffer.from(text), known, Buffer.from(signature, 'base64'))
    },
  }
}

function publicKeyOf(key: string): KeyObject | null {
  const raw = Buffer.from(key, 'base64')
  if (raw.length !== 32) return null
  return createPublicKey({ key: Buffer.concat([PUBLIC, raw]), format: 'der', type: 'spki' })
}
