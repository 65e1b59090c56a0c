import { createChallenge, verifySolution } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2'
import type { Payload } from 'altcha-lib/types'
import type { TokenForm } from '#domain/form-token'
import type { WorkProofs } from '#usecase/case-ports'

/** About half a second of a desktop's work and some seconds of an old telephone's: iterations, and tries on average. */
const COST = 1000
const TRIES = { least: 600, most: 1400 }
/** Long enough to fill in a form after the task was fetched. */
export const LIFE_MS = 3600_000

/** Tasks of ALTCHA: signed, for one form, over after an hour. Checking one costs two keyed hashes and no work. */
export function createWorkProofs(secret: () => string): WorkProofs {
  const secrets = () => secretsOf(secret())
  return {
    issue: async (form, now) => ({
      ...(await createChallenge({
        algorithm: 'PBKDF2/SHA-256',
        cost: COST,
        counter: TRIES.least + randomBelow(TRIES.most - TRIES.least),
        deriveKey,
        data: { form, until: now + LIFE_MS },
        ...secrets(),
      })),
    }),

    async check(form, payload, now) {
      const given = payloadOf(payload)
      if (given === undefined) return { ok: false, why: 'malformed' }
      const { challenge, solution } = given
      const { signature, parameters } = challenge
      const result = await verifySolution({ challenge, solution, deriveKey, ...secrets() }).catch(() => undefined)
      if (result === undefined || signature === undefined) return { ok: false, why: 'malformed' }
      if (result.invalidSignature !== false) return { ok: false, why: 'forged' }
      if (!result.verified) return { ok: false, why: 'unsolved' }
      const until = Number(parameters.data?.until)
      if (!isForm(parameters.data?.form, form)) return { ok: false, why: 'wrong-form' }
      return until < now ? { ok: false, why: 'expired' } : { ok: true, id: signature, expiresAt: until }
    },
  }
}

/** The two secrets of the library, from the one of the place. */
export function secretsOf(secret: string) {
  return { hmacSignatureSecret: `work:${secret}`, hmacKeySignatureSecret: `work-key:${secret}` }
}

function isForm(value: unknown, form: TokenForm): boolean {
  return value === form
}

function randomBelow(limit: number): number {
  const [value = 0] = globalThis.crypto.getRandomValues(new Uint32Array(1))
  return value % limit
}

/** Safe: the library checks every member it uses, and throws or refuses where one is of another type. */
function payloadOf(text: string): Payload | undefined {
  try {
    const value: unknown = JSON.parse(atob(text))
    const hasBoth = typeof value === 'object' && value !== null && 'challenge' in value && 'solution' in value
    const parameters = hasBoth && value.challenge ? Reflect.get(Object(value.challenge), 'parameters') : undefined
    return hasBoth && typeof parameters === 'object' && parameters !== null ? (value as Payload) : undefined
  } catch {
    return undefined
  }
}
