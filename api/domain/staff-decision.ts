/**
 * Rules that a person's decision is kept under, beside those of `content/rules`. They are what the public page of such a
 * record gives as the rule, and what an import asks before it lets a new version out.
 */
export const STAFF_RULES = {
  publish: 'staff.publish',
  mask: 'staff.mask',
  withhold: 'staff.withhold',
  hide: 'staff.hide',
} as const

/** For what has no basis of its own to show: nothing of it is public. */
export const STAFF_BASIS = {
  withhold: '经复核不予公示；有新版本的，重新复核',
  hide: '紧急停止公示，待复核',
} as const

/** People let it out, with a basis of their own: the door alone would not. */
export function isSettledByPeople(rule: string): boolean {
  return rule === STAFF_RULES.publish || rule === STAFF_RULES.mask
}

/** A person held it back, or covered a part of it: a new version from a file says nothing of why, so it waits. */
export function isHeldByPeople(rule: string): boolean {
  return rule === STAFF_RULES.withhold || rule === STAFF_RULES.mask
}
