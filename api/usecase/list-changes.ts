import { correctContent } from '#domain/corrected-content'
import type { ChangeFailure } from '#domain/failure'
import { diffFields, type FieldChange } from '#domain/field-diff'
import { fail, ok, type Result } from '#domain/result'
import type { RecordChange, RecordKind } from '#domain/vocabulary'
import type { ChangeDeps } from './change-outcome.ts'
import { outcomeOf } from './change-outcome.ts'
import type { ChangeRow, ChangeStore, OpenChange, ToReview } from './change-ports.ts'
import { askedAgain, type ChangePreview, isStale, previewOf } from './propose-change.ts'

export const MOST_LISTED = 100

type Page<T> = { items: T[]; next: string | null; total: number }

/** What waits for a second person, the oldest first. */
export async function listOpenChanges(
  { changes }: { changes: ChangeStore },
  asked: { after: string | null; limit: number },
): Promise<Page<OpenChange> & { byChange: Record<RecordChange, number> }> {
  const limit = Math.min(asked.limit, MOST_LISTED)
  const [found, byChange] = await Promise.all([changes.openChanges(asked.after, limit + 1), changes.countOpenChanges()])
  const total = Object.values(byChange).reduce((sum, it) => sum + it, 0)
  return { ...pageOf(found, limit), total, byChange }
}

/** Withheld records of which a rule said that a person has to look, in the order of their ids. */
export async function listToReview(
  { changes }: { changes: ChangeStore },
  asked: { after: string | null; limit: number; rule: string | null },
): Promise<Page<ToReview> & { byRule: { rule: string; kind: RecordKind; records: number }[] }> {
  const limit = Math.min(asked.limit, MOST_LISTED)
  const [found, byRule] = await Promise.all([
    changes.toReview({ after: asked.after ?? '', limit: limit + 1, rule: asked.rule }),
    changes.countToReview(),
  ])
  const counted = byRule.filter(({ rule }) => asked.rule === null || rule === asked.rule)
  return { ...pageOf(found, limit), total: counted.reduce((sum, { records }) => sum + records, 0), byRule }
}

/** One more than asked for says that there is another page. */
function pageOf<T extends { id: string }>(found: readonly T[], limit: number): { items: T[]; next: string | null } {
  const items = found.slice(0, limit)
  return { items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null }
}

export type ChangeShown = {
  change: ChangeRow
  kind: RecordKind
  /** Something else changed the record since, so that this can no longer be agreed to; its own step is nothing else. */
  isStale: boolean
  /** Field by field, sealed ones too: for the desk only. Empty where nothing of the content changes. */
  fields: FieldChange[]
  /** What it would come to now, or why it cannot. */
  preview: Result<ChangePreview, ChangeFailure>
}

/** A change as the person who decides has to see it. */
export async function readChange(deps: ChangeDeps, id: string): Promise<Result<ChangeShown, ChangeFailure>> {
  const found = await deps.changes.change(id)
  if (!found) return fail({ code: 'change-not-found', change: id })
  const now = await deps.changes.record(found.recordId)
  if (!now) return fail({ code: 'record-not-found', id: found.recordId })
  const { fields: corrections, ...change } = found
  const outcome = await outcomeOf(deps, now, askedAgain(found))
  const isShown = found.state === 'open' && found.change === 'correct'
  const content = { ...now.content, unreadFields: now.content.unreadFields ?? [] }
  const made = isShown ? correctContent(now.kind, content, corrections, deps) : undefined
  const all = (it: Pick<typeof content, 'open' | 'sealed'>) => ({ ...it.open, ...it.sealed })
  return ok({
    ...{ change, kind: now.kind, isStale: found.state === 'stale' || (found.state === 'open' && isStale(found, now)) },
    fields: made?.ok ? diffFields(now.kind, all(content), all(made.value.content)) : [],
    preview: outcome.ok ? ok(previewOf(outcome.value)) : outcome,
  })
}
