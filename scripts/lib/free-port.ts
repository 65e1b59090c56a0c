import { createServer } from 'node:net'

/** A port of loopback that nobody listens on at this moment; for benchmarks and tests. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  await new Promise<void>((done) => server.close(() => done()))
  if (address === null || typeof address === 'string') throw new Error('No free port.')
  return address.port
}
