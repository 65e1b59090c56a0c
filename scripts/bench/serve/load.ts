import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runChild } from '../child.ts'

/** `perSecond`: answers with status 200; `errors`: all others, and what was not answered at all. */
export type Load = { perSecond: number; p50: number; p99: number; errors: number }

/** Requests the addresses of a file in turn and prints its figures as JSON, after the text that wrk prints. */
const SCRIPT = `
local paths = {}
local at = 0
local answered = {}
function init(args)
  for line in io.lines(args[1]) do paths[#paths + 1] = line end
end
function request()
  at = at % #paths + 1
  return wrk.format('GET', paths[at])
end
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('\\n{"seconds":%f,"requests":%d,"p50":%f,"p99":%f,"errors":%d}\\n',
    summary.duration / 1e6, summary.requests, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    e.connect + e.read + e.write + e.status + e.timeout))
end
`

/** Load by wrk, which takes little of the machine itself, over so many connections at once. */
export async function createLoad(folder: string) {
  const script = join(folder, 'load.lua')
  await writeFile(script, SCRIPT)
  return async (origin: string, paths: readonly string[], connections: number, seconds: number): Promise<Load> => {
    const list = join(folder, 'paths.txt')
    await writeFile(list, paths.join('\n'))
    const { out } = await runChild('wrk', [
      ...['-t', '1', '-c', String(connections), '-d', `${seconds}s`, '--timeout', '10s', '-s', script],
      ...[origin, '--', list],
    ])
    // Safe: the script prints just this, last of all.
    const figures = JSON.parse(out.trim().split('\n').at(-1) ?? '') as Omit<Load, 'perSecond'> & {
      seconds: number
      requests: number
    }
    const { p50, p99, errors, requests, seconds: taken } = figures
    return { perSecond: (requests - errors) / taken, p50, p99, errors }
  }
}
