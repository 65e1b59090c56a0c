import { canonicalJson } from '#domain/canonical-json'
import { isOpen } from '#domain/case-life'
import { dayOfInstant } from '#domain/day'
import type { CaseWork, TrailStep } from './case-ports.ts'
import type { IntakeDeps } from './intake.ts'
import { dueOf } from './look-up-case.ts'
import { NO_DUE, type WorkDue } from './work-ports.ts'

type Clocked = Pick<CaseWork, 'kind' | 'state' | 'submittedAt'> & {
  trail: readonly Pick<TrailStep, 'command' | 'to' | 'at'>[]
}

const AT_ONCE = 500

/** When a case is due as it stands, for the order of the work list; null once it is closed. */
export function workDueOf(deps: IntakeDeps, found: Clocked): WorkDue | null {
  if (!isOpen(found.state)) return null
  const due = dueOf(deps, found, dayOfInstant(deps.clock()))
  return due?.isRunning ? due.on : NO_DUE
}

/** The same after one more step. */
export function workDueAfter(deps: IntakeDeps, found: Clocked, step: Clocked['trail'][number]): WorkDue | null {
  return workDueOf(deps, { ...found, state: step.to, trail: [...found.trail, step] })
}

/**
 * Writes all due days anew when the day or the rules are others than at the last time. Safe to run again at any point: a
 * case that a step changes meanwhile has its day from that step.
 */
export async function refreshDues(deps: IntakeDeps): Promise<number> {
  const { objections, promises, confirmed } = deps.rules
  const facts = canonicalJson({ objections, promises, confirmed: [...confirmed].sort(), area: deps.place.areaCode })
  const basis = `${dayOfInstant(deps.clock())} ${await deps.secrets.hash(facts)}`
  const cases = await deps.cases()
  if ((await cases.dueBasis()) === basis) return 0
  let written = 0
  for (let after = ''; ; ) {
    const page = await cases.openAfter(after, AT_ONCE)
    const dues = page.flatMap(({ receipt, seq, ...found }) => {
      const workDue = workDueOf(deps, found)
      return workDue === null ? [] : [{ receipt, seq, workDue }]
    })
    await cases.saveDues(dues)
    written += dues.length
    const last = page.at(-1)
    if (page.length < AT_ONCE || last === undefined) break
    after = last.receipt
  }
  await cases.saveDueBasis(basis)
  return written
}
