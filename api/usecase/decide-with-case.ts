import { dayOfInstant } from '#domain/day'
import { isSecondPerson, stepTroubles } from '#domain/desk-case'
import type { ChangeFailure, FailureOf, FilerFailure } from '#domain/failure'
import { fail, type Result } from '#domain/result'
import type { Staff } from '#domain/staff'
import type { CaseStepWrite } from './case-ports.ts'
import { planStep } from './change-case.ts'
import type { ChangeDeps } from './change-outcome.ts'
import { type Decided, decideChange } from './decide-change.ts'
import type { DeskCaseDeps } from './desk-cases.ts'

export type DeskDecision = {
  change: string
  verdict: 'approve' | 'reject'
  note: string | null
  /** What the filer is told where the case is upheld with the change; null leaves the case as it is, no words are refused. */
  upholdNote: string | null
}

export type DecisionFailure =
  | ChangeFailure
  | FilerFailure
  | FailureOf<'note-personal-data' | 'upholder-involved' | 'step-incomplete'>

/** What another person proposed, and the case that it follows from: both are decided, or neither. */
export async function decideWithCase(
  cases: DeskCaseDeps,
  records: ChangeDeps,
  staff: Staff,
  { change, verdict, note, upholdNote }: DeskDecision,
): Promise<Result<Decided, DecisionFailure>> {
  const input = { change, verdict, note, by: staff.id }
  if (verdict === 'reject' || upholdNote === null) return decideChange(records, input)
  const step = await upholding(cases, records, staff, change, upholdNote)
  return step.ok ? decideChange(records, { ...input, caseStep: step.value }) : step
}

async function upholding(
  cases: DeskCaseDeps,
  records: ChangeDeps,
  staff: Staff,
  change: string,
  note: string,
): Promise<Result<CaseStepWrite, DecisionFailure>> {
  const receipt = (await records.changes.change(change))?.caseReceipt ?? ''
  const found = await (await cases.cases()).find(receipt)
  if (found === undefined) return fail({ code: 'case-not-found' })
  if (staff.role !== 'reviewer') return fail({ code: 'case-role-not-allowed', role: 'clerk', command: 'uphold' })
  if (!isSecondPerson(found.trail, staff.id)) return fail({ code: 'upholder-involved' })
  const troubles = stepTroubles('uphold', { note, until: null, papers: [] }, dayOfInstant(cases.clock()))
  if (troubles.length > 0) return fail({ code: 'step-incomplete', troubles })
  return planStep(cases, {
    ...{ receipt, command: 'uphold', role: 'reviewer', actor: 'staff', note, until: null },
    desk: { staffId: staff.id, handlerSlug: null, papers: [] },
  })
}
