import { readdir, readFile } from 'node:fs/promises'

type Running = { pid: number; parent: number; name: string; pages: number }

/** Processes named workerd below another one, the heaviest first: the Worker itself, then wrangler's own front. */
export async function workersBelow(root: number): Promise<number[]> {
  const all = await running()
  const below = new Set([root])
  for (let size = 0; size < below.size; ) {
    size = below.size
    for (const { pid, parent } of all) if (below.has(parent)) below.add(pid)
  }
  return all
    .filter(({ pid, name }) => below.has(pid) && name === 'workerd')
    .sort((a, b) => b.pages - a.pages)
    .map(({ pid }) => pid)
}

/** Milliseconds that all threads of a process have been on a processor, from Linux. */
export async function cpuOf(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`)
  const times = await Promise.all(
    // A thread may end meanwhile.
    threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').catch(() => '0')),
  )
  return times.reduce((sum, text) => sum + Number(text.split(' ')[0]), 0) / 1e6
}

async function running(): Promise<Running[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
      const [, name = '', rest = ''] = /^\d+ \((.*)\) (.*)$/.exec(stat.trim()) ?? []
      const fields = rest.split(' ')
      return { pid: Number(pid), parent: Number(fields[1]), name, pages: Number(fields[21]) }
    }),
  )
  return found.filter(({ name }) => name !== '')
}
