import { dayOfInstant } from '#domain/day'
import { HOUR_MS, hourOf } from '#domain/intake-limits'
import { stepCase } from './change-case.ts'
import type { IntakeDeps } from './intake.ts'
import { UPLOAD_WAIT_MS } from './receive-upload.ts'
import { refreshDues } from './work-due.ts'

const AT_ONCE = 200
/** Rounds of a purge in one turn: each takes some files, and others may write in between. */
const MOST_PURGES = 200

/**
 * What time does to cases: papers that did not come, due days that move on, files nobody claimed, proofs and counters that are over. Safe to run
 * again at any point.
 */
export async function runCaseClock(deps: IntakeDeps): Promise<{ expired: number; purged: number }> {
  const now = deps.clock()
  const cases = await deps.cases()
  let expired = 0
  for (const { receipt } of await cases.overdueAsks(dayOfInstant(now), AT_ONCE)) {
    const moved = await stepCase(deps, {
      ...{ receipt, command: 'expire', role: 'clock', actor: 'clock', note: null, until: null },
    })
    if (moved.ok) expired += 1
  }
  await refreshDues(deps)
  // An hour more than an upload may wait: one that a submission still names is never taken away.
  const before = { uploads: now - UPLOAD_WAIT_MS - 2 * HOUR_MS, proofs: now, hour: hourOf(now) - 48 }
  let purged = 0
  for (let round = 0; round < MOST_PURGES; round++) {
    const some = await cases.purgeIntake(before)
    purged += some
    if (some === 0) break
  }
  return { expired, purged }
}
