type Waiting<T, R> = { asked: T; done: (answer: R) => void; fail: (error: unknown) => void }

/** More at once would keep the others and the memory waiting longer than it saves. */
const MOST_AT_ONCE = 64

/**
 * Calls that wait at the same time are done together: one statement, one sync to disk. Each is told only when its part is
 * done. Where the common work fails, each is tried alone, so none suffers for another.
 * @param work Does all of them or nothing, and answers in their order.
 */
export function createCallGroup<T, R>(work: (asked: readonly T[]) => Promise<readonly R[]>): (asked: T) => Promise<R> {
  let queue: Waiting<T, R>[] = []
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

  async function settle(some: readonly Waiting<T, R>[]): Promise<void> {
    try {
      const answers = await work(some.map(({ asked }) => asked))
      for (const [at, { done, fail }] of some.entries()) {
        const answer = answers[at]
        if (at < answers.length) done(answerOf(answer))
        else fail(new Error('The common work left one out.'))
      }
    } catch (error) {
      if (some.length === 1) some[0]?.fail(error)
      else for (const one of some) await settle([one])
    }
  }

  /** Safe: only asked for places that the list has. */
  function answerOf(answer: R | undefined): R {
    return answer as R
  }

  return (asked) =>
    new Promise((done, fail) => {
      queue.push({ asked, done, fail })
      schedule()
    })
}
