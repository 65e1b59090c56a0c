/** A step as far as its order goes; `onlyIf`: asked only where another field has this value. */
export type StepOrder = { id: string; onlyIf: { field: string; value: string } | null }

export const CHECK_STEP = 'check'

export type Values = Readonly<Record<string, string>>

export function isAsked({ onlyIf }: StepOrder, values: Values): boolean {
  return onlyIf === null || values[onlyIf.field] === onlyIf.value
}

/** The step after `id`, or the check when there is none. */
export function stepAfter(steps: readonly StepOrder[], id: string, values: Values): string {
  const at = steps.findIndex((step) => step.id === id)
  return steps.slice(at + 1).find((step) => isAsked(step, values))?.id ?? CHECK_STEP
}

/** The step before `id`; null before the first. */
export function stepBefore(steps: readonly StepOrder[], id: string, values: Values): string | null {
  const at = id === CHECK_STEP ? steps.length : steps.findIndex((step) => step.id === id)
  const before = steps.slice(0, Math.max(0, at)).filter((step) => isAsked(step, values))
  return before[before.length - 1]?.id ?? null
}
