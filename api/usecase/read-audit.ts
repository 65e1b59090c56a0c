import { type AuditAsked, type AuditTrouble, auditCursor, auditFilter } from '#domain/audit-filter'
import { ok, type Result } from '#domain/result'
import type { Staff } from '#domain/staff'
import type { Clock } from './ports.ts'
import type { AuditRow, StaffStore } from './staff-ports.ts'

const AUDIT_PAGE = 100

/** A page of the audit, the newest row first. That it was read, and what was looked for, is a row of it as well. */
export async function readAudit(
  { staff: store, clock }: { staff: () => Promise<StaffStore>; clock: Clock },
  reader: Staff,
  asked: AuditAsked,
): Promise<Result<{ items: AuditRow[]; next: string | null }, AuditTrouble[]>> {
  const filter = auditFilter(asked)
  if (!filter.ok) return filter
  const rows = await store()
  const { group, from, until } = asked
  // What was typed may be anything: only an account goes into what is kept for ever.
  const of = (await rows.everyone()).find(({ id }) => id === asked.staff)?.id ?? ''
  const looked = { group, of, from, until, number: filter.value.target ?? '' }
  const detail = Object.fromEntries(Object.entries(looked).filter(([, value]) => value !== ''))
  await rows.note({ at: clock(), staffId: reader.id, verb: 'audit-read', target: '', detail })
  const items = await rows.audit(filter.value, AUDIT_PAGE)
  const last = items.at(-1)
  return ok({ items, next: items.length === AUDIT_PAGE && last !== undefined ? auditCursor(last) : null })
}
