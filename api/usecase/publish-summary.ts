import { isAnswered } from '#domain/case-life'
import type { FailureOf } from '#domain/failure'
import { scanPersonalData } from '#domain/masking'
import { fail, ok, type Result } from '#domain/result'
import type { CaseStore } from './case-ports.ts'
import type { Clock } from './ports.ts'

type SummaryFailure = FailureOf<'case-not-found' | 'summary-not-allowed' | 'note-personal-data'>

/** 办结以后，经投诉人同意，公开摘要和机关的答复: only a closed complaint, and only with consent. */
export async function publishSummary(
  { cases, clock }: { cases: CaseStore; clock: Clock },
  { receipt, summary, reply }: { receipt: string; summary: string; reply: string },
): Promise<Result<null, SummaryFailure>> {
  const found = await cases.find(receipt)
  if (!found) return fail({ code: 'case-not-found' })
  if (found.kind !== 'complaint' || found.clear.mayPublishSummary !== true || !isAnswered(found.state)) {
    return fail({ code: 'summary-not-allowed' })
  }
  if (scanPersonalData(`${summary}\n${reply}`).length > 0) return fail({ code: 'note-personal-data' })
  await cases.saveSummary({ receipt, summary, reply, at: clock() })
  return ok(null)
}
