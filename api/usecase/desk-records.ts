import { coverableFields } from '#domain/corrected-content'
import type { FailureOf } from '#domain/failure'
import { isDecision } from '#domain/kind-groups'
import { type FieldId, fieldSpec, fieldsOf } from '#domain/record-fields'
import { askChange } from '#domain/record-life'
import { fail, ok, type Result } from '#domain/result'
import type { Staff } from '#domain/staff'
import { RECORD_CHANGES, type RecordChange, type RecordKind } from '#domain/vocabulary'
import type { ChangeDeps } from './change-outcome.ts'
import type { ChangeRow, RecordNow } from './change-ports.ts'
import type { StaffStore } from './staff-ports.ts'

export type DeskRecord = {
  now: Omit<RecordNow, 'content'>
  /** In the official order; of a sealed field only that it is there. */
  fields: { id: FieldId; value: string; isSealed: boolean; isCoverable: boolean }[]
  allowed: RecordChange[]
  openChange: string | null
  history: ChangeRow[]
}

/** What an entry does not say yet, such as the organ's statement, is added by a correction. */
function isOffered(kind: RecordKind, field: FieldId): boolean {
  return !isDecision(kind) && fieldSpec(kind, field)?.visibility === 'public'
}

/** A record as those who decide about it see it. That it was read is written down: it may hold personal data. */
export async function readDeskRecord(
  { changes, clock }: ChangeDeps,
  staff: StaffStore,
  reader: Staff,
  id: string,
): Promise<Result<DeskRecord, FailureOf<'record-not-found'>>> {
  const found = await changes.record(id)
  if (found === undefined) return fail({ code: 'record-not-found', id })
  await staff.note({ at: clock(), staffId: reader.id, verb: 'record-read', target: id, detail: {} })
  const { content, ...now } = found
  const coverable = coverableFields(now.kind, { ...content, unreadFields: content.unreadFields ?? [] })
  const history = await changes.changesOf(id)
  return ok({
    now,
    fields: fieldsOf(now.kind).flatMap((field) => {
      const [open, isSealed] = [content.open[field], content.sealed[field] !== undefined]
      if (open === undefined && !isSealed && !isOffered(now.kind, field)) return []
      const isHidden = open === undefined && isSealed
      return [{ id: field, value: open ?? '', isSealed: isHidden, isCoverable: coverable.includes(field) }]
    }),
    allowed: RECORD_CHANGES.filter((change) => askChange(id, now.state, change).ok),
    openChange: history.find(({ state }) => state === 'open')?.id ?? null,
    history,
  })
}
