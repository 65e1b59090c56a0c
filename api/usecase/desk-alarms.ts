import { csvText } from '#domain/csv-text'
import type { FailureOf, ImportDeskFailure } from '#domain/failure'
import { scanPersonalData } from '#domain/masking'
import { DISHONESTY, dishonestyCells } from '#domain/overdue-entry'
import { fieldSpec, fieldsOf } from '#domain/record-fields'
import { fail, ok, type Result } from '#domain/result'
import type { Staff } from '#domain/staff'
import type { AlarmKind } from '#domain/vocabulary'
import type { AlarmQuery, AlarmStore, KeptAlarm } from './alarm-ports.ts'
import type { ImportDeskDeps } from './check-import.ts'
import type { DeskImport } from './import-desk-ports.ts'
import type { Clock } from './ports.ts'
import { uploadImport } from './upload-import.ts'

export type DeskAlarmDeps = { alarms: () => Promise<AlarmStore>; clock: Clock }

export const ALARM_PAGE = 50

/** An organ sees what is about itself, and nothing else. */
export async function listAlarms(
  { alarms }: DeskAlarmDeps,
  staff: Staff,
  query: Pick<AlarmQuery, 'state' | 'alarm' | 'after'>,
): Promise<{ items: KeptAlarm[]; counts: { alarm: AlarmKind; count: number }[]; next: number | null }> {
  if (staff.role === 'organ' && staff.organSlug === null) return { items: [], counts: [], next: null }
  const organ = staff.role === 'organ' ? staff.organSlug : null
  const { items, counts } = await (await alarms()).list({ ...query, organ, limit: ALARM_PAGE + 1 })
  const shown = items.slice(0, ALARM_PAGE)
  return { items: shown, counts, next: items.length > ALARM_PAGE ? (shown.at(-1)?.n ?? null) : null }
}

/** Somebody looked at it and says why nothing more is to be done. It never comes again. */
export async function closeAlarm(
  { alarms, clock }: DeskAlarmDeps,
  staff: Staff,
  { n, reason }: { n: number; reason: string },
): Promise<Result<null, FailureOf<'alarm-not-found' | 'alarm-closed' | 'note-personal-data'>>> {
  if (scanPersonalData(reason).length > 0) return fail({ code: 'note-personal-data' })
  const store = await alarms()
  const found = await store.find(n)
  if (found === undefined) return fail({ code: 'alarm-not-found' })
  const isClosed = await store.close({ n, by: staff.id, reason, at: clock() })
  return isClosed ? ok(null) : fail({ code: 'alarm-closed' })
}

/**
 * Makes an import of one row out of an overdue entry, as the beginning of a 政务失信: what confirms it is filled in by a
 * person, and somebody else approves it like any other import.
 */
export async function draftDishonesty(
  { alarms }: DeskAlarmDeps,
  imports: ImportDeskDeps,
  staff: Staff,
  n: number,
): Promise<Result<DeskImport, ImportDeskFailure | FailureOf<'alarm-not-found' | 'alarm-no-entry'>>> {
  const store = await alarms()
  const alarm = await store.find(n)
  if (alarm === undefined) return fail({ code: 'alarm-not-found' })
  const before = alarm.draft === null ? undefined : await imports.imports.find(alarm.draft)
  if (before?.state === 'waiting' || before?.state === 'approved') return ok(before)
  const type = imports.rules.alarms.find(({ id }) => id === alarm.rule)?.dishonestyType ?? null
  const found = (await imports.store.publishStates([alarm.id])).get(alarm.id)
  if (type === null || found?.state !== 'public') return fail({ code: 'alarm-no-entry' })
  const cells = dishonestyCells(found.version.kind, type, found.version.open)
  const fields = fieldsOf(DISHONESTY).filter((field) => fieldSpec(DISHONESTY, field)?.visibility !== 'never')
  const headers = fields.map((field) => fieldSpec(DISHONESTY, field)?.header ?? field)
  const text = csvText([headers, fields.map((field) => cells[field] ?? '')])
  const name = `预警 ${alarm.n} 政务失信.csv`
  const bytes = new TextEncoder().encode(text)
  const taken = await uploadImport(imports, staff, { name, bytes, organ: null, kind: DISHONESTY })
  if (!taken.ok) return taken
  const [made] = taken.value
  if (made === undefined) return fail({ code: 'alarm-no-entry' })
  await store.noteDraft(n, made.id)
  return ok(made)
}
