import { type ChildProcess, fork } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

export type ApiProcess = {
  port: number
  faults: string[]
  kill: () => Promise<void>
  peakMb: () => Promise<number>
  cpuMs: () => Promise<number>
}

/** Starts the API in a process of its own; answers when it listens. */
export async function startApi(env: NodeJS.ProcessEnv): Promise<ApiProcess> {
  const child = fork(join(import.meta.dirname, 'api-server.ts'), [], {
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let log = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    log = `${log}${chunk.toString()}`.slice(-4000)
  })
  const faults: string[] = []
  const port = await new Promise<number>((ready, fail) => {
    child.on('message', (message) => {
      if (isMember(message, 'port')) ready(Number(message.port))
      if (isMember(message, 'fault')) faults.push(String(message.fault))
    })
    child.once('exit', () => fail(new Error(`The server ended before it listened:\n${log}`)))
  })
  return { port, faults, kill: () => killed(child), peakMb: () => peakOf(child), cpuMs: () => cpuOf(child) }
}

function killed(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  child.kill('SIGKILL')
  return ended
}

/** Ticks of a hundredth of a second, in user and kernel. */
async function cpuOf({ pid }: ChildProcess): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? []
  return 10 * (Number(fields[11]) + Number(fields[12]))
}

async function peakOf({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
}

function isMember<K extends string>(value: unknown, key: K): value is Record<K, unknown> {
  return typeof value === 'object' && value !== null && key in value
}
