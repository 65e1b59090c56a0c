import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'

export type Finished = { out: string; seconds: number; peakMb: number }

/**
 * Runs a program to its end, alone. `seconds`: from start to end, as the caller sees it. `peakMb`: the highest resident
 * size, as Linux keeps it (VmHWM), of this program or the biggest that it started, looked at twenty times a second; 0
 * where there is no /proc.
 */
export async function runChild(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Finished> {
  const startedAt = performance.now()
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env })
  let [out, err, peakMb] = ['', '', 0]
  child.stdout.on('data', (data: Buffer) => {
    out += data.toString()
  })
  child.stderr.on('data', (data: Buffer) => {
    err += data.toString()
  })
  const timer = setInterval(() => {
    void treeOf(child.pid)
      .then((pids) => Promise.all(pids.map(peakOf)))
      .then((peaks) => {
        peakMb = Math.max(peakMb, ...peaks)
      })
  }, 50)
  try {
    await new Promise<void>((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code) => {
        if (code === 0) resolve()
        else reject(new Error(`${program} ${args.join(' ')} failed:\n${err}`))
      })
    })
  } finally {
    clearInterval(timer)
  }
  return { out, seconds: (performance.now() - startedAt) / 1000, peakMb }
}

/** The young generation that `npm run import` gives itself: a bigger one costs memory and gains no time. */
export function runCase(script: string, args: readonly string[]): Promise<Finished> {
  return runChild(process.execPath, ['--max-semi-space-size=4', script, ...args])
}

async function treeOf(pid: number | undefined): Promise<number[]> {
  if (pid === undefined) return []
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  const below = await Promise.all(children.split(' ').filter(Boolean).map(Number).map(treeOf))
  return [pid, ...below.flat()]
}

/** Highest resident size of a running process, in megabytes. */
export async function peakOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/VmHWM:\s+(\d+) kB/.exec(text)?.[1] ?? 0) / 1024
}
