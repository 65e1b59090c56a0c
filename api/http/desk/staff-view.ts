import type { StaffView } from '#contract/desk'
import { STAFF_ROLE_LABEL } from '#domain/labels.zh'
import type { Staff } from '#domain/staff'

export function staffView(
  agencies: ReadonlyMap<string, string>,
  { id, account, name, role, organSlug, hasSecondFactor, isDemo }: Staff,
): StaffView {
  return {
    ...{ id, account, name, role, hasSecondFactor, isDemo },
    roleLabel: STAFF_ROLE_LABEL[role],
    organ: organSlug === null ? null : { slug: organSlug, name: agencies.get(organSlug) ?? organSlug },
  }
}
