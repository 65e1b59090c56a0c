import { parseDay } from '#domain/day'
import type { CaseRow, TrailStep } from '#usecase/case-ports'
import type { caseFile, caseTrail } from './schema/case.ts'

export function rowOf(file: typeof caseFile.$inferSelect, isMarked: boolean): CaseRow {
  const { receipt, kind, state, seq, recordId, organSlug, handlerSlug, clear, codeHash, sealedBy } = file
  const { submittedAt, updatedAt, assignee, source, externalNumber, purgedAt } = file
  return {
    ...{ receipt, kind, state, seq, recordId, organSlug, handlerSlug, clear, codeHash, sealedBy },
    ...{ submittedAt, updatedAt, assignee, source, externalNumber, purgedAt, isMarked },
  }
}

export function stepOf(row: typeof caseTrail.$inferSelect): TrailStep {
  const { seq, command, toState, role, at, note, until, staffId } = row
  return { seq, command, to: toState, role, at, note, until: dayOf(until), staffId }
}

function dayOf(text: string | null): TrailStep['until'] {
  return text === null ? null : (parseDay(text) ?? null)
}
