import { type CaseDue, caseClock, caseDue } from '#domain/case-clock'
import { isOpen, takeCaseStep } from '#domain/case-life'
import { compareDays, type Day, dayOfInstant } from '#domain/day'
import type { FailureOf } from '#domain/failure'
import { sameText } from '#domain/form-token'
import { isOverLimit, secondsToNextHour } from '#domain/intake-limits'
import { parseReceipt } from '#domain/receipt'
import { fail, ok, type Result } from '#domain/result'
import type { CaseFound } from './case-ports.ts'
import { countersOf, hashCode, type IntakeDeps } from './intake.ts'

/** What a filer may see of a case, and do with it. `due` is null where no term was promised and no law sets one. */
export type CaseStanding = {
  found: CaseFound
  due: CaseDue | null
  isOverdue: boolean
  maySupplement: boolean
  mayWithdraw: boolean
}

/** Compared with where there is no case, so that both answers do the same work. */
const NOBODY = '0'.repeat(64)

export type LookUpKey = { receipt: string; code: string }

/** A wrong code and an unknown number are one answer, after the same work; misses are counted. */
export async function lookUpCase(
  deps: IntakeDeps,
  key: LookUpKey,
  address: string,
): Promise<Result<CaseStanding, FailureOf<'too-many' | 'case-not-found'>>> {
  const found = await findCase(deps, key, address)
  return found.ok ? ok(standingOf(deps, found.value)) : found
}

export async function findCase(
  deps: IntakeDeps,
  { receipt, code }: LookUpKey,
  address: string,
): Promise<Result<CaseFound, FailureOf<'too-many' | 'case-not-found'>>> {
  const parsed = parseReceipt(receipt)
  const { counters, hour } = await countersOf(deps, 'miss', address)
  const hash = await hashCode(deps, code)
  const cases = await deps.cases()
  const found = await cases.find(parsed.ok ? parsed.value : '')
  const matches = sameText(hash, found?.codeHash ?? NOBODY)
  if (found !== undefined && matches) return ok(found)
  // Only misses are held up: who has number and code is never kept out by what others try.
  const counted = await cases.before({ idempotencyHash: null, proofId: '', counters, hour, uploads: [] })
  if (isOverLimit('miss', counted.counts)) {
    return fail({ code: 'too-many', retryAfter: secondsToNextHour(deps.clock()) })
  }
  await cases.count(counters, hour)
  return fail({ code: 'case-not-found' })
}

export function standingOf(deps: IntakeDeps, found: CaseFound): CaseStanding {
  const today = dayOfInstant(deps.clock())
  const due = dueOf(deps, found, today)
  const may = (command: 'supplement' | 'withdraw') => takeCaseStep(found.kind, found.state, command, 'filer').ok
  return {
    found,
    due,
    isOverdue: due?.isRunning === true && isOpen(found.state) && compareDays(due.on, today) < 0,
    maySupplement: may('supplement'),
    mayWithdraw: may('withdraw'),
  }
}

type Clocked = Pick<CaseFound, 'kind' | 'state' | 'submittedAt'> & {
  trail: readonly Pick<CaseFound['trail'][number], 'command' | 'to' | 'at'>[]
}

/** Null where no term was promised and no law sets one. */
export function dueOf({ place, rules, calendar }: IntakeDeps, found: Clocked, today: Day): CaseDue | null {
  const clock = caseClock(found.kind, place.areaCode, dayOfInstant(found.submittedAt), rules)
  if (clock === null) return null
  const steps = found.trail.map(({ command, to, at }) => ({ command, to, on: dayOfInstant(at) }))
  return caseDue(steps, clock, isOpen(found.state) ? today : (steps.at(-1)?.on ?? today), calendar) ?? null
}
