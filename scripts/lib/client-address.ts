import type { IncomingMessage } from 'node:http'
import { ADDRESS_HEADER } from '#domain/client-address'

/**
 * Puts the client's address where the app looks for it, over whatever the client sent there. `hops`: how many proxies of
 * our own stand before this server, each of which adds the address it saw to X-Forwarded-For; 0 believes none.
 */
export function stampAddress(request: IncomingMessage, hops: number): void {
  const forwarded = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((it) => it.trim())
  const seen = hops > 0 ? forwarded.at(-hops) : undefined
  const address = seen || (request.socket.remoteAddress ?? '')
  request.headers[ADDRESS_HEADER] = address
  // Some readers of requests take the headers as they came.
  const { rawHeaders } = request
  for (let at = rawHeaders.length - 2; at >= 0; at -= 2) {
    if (rawHeaders[at]?.toLowerCase() === ADDRESS_HEADER) rawHeaders.splice(at, 2)
  }
  rawHeaders.push(ADDRESS_HEADER, address)
}
