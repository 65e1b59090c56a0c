import { AUDIT_GROUPS, type AuditGroup } from './audit-labels.zh.ts'
import { addDays, compareDays, instantOfDay, parseDay } from './day.ts'
import { parseReceipt } from './receipt.ts'
import { isRecordId } from './record-id.ts'
import { fail, ok, type Result } from './result.ts'

/** What of the audit somebody asks for, as typed; an empty field asks for everything. */
export type AuditAsked = Readonly<Record<'group' | 'staff' | 'from' | 'until' | 'number' | 'before', string>>

export type AuditFilter = {
  /** The row that the page before ended with. */
  before: { at: number; id: number } | null
  verbs: readonly string[] | null
  staff: string | null
  target: string | null
  /** Instants: the first that counts, and the first that does not any more. */
  from: number | null
  end: number | null
}

export type AuditTrouble = {
  field: 'group' | 'from' | 'until' | 'number'
  why: 'unknown' | 'no-day' | 'reversed' | 'no-number'
}

export function auditFilter(asked: AuditAsked): Result<AuditFilter, AuditTrouble[]> {
  const [from, until] = [asked.from, asked.until].map((text) => (text === '' ? null : parseDay(text)))
  const target = targetOf(asked.number)
  const verbs =
    asked.group === '' ? null : isGroup(asked.group) ? Object.keys(AUDIT_GROUPS[asked.group].verbs) : undefined
  const troubles: AuditTrouble[] = [
    ...(verbs === undefined ? [{ field: 'group' as const, why: 'unknown' as const }] : []),
    ...(from === undefined ? [{ field: 'from' as const, why: 'no-day' as const }] : []),
    ...(until === undefined ? [{ field: 'until' as const, why: 'no-day' as const }] : []),
    ...(from && until && compareDays(from, until) > 0 ? [{ field: 'until' as const, why: 'reversed' as const }] : []),
    ...(target === undefined ? [{ field: 'number' as const, why: 'no-number' as const }] : []),
  ]
  if (troubles.length > 0 || verbs === undefined || target === undefined) return fail(troubles)
  return ok({
    ...{ before: cursorOf(asked.before), verbs, staff: asked.staff || null, target },
    from: from ? instantOfDay(from) : null,
    end: until ? instantOfDay(addDays(until, 1)) : null,
  })
}

export function auditCursor({ at, id }: { at: number; id: number }): string {
  return `${at}.${id}`
}

function cursorOf(text: string): AuditFilter['before'] {
  const [, at, id] = /^(\d{1,15})\.(\d{1,15})$/.exec(text) ?? []
  return at === undefined || id === undefined ? null : { at: Number(at), id: Number(id) }
}

const IMPORT = /^i-[0-9a-f]{1,64}$/

/** A receipt, the id of a record or its address, or the id of an import; undefined where it is none of them. */
function targetOf(typed: string): string | null | undefined {
  const text = typed.trim()
  if (text === '') return null
  const receipt = parseReceipt(text)
  if (receipt.ok) return receipt.value
  const last =
    text
      .replace(/[?#].*$/, '')
      .replace(/\/+$/, '')
      .split('/')
      .at(-1)
      ?.toLowerCase() ?? ''
  return isRecordId(last) || IMPORT.test(last) ? last : undefined
}

/** Safe after the look: one of the groups. */
export function isGroup(text: string): text is AuditGroup {
  return Object.hasOwn(AUDIT_GROUPS, text)
}
