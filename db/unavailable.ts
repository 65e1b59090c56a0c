import { StoreUnavailableError } from '#domain/failure'

/** What libSQL says where the database cannot be used now and may be later; anything else is a fault of ours. */
const TRANSIENT =
  /SQLITE_(BUSY|LOCKED|FULL|IOERR|CANTOPEN|READONLY|PROTOCOL|CORRUPT|NOTADB)|CLIENT_CLOSED|HRANA_|SERVER_ERROR|fetch failed|network/i

/** The store's duties, with every error of the kind turned into `StoreUnavailableError`, free of values. */
export function withAvailability<S extends Record<string, (...args: never[]) => Promise<unknown>>>(store: S): S {
  return mapped(store, (duty) => async (...args) => {
    try {
      return await duty(...args)
    } catch (error) {
      if (isTransient(error)) throw new StoreUnavailableError(codeOf(error))
      throw error
    }
  })
}

type Duty = (...args: never[]) => Promise<unknown>

/** Safe: every member is replaced by one of the same parameters and the same answer. */
function mapped<S extends Record<string, Duty>>(store: S, wrap: (duty: Duty) => Duty): S {
  return Object.fromEntries(Object.entries(store).map(([name, duty]) => [name, wrap(duty)])) as S
}

function isTransient(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at instanceof StoreUnavailableError || TRANSIENT.test(`${codeOf(at)} ${at.message}`)) return true
  }
  return false
}

function codeOf(error: unknown): string {
  const code: unknown = error instanceof Error ? (Reflect.get(error, 'code') ?? '') : ''
  return typeof code === 'string' ? code : ''
}

/** What a counter says that is at its end. */
export const OVER_LIMIT = 'intake_limit'

/** True where a row with one of these keys is there already. */
export function isCollision(error: unknown, tables: readonly string[]): boolean {
  return tables.some((table) => mentions(error, `UNIQUE constraint failed: ${table}.`))
}

/** Whether an error or one of its causes says so. */
export function mentions(error: unknown, words: string): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at.message.includes(words)) return true
  }
  return false
}
