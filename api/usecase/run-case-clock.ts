import { retentionEnds } from '#domain/case-retention'
import { dayOfInstant, instantOfDay } from '#domain/day'
import { HOUR_MS, hourOf } from '#domain/intake-limits'
import type { CaseStore } from './case-ports.ts'
import { stepCase } from './change-case.ts'
import type { IntakeDeps } from './intake.ts'
import { UPLOAD_WAIT_MS } from './receive-upload.ts'
import { refreshDues } from './work-due.ts'

const AT_ONCE = 200
/** Rounds of a purge in one turn: each takes some, and others may write in between. */
const MOST_PURGES = 200

/** `purged`: files nobody claimed; `emptied`: closed cases whose contents were destroyed; `log`: what became of it. */
export type ClockReport = {
  expired: number
  purged: number
  emptied: number
  log: Awaited<ReturnType<CaseStore['emptyLog']>>
}

/**
 * What time does to cases: papers that did not come, due days that move on, files nobody claimed, proofs and counters that
 * are over, and what closed cases hold past the time it is kept. Safe to run again at any point.
 */
export async function runCaseClock(deps: IntakeDeps): Promise<ClockReport> {
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
  const emptied = await emptyClosed(deps, cases, now)
  // Also where nothing was purged now: a run that was killed may have left it behind.
  return { expired, purged, emptied, log: await cases.emptyLog() }
}

async function emptyClosed({ rules }: IntakeDeps, cases: CaseStore, now: number): Promise<number> {
  let emptied = 0
  for (const { kind, closedBefore } of retentionEnds(dayOfInstant(now), rules)) {
    const end = { kind, closedBefore: instantOfDay(closedBefore) }
    for (let round = 0; round < MOST_PURGES; round++) {
      const due = await cases.dueForPurge(end, AT_ONCE)
      for (const receipt of due) if (await cases.purgeCase(receipt, now)) emptied += 1
      if (due.length < AT_ONCE) break
    }
  }
  return emptied
}
