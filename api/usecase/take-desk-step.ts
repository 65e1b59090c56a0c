import { dayOfInstant } from '#domain/day'
import {
  caseRoleOf,
  type DeskCommand,
  isSecondPerson,
  type StepText,
  type StepTrouble,
  stepTroubles,
} from '#domain/desk-case'
import type { FailureOf, FilerFailure } from '#domain/failure'
import { fail, type Result } from '#domain/result'
import type { Staff } from '#domain/staff'
import { stepCase } from './change-case.ts'
import { type DeskCaseDeps, findSeen } from './desk-cases.ts'
import type { CaseStanding } from './look-up-case.ts'

export type DeskStep = StepText & {
  command: DeskCommand
  /** The step that the page showed last: a step taken meanwhile is not stepped over. */
  seq: number
  /** For `refer`: the organ to be asked, where it is not the one that the rule names. */
  handlerSlug: string | null
}

export type DeskStepFailure =
  | FilerFailure
  | FailureOf<'note-personal-data' | 'upholder-involved' | 'step-incomplete' | 'handler-refused'>

/** A step in a case, by somebody who sees it whole or was asked about it; their role decides what they may do. */
export async function takeDeskStep(
  deps: DeskCaseDeps,
  staff: Staff,
  receipt: string,
  { command, seq, note, until, papers, handlerSlug }: DeskStep,
): Promise<Result<CaseStanding, DeskStepFailure>> {
  const seen = await findSeen(deps, staff, receipt)
  if (!seen.ok) return seen
  const { found } = seen.value
  const role = caseRoleOf(staff.role)
  if (role === null) return fail({ code: 'case-not-found' })
  if (found.seq !== seq) return fail({ code: 'case-changed-meanwhile', receipt })
  if (command === 'uphold' && !isSecondPerson(found.trail, staff.id)) return fail({ code: 'upholder-involved' })
  const troubles: StepTrouble[] = stepTroubles(command, { note, until, papers }, dayOfInstant(deps.clock()))
  if (troubles.length > 0) return fail({ code: 'step-incomplete', troubles })
  const handler = command === 'refer' ? (handlerSlug ?? found.handlerSlug) : null
  if (command === 'refer') {
    // 不得转给被投诉的机关；承办本站的机关之外，只有本地的机关可以核实。
    if (handler === null || !deps.agencies.has(handler) || handler === found.organSlug) {
      return fail({ code: 'handler-refused', slug: handler ?? '' })
    }
  }
  return stepCase(deps, {
    ...{ receipt, command, role, actor: 'staff', note, until },
    desk: { staffId: staff.id, handlerSlug: handler, papers },
  })
}
