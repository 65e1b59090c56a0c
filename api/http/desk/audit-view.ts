import type { AuditItemView, AuditLink } from '#contract/desk'
import { type AuditNames, auditFacts } from '#domain/audit-detail.zh'
import { AUDIT_VERB_LABEL } from '#domain/audit-labels.zh'
import { ACTOR_KIND_LABEL, STAFF_ROLE_LABEL } from '#domain/labels.zh'
import { parseReceipt } from '#domain/receipt'
import { isRecordId } from '#domain/record-id'
import type { Staff } from '#domain/staff'
import { ACTOR_KINDS } from '#domain/vocabulary'
import type { AuditRow } from '#usecase/staff-ports'

export type KnownNames = AuditNames & { member: (id: string) => Staff | undefined }

export function auditNames(everyone: readonly Staff[], agencies: ReadonlyMap<string, string>): KnownNames {
  const byId = new Map(everyone.map((it) => [it.id, it]))
  return {
    member: (id) => byId.get(id),
    staff: (id) => byId.get(id)?.name ?? null,
    organ: (slug) => agencies.get(slug) ?? null,
  }
}

/** A row of the audit as people read it. */
export function auditItem(names: KnownNames, row: AuditRow): AuditItemView {
  const { id, at, verb, target, detail } = row
  return {
    ...{ id, at, verb, ...whoDid(names, row) },
    verbLabel: AUDIT_VERB_LABEL[verb] ?? verb,
    target: targetView(names, target),
    detail: auditFacts(verb, detail, names).map(({ label, text, isChange }) => ({
      ...{ label, text },
      link: isChange ? { of: 'change' as const, id: text } : null,
    })),
  }
}

export function whoDid(
  names: KnownNames,
  { actor, staffId, staff }: Pick<AuditRow, 'actor' | 'staffId' | 'staff'>,
): Pick<AuditItemView, 'who' | 'account' | 'roleLabel'> {
  const member = staffId === null ? undefined : names.member(staffId)
  const kind = ACTOR_KINDS.find((it) => it === actor) ?? 'operator'
  if (member === undefined) return { who: staff || ACTOR_KIND_LABEL[kind], account: null, roleLabel: null }
  return { who: member.name, account: member.account, roleLabel: STAFF_ROLE_LABEL[member.role] }
}

/** By what it looks like: a case, a record, somebody of the desk, or a number of something that has no page. */
function targetView(names: KnownNames, target: string): AuditItemView['target'] {
  const link = linkOf(target)
  return { text: link === null ? (names.staff(target) ?? target) : link.id, link }
}

function linkOf(target: string): AuditLink | null {
  const receipt = parseReceipt(target)
  if (receipt.ok) return { of: 'case', id: receipt.value }
  return isRecordId(target) ? { of: 'record', id: target } : null
}
