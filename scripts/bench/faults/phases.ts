import type { Fault, FaultProxy } from '../../lib/fault-proxy.ts'
import { type Load, type LoadReport, pause } from './load.ts'

export const PHASES = ['up', 'stopped', 'slow', 'flapping', 'up again'] as const
const SLOW_MS = 2000
const FLAP_MS = 300

/** One run in which the database behind the proxy has every kind of trouble, and is well before and after. */
export async function throughTrouble(proxy: FaultProxy, load: Load, phaseMs: number): Promise<LoadReport> {
  for (const name of PHASES) {
    // First the trouble and then its name: what was asked just before may still have been answered.
    if (name !== 'flapping') await proxy.set(faultOf(name))
    load.phase(name)
    if (name === 'flapping') await flap(proxy, phaseMs)
    else await pause(phaseMs)
  }
  return load.stop()
}

function faultOf(name: (typeof PHASES)[number]): Fault {
  if (name === 'stopped') return 'stopped'
  return name === 'slow' ? { slowMs: SLOW_MS } : 'none'
}

/** Refused, then well, then cut in the middle of what is under way, in turn. */
async function flap(proxy: FaultProxy, phaseMs: number): Promise<void> {
  const until = Date.now() + phaseMs
  for (let turn = 0; Date.now() < until; turn++) {
    const fault = turn % 4 === 0 ? 'stopped' : turn % 4 === 2 ? 'cut' : 'none'
    await proxy.set(fault)
    await pause(FLAP_MS)
  }
  await proxy.set('none')
}
