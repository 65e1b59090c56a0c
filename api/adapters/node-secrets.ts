import { createHash, createHmac, randomBytes } from 'node:crypto'
import type { Secrets } from '#usecase/ports'

/** `key`: the place's secret. With it gone, ids of new records change and nobody can compute old ones. */
export function createNodeSecrets(key: string): Secrets {
  if (key.length < 32) throw new Error('PLACE_SECRET must have at least 32 characters.')
  return {
    mac: (text) => createHmac('sha256', key).update(text).digest('hex'),
    hash: (text) => createHash('sha256').update(text).digest('hex'),
    random: (bytes) => randomBytes(bytes).toString('hex'),
  }
}
