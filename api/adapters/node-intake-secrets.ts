import { createHmac, createSecretKey, hash, type KeyObject, randomBytes } from 'node:crypto'
import type { IntakeSecrets } from '#usecase/case-ports'
import { checkedIntakeSecret } from './web-secrets.ts'

/** The same values as by Web Crypto, at once: each call of that goes through a pool of threads. */
export function createNodeIntakeSecrets(secret: () => string): IntakeSecrets {
  let key: KeyObject | undefined
  return {
    async mac(text) {
      key ??= createSecretKey(Buffer.from(checkedIntakeSecret(secret())))
      return createHmac('sha256', key).update(text).digest('hex')
    },
    hash: async (content) => hash('sha256', content, 'hex'),
    random: (bytes) => randomBytes(bytes).toString('hex'),
  }
}
