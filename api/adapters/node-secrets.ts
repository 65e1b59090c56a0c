import { createHmac, createSecretKey, hash, randomBytes } from 'node:crypto'
import type { Secrets } from '#usecase/ports'

/** `key`: the place's secret. With it gone, ids of new records change and nobody can compute old ones. */
export function createNodeSecrets(key: string): Secrets {
  if (key.length < 32) throw new Error('PLACE_SECRET must have at least 32 characters.')
  const secret = createSecretKey(Buffer.from(key))
  return {
    mac: (text) => createHmac('sha256', secret).update(text).digest('hex'),
    hash: (text) => hash('sha256', text, 'hex'),
    random: randomHex(),
  }
}

const POOL_BYTES = 8192

/** Drawn in pools: a salt for every row would otherwise be a call to the system for every row. */
function randomHex(): Secrets['random'] {
  let pool = randomBytes(POOL_BYTES)
  let used = 0
  return (bytes) => {
    if (bytes > POOL_BYTES) return randomBytes(bytes).toString('hex')
    if (used + bytes > POOL_BYTES) {
      pool = randomBytes(POOL_BYTES)
      used = 0
    }
    used += bytes
    return pool.toString('hex', used - bytes, used)
  }
}
