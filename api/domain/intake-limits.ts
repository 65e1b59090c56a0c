/** What one address, and all of them together, may send in an hour. Offices behind one address share it. */
export const INTAKE_LIMITS = {
  /** Submissions with proof of work: the work itself is the brake, so an agent who files for many is not stopped. */
  work: { address: 400, all: 20_000 },
  /** Submissions with a form token: nothing but time and these numbers holds a script back. */
  token: { address: 12, all: 240 },
  /** A clerk at the counter is signed in, and held back by nothing. */
  clerk: { address: Number.MAX_SAFE_INTEGER, all: Number.MAX_SAFE_INTEGER },
  upload: { address: 120, all: 4000 },
  /** Megabytes of files, each begun one counted: a disk is full sooner than a counter. */
  'upload-mb': { address: 200, all: 4000 },
  /** Look-ups that found nothing: a wrong code or number. */
  miss: { address: 30, all: Number.MAX_SAFE_INTEGER },
  /** Marks that objections set at once; beyond it they are taken in all the same, and the desk marks. */
  mark: { address: 20, all: 300 },
  /** Files that one proof may bring, repeated ones among them. */
  'upload-proof': { address: 30, all: 30 },
} as const

export type LimitClass = keyof typeof INTAKE_LIMITS

export const HOUR_MS = 3600_000

export function hourOf(instant: number): number {
  return Math.floor(instant / HOUR_MS)
}

/** Seconds until the next hour begins, and with it new numbers. */
export function secondsToNextHour(instant: number): number {
  return Math.ceil((HOUR_MS - (instant % HOUR_MS)) / 1000)
}

/** A counter, and how far it may go within the hour. */
export type Counter = { counter: string; most: number }

/** `counts`: of the address and of all, as counted before this one. */
export function isOverLimit(which: LimitClass, [address = 0, all = 0]: readonly number[]): boolean {
  const limit = INTAKE_LIMITS[which]
  return address >= limit.address || all >= limit.all
}
