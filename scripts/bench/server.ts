import { spawn } from 'node:child_process'
import { freePort } from '../lib/free-port.ts'

export type BenchServer = { origin: string; pid: number; close: () => Promise<void> }

/** The real program over `DATA_DIR` and `SITE_BUILD` of `env`, in a process of its own, on a free port of loopback. */
export async function startServer(env: NodeJS.ProcessEnv): Promise<BenchServer> {
  const port = await freePort()
  const child = spawn(process.execPath, ['scripts/serve.ts'], {
    env: { ...env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let log = ''
  child.stderr.on('data', (chunk: Buffer) => {
    log = `${log}${chunk.toString()}`.slice(-4000)
  })
  process.once('exit', () => child.kill('SIGTERM'))
  while (!log.includes('已启动')) {
    if (child.exitCode !== null) throw new Error(`The server ended before it listened:\n${log}`)
    await new Promise((done) => setTimeout(done, 100))
  }
  return {
    origin: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    close() {
      if (child.exitCode !== null) return Promise.resolve()
      const ended = new Promise<void>((done) => child.once('exit', () => done()))
      child.kill('SIGTERM')
      return ended
    },
  }
}
