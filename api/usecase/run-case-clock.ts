import { dayOfInstant } from '#domain/day'
import { hourOf } from '#domain/intake-limits'
import { stepCase } from './change-case.ts'
import type { IntakeDeps } from './intake.ts'
import { UPLOAD_WAIT_MS } from './receive-upload.ts'

const AT_ONCE = 200

/**
 * What time does to cases: papers that did not come, files nobody claimed, proofs and counters that are over. Safe to run
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
  const purged = await cases.purgeIntake({ uploads: now - UPLOAD_WAIT_MS, proofs: now, hour: hourOf(now) - 48 })
  return { expired, purged }
}
