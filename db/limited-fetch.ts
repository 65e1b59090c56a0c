import { StoreUnavailableError } from '#domain/failure'

/** How long a call of a server may take, so that whoever waits for several in turn is answered inside five seconds. */
export const SERVER_LIMIT_MS = 1200
/** While a database is late, one call in so long finds out whether it still is; the others are not made to wait. */
const REST_MS = 1500
/** What the slowest line that we think of carries, so that a big file has the time that it takes. */
const BYTES_A_MS = 2048

/**
 * Calls to a remote database, given up after `limitMs`. What was given up may still be carried out there: whoever writes
 * has to be able to write the same again.
 */
export function createLimitedFetch(limitMs: number): (request: Request) => Promise<Response> {
  let isLate = false
  let nextTry = 0
  return async (request) => {
    if (isLate && Date.now() < nextTry) throw new StoreUnavailableError('late')
    const body = await request.arrayBuffer()
    const limit = limitMs + Math.ceil(body.byteLength / BYTES_A_MS)
    // Whoever tries meanwhile is told at once; a try that is itself forgotten does not keep others out for ever.
    nextTry = Date.now() + limit
    const signal = AbortSignal.timeout(limit)
    try {
      const answer = await fetch(request.url, { method: request.method, headers: request.headers, body, signal })
      const bytes = await answer.arrayBuffer()
      isLate = false
      return new Response(bytes, { status: answer.status, headers: answer.headers })
    } catch (error) {
      // One that refuses says so at once, and may be asked again at once.
      isLate = signal.aborted
      nextTry = Date.now() + REST_MS
      throw new StoreUnavailableError(signal.aborted ? 'late' : 'unreachable', { cause: error })
    }
  }
}
