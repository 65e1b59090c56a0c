import { Agent, createServer, request } from 'node:http'

export type TrafficSwitch = { origin: string; turnTo: (origin: string) => void; close: () => Promise<void> }

/** What Caddy does in a rolling deploy: new requests go to the process that it was turned to, running ones end where they began. */
export async function startSwitch(first: string): Promise<TrafficSwitch> {
  let target = new URL(first)
  const agent = new Agent({ keepAlive: true })
  const server = createServer((asked, answer) => {
    const { hostname: host, port } = target
    const options = { agent, host, port, path: asked.url, method: asked.method, headers: asked.headers }
    const passed = request(options, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(answer)
    })
    passed.on('error', () => answer.writeHead(502).end())
    asked.pipe(passed)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The switch has no port.')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    turnTo(origin) {
      target = new URL(origin)
    },
    async close() {
      agent.destroy()
      await new Promise<void>((done) => {
        server.close(() => done())
        server.closeAllConnections()
      })
    },
  }
}
