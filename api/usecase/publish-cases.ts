import { isAnswered } from '#domain/case-life'
import { caseStatistics, lastMonthEnd } from '#domain/case-statistics'
import { dayOfInstant } from '#domain/day'
import type { FailureOf } from '#domain/failure'
import { scanPersonalData } from '#domain/masking'
import { fail, ok, type Result } from '#domain/result'
import type { CasesDocument } from '#domain/snapshot'
import { CASES_PATH } from '#domain/snapshot-address'
import type { CaseStore } from './case-ports.ts'
import { readDocument, writeDocument } from './journal.ts'
import type { BlobStore, Clock } from './ports.ts'

export type PublishCasesDeps = {
  cases: CaseStore
  blobs: BlobStore
  clock: Clock
  agencies: ReadonlyMap<string, string>
}

/** Carries counts and summaries into the snapshot store; nothing in it names a filer or a receipt. */
export async function publishCases({ cases, blobs, clock, agencies }: PublishCasesDeps): Promise<{ changed: boolean }> {
  const summaries = (await cases.summaries()).map(({ organSlug, ...rest }) => ({
    ...rest,
    agency: { slug: organSlug, name: agencies.get(organSlug) ?? organSlug },
  }))
  const { asOf, before: cutOff } = lastMonthEnd(dayOfInstant(clock()))
  const items = caseStatistics(await cases.countCases(cutOff))
  const document: CasesDocument = { asOf, items, summaries }
  const before = await readDocument<CasesDocument>(blobs, CASES_PATH)
  if (JSON.stringify(before) === JSON.stringify(document)) return { changed: false }
  await writeDocument(blobs, CASES_PATH, document)
  return { changed: true }
}

type SummaryFailure = FailureOf<'case-not-found' | 'summary-not-allowed' | 'note-personal-data'>

/** 办结以后，经投诉人同意，公开摘要和机关的答复: only a closed complaint, and only with consent. */
export async function publishSummary(
  { cases, clock }: Pick<PublishCasesDeps, 'cases' | 'clock'>,
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
