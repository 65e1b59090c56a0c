import { createClient } from '@libsql/client/web'
import { drizzle } from 'drizzle-orm/libsql/web'
import { StoreUnavailableError } from '#domain/failure'
import type { Database } from './client.ts'

/** A remote libSQL (sqld, Turso, or the local bridge) over HTTP. `ask`: how calls are made, with a limit for instance. */
export function openDatabaseUrl(
  url: string,
  authToken: string | undefined,
  ask: (request: Request) => Promise<Response> = fetchOrUnavailable,
): Database {
  return drizzle(createClient({ url, fetch: ask, ...(authToken === undefined ? {} : { authToken }) }))
}

/** Without a limit: a command may wait for a long statement. */
function fetchOrUnavailable(request: Request): Promise<Response> {
  return fetch(request).catch((error: unknown) => {
    throw new StoreUnavailableError('unreachable', { cause: error })
  })
}
