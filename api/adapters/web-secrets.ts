import type { IntakeSecrets } from '#usecase/case-ports'

const SHORTEST = 32

/** HMAC-SHA-256 under the intake secret by Web Crypto, which both machines have. The secret is asked for when needed. */
export function createIntakeSecrets(secret: () => string): IntakeSecrets {
  const { subtle } = globalThis.crypto
  let key: Promise<CryptoKey> | undefined
  const imported = () => {
    key ??= subtle.importKey('raw', bytesOf(checkedIntakeSecret(secret())), { name: 'HMAC', hash: 'SHA-256' }, false, [
      'sign',
    ])
    return key
  }
  return {
    mac: async (text) => hexOf(await subtle.sign('HMAC', await imported(), bytesOf(text))),
    hash: async (content) =>
      hexOf(await subtle.digest('SHA-256', typeof content === 'string' ? bytesOf(content) : new Uint8Array(content))),
    random: (bytes) => hexOf(globalThis.crypto.getRandomValues(new Uint8Array(bytes)).buffer),
  }
}

export function checkedIntakeSecret(secret: string): string {
  if (secret.length < SHORTEST) throw new Error(`INTAKE_SECRET must have at least ${SHORTEST} characters.`)
  return secret
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}

function hexOf(buffer: ArrayBuffer): string {
  return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
