import type { Clock, RecordStore, Secrets } from './ports.ts'

/** Another publisher is at work; nothing was lost, the outbox waits. */
export class PublisherBusyError extends Error {
  override name = 'PublisherBusyError'
}

export type Renew = () => Promise<void>
type LeaseDeps = { store: Pick<RecordStore, 'takeLease' | 'dropLease'>; secrets: Secrets; clock: Clock }

/** A publisher that died holds others up for this long at most. */
const LEASE_MS = 60_000

/** One at a time, of each of these works. `renew` is called before every write that readers rely on, and throws where the lease was lost. */
export async function withPublisherLease<T>(
  deps: LeaseDeps,
  work: (renew: Renew) => Promise<T>,
  name: 'publisher' | 'downloads' | 'upward' | 'inbound' = 'publisher',
): Promise<T> {
  const holder = deps.secrets.random(8)
  const renew = async () => {
    const now = deps.clock()
    if (await deps.store.takeLease(name, holder, now, now + LEASE_MS)) return
    throw new PublisherBusyError('另一个发布程序正在运行；待发布的内容不会丢失，请稍后再试。')
  }
  await renew()
  try {
    return await work(renew)
  } finally {
    await deps.store.dropLease(name, holder)
  }
}
