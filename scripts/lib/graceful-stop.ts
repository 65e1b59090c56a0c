import type { Server, ServerResponse } from 'node:http'

/** What is not answered by then is cut: systemd and containers kill soon after. */
const LONGEST_MS = 20_000
const LOOK_EVERY_MS = 50

/**
 * Stops a server without breaking off what is under way: no new connections, running requests are answered, and their
 * connections end with the answer. `stop` is done when all are; asked twice, it is one stop.
 */
export function createGracefulStop(server: Server): { stop: () => Promise<void> } {
  const running = new Set<ServerResponse>()
  let stopped: Promise<void> | undefined
  server.prependListener('request', (_, response) => {
    running.add(response)
    response.on('close', () => running.delete(response))
    if (stopped !== undefined) response.shouldKeepAlive = false
  })

  async function stop(): Promise<void> {
    const closed = new Promise<void>((done) => server.close(() => done()))
    for (const response of running) response.shouldKeepAlive = false
    // A connection whose answer had gone out just before is idle only now.
    const look = setInterval(() => server.closeIdleConnections(), LOOK_EVERY_MS)
    const cut = setTimeout(() => server.closeAllConnections(), LONGEST_MS)
    await closed
    clearInterval(look)
    clearTimeout(cut)
  }

  return {
    stop() {
      stopped ??= stop()
      return stopped
    },
  }
}
