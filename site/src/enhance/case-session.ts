import { fieldsIn, fill, nameOf, textIn, valueIn } from './form-fields.ts'
import {
  createIdleTimer,
  dropSealed,
  forgetForm,
  type Remembered,
  recallForm,
  rememberForm,
  sealedWaiting,
} from './form-memory.ts'
import { isAsked, type StepOrder } from './step-order.ts'

/** One form being filled in: what is known of it, wherever its pages come and go. */
export type CaseSession = {
  kind: string
  action: string
  base: string
  steps: StepOrder[]
  known: Remembered
  isShared: () => boolean
  setShared: (isShared: boolean) => void
  /** Takes what stands in the step that is shown. */
  collect: (form: HTMLElement) => void
  /** Puts what is known into the step that is shown, but for what was typed in it since. */
  restore: (form: HTMLElement, typed: ReadonlySet<string>) => void
  pass: (step: string) => void
  /** A step that is asked and whose answers nobody has looked at. */
  unpassed: () => string | undefined
  sealedPart: () => Record<string, string>
  clearFields: () => Record<string, string>
  forget: () => void
}

/** Names of sealed fields, as the pages showed them; they never go into the clear part. */
const SEALED = 'sealed:'

export function openSession(form: HTMLFormElement): CaseSession {
  const kind = form.dataset.caseForm ?? ''
  const action = form.getAttribute('action') ?? location.pathname
  const steps = stepsOf(form.dataset.steps)
  const fresh = { action, key: hiddenValue(form, 'key'), values: {}, texts: {}, passed: [] }
  const recalled = recallForm(kind, action)
  // A form whose key is on its way under another address is a form of its own.
  const isSent = sealedWaiting().some((it) => it.action !== action && it.fields.key === recalled?.key)
  const known: Remembered = recalled === null || isSent ? fresh : recalled
  const idle = createIdleTimer(kind)
  let isShared = false
  const save = () => {
    if (isShared) return forgetForm(kind)
    rememberForm(kind, known)
    idle.touch()
  }
  const askedNames = () => {
    const skipped = steps.filter((step) => !isAsked(step, known.values)).map(({ id }) => id)
    return Object.keys(known.values).filter((name) => !skipped.includes(known.texts[`step:${name}`] ?? ''))
  }
  /** In clear goes only what a page showed as clear; what nobody is sure of is sealed. */
  const isSealed = (name: string) => known.texts[`${SEALED}${name}`] !== 'no'
  const pick = (wanted: boolean) =>
    Object.fromEntries(
      askedNames()
        .filter((name) => isSealed(name) === wanted && known.values[name]?.trim())
        .map((name) => [name, known.values[name]?.trim() ?? '']),
    )
  return {
    ...{ kind, action, base: form.dataset.base ?? '/', steps, known },
    isShared: () => isShared,
    setShared(is) {
      isShared = is
      if (is) dropSealed({ kind, action })
      save()
    },
    collect(shown) {
      for (const field of fieldsIn(shown)) {
        const name = nameOf(field)
        known.values[name] = valueIn(field).replace(/\r\n/g, '\n')
        known.texts[name] = textIn(field)
        known.texts[`step:${name}`] = shown.dataset.step ?? ''
        known.texts[`${SEALED}${name}`] = field.dataset.sealed === undefined ? 'no' : 'yes'
      }
      save()
    },
    restore(shown, typed) {
      for (const field of fieldsIn(shown)) {
        const value = known.values[nameOf(field)]
        if (value !== undefined && !typed.has(nameOf(field))) fill(field, value)
      }
    },
    pass(step) {
      if (!known.passed.includes(step)) known.passed.push(step)
      save()
    },
    unpassed: () => steps.find((step) => isAsked(step, known.values) && !known.passed.includes(step.id))?.id,
    sealedPart: () => pick(true),
    clearFields: () => pick(false),
    forget: () => forgetForm(kind),
  }
}

export function hiddenValue(form: HTMLFormElement, name: string): string {
  return form.querySelector<HTMLInputElement>(`input[name=${name}]`)?.value ?? ''
}

/** Safe to read: only what has the shape of a step is taken. */
function stepsOf(text: string | undefined): StepOrder[] {
  const found: unknown = JSON.parse(text ?? '[]')
  return Array.isArray(found) ? found.filter(isStep) : []
}

function isStep(value: unknown): value is StepOrder {
  return typeof value === 'object' && value !== null && 'id' in value && 'onlyIf' in value
}
