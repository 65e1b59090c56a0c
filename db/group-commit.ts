type Waiting<T> = { write: T; done: () => void; fail: (error: unknown) => void }

/** More in one transaction would keep readers and the memory waiting longer than it saves. */
const MOST_AT_ONCE = 64

/**
 * Writes that wait at the same time become one transaction: one sync to disk, one statement a table. Each is told only
 * when it is durable. Where the common one fails, each is tried alone, so none suffers for another.
 * @param commit Writes all of them or nothing.
 */
export function createGroupCommit<T>(commit: (writes: readonly T[]) => Promise<void>): (write: T) => Promise<void> {
  let queue: Waiting<T>[] = []
  let isScheduled = false

  /** After what already waits on the event loop: requests that arrived together are then in the queue together. */
  function schedule(): void {
    if (isScheduled || queue.length === 0) return
    isScheduled = true
    setImmediate(() => void flush())
  }

  async function flush(): Promise<void> {
    const some = queue.slice(0, MOST_AT_ONCE)
    queue = queue.slice(MOST_AT_ONCE)
    await settle(some)
    isScheduled = false
    schedule()
  }

  async function settle(some: readonly Waiting<T>[]): Promise<void> {
    try {
      await commit(some.map(({ write }) => write))
      for (const { done } of some) done()
    } catch (error) {
      if (some.length === 1) some[0]?.fail(error)
      else for (const one of some) await settle([one])
    }
  }

  return (write) =>
    new Promise((done, fail) => {
      queue.push({ write, done, fail })
      schedule()
    })
}
