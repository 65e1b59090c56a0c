import { createServer, connect as dial, type Server, type Socket } from 'node:net'

/** `stopped`: connections are refused. `cut`: they are taken and broken. `slow`: each answer comes so much later. `hangs`: never. */
export type Fault = 'none' | 'stopped' | 'cut' | 'hangs' | { slowMs: number }
export type FaultProxy = { url: string; set: (fault: Fault) => Promise<void>; close: () => Promise<void> }

/** Stands between a server and its database, and does what networks and databases do in their bad hours. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const { hostname, port: targetPort } = new URL(target)
  const sockets = new Set<Socket>()
  let fault: Fault = 'none'
  let server: Server | undefined
  let port = 0

  function pass(client: Socket): void {
    track(client)
    // One that was on its way when listening ended comes out of the queue only now.
    if (fault === 'cut' || server === undefined) {
      client.destroy()
      return
    }
    const upstream = track(dial(Number(targetPort), hostname))
    client.pipe(upstream)
    upstream.on('data', (chunk: Buffer) => answer(client, chunk))
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
  }

  /** The fault of this moment, also on connections that were made before it. */
  function answer(client: Socket, chunk: Buffer): void {
    if (fault === 'cut') client.destroy()
    else if (typeof fault === 'object') setTimeout(() => client.writable && client.write(chunk), fault.slowMs)
    else if (fault !== 'hangs') client.write(chunk)
  }

  function track(socket: Socket): Socket {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    // A broken connection is what this is for.
    socket.on('error', () => socket.destroy())
    return socket
  }

  async function listen(): Promise<void> {
    const own = createServer(pass)
    await new Promise<void>((done, fail) => own.once('error', fail).listen(port, '127.0.0.1', done))
    const address = own.address()
    if (address !== null && typeof address === 'object') port = address.port
    server = own
  }

  async function stop(): Promise<void> {
    const own = server
    server = undefined
    const closed = new Promise((done) => (own === undefined ? done(undefined) : own.close(done)))
    for (const socket of sockets) socket.destroy()
    await closed
  }

  await listen()
  return {
    url: `http://127.0.0.1:${port}`,
    async set(next) {
      fault = next
      if (next === 'stopped') await stop()
      else if (server === undefined) await listen()
      if (next === 'cut') for (const socket of sockets) socket.destroy()
    },
    close: stop,
  }
}
