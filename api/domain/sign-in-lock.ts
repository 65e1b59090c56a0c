/** Tries are counted before they are made, so that many at once are as many as one after another. */
export type SignInTries = { n: number; since: number }

export const TRIES_OF_ACCOUNT = 8
export const TRIES_OF_ADDRESS = 40
export const LOCK_MS = 15 * 60_000

/** The count with one more try in it; what is older than the lock is forgotten. */
export function nextTries(before: SignInTries | undefined, now: number): SignInTries {
  if (before === undefined || now - before.since >= LOCK_MS) return { n: 1, since: now }
  return { n: before.n + 1, since: before.since }
}

/** Seconds until the next try may be made; 0 where it may be made now. */
export function lockedFor({ n, since }: SignInTries, most: number, now: number): number {
  return n <= most ? 0 : Math.max(1, Math.ceil((since + LOCK_MS - now) / 1000))
}
